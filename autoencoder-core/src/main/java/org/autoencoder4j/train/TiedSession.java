package org.autoencoder4j.train;

import java.io.IOException;
import java.nio.file.Path;
import org.autoencoder4j.data.Npy;
import org.autoencoder4j.linalg.Checks;
import org.autoencoder4j.linalg.internal.Combination;
import org.autoencoder4j.linalg.internal.UnitColumns;
import org.autoencoder4j.network.TiedAutoencoder;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A run of {@link TiedDescent}, with the bias that it began with. */
final class TiedSession extends DescentSession<TiedAutoencoder, TiedGradient> {
    private final TiedDescent rule;
    private final INDArray initialBias;

    TiedSession(TiedDescent rule, TiedAutoencoder current, INDArray initialBias, State state) {
        super(rule.source(), rule.learningRate(), current, current.copy(), state);
        this.rule = rule;
        this.initialBias = initialBias;
    }

    @Override
    int move(TiedAutoencoder from, TiedAutoencoder to, TiedGradient direction, double rate, long atStep) {
        INDArray weights = to.weights();
        Combination.set(weights, from.weights(), -rate, direction.weights());
        int kept = rule.normalisation() == Normalisation.UNIT_COLUMNS ? UnitColumns.set(weights, from.weights()) : 0;
        for (int i = 0; i < initialBias.length(); i++) {
            to.bias().putScalar(i, rule.biasSchedule().at(initialBias.getDouble(i), atStep + 1));
        }
        return kept;
    }

    @Override
    TiedAutoencoder copy(TiedAutoencoder parameters) {
        return parameters.copy();
    }

    @Override
    TiedGradient keep(TiedGradient direction, @Nullable TiedGradient buffer) {
        INDArray weights = direction.weights();
        INDArray kept = buffer == null ? weights.dup() : buffer.weights().assign(weights);
        return new TiedGradient(kept, direction.bias(), direction.activity(), direction.loss());
    }

    @Override
    void saveParameters(TiedAutoencoder parameters, Path folder) throws IOException {
        parameters.save(folder.resolve("parameters"));
        Npy.write(folder.resolve("initial-bias.npy"), initialBias);
    }

    static TiedSession load(TiedDescent rule, Path folder) throws IOException {
        TiedAutoencoder parameters = TiedAutoencoder.load(folder.resolve("parameters"));
        INDArray initialBias = Npy.read(folder.resolve("initial-bias.npy"));
        Checks.vector("initial-bias.npy", initialBias, parameters.units(), "one entry for each unit");
        Checks.sameType("initial-bias.npy", initialBias, "the parameters", parameters.weights());
        return new TiedSession(rule, parameters, initialBias, State.read(folder));
    }
}
