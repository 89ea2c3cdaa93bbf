package org.autoencoder4j.gradient;

import java.util.Optional;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.gradient.internal.BatchLoss;
import org.autoencoder4j.gradient.internal.FusedGradient;
import org.autoencoder4j.network.TiedAutoencoder;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The batch gradient on the CPU, on the arrays' own memory. */
final class FusedBatchGradient implements BatchGradient {
    private final long size;
    private final FusedGradient gradient;
    private final INDArray weights;
    private final INDArray bias;
    private final INDArray activity;

    FusedBatchGradient(Batches batches, int units, FusedGradient gradient) {
        DataType type = batches.dataType();
        this.size = batches.size();
        this.gradient = gradient;
        this.weights = Nd4j.create(type, new long[] {batches.features(), units}, 'f');
        this.bias = Nd4j.zeros(type, units);
        this.activity = Nd4j.zeros(type, units);
    }

    /** Returns the gradient, or empty where only the plain one can be computed. */
    static Optional<BatchGradient> ifPossible(Batches batches, int units) {
        return FusedGradient.isPossible(batches.features(), units)
                ? Optional.of(new FusedBatchGradient(batches, units, new FusedGradient(batches, units)))
                : Optional.empty();
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public int units() {
        return weights.columns();
    }

    @Override
    public TiedGradient at(TiedAutoencoder autoencoder, long step, long from, long to) {
        BatchLoss loss = gradient.compute(autoencoder, step, from, to, weights, bias, activity);
        return TiedGradient.lent(weights, bias, activity, loss);
    }
}
