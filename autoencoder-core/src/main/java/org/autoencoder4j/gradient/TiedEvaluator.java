package org.autoencoder4j.gradient;

import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.network.TiedAutoencoder;
import org.jspecify.annotations.Nullable;

/** The batch gradients of one run, fused where that is possible, with buffers for the number of units of the last call. */
final class TiedEvaluator implements Evaluator<TiedAutoencoder, TiedGradient> {
    private final Batches batches;
    private @Nullable BatchGradient kernel;
    private boolean fused;

    TiedEvaluator(Batches batches) {
        this.batches = batches;
    }

    @Override
    public TiedGradient at(TiedAutoencoder autoencoder, long step) {
        if (autoencoder.features() != batches.features()) {
            throw new IllegalArgumentException("the autoencoder has " + autoencoder.features()
                    + " features and the observations have " + batches.features() + "; both must have the same");
        }
        Checks.sameType("the autoencoder", autoencoder.dataType(), "the observations", batches.dataType());
        Checks.atLeast("step", step, 0);
        return kernelFor(autoencoder).at(autoencoder, step);
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
