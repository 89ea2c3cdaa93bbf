package org.autoencoder4j.check.descent;

import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.model.law.CodeLaw;
import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Reference;
import org.autoencoder4j.report.Relation;
import org.autoencoder4j.report.Report;

/**
 * How long a step may be at all, for codes of exactly k atoms, each as likely as the others. At orthonormal atoms, n above
 * m, without bias and noise, W = A is a fixed point of the expected descent. To first order, and normalised or not, a step
 * of length zeta multiplies errors u at right angles to all atoms,
 *
 * <pre>
 *   of all columns alike                      by 1 - zeta p1 (kappa2 + (k - 1) kappa1^2)
 *   of one column, with -u of all the others  by 1 - zeta p1 (kappa2 - (k - 1) kappa1^2), in that column.
 * </pre>
 *
 * <p>So {@code zeta < 2 / (p1 (kappa2 + (k - 1) kappa1^2))} is <em>necessary</em> for the fixed point to be stable, and the
 * paper's step {@code m/k = 1/p1} is too long once {@code kappa2 + (k - 1) kappa1^2 > 2}: with values of 1 from k = 3 on.
 * It is not sufficient: other atoms, a bias or noise may ask for less, and so do errors within the span of the atoms, by a
 * share of order {@code k^2/m}: with values of 1, all columns leaning to all others alike have {@code k + (k - 1)(3 k -
 * 4)/(m - 1)} in the place of {@code kappa2 + (k - 1) kappa1^2 = k}. And by the second line, where {@code (k - 1) kappa1^2
 * >= kappa2} no step makes the greatest error of a column shrink from every start, however small it is. Immutable; threads
 * may share it.
 *
 * @paper autoencoder4j P1-C4N
 */
public final class StableStep {
    private static final double ROUNDING = 1e-9;

    private final int units;
    private final int sparsity;
    private final double inclusion;
    private final double second;
    private final double shared;

    private StableStep(int units, int sparsity, double inclusion, double kappa1, double kappa2) {
        this.units = units;
        this.sparsity = sparsity;
        this.inclusion = inclusion;
        this.second = kappa2;
        this.shared = (sparsity - 1) * kappa1 * kappa1;
    }

    /**
     * Takes the constants of a law.
     *
     * @param law the law, of supports of k units, each unit as likely as the others
     * @return its limits
     * @throws IllegalArgumentException if some unit is more likely than another
     * @throws org.autoencoder4j.model.law.UnstatedConstantException if the law does not state k, p_i, kappa1 or kappa2
     */
    public static StableStep of(CodeLaw law) {
        double inclusion = law.inclusion(0);
        for (int i = 1; i < law.units(); i++) {
            double other = law.inclusion(i);
            if (!(Math.abs(other - inclusion) <= ROUNDING * inclusion)) {
                throw new IllegalArgumentException("p_" + i + " = " + other + " and p_0 = " + inclusion
                        + " must be the same: the limit is that of units which are all as likely");
            }
        }
        return new StableStep(law.units(), law.sparsity(), inclusion, law.kappa1(), law.kappa2());
    }

    /**
     * Returns the step from which on the fixed point is not stable.
     *
     * @return {@code 2 / (p1 (kappa2 + (k - 1) kappa1^2))}
     */
    public double limit() {
        return 2 * suggested();
    }

    /**
     * Returns half of the limit, at which errors that all columns share are gone after one step: a default where k^2 is
     * small against m.
     *
     * @return {@code 1 / (p1 (kappa2 + (k - 1) kappa1^2))}
     */
    public double suggested() {
        return 1 / (inclusion * (second + shared));
    }

    /**
     * Returns what a step makes of an error that all columns share.
     *
     * @param step zeta, above 0
     * @return the factor; the fixed point is unstable if its magnitude is above 1
     * @throws IllegalArgumentException if step is not above 0
     */
    public double together(double step) {
        return 1 - Checks.positive("step", step) * inclusion * (second + shared);
    }

    /**
     * Returns what a step makes of the error of a column if all others have the opposite one.
     *
     * @param step zeta, above 0
     * @return the factor; the greatest error of a column does not shrink if its magnitude is 1 or more
     * @throws IllegalArgumentException if step is not above 0
     */
    public double apart(double step) {
        return 1 - Checks.positive("step", step) * inclusion * (second - shared);
    }

    /**
     * Reports whether a step is short enough for what is necessary at orthonormal atoms, without bias and noise; {@code HOLDS} does
     * not say that descent is stable, nor {@code FAILS} that it is not at other atoms. Condition: there is a direction at right
     * angles to m orthonormal atoms, n above m.
     *
     * @param step zeta, above 0
     * @param features n, at least 1
     * @return the report: {@code FAILS} at the limit and beyond, {@code NOT_APPLICABLE} if n is at most m
     * @throws IllegalArgumentException if step is not above 0 or features is below 1
     */
    public Report report(double step, int features) {
        Checks.atLeast("features", features, 1);
        double together = together(step);
        Report report = Report.on(
                        "at orthonormal atoms, without bias and noise, the step is below what a stable fixed point needs",
                        Reference.corrected("NWH19", "Theorem 4 (iii)"))
                .requiring(Bound.exact("features", features, Relation.ABOVE, units))
                .claiming(new Bound("zeta", step, Relation.BELOW, limit()))
                .with("factorOfASharedError", together)
                .with("factorOfAnOppositeError", apart(step))
                .with("suggestedStep", suggested());
        return Math.abs(together) > 1
                ? report.witnessedBy("an error that all columns share, at right angles to the atoms, grows by "
                        + Math.abs(together) + " a step")
                : report;
    }

    @Override
    public String toString() {
        return "StableStep[k=" + sparsity + ", limit=" + limit() + "]";
    }
}
