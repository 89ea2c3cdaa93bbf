package org.autoencoder4j.ntk.kernel;

import java.util.List;
import java.util.Optional;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.linalg.BlockLobpcg;
import org.autoencoder4j.linalg.Cholesky;
import org.autoencoder4j.linalg.SymmetricEigen;
import org.autoencoder4j.linalg.SymmetricOperator;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.autoencoder4j.progress.Work;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The kernel K of a two-layer autoencoder at given weights, an operator on vec(U), the row by row flattening of the
 * {@code N x d} outputs: {@code K = d J J^T} with J the Jacobian of the outputs by the trained weights, so that gradient
 * flow is {@code d vec(U)/dt = (1/d) K vec(X - U)}. For the factor {@code s = 1/sqrt(m d)} of the outputs:
 *
 * <p>{@code G = (1/m) sum_r Xt_r Xt_r^T (x) a_r a_r^T} of training the encoder, with row i of Xt_r being
 * {@code 1[<w_r, x_i> > 0] x_i};
 *
 * <p>{@code H = (1/m) sum_r phi(X w_r) phi(X w_r)^T (x) I_d} of training the decoder;
 *
 * <p>{@code K = G + H} of training both; and with tied weights
 * {@code K_ij = (1/m) sum_r (phi_ir I + M_ir w_r x_i^T)(phi_jr I + M_jr w_r x_j^T)^T}. Another factor s has
 * {@code d s^2} in place of {@code 1/m}.
 *
 * <p>The {@code N d x N d} matrix is never formed. A product with one vector costs {@code 8 N d m} operations, or
 * {@code 4 N d m + 2 N^2 m} if {@code N <= 2 d}, with {@code 2 N^2 d} for H instead of or besides, and {@code 12 N d m} if
 * the weights are tied. Memory: {@code 2 N m + 2 d m + 2 N^2} numbers, and {@code 2048 N} for a product.
 *
 * <p>All kernels are positive semidefinite. The operator holds copies, so later steps of a training do not change it.
 * Threads may share it.
 *
 * @paper NWH-NTK section 3.2, eqs (4.3), (5.8) to (5.11)
 */
public final class FiniteWidthKernel implements SymmetricOperator {
    /** The least eigenvalue of a mean kernel, relative to its greatest entry, below which samples count as repeated. */
    private static final double REPEATED = 1e-6;

    /** The part of the least eigenvalue of the mean kernel that the preconditioner subtracts. */
    private static final double NEARLY = 0.8;

    private final INDArray samples;
    private final Regime regime;
    private final double factor;
    private final int width;
    private final List<KernelPart> parts;
    private final @Nullable DecoderPart decoderPart;

    private FiniteWidthKernel(
            INDArray samples,
            TwoLayerAutoencoder autoencoder,
            Regime regime,
            List<KernelPart> parts,
            @Nullable DecoderPart decoderPart) {
        this.samples = samples;
        this.regime = regime;
        this.factor = autoencoder.features() * autoencoder.scale() * autoencoder.scale();
        this.width = autoencoder.width();
        this.parts = parts;
        this.decoderPart = decoderPart;
    }

    /**
     * Prepares the kernel: masks and codes of all neurons, and for H its {@code N x N} factor. Cost: {@code 2 N d m}
     * operations, with H {@code 2 N^2 m} more.
     *
     * @param autoencoder the network at the weights of interest
     * @param samples X, {@code N x d}, of its type; not changed
     * @param regime which weights are trained; must be {@code WEIGHT_TIED} if and only if the network's weights are tied
     * @return the kernel
     * @throws IllegalArgumentException if samples or regime do not fit
     */
    public static FiniteWidthKernel of(TwoLayerAutoencoder autoencoder, INDArray samples, Regime regime) {
        Checks.matrix("samples", samples, -1, autoencoder.features(), "one column for each feature of the autoencoder");
        Checks.sameType("samples", samples.dataType(), "the autoencoder", autoencoder.dataType());
        Checks.finite("samples", samples);
        if (autoencoder.isWeightTied() != (regime == Regime.WEIGHT_TIED)) {
            throw new IllegalArgumentException("regime = " + regime + " does not fit " + autoencoder
                    + ": tied weights are trained as WEIGHT_TIED, and only they");
        }
        INDArray x = samples.dup('f');
        List<Neurons.Tile> tiles = Neurons.tiles(autoencoder, x);
        return switch (regime) {
            case WEAKLY_TRAINED ->
                new FiniteWidthKernel(x, autoencoder, regime, List.of(new EncoderPart(x, tiles)), null);
            case DECODER_ONLY -> {
                DecoderPart part = new DecoderPart(tiles);
                yield new FiniteWidthKernel(x, autoencoder, regime, List.of(part), part);
            }
            case JOINTLY_TRAINED -> {
                DecoderPart part = new DecoderPart(tiles);
                yield new FiniteWidthKernel(x, autoencoder, regime, List.of(new EncoderPart(x, tiles), part), part);
            }
            case WEIGHT_TIED -> new FiniteWidthKernel(x, autoencoder, regime, List.of(new TiedPart(x, tiles)), null);
        };
    }

