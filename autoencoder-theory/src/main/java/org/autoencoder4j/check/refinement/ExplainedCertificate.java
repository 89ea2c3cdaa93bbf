package org.autoencoder4j.check.refinement;

import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.check.internal.HeapColumns;
import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Relation;
import org.autoencoder4j.report.Report;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Whether samples that are <em>explained</em> have the right support, without knowing the dictionary. A sample is
 * explained by k units if its residual's energy is at most the least gain of a unit, the energy that the residual would
 * have more without it. If W has unit columns and
 *
 * <p>{@code mu = mu1(2 k - 1) < 1 / sqrt(2)}
 *
 * <p>then no other support of k units explains {@code y = W_S x + e}, with k values of magnitudes of at least a1, if
 *
 * <p>{@code |e| < a1 sqrt(1 - mu) (1 / sqrt(2) - mu) / (1 + 1 / sqrt(2))}.
 *
 * <p>Here e is the noise and what the errors of W add. It is sufficient, not necessary. Immutable; threads may share
 * it.
 *
 * @paper beyond NWH19 Theorem 3: docs/REFINEMENT.md (A)
 */
public final class ExplainedCertificate {
    private static final double HALF = Math.sqrt(0.5);

    private final CumulativeCoherence coherence;
    private final int terms;

    private ExplainedCertificate(CumulativeCoherence coherence, int terms) {
        this.coherence = coherence;
        this.terms = terms;
    }

    /**
     * Measures weights. Cost: {@code 2 n m^2 + O(m^2 log m)} operations.
     *
     * @param weights W, {@code n x m} with finite entries; its columns should have length 1, which the report states as
     *     a condition
     * @param sparsity k, from 1 to m / 2
     * @return the certificate
     * @throws IllegalArgumentException if weights is no such matrix or sparsity is outside its range
     */
    public static ExplainedCertificate of(INDArray weights, int sparsity) {
        Checks.matrix("weights", weights);
        Checks.between("sparsity", (long) sparsity, 1, weights.columns() / 2);
        return new ExplainedCertificate(CumulativeCoherence.of(weights), 2 * sparsity - 1);
    }

    /**
     * Returns the coherence that decides.
     *
     * @return {@code mu1(2 k - 1)}
     */
    public double coherence() {
        return coherence.at(terms);
    }

    /**
     * Returns how large the error of a sample may be.
     *
     * @param a1 the least magnitude of a value, above 0
     * @return the bound on {@code |e|} below which an explained sample has the right support; not above 0 if there is
     *     none
     * @throws IllegalArgumentException if a1 is not above 0
     */
    public double allowedError(double a1) {
        double mu = coherence();
        return Checks.positive("a1", a1) * Math.sqrt(Math.max(0, 1 - mu)) * (HALF - mu) / (1 + HALF);
    }

    /**
     * Reports whether explained samples have the right support. Condition: columns have length 1, to 1e-6.
     *
     * @param a1 the least magnitude of a value, above 0
     * @param errorBound a bound on {@code |y - W_S x|} at the true support and code, at least 0
     * @return the report; {@code FAILS} means that nothing is certified, not that a sample fails
     * @throws IllegalArgumentException if a number is outside its range
     */
    public Report report(double a1, double errorBound) {
        Checks.nonNegative("errorBound", errorBound);
        // Lengths that are not quite 1 count as rounding does.
        double rounding = coherence.rounding(terms) + 4 * (terms + 2) * coherence.normDeviation();
        return Report.on("explained samples are certified to have the right support", Statement.of("(A)"))
                .requiring(HeapColumns.unitLength("W", coherence.normDeviation()))
                .claiming(Bound.rounded("mu1(2 k - 1)", coherence(), Relation.BELOW, HALF, rounding))
                .claiming(Bound.rounded(
                        "bound on |y - W_S x|", errorBound, Relation.BELOW, allowedError(a1), 2 * a1 * rounding))
                .witnessedBy("unit " + coherence.row(terms) + " has the greatest sum of 2 k - 1 products with others");
    }

    @Override
    public String toString() {
        return "ExplainedCertificate[mu1(" + terms + ")=" + coherence() + "]";
    }
}
