package org.autoencoder4j.train;

import org.autoencoder4j.linalg.internal.Norms;
import org.autoencoder4j.network.Regime;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.same.Sign;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * The gradient at a {@link SpanAutoencoder}, without W: with {@code V = -s (R A) .* 1[P > 0]} it is {@code X^T V}, which
 * moves P along {@code (X X^T) V} and has the squared norm {@code <V, X X^T V>}. All buffers are made once.
 */
final class SpanBatchGradient implements GradientSource<SpanAutoencoder, SpanGradient> {
    private final INDArray samples;
    private final INDArray gram;
    private final Regime regime;
    private final INDArray residuals;
    private @Nullable Buffers buffers;

    /** V and the codes in turn, {@code X X^T V} and R A in turn, and the decoder's gradient. */
    private record Buffers(INDArray coefficients, INDArray products, INDArray decoder) {}

    SpanBatchGradient(INDArray samples, Regime regime) {
        this.samples = samples;
        this.regime = regime;
        this.gram = Nd4j.gemm(samples, samples, false, true);
        this.residuals = zeros(samples.rows(), samples.columns());
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
        double s = parameters.start().scale();
        INDArray codes = b.coefficients.assign(parameters.preActivations());
        Transforms.relu(codes, false);
        residuals.assign(samples);
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
            return new SpanGradient(v, b.products, null, activity, loss, norm);
        }
        return new SpanGradient(
                v, b.products, b.decoder, activity, loss, Math.hypot(norm, Norms.frobenius(b.decoder, 0)));
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
            present = new Buffers(zeros(n, width), zeros(n, width), decoder);
            buffers = present;
        }
        return present;
    }
}
