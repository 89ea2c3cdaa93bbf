package org.autoencoder4j.ntk.kernel;

import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.gradient.Regime;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The kernels of a two-layer autoencoder in the limit of infinite width, for {@code w ~ N(0, I)} and decoder columns with
 * {@code E a a^T = I}. The kernel of all outputs is {@code K_inf (x) I_d}. With theta the angle between two samples x and
 * y,
 *
 * <p>{@code G_inf(x, y) = <x, y> (pi - theta) / (2 pi)}, of training the encoder: arc-cosine of order 0;
 *
 * <p>{@code H_inf(x, y) = ||x|| ||y|| (sin theta + (pi - theta) cos theta) / (2 pi)}, of training the decoder:
 * arc-cosine of order 1. The paper prints {@code H_inf = G_inf}, which drops {@code ||x|| ||y|| sin theta / (2 pi)}.
 *
 * <p>Samples may have any length; one of zeros has zeros in both kernels.
 *
 * <p>Accuracy, relative to {@code ||x|| ||y||}: some units of roundoff of the type, times the square root of d at worst,
 * for every angle. A cosine beyond 0.99 in absolute value would magnify its rounding; there the angle is
 * {@code 2 atan2(||u - v||, ||u + v||)} of the unit vectors in double. So samples that differ by 1e-7, or are nearly
 * opposite, keep their digits. All elements are computed in double.
 *
 * <p>Both kernels are exactly symmetric if the two sets of samples are one. Threads may share an instance as long as none
 * changes the arrays.
 *
 * @param encoder G_inf, {@code N x n} in 'f' order, of the samples' type
 * @param decoder H_inf, {@code N x n} in 'f' order, of the samples' type
 * @paper NWH-NTK section 3.2, eq. (5.12) (corrected)
 */
public record LimitKernels(INDArray encoder, INDArray decoder) {
    /**
     * Computes both kernels of samples with each other. Cost: {@code N^2 d} operations in products and about 30 for each of
     * {@code N^2 / 2} pairs, by as many threads as the BLAS has; memory for both results and the samples in double. The
     * numbers do not depend on the threads.
     *
     * @param samples X, {@code N x d}, FLOAT or DOUBLE, finite; not changed
     * @return the kernels, {@code N x N} and symmetric
     * @throws IllegalArgumentException if samples is no such matrix
     */
    public static LimitKernels of(INDArray samples) {
        Directions directions = Directions.of("samples", samples);
        return ArcCosineEntries.kernels(directions, directions);
    }

    /**
     * Computes both kernels of new inputs with samples, as kernel regression needs them. Cost: as of {@link #of}, for all
     * pairs.
     *
     * @param inputs {@code N x d}, finite; not changed
     * @param samples {@code n x d} of the same type, finite; not changed
     * @return the kernels, {@code N x n}
     * @throws IllegalArgumentException if one is no such matrix, or columns or types differ
     */
    public static LimitKernels between(INDArray inputs, INDArray samples) {
        Checks.matrix("inputs", inputs);
        Checks.matrix("samples", samples, -1, inputs.columns(), "as many columns as inputs");
        Checks.sameType("samples", samples, "inputs", inputs);
        return ArcCosineEntries.kernels(Directions.of("inputs", inputs), Directions.of("samples", samples));
    }

    /**
     * Returns the kernel of a regime: G_inf, H_inf, or their sum if both layers are trained.
     *
     * @param regime which weights are trained
     * @return K_inf, for the sum a new array
     * @throws IllegalArgumentException if the weights are tied: then the limit is not of the form {@code K_inf (x) I_d},
     *     since the same Gaussian weights stand in both layers, and {@link TiedLimitKernel} has it
     * @paper NWH-NTK section 3.2, eq. (5.12) (corrected)
     */
    public INDArray kernel(Regime regime) {
        return switch (regime) {
            case WEAKLY_TRAINED -> encoder;
            case DECODER_ONLY -> decoder;
            case JOINTLY_TRAINED -> encoder.add(decoder);
            case WEIGHT_TIED ->
                throw new IllegalArgumentException(
                        "regime = WEIGHT_TIED has no limit kernel of the form K (x) I:" + " use TiedLimitKernel");
        };
    }
}
