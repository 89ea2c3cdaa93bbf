package org.autoencoder4j.ntk.kernel;

import java.util.List;
import org.autoencoder4j.linalg.PairwiseMatrices;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The tangent kernel of a network of any number of layers with ReLU between them in the limit of infinitely wide hidden
 * layers, and the covariance of its outputs at the start. Weights are drawn independently with mean 0, Gaussian but for the
 * last layer, which may have any law with fourth moments; no layer shares the weights of another, and none has a bias. From
 * {@code S = c_1 X X^T} and {@code T = t_1 S / v_1}, layers {@code l = 2..D} of gain c, variance v and t = 1 if trained, else
 * 0, make with theta the angle that S has between two samples and q_i^2 its diagonal
 *
 * <pre>
 * E1_ij = q_i q_j (sin theta + (pi - theta) cos theta) / (2 pi)        E0_ij = (pi - theta) / (2 pi)
 * T  &lt;-  c (E0 * T + t E1 / v)                                         S  &lt;-  c E1
 * </pre>
 *
 * <p>Then {@code J J^T} tends to {@code T (x) I_d} in probability, the outputs to Gaussians of covariance {@code S (x) I_d},
 * and {@code K = d J J^T} to {@code (d T) (x) I_d}, as one over the root of the width. Two layers of variance 1 and
 * {@code s = 1/sqrt(m d)} in front of the second, gains 1 and 1/d, have {@code d T = G_inf + H_inf} of {@link LimitKernels}.
 * A bottleneck that stays narrow while the other layers grow is not covered.
 *
 * <p>Accuracy, relative to the geometric mean of the diagonal's entries: some units of roundoff of the type for each layer,
 * for every angle, as {@link LimitKernels}; antipodal samples are at a right angle behind the first ReLU. All elements are
 * computed in double. Both matrices are exactly symmetric. Threads may share an instance as long as none changes the arrays.
 *
 * @param kernel {@code d T}, {@code N x N} in 'f' order, of the samples' type: the kernel of all outputs is its product with
 *     I_d, as {@link KroneckerIdentity} and {@link KernelDeviation} take it
 * @param outputs S of the last layer, {@code N x N}: the covariance of one output's values at the samples
 * @paper autoencoder4j P2-D1
 */
public record DeepLimitKernel(INDArray kernel, INDArray outputs) {
    /**
     * Computes the kernel of samples. Cost: {@code N^2 d} operations in products and some 100 for each layer and each of
     * {@code N^2 / 2} pairs, by as many threads as the BLAS has; memory for both results and the samples in double.
     *
     * @param samples X, {@code N x d}, FLOAT or DOUBLE, finite; not changed. d is also the number of outputs
     * @param layers the layers from the samples to the outputs, at least one, of which one is trained
     * @return the limits
     * @throws IllegalArgumentException if samples is no such matrix, or there is no layer or none that is trained
     */
    public static DeepLimitKernel of(INDArray samples, List<LimitLayer> layers) {
        Directions directions = Directions.of("samples", samples);
        if (layers.stream().noneMatch(LimitLayer::trained)) {
            throw new IllegalArgumentException(
                    "layers = " + layers + "; there must be at least one layer that is trained");
        }
        List<INDArray> both =
                PairwiseMatrices.of(directions.rows(), 2, new DeepEntries(directions, List.copyOf(layers)));
        return new DeepLimitKernel(both.get(0), both.get(1));
    }
}
