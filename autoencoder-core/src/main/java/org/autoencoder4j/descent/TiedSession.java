package org.autoencoder4j.descent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.backend.internal.Combination;
import org.autoencoder4j.backend.internal.UnitColumns;
import org.autoencoder4j.data.format.Npy;
import org.autoencoder4j.gradient.TiedGradient;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.storage.SavedFolder;
import org.autoencoder4j.storage.Settings;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A run of {@link TiedDescent}, with the bias that it began with. */
final class TiedSession extends DescentSession<TiedAutoencoder, TiedGradient> {
    private static final String FORMAT = "autoencoder4j-tied-session-2";
    private static final String PARAMETERS = "parameters";
    private static final String INITIAL_BIAS = "initial-bias.npy";

    private final TiedDescent rule;
    private final INDArray initialBias;

    TiedSession(
            TiedDescent rule,
            TiedAutoencoder current,
            Optional<TiedAutoencoder> best,
            INDArray initialBias,
            State state) {
        super(rule.source(), rule.learningRate(), current, current.copy(), best, state);
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
        parameters.save(folder.resolve(PARAMETERS));
    }

    @Override
    void saveMore(Path folder) throws IOException {
        Npy.write(folder.resolve(INITIAL_BIAS), initialBias);
    }

    @Override
    String format() {
        return FORMAT;
    }

    @Override
    void describe(ObjectNode options, TiedGradient gradient, long atStep) {
        options.put("normalisation", rule.normalisation().name())
                .put("bias that began with 1", digits(rule.biasSchedule().at(1, atStep + 1)));
    }

    static TiedSession load(TiedDescent rule, Path folder) throws IOException {
        Settings saved = Settings.read(SavedFolder.verified(folder), FORMAT);
        State state = State.of(saved);
        TiedAutoencoder parameters = parameters(folder);
        Optional<TiedAutoencoder> best = state.hasBest() ? Optional.of(parameters(best(folder))) : Optional.empty();
        INDArray initialBias = Npy.read(folder.resolve(INITIAL_BIAS));
        Checks.vector(INITIAL_BIAS, initialBias, parameters.units(), "one entry for each unit");
        Checks.sameType(INITIAL_BIAS, initialBias, "the parameters", parameters.weights());
        TiedSession session = new TiedSession(rule, parameters, best, initialBias, state);
        session.requireSameRun(saved);
        return session;
    }

    private static TiedAutoencoder parameters(Path folder) throws IOException {
        return TiedAutoencoder.load(folder.resolve(PARAMETERS));
    }

    @Override
    Optional<INDArray> dictionary(TiedAutoencoder parameters) {
        return Optional.of(parameters.weights());
    }
}
