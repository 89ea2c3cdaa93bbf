package org.autoencoder4j.gradient;

import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.data.internal.RowBuffer;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.jspecify.annotations.Nullable;

/** The batch gradients of one run, with buffers for the width of the last call. */
final class TwoLayerEvaluator implements RangeEvaluator<TwoLayerAutoencoder, TwoLayerGradient> {
    private final Batches batches;
    private final Regime regime;
    private @Nullable TwoLayerBatchGradient kernel;

    TwoLayerEvaluator(Batches batches, Regime regime) {
        this.batches = batches;
        this.regime = regime;
    }

    @Override
    public TwoLayerGradient at(TwoLayerAutoencoder autoencoder, long step) {
        return at(autoencoder, step, 0, batches.size());
    }

    @Override
    public TwoLayerGradient at(TwoLayerAutoencoder autoencoder, long step, long from, long to) {
        if (autoencoder.features() != batches.features()) {
            throw new IllegalArgumentException("the autoencoder has " + autoencoder.features()
                    + " features and the samples have " + batches.features() + "; both must have the same");
        }
        if (autoencoder.isWeightTied() != (regime == Regime.WEIGHT_TIED)) {
            throw new IllegalArgumentException("regime = " + regime + " and the autoencoder's weights are "
                    + (autoencoder.isWeightTied() ? "tied" : "not tied")
                    + "; WEIGHT_TIED is for tied weights, and no other regime is");
        }
        Checks.sameType("the autoencoder", autoencoder.dataType(), "the samples", batches.dataType());
        RowBuffer.requireRange(step, from, to, batches.size());
        return kernelFor(autoencoder.width()).at(autoencoder, step, from, to);
    }

    private TwoLayerBatchGradient kernelFor(int width) {
        TwoLayerBatchGradient present = kernel;
        if (present == null || present.width() != width) {
            present = new TwoLayerBatchGradient(batches, regime, width);
            kernel = present;
        }
        return present;
    }
}
