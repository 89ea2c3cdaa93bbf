package org.autoencoder4j.gradient.internal;

import org.autoencoder4j.backend.internal.NativeReals;
import org.autoencoder4j.backend.internal.Norms;
import org.autoencoder4j.gradient.Evaluator;
import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.network.SpanAutoencoder;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.same.Sign;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * The gradient at a {@link SpanAutoencoder}, without W: with {@code V = -s (R A) .* 1[P > 0]} it is {@code X^T V}, which
 * moves P along {@code (X X^T) V} and has the squared norm {@code <V, X X^T V>}. All buffers are made once. For one run.
 */
public final class SpanBatchGradient implements Evaluator<SpanAutoencoder, SpanGradient> {
    private final INDArray samples;
    private final INDArray gram;
    private final Regime regime;
    private final INDArray residuals;
    private final double lossResolution;
    private @Nullable Buffers buffers;
    private @Nullable FusedSpan fused;

    /** V and the codes in turn, {@code X X^T V} and R A in turn, the decoder's gradient, and the neurons' activity. */
    private record Buffers(INDArray coefficients, INDArray products, INDArray decoder, INDArray activity) {}

    public SpanBatchGradient(INDArray samples, Regime regime) {
        this.samples = samples;
        this.regime = regime;
        this.gram = Nd4j.gemm(samples, samples, false, true);
        this.residuals = zeros(samples.rows(), samples.columns());
        double energy = Math.pow(Norms.frobenius(samples, 1), 2);
        this.lossResolution = new BatchLoss(0, energy, samples.dataType()).resolution();
    }

    private INDArray zeros(long rows, long columns) {
        DataType type = samples.dataType();
        return Nd4j.create(type, new long[] {rows, columns}, 'f');
    }

    @Override
    public SpanGradient at(SpanAutoencoder parameters, long step) {
        if (parameters.samples() != samples) {
            throw new IllegalArgumentException(parameters + " was not made by this rule's begin; it has other samples");
        }
        Buffers b = buffersFor(parameters.width());
        return canFuse(parameters.width()) ? fused(parameters, b) : plain(parameters, b);
    }

    private boolean canFuse(long width) {
        return NativeReals.canHold(width * Math.max(samples.rows(), samples.columns()))
                && NativeReals.canHold(gram.length())
                && NativeReals.canHold(samples.length());
    }

    private SpanGradient fused(SpanAutoencoder parameters, Buffers b) {
        FusedSpan present = fused;
        if (present == null) {
            present = new FusedSpan(samples, gram);
            fused = present;
        }
        boolean joint = regime == Regime.JOINTLY_TRAINED;
        FusedSpan.Sizes sizes = present.compute(
                parameters.preActivations(),
                parameters.decoder(),
                parameters.start().scale(),
                joint,
                new FusedSpan.Target(b.coefficients, b.products, b.decoder, b.activity));
        return new SpanGradient(
                b.coefficients,
                b.products,
                joint ? b.decoder : null,
                b.activity,
                sizes.loss(),
                Math.sqrt(Math.max(0, sizes.encoder()) + sizes.decoder()),
                lossResolution);
    }

    /** The same by products of whole arrays, for any backend. */
    public SpanGradient plain(SpanAutoencoder parameters) {
        return plain(parameters, buffersFor(parameters.width()));
    }

    private SpanGradient plain(SpanAutoencoder parameters, Buffers b) {
        double s = parameters.start().scale();
        residuals.assign(samples);
        INDArray codes = b.coefficients.assign(parameters.preActivations());
        Transforms.relu(codes, false);
        Nd4j.gemm(codes, parameters.decoder(), residuals, false, true, -s, 1);
        boolean joint = regime == Regime.JOINTLY_TRAINED;
        if (joint) {
            Nd4j.gemm(residuals, codes, b.decoder, true, false, -s, 0);
        }
        INDArray mask = Nd4j.getExecutioner().exec(new Sign(codes, codes));
        INDArray activity = mask.sum(0).divi(samples.rows());
        Nd4j.gemm(residuals, parameters.decoder(), b.products, false, false, -s, 0);
        INDArray v = mask.muli(b.products);
        Nd4j.gemm(gram, v, b.products, false, false, 1, 0);
        double loss = Math.pow(Norms.frobenius(residuals, 1), 2) / 2;
        double norm = Math.sqrt(Math.max(0, inner(v, b.products)));
        if (!joint) {
            return new SpanGradient(v, b.products, null, activity, loss, norm, lossResolution);
        }
        return new SpanGradient(
                v,
                b.products,
                b.decoder,
                activity,
                loss,
                Math.hypot(norm, Norms.frobenius(b.decoder, 0)),
                lossResolution);
    }

    /** The inner product, column by column and the columns' summed in double. */
    private static double inner(INDArray a, INDArray b) {
        double sum = 0;
        for (double column : a.mul(b).sum(0).toDoubleVector()) {
            sum += column;
        }
        return sum;
    }

    private Buffers buffersFor(int width) {
        Buffers present = buffers;
        if (present == null || present.coefficients.columns() != width) {
            long n = samples.rows();
            INDArray decoder = regime == Regime.JOINTLY_TRAINED ? zeros(samples.columns(), width) : zeros(1, 1);
            present = new Buffers(zeros(n, width), zeros(n, width), decoder, Nd4j.zeros(samples.dataType(), width));
            buffers = present;
        }
        return present;
    }
}
