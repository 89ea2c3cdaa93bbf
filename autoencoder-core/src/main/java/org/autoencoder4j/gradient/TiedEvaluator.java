package org.autoencoder4j.gradient;

import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.data.internal.RowBuffer;
import org.autoencoder4j.network.TiedAutoencoder;
import org.jspecify.annotations.Nullable;

/** The batch gradients of one run, fused where that is possible, with buffers for the number of units of the last call. */
final class TiedEvaluator implements RangeEvaluator<TiedAutoencoder, TiedGradient> {
    private final Batches batches;
    private @Nullable BatchGradient kernel;
    private boolean fused;

    TiedEvaluator(Batches batches) {
        this.batches = batches;
    }

    @Override
    public TiedGradient at(TiedAutoencoder autoencoder, long step) {
        return at(autoencoder, step, 0, batches.size());
    }

    @Override
    public TiedGradient at(TiedAutoencoder autoencoder, long step, long from, long to) {
        if (autoencoder.features() != batches.features()) {
            throw new IllegalArgumentException("the autoencoder has " + autoencoder.features()
                    + " features and the observations have " + batches.features() + "; both must have the same");
        }
        Checks.sameType("the autoencoder", autoencoder.dataType(), "the observations", batches.dataType());
        RowBuffer.requireRange(step, from, to, batches.size());
        return kernelFor(autoencoder).at(autoencoder, step, from, to);
    }

    private BatchGradient kernelFor(TiedAutoencoder autoencoder) {
        int units = autoencoder.units();
        boolean fusible = autoencoder.activation().zeros(batches.dataType()).isPresent();
        BatchGradient present = kernel;
        if (present == null || present.units() != units || fused != fusible) {
            fused = fusible;
            present = fusible
                    ? FusedBatchGradient.ifPossible(batches, units)
                            .orElseGet(() -> new PlainBatchGradient(batches, units))
                    : new PlainBatchGradient(batches, units);
            kernel = present;
        }
        return present;
    }
}
