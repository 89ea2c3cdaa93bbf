package org.autoencoder4j.train;

import java.util.HashMap;
import java.util.Map;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.HardThreshold;
import org.autoencoder4j.network.TiedAutoencoder;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.same.Sign;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.BooleanIndexing;
import org.nd4j.linalg.indexing.conditions.Conditions;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * The batch gradient by plain ND4J operations, on any backend, in Gram form: with {@code G = W^T W}, {@code U = Y W} and
 * {@code V = (U - X G) .* 1[X != 0]}, the gradient is {@code -1/N (Y^T (X + V) - W X^T X)} and twice the summed loss is
 * {@code ||Y||^2 - <X, U + (U - X G)>}. All buffers are made once and used again.
 */
final class PlainBatchGradient implements BatchGradient {
    /** Samples in a chunk; a multiple of the block in which samples are drawn, and fixed so that sums are. */
    private static final long CHUNK = 1024;

    private final Batches batches;
    private final Batches.Reader reader;
    private final INDArray gram;
    private final INDArray codesGram;
    private final INDArray weights;
    private final INDArray bias;
    private final INDArray activity;
    private final Map<Long, Buffers> buffersByRows = new HashMap<>();

    /** Arrays of one chunk, {@code rows x m}. */
    private record Buffers(INDArray products, INDArray codes, INDArray residuals, INDArray scratch) {
        static Buffers of(DataType type, long rows, long units) {
            return new Buffers(
                    zeros(type, rows, units),
                    zeros(type, rows, units),
                    zeros(type, rows, units),
                    zeros(type, rows, units));
        }
    }

    PlainBatchGradient(Batches batches, int units) {
        DataType type = batches.dataType();
        this.batches = batches;
        this.reader = batches.reader();
        this.gram = zeros(type, units, units);
        this.codesGram = zeros(type, units, units);
        this.weights = zeros(type, batches.features(), units);
        this.bias = Nd4j.zeros(type, units);
        this.activity = Nd4j.zeros(type, units);
    }

    @Override
    public int units() {
        return weights.columns();
    }

    @Override
    public TiedGradient at(TiedAutoencoder autoencoder, long step) {
        INDArray w = autoencoder.weights();
        Nd4j.gemm(w, w, gram, true, false, 1, 0);
        codesGram.assign(0);
        weights.assign(0);
        bias.assign(0);
        activity.assign(0);
        double twiceLoss = 0;
        long samples = batches.size();
        for (long from = 0; from < samples; from += CHUNK) {
            twiceLoss += add(reader.rows(step, from, Math.min(samples, from + CHUNK)), autoencoder);
        }
        Nd4j.gemm(w, codesGram, weights, false, false, -1, 1);
        weights.muli(-1.0 / samples);
        bias.muli(-1.0 / samples);
        activity.divi(samples);
        return new TiedGradient(weights, bias, activity, twiceLoss / (2.0 * samples));
    }

    /** Adds one chunk to the sums and returns twice its summed loss. */
    private double add(INDArray observations, TiedAutoencoder autoencoder) {
        long rows = observations.rows();
        Buffers b = buffersByRows.computeIfAbsent(rows, r -> Buffers.of(batches.dataType(), r, units()));
        Nd4j.gemm(observations, autoencoder.weights(), b.products, false, false, 1, 0);
        activate(b.codes.assign(b.products).addiRowVector(autoencoder.bias()), autoencoder.activation());
        Nd4j.gemm(b.codes, gram, b.residuals, false, false, 1, 0);
        b.residuals.rsubi(b.products);

        INDArray inner =
                b.scratch.assign(b.products).addi(b.residuals).muli(b.codes).sum(1);
        INDArray norms = observations.norm2(1);

        INDArray mask = Nd4j.getExecutioner().exec(new Sign(b.codes, b.scratch));
        Transforms.abs(mask, false);
        activity.addi(mask.sum(0));
        b.residuals.muli(mask);
        bias.addi(b.residuals.sum(0));

        Nd4j.gemm(b.codes, b.codes, codesGram, true, false, 1, 1);
        Nd4j.gemm(observations, b.residuals.addi(b.codes), weights, true, false, 1, 1);
        return difference(norms, inner);
    }

    /**
     * Sums {@code norm^2 - inner} over samples in double. A sum in FLOAT over a whole chunk loses three digits, depends on
     * the number of threads, and the loss is a small difference of large numbers.
     */
    private static double difference(INDArray norms, INDArray inner) {
        double[] norm = norms.toDoubleVector();
        double[] product = inner.toDoubleVector();
        double sum = 0;
        for (int i = 0; i < norm.length; i++) {
            sum += norm[i] * norm[i] - product[i];
        }
        return sum;
    }

    private static void activate(INDArray preActivations, Activation activation) {
        if (activation instanceof HardThreshold threshold) {
            BooleanIndexing.replaceWhere(preActivations, 0, Conditions.absLessThan(threshold.lambda()));
        } else {
            Transforms.relu(preActivations, false);
        }
    }

    private static INDArray zeros(DataType type, long rows, long columns) {
        return Nd4j.create(type, new long[] {rows, columns}, 'f');
    }
}
