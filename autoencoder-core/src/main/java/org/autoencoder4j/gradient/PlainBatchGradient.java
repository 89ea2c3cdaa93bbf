package org.autoencoder4j.gradient;

import java.util.HashMap;
import java.util.Map;
import org.autoencoder4j.backend.internal.Norms;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.gradient.internal.BatchLoss;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.HardThreshold;
import org.autoencoder4j.network.Relu;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.progress.Work;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.same.Sign;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.BooleanIndexing;
import org.nd4j.linalg.indexing.conditions.Conditions;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * The batch gradient by plain ND4J operations, on any backend, from the residuals {@code R = Y - X W^T} themselves: with
 * {@code V = (R W) .* sigma'(Z)}, where for those that pass or zero {@code sigma'(Z) = 1[X != 0]}, the gradient is {@code -1/N (R^T X + Y^T V)}. All buffers are made once
 * and used again, but for the slopes and codes of activations that neither pass nor zero.
 */
final class PlainBatchGradient implements BatchGradient {
    /** Samples in a chunk; a multiple of the block in which samples are drawn, and fixed so that sums are. */
    private static final long CHUNK = 1024;

    /** Chunks of other lengths, at the ends of ranges, for which buffers are kept. */
    private static final int MOST_LENGTHS = 4;

    private final Batches batches;
    private final Batches.Reader reader;
    private final INDArray weights;
    private final INDArray bias;
    private final INDArray activity;
    private final Map<Long, Buffers> buffersByRows = new HashMap<>();

    /** Arrays of one chunk: {@code rows x m} twice and {@code rows x n}. */
    private record Buffers(INDArray codes, INDArray back, INDArray residuals) {}

    /** Sums over a chunk, in double. */
    private record Sums(double residuals, double observations, double codes) {
        Sums plus(Sums more) {
            return new Sums(residuals + more.residuals, observations + more.observations, codes + more.codes);
        }
    }

    PlainBatchGradient(Batches batches, int units) {
        DataType type = batches.dataType();
        this.batches = batches;
        this.reader = batches.reader();
        this.weights = zeros(type, batches.features(), units);
        this.bias = Nd4j.zeros(type, units);
        this.activity = Nd4j.zeros(type, units);
    }

    @Override
    public long size() {
        return batches.size();
    }

    @Override
    public int units() {
        return weights.columns();
    }

    @Override
    public TiedGradient at(TiedAutoencoder autoencoder, long step, long first, long end) {
        weights.assign(0);
        bias.assign(0);
        activity.assign(0);
        Sums sums = new Sums(0, 0, 0);
        long samples = end - first;
        try (Work work = Work.begin("gradient: samples", samples)) {
            for (long from = first; from < end; from += CHUNK) {
                INDArray rows = reader.rows(step, from, Math.min(end, from + CHUNK));
                sums = sums.plus(add(rows, autoencoder));
                work.advance(rows.rows());
            }
        }
        weights.muli(-1.0 / samples);
        bias.muli(-1.0 / samples);
        activity.divi(samples);
        double longest = autoencoder.weights().norm2(0).maxNumber().doubleValue();
        double scale = (sums.observations + sums.codes * longest * longest) / samples;
        BatchLoss loss = new BatchLoss(sums.residuals / (2.0 * samples), scale, batches.dataType());
        return TiedGradient.lent(weights, bias, activity, loss);
    }

    /** Adds one chunk to the sums. */
    private Sums add(INDArray observations, TiedAutoencoder autoencoder) {
        if (buffersByRows.size() > MOST_LENGTHS) {
            buffersByRows.clear();
        }
        Buffers b = buffersByRows.computeIfAbsent((long) observations.rows(), this::buffers);
        INDArray w = autoencoder.weights();
        Nd4j.gemm(observations, w, b.codes, false, false, 1, 0);
        INDArray slopes = activate(b.codes.addiRowVector(autoencoder.bias()), autoencoder.activation());
        b.residuals.assign(observations);
        Nd4j.gemm(b.codes, w, b.residuals, false, true, -1, 1);
        Nd4j.gemm(b.residuals, b.codes, weights, true, false, 1, 1);
        Sums sums = new Sums(square(b.residuals), square(observations), square(b.codes));

        Nd4j.gemm(b.residuals, w, b.back, false, false, 1, 0);
        INDArray mask = Nd4j.getExecutioner().exec(new Sign(b.codes, b.codes));
        Transforms.abs(mask, false);
        activity.addi(mask.sum(0));
        b.back.muli(slopes == null ? mask : slopes);
        bias.addi(b.back.sum(0));
        Nd4j.gemm(observations, b.back, weights, true, false, 1, 1);
        return sums;
    }

    /** The sum of squares, in double over the rows: one sum in FLOAT loses digits and depends on the number of threads. */
    private static double square(INDArray matrix) {
        double norm = Norms.frobenius(matrix, 1);
        return norm * norm;
    }

    private Buffers buffers(long rows) {
        DataType type = batches.dataType();
        return new Buffers(
                zeros(type, rows, units()), zeros(type, rows, units()), zeros(type, rows, batches.features()));
    }

    /** Makes codes of pre-activations in their place; returns the slopes unless they are 1 where the codes are not 0. */
    private static @Nullable INDArray activate(INDArray preActivations, Activation activation) {
        if (activation instanceof HardThreshold threshold) {
            BooleanIndexing.replaceWhere(preActivations, 0, Conditions.absLessThan(threshold.lambda()));
            return null;
        }
        if (activation instanceof Relu) {
            Transforms.relu(preActivations, false);
            return null;
        }
        boolean passes = activation.zeros(preActivations.dataType()).isPresent();
        INDArray slopes = passes ? null : activation.slope(preActivations);
        preActivations.assign(activation.apply(preActivations));
        return slopes;
    }

    private static INDArray zeros(DataType type, long rows, long columns) {
        return Nd4j.create(type, new long[] {rows, columns}, 'f');
    }
}
