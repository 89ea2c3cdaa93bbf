package org.autoencoder4j.ntk.convergence;

import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.ntk.internal.HiddenFeatures;
import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Reference;
import org.autoencoder4j.report.Relation;
import org.autoencoder4j.report.Report;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How much the decoder's kernel {@code H = relu(X W) relu(X W)^T / m} changes when W moves: with {@code R_w = ||W -
 * W(0)||_F},
 *
 * <p>{@code ||H - H(0)|| <= sqrt(lambda_n / m) R_w (2 sqrt(||H(0)||) + sqrt(lambda_n / m) R_w)},
 *
 * <p>for any W and any samples. It rests on {@code ||relu(X W) - relu(X W(0))||_F <= sqrt(lambda_n) R_w}. Print has {@code
 * ||X|| ||W(0)||} for {@code ||relu(X W(0))|| = sqrt(m ||H(0)||)}, which fails: ReLU is no contraction in the spectral norm.
 *
 * <p>Threads may use it at the same time.
 *
 * @paper NWH-NTK Lemma 5.2 (corrected)
 */
public final class HiddenKernelChange {
    private HiddenKernelChange() {}

    /**
     * Bounds the change.
     *
     * @param lambdaN the largest eigenvalue of {@code X X^T}, at least 0
     * @param units m, at least 1
     * @param drift {@code ||W - W(0)||_F}, at least 0
     * @param normH {@code ||H(0)||}, at least 0
     * @return the bound on {@code ||H - H(0)||}
     * @throws IllegalArgumentException if a number is outside its range
     */
    public static double bound(double lambdaN, double units, double drift, double normH) {
        Checks.nonNegative("lambdaN", lambdaN);
        Checks.positive("units", units);
        Checks.nonNegative("drift", drift);
        Checks.nonNegative("normH", normH);
        double scaled = Math.sqrt(lambdaN / units) * drift;
        return scaled * (2 * Math.sqrt(normH) + scaled);
    }

    /**
     * Measures the change between two encoders and reports it against the bound. The bound is a theorem about any two, so no
     * arrays make it FAIL; it is reached, and then INCONCLUSIVE to rounding, where one unit with one sample is scaled up.
     * Computed in DOUBLE. Cost: {@code 2 n d m + n^2 m} operations for each encoder and eigenvalues of {@code n x n}
     * matrices.
     *
     * @param samples X, {@code n x d} with finite entries
     * @param start W(0), {@code d x m} with finite entries, of the samples' type
     * @param encoder W, of the shape and type of the start, with finite entries
     * @return the report
     * @throws IllegalArgumentException if the arrays are not as described
     */
    public static Report report(INDArray samples, INDArray start, INDArray encoder) {
        Checks.finite("samples", Checks.matrix("samples", samples));
        Checks.matrix("start", start, samples.columns(), -1, "one row for each feature of the samples");
        Checks.matrix("encoder", encoder, start.rows(), start.columns(), "the shape of the start");
        Checks.sameType("samples", samples, "start", start);
        Checks.sameType("start", start, "encoder", encoder);
        Checks.finite("start", start);
        Checks.finite("encoder", encoder);
        INDArray x = samples.castTo(DataType.DOUBLE);
        INDArray before = HiddenFeatures.kernel(x, start.castTo(DataType.DOUBLE));
        INDArray after = HiddenFeatures.kernel(x, encoder.castTo(DataType.DOUBLE));
        double drift = encoder.castTo(DataType.DOUBLE)
                .sub(start.castTo(DataType.DOUBLE))
                .norm2Number()
                .doubleValue();
        double lambdaN = HiddenFeatures.norm(HiddenFeatures.gram(x));
        double normH = HiddenFeatures.norm(before);
        return Report.on(
                        "the decoder's kernel moves no further than the encoder's drift allows",
                        Reference.corrected("NWH-NTK", "Lemma 5.2"))
                .claiming(new Bound(
                        "||H - H(0)||",
                        HiddenFeatures.norm(after.subi(before)),
                        Relation.AT_MOST,
                        bound(lambdaN, start.columns(), drift, normH)))
                .with("drift", drift)
                .with("normH", normH)
                .with("lambdaN", lambdaN);
    }
}