    @Override
    public long dimension() {
        return samples.length();
    }

    @Override
    public DataType dataType() {
        return samples.dataType();
    }

    @Override
    public INDArray times(INDArray block) {
        Checks.matrix("block", block, dimension(), -1, "one row for each output of each sample");
        Checks.sameType("block", block.dataType(), "the operator", dataType());
        INDArray result = Neurons.result(block, dimension(), block.columns());
        long features = samples.columns();
        try (Work work = Work.begin("product with the kernel: vectors", block.columns())) {
            for (int k = 0; k < block.columns(); k++) {
                // The flattening of an N x d matrix, row by row, is its d x N transpose, column by column.
                INDArray vector = block.getColumn(k).dup().reshape('f', new long[] {features, samples.rows()});
                INDArray sum = Nd4j.create(dataType(), new long[] {features, samples.rows()}, 'f');
                for (KernelPart part : parts) {
                    part.add(vector, factor, sum);
                }
                result.getColumn(k).assign(sum.reshape('f', new long[] {dimension()}));
                sum.close();
                work.advance(1);
            }
        }
        return result;
    }

    /**
     * Returns the {@code N x N} factor of H, if the decoder is trained. Its least eigenvalue is a lower bound for K's, and
     * exact at any width: {@code K = G + H >= H (x) I}, since G is positive semidefinite.
     *
     * @return {@code (1/m) sum_r phi(X w_r) phi(X w_r)^T}, a new array; empty if the encoder alone is trained or weights
     *     are tied
     */
    public Optional<INDArray> decoderKernel() {
        return Optional.ofNullable(decoderPart).map(part -> part.matrix().mul(factor));
    }

    /**
     * Returns an eigensolver that iterates on one vector and is preconditioned by {@code (M - 0.8 lambda_min(M) I)^-1 (x) I_d}
     * with M the {@code N x N} factor of the kernel in the limit of infinite width, and for a trained decoder the exact one
     * of H in its place; for tied weights the limit of both layers. The shift stresses the directions near the least
     * eigenvalue: on drawn samples it saves a sixth to a quarter of the iterations. Where samples repeat, 1e-6 of the
     * greatest entry is added to the diagonal instead. Cost: {@code 4 N^3} operations.
     *
     * @return a solver with defaults that can be changed
     */
    public BlockLobpcg solver() {
        BlockLobpcg plain = BlockLobpcg.of(this).withBlock(1);
        INDArray mean = mean().castTo(DataType.DOUBLE);
        double greatest = mean.amaxNumber().doubleValue();
        double least = SymmetricEigen.eigenvalues(mean).getDouble(0);
        double shift = least > REPEATED * greatest ? -NEARLY * least : REPEATED * greatest;
        INDArray identity = Nd4j.eye(samples.rows()).castTo(DataType.DOUBLE);
        return Cholesky.of(mean.add(identity.mul(shift)))
                .map(factorised -> factorised.times(identity).castTo(dataType()))
                .map(inverse -> plain.withPreconditioner(KroneckerIdentity.of(inverse, samples.columns())))
                .orElse(plain);
    }

    /** The {@code N x N} matrix whose product with I_d is about this kernel. */
    private INDArray mean() {
        return switch (regime) {
            case WEAKLY_TRAINED -> encoderMean();
            case DECODER_ONLY -> decoderKernel().orElseThrow();
            case JOINTLY_TRAINED -> encoderMean().add(decoderKernel().orElseThrow());
            case WEIGHT_TIED -> LimitKernels.of(samples).kernel(Regime.JOINTLY_TRAINED);
        };
    }

    private INDArray encoderMean() {
        return LimitKernels.of(samples).encoder().mul(factor * width);
    }

    /**
     * Returns which weights are trained.
     *
     * @return the regime
     */
    public Regime regime() {
        return regime;
    }

    @Override
    public String toString() {
        return "FiniteWidthKernel[" + regime + ", dimension=" + dimension() + ", " + dataType() + "]";
    }
}
