package org.autoencoder4j.check.closeness;

import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.linalg.SpectralNorm;
import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Reference;
import org.autoencoder4j.report.Relation;
import org.autoencoder4j.report.Report;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Whether weights W are (delta, xi)-near a dictionary A: delta-close, and in the spectral norm
 *
 * <p>{@code xi = ||pi(W) - A||_2 / ||A||_2}.
 *
 * <p>Both are measured under one permutation, the one of least sum of squared errors. It is Definition 2's whenever its
 * delta is below the {@link DeltaCloseness#agreementRadius}, since no other permutation is then so close.
 *
 * <p>Immutable; threads may share it.
 *
 * @paper NWH19 Definition 2
 */
public final class Nearness {
    private final DeltaCloseness closeness;
    private final double differenceNorm;
    private final double dictionaryNorm;

    private Nearness(DeltaCloseness closeness, double differenceNorm, double dictionaryNorm) {
        this.closeness = closeness;
        this.differenceNorm = differenceNorm;
        this.dictionaryNorm = dictionaryNorm;
    }

    /**
     * Measures weights. Cost: that of {@link DeltaCloseness#of} and of two spectral norms.
     *
     * @param weights W, {@code n x m_W} with finite entries
     * @param dictionary A, {@code n x m} with finite entries, not all 0, of the weights' type; {@code m <= m_W}
     * @param flips whether columns may change their sign
     * @return the nearness
     * @throws IllegalArgumentException if the shapes or types do not fit, an entry or a squared distance is not finite,
     *     or the dictionary is zero
     * @throws org.autoencoder4j.backend.BackendException if there is no backend, or its double arithmetic is wrong
     */
    public static Nearness of(INDArray weights, INDArray dictionary, SignFlips flips) {
        DeltaCloseness closeness = DeltaCloseness.of(weights, dictionary, flips);
        double dictionaryNorm = Checks.positive("the spectral norm of dictionary", SpectralNorm.of(dictionary));
        INDArray aligned = closeness.minimumSum().align(weights).castTo(DataType.DOUBLE);
        INDArray difference = aligned.sub(dictionary.castTo(DataType.DOUBLE));
        return new Nearness(closeness, SpectralNorm.of(difference), dictionaryNorm);
    }

    /**
     * Returns the error in the spectral norm relative to the dictionary.
     *
     * @return {@code xi = ||pi(W) - A||_2 / ||A||_2}
     */
    public double xi() {
        return differenceNorm / dictionaryNorm;
    }

    /**
     * Returns the error in the spectral norm.
     *
     * @return {@code ||pi(W) - A||_2}
     */
    public double differenceNorm() {
        return differenceNorm;
    }

    /**
     * Returns the spectral norm of the dictionary.
     *
     * @return {@code ||A||_2}
     */
    public double dictionaryNorm() {
        return dictionaryNorm;
    }

    /**
     * Returns the closeness of the columns.
     *
     * @return the closeness; its minimum-sum matching is the permutation used here
     */
    public DeltaCloseness closeness() {
        return closeness;
    }

    /**
     * Reports whether the weights are (delta, xi)-near the dictionary under the permutation of least sum of squares.
     *
     * @param deltaLimit the delta of the claim, at least 0
     * @param xiLimit the xi of the claim, at least 0
     * @return the report
     * @throws IllegalArgumentException if a limit is negative or not finite
     */
    public Report report(double deltaLimit, double xiLimit) {
        Checks.nonNegative("deltaLimit", deltaLimit);
        Checks.nonNegative("xiLimit", xiLimit);
        Matching matching = closeness.minimumSum();
        return Report.on(
                        "the weights are (delta, xi)-near the dictionary, up to "
                                + closeness.flips().freedom() + " of least sum of squares",
                        Reference.asPrinted("NWH19", "Definition 2"))
                .claiming(new Bound("delta", matching.delta(), Relation.AT_MOST, deltaLimit))
                .claiming(new Bound("xi", xi(), Relation.AT_MOST, xiLimit))
                .with("deltaOfBottleneck", closeness.delta())
                .with("agreementRadius", closeness.agreementRadius())
                .with("differenceNorm", differenceNorm)
                .with("dictionaryNorm", dictionaryNorm)
                .witnessedBy("atom " + matching.worstAtom() + " has the greatest error of a column");
    }

    @Override
    public String toString() {
        return "Nearness[delta=" + closeness.minimumSum().delta() + ", xi=" + xi() + "]";
    }
}
