package org.autoencoder4j.check.contraction.internal;

/**
 * Bounds over all weights whose columns are within an angle phi of their atoms, unit by unit, for uniform supports and
 * values of mean 0. With {@code s = sin phi}, {@code d = 2 sin(phi/2)}, {@code Om = om + d sqrt m} and
 * {@code r = sqrt(m - 1)}, for unit i and the others j
 *
 * <pre>
 *   C1 &gt;= |c|_1, C2 &gt;= |c|_2 of c_j = &lt;A_j, W_i&gt;,   D1, D2 the same of &lt;W_j, A_i&gt;,   E2 that of &lt;W_j, W_i&gt;
 * </pre>
 *
 * <p>and X, Y bound what the other atoms add to the step across atom i and along it, in units of a.
 */
public final class SparseCap {
    private final SparseConstants atoms;
    private final SparseNumbers numbers;

    final double sine;
    final double cosine;
    final double root;

    private final double chord;

    public SparseCap(SparseConstants atoms, SparseNumbers numbers, double angle) {
        this.atoms = atoms;
        this.numbers = numbers;
        this.sine = Math.sin(angle);
        this.cosine = Math.cos(angle);
        this.chord = 2 * Math.sin(angle / 2);
        this.root = Math.sqrt(atoms.units() - 1.0);
    }

    /** Om, no less than {@code ||W||_2}. */
    public double norm() {
        return atoms.norm() + Math.sqrt(atoms.units()) * chord;
    }

    double c1(int unit) {
        return atoms.sum(unit) + sine * root * atoms.norm();
    }

    double c2(int unit) {
        return atoms.length(unit) + sine * atoms.norm();
    }

    double d1(int unit) {
        return atoms.sum(unit) + (atoms.units() - 1) * chord;
    }

    double d2(int unit) {
        return Math.min(atoms.length(unit) + root * chord, norm());
    }

    double e2(int unit) {
        return Math.min(d2(unit) + norm() * chord, norm());
    }

    /** X_i. */
    public double across(int unit) {
        double om = atoms.norm();
        double tau = atoms.returned(unit);
        double big = norm();
        double e2 = e2(unit);
        double direct = sine * c1(unit);
        double back = tau + om * root * chord + chord * d1(unit);
        double through = tau + om * (root * chord + big * chord + (1 - cosine) * e2);
        return numbers.pairs() * (direct + back + through + 2 * numbers.noise() * big * e2)
                + numbers.triples() * (big * om + 1) * (big * c2(unit) + om * e2);
    }

    /** Y_i. */
    public double along(int unit) {
        double al2 = atoms.length(unit);
        double c2 = c2(unit);
        double d2 = d2(unit);
        double e2 = e2(unit);
        return numbers.pairs()
                        * (al2 * c2 + c2 * c2 + d2 * d2 + d2 * c2 + (1 + 2 * numbers.noise()) * e2 * d2 + e2 * al2)
                + numbers.triples() * (norm() * atoms.norm() + 1) * (d2 * c2 + e2 * al2);
    }

    /** The factor by which a step may multiply what lies across the atom, without the other atoms' part. */
    double factor(int unit) {
        double a = numbers.step();
        double most = a * (1 + numbers.pairs() * c2(unit) * c2(unit)) - 1;
        return Math.max(0, Math.max(1 - a * cosine * cosine, most));
    }

    /** What is left along the atom, at least; e as in {@link #tangent}. */
    double leastAlong(int unit, double misfires) {
        double a = numbers.step();
        return Math.min(1, cosine * (1 + a * sine * sine)) - a * (along(unit) + misfires);
    }

    /**
     * The greatest tangent of an angle after a step; infinite if a column may turn by a right angle.
     *
     * @param misfires e, what codes off the true support may add to the gradient, by {@code p1 kappa2}
     */
    public double tangent(double misfires) {
        double greatest = 0;
        for (int i = 0; i < atoms.units(); i++) {
            double along = leastAlong(i, misfires);
            if (!(along > 0)) {
                return Double.POSITIVE_INFINITY;
            }
            greatest = Math.max(greatest, (factor(i) * sine + numbers.step() * (across(i) + misfires)) / along);
        }
        return greatest;
    }
}
