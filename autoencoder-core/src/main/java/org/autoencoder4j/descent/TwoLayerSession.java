package org.autoencoder4j.descent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.autoencoder4j.gradient.GradientSource;
import org.autoencoder4j.gradient.TwoLayerGradient;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.autoencoder4j.storage.SavedFolder;
import org.autoencoder4j.storage.Settings;
import org.jspecify.annotations.Nullable;

/** A run of {@link TwoLayerDescent}. */
final class TwoLayerSession extends DescentSession<TwoLayerAutoencoder, TwoLayerGradient> {
    private static final String FORMAT = "autoencoder4j-two-layer-session-2";
    private static final String PARAMETERS = "parameters";

    TwoLayerSession(
            GradientSource<TwoLayerAutoencoder, TwoLayerGradient> source,
            LearningRate learningRate,
            TwoLayerAutoencoder current,
            Optional<TwoLayerAutoencoder> best,
            State state) {
        super(source, learningRate, current, current.copy(), best, state);
    }

    static TwoLayerSession load(
            GradientSource<TwoLayerAutoencoder, TwoLayerGradient> source, LearningRate learningRate, Path folder)
            throws IOException {
        Settings saved = Settings.read(SavedFolder.verified(folder), FORMAT);
        State state = State.of(saved);
        Optional<TwoLayerAutoencoder> best = state.hasBest() ? Optional.of(parameters(best(folder))) : Optional.empty();
        TwoLayerSession session = new TwoLayerSession(source, learningRate, parameters(folder), best, state);
        session.requireSameRun(saved);
        return session;
    }

    private static TwoLayerAutoencoder parameters(Path folder) throws IOException {
        return TwoLayerAutoencoder.load(folder.resolve(PARAMETERS));
    }

    @Override
    int move(TwoLayerAutoencoder from, TwoLayerAutoencoder to, TwoLayerGradient direction, double rate, long atStep) {
        direction.move(from, to, rate);
        return 0;
    }

    @Override
    TwoLayerAutoencoder copy(TwoLayerAutoencoder parameters) {
        return parameters.copy();
    }

    @Override
    TwoLayerGradient keep(TwoLayerGradient direction, @Nullable TwoLayerGradient buffer) {
        return direction.keptIn(buffer);
    }

    @Override
    void saveParameters(TwoLayerAutoencoder parameters, Path folder) throws IOException {
        parameters.save(folder.resolve(PARAMETERS));
    }

    @Override
    String format() {
        return FORMAT;
    }

    @Override
    void describe(ObjectNode options, TwoLayerGradient gradient, long atStep) {
        options.put("regime", gradient.regime().name());
    }
}
