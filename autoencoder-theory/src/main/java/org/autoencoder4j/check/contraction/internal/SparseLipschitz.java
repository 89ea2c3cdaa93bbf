package org.autoencoder4j.check.contraction.internal;

/**
 * How far a step on the true support moves two weights within a cap apart, in {@code max_i ||W_i - W'_i||}: in the sums that
 * {@link SparseCap} bounds, the change of each factor times the sizes of the others.
 */
public final class SparseLipschitz {
    private final SparseConstants atoms;
    private final SparseNumbers numbers;
    private final SparseCap cap;
    /** R, r, om, Om and s of the proof. */
    private final double units;

    private final double others;
    private final double small;
    private final double big;
    private final double sine;

    public SparseLipschitz(SparseConstants atoms, SparseNumbers numbers, SparseCap cap) {
        this.atoms = atoms;
        this.numbers = numbers;
        this.cap = cap;
        this.units = Math.sqrt(atoms.units());
        this.others = cap.root;
        this.small = atoms.norm();
        this.big = cap.norm();
        this.sine = cap.sine;
    }

    /** q. */
    public double bound() {
        double greatest = 0;
        for (int i = 0; i < atoms.units(); i++) {
            double least = cap.leastAlong(i, 0);
            if (!(least > 0)) {
                return Double.POSITIVE_INFINITY;
            }
            double a = numbers.step();
            double across = own(i) + a * across(i);
            double along = ownAlong() + a * along(i);
            greatest = Math.max(greatest, (across + sine / cap.cosine * along) / least);
        }
        return greatest;
    }

    /** m0: through the column's own product with its atom. */
    private double own(int unit) {
        return cap.factor(unit) + sine * numbers.step() * (2 * sine + 2 * numbers.pairs() * cap.c2(unit) * small);
    }

    /** par. */
    private double ownAlong() {
        double a = numbers.step();
        return sine * Math.max(Math.abs(1 - 2 * a), Math.abs(1 + a - 3 * a * cap.cosine * cap.cosine));
    }

    /** V. */
    private double across(int unit) {
        double c1 = cap.c1(unit);
        double c2 = cap.c2(unit);
        double d1 = cap.d1(unit);
        double d2 = cap.d2(unit);
        double e2 = cap.e2(unit);
        double pairs = (1 + sine) * c1
                + sine * others * small
                + sine * big * d2
                + d1
                + big * others
                + small * (others + big + sine * e2)
                + 2 * numbers.noise() * (units * e2 + big * (units + big));
        double triples = units * (big * small + 1) * c2
                + big * (units * small * c2 + big * small * small + sine * c2 + small)
                + small * (units * small * e2 + (big * small + 1) * (units + big) + sine * e2);
        return numbers.pairs() * pairs + numbers.triples() * triples;
    }

    /** Y'. */
    private double along(int unit) {
        double al2 = atoms.length(unit);
        double c2 = cap.c2(unit);
        double d2 = cap.d2(unit);
        double e2 = cap.e2(unit);
        double pairs = al2 * small
                + sine * c2 * c2
                + 2 * c2 * small
                + sine * d2 * d2
                + 2 * d2 * others
                + sine * d2 * c2
                + others * c2
                + d2 * small
                + (1 + 2 * numbers.noise()) * ((units + big) * d2 + e2 * others)
                + (units + big) * al2
                + sine * e2 * al2;
        double through = big * small + 1;
        double triples = through * (units * c2 + d2 * small)
                + units * small * d2 * c2
                + sine * d2 * c2
                + through * (units + big) * al2
                + units * small * e2 * al2
                + sine * e2 * al2;
        return numbers.pairs() * pairs + numbers.triples() * triples;
    }
}
