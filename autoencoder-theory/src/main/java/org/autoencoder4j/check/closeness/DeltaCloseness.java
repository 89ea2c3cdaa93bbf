package org.autoencoder4j.check.closeness;

import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.check.closeness.internal.ColumnMatch;
import org.autoencoder4j.check.closeness.internal.MatchingProblem;
import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Reference;
import org.autoencoder4j.report.Relation;
import org.autoencoder4j.report.Report;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How close weights W are to a dictionary A, column by column:
 *
 * <p>{@code delta = min_pi max_i ||pi(W)_i - A_i||}, over permutations, and column signs where they are allowed.
 *
 * <p>Practice often takes the greatest column error under the permutation of least <em>sum</em> of squares instead. That
 * is {@code minimumSum().delta()}, and at least delta. The two are equal whenever delta is below
 * {@link #agreementRadius}: then each atom has its nearest column to itself.
 *
 * <p>Immutable; threads may share it.
 *
 * @paper NWH19 Definition 2
 */
public final class DeltaCloseness {
    private final Matching minimumSum;
    private final Matching bottleneck;
    private final double agreementRadius;
    private final SignFlips flips;

    private DeltaCloseness(MatchingProblem problem) {
        ColumnMatch least = problem.minimumSum();
        this.minimumSum = new Matching(least);
        this.bottleneck = new Matching(problem.bottleneck(least));
        this.agreementRadius = problem.agreementRadius();
        this.flips = problem.flips();
    }

    /**
     * Measures weights. Cost: {@code 2 n m^2} operations for distances and at worst {@code O(m^3)} for the assignments
     * (far less near the truth); memory for {@code m^2} numbers.
     *
     * @param weights W, {@code n x m_W} with finite entries
     * @param dictionary A, {@code n x m} with finite entries, of the weights' type; {@code m <= m_W}
     * @param flips whether columns may change their sign
     * @return the closeness
     * @throws IllegalArgumentException if the shapes or types do not fit or an entry or a squared distance is not finite
     */
    public static DeltaCloseness of(INDArray weights, INDArray dictionary, SignFlips flips) {
        return new DeltaCloseness(MatchingProblem.of(weights, dictionary, flips));
    }

    /**
     * Returns Definition 2's delta, exact.
     *
     * @return {@code bottleneck().delta()}
     */
    public double delta() {
        return bottleneck.delta();
    }

    /**
     * Returns the matching with the least sum of squared errors.
     *
     * @return the matching
     */
    public Matching minimumSum() {
        return minimumSum;
    }

    /**
     * Returns a matching with the least greatest error.
     *
     * @return the matching
     */
    public Matching bottleneck() {
        return bottleneck;
    }

    /**
     * Returns the radius within which the two matchings agree, and with them every matching that comes so close.
     *
     * @return {@code 1/2 min_{i != j} ||A_i - A_j||}, or with flips {@code 1/2 min_{i != j} min(||A_i - A_j||, ||A_i +
     *     A_j||)}; infinite if there is one atom
     */
    public double agreementRadius() {
        return agreementRadius;
    }

    SignFlips flips() {
        return flips;
    }

    /**
     * Reports whether the weights are delta-close to the dictionary.
     *
     * @param limit the delta of the claim, at least 0
     * @return the report
     * @throws IllegalArgumentException if limit is negative or not finite
     */
    public Report report(double limit) {
        Checks.nonNegative("limit", limit);
        int worst = bottleneck.worstAtom();
        return Report.on(
                        "the weights are delta-close to the dictionary, up to " + flips.freedom(),
                        Reference.asPrinted("NWH19", "Definition 2"))
                .claiming(new Bound("delta", delta(), Relation.AT_MOST, limit))
                .with("deltaOfMinimumSum", minimumSum.delta())
                .with("frobenius", minimumSum.frobenius())
                .with("agreementRadius", agreementRadius)
                .witnessedBy("atom " + worst + " and column " + bottleneck.columns()[worst] + " of the weights");
    }

    @Override
    public String toString() {
        return "DeltaCloseness[delta=" + delta() + ", deltaOfMinimumSum=" + minimumSum.delta() + "]";
    }
}
