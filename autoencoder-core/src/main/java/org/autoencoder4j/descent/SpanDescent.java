package org.autoencoder4j.descent;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.data.format.Npy;
import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.gradient.internal.SpanBatchGradient;
import org.autoencoder4j.gradient.internal.SpanGradient;
import org.autoencoder4j.network.SpanAutoencoder;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.autoencoder4j.storage.SavedFolder;
import org.autoencoder4j.storage.Settings;
import org.autoencoder4j.train.Step;
import org.autoencoder4j.train.UpdateRule;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/**
 * Gradient descent for the two-layer autoencoder on one fixed set of samples, the same iterates to rounding as
 * {@link TwoLayerDescent}, without forming the encoder: {@code P - eta (X X^T) V} replaces
 * {@code W - eta X^T V} and the product {@code X W}. A step costs {@code 2 n^2 m} operations in place of
 * {@code 4 n d m}: it pays if {@code n < 2 d}. The gradient in a {@link Step} tells loss, norm and activity.
 *
 * <p>Memory: six arrays {@code n x m} (eight once a loss has risen, for the best are kept), one {@code n x n} and seven {@code n x d}. Immutable; but two sessions of one rule
 * are not to be used by different threads.
 *
 * @paper NWH-NTK section 4.2, section 5.2
 */
public final class SpanDescent implements UpdateRule<SpanAutoencoder> {
    private static final String FORMAT = "autoencoder4j-span-session-2";
    private static final String START = "start";
    private static final String COEFFICIENTS = "coefficients.npy";
    private static final String PRE_ACTIVATIONS = "pre-activations.npy";
    private static final String DECODER = "decoder.npy";

    private final INDArray samples;
    private final Regime regime;
    private final SpanBatchGradient source;
    private final LearningRate learningRate;

    private SpanDescent(INDArray samples, Regime regime, LearningRate learningRate) {
        this.samples = samples;
        this.regime = regime;
        this.source = new SpanBatchGradient(samples, regime);
        this.learningRate = learningRate;
    }

    /**
     * Makes a rule.
     *
     * @param samples X, {@code n x d} with finite entries, FLOAT or DOUBLE; copied
     * @param regime {@link Regime#WEAKLY_TRAINED} or {@link Regime#JOINTLY_TRAINED}
     * @param learningRate the learning rate, for a gradient that is a sum over samples
     * @return the rule
     * @throws IllegalArgumentException if samples is no such matrix or the regime is another
     */
    public static SpanDescent of(INDArray samples, Regime regime, LearningRate learningRate) {
        Checks.finite("samples", Checks.matrix("samples", samples));
        if (regime != Regime.WEAKLY_TRAINED && regime != Regime.JOINTLY_TRAINED) {
            throw new IllegalArgumentException("regime = " + regime + " must be " + Regime.WEAKLY_TRAINED + " or "
                    + Regime.JOINTLY_TRAINED + ": for the others TwoLayerDescent costs less");
        }
        return new SpanDescent(samples.dup('c'), regime, learningRate);
    }

    /**
     * Returns an autoencoder in the form that this rule trains.
     *
     * @param start the autoencoder, of the samples' type, with d features and separate weights; copied
     * @return the same autoencoder, with C = 0
     * @throws IllegalArgumentException if it does not fit the samples or its weights are tied
     */
    public SpanAutoencoder begin(TwoLayerAutoencoder start) {
        if (start.isWeightTied()) {
            throw new IllegalArgumentException("start has tied weights; their gradient is no combination of samples");
        }
        INDArray none = Nd4j.create(start.dataType(), new long[] {samples.rows(), start.width()}, 'f');
        INDArray preActivations = start.preActivations(samples);
        return new SpanAutoencoder(
                samples, start.copy(), none, preActivations, start.decoder().dup('f'));
    }

    @Override
    public Session<SpanAutoencoder> start(SpanAutoencoder initial) {
        return new SpanSession(initial.copy(), Optional.empty(), DescentSession.State.START);
    }

    @Override
    public void saveParameters(SpanAutoencoder parameters, Path folder) throws IOException {
        SavedFolder.write(folder, unfinished -> write(parameters, unfinished));
    }

    @Override
    public SpanAutoencoder loadParameters(Path folder) throws IOException {
        return parameters(SavedFolder.verified(folder));
    }

    private static void write(SpanAutoencoder parameters, Path folder) throws IOException {
        parameters.start().save(folder.resolve(START));
        Npy.write(folder.resolve(COEFFICIENTS), parameters.coefficients());
        Npy.write(folder.resolve(PRE_ACTIVATIONS), parameters.preActivations());
        Npy.write(folder.resolve(DECODER), parameters.decoder());
    }

    @Override
    public Session<SpanAutoencoder> resume(Path folder) throws IOException {
        Settings saved = Settings.read(SavedFolder.verified(folder), FORMAT);
        DescentSession.State state = DescentSession.State.of(saved);
        Optional<SpanAutoencoder> best =
                state.hasBest() ? Optional.of(parameters(DescentSession.best(folder))) : Optional.empty();
        SpanSession session = new SpanSession(parameters(folder), best, state);
        session.requireSameRun(saved);
        return session;
    }

    private SpanAutoencoder parameters(Path folder) throws IOException {
        TwoLayerAutoencoder start = TwoLayerAutoencoder.load(folder.resolve(START));
        INDArray coefficients = read(folder, COEFFICIENTS, samples.rows(), start);
        INDArray preActivations = read(folder, PRE_ACTIVATIONS, samples.rows(), start);
        INDArray decoder = read(folder, DECODER, start.features(), start);
        return new SpanAutoencoder(samples, start, coefficients, preActivations, decoder);
    }

    private INDArray read(Path folder, String name, int rows, TwoLayerAutoencoder start) throws IOException {
        INDArray array = Npy.read(folder.resolve(name));
        Checks.matrix(name, array, rows, start.width(), "the shape that fits the samples and the start");
        Checks.sameType(name, array, "samples", samples);
        return array.ordering() == 'f' ? array : array.dup('f');
    }

    private final class SpanSession extends DescentSession<SpanAutoencoder, SpanGradient> {
        SpanSession(SpanAutoencoder current, Optional<SpanAutoencoder> best, State state) {
            super(source, learningRate, current, current.copy(), best, state);
        }

        @Override
        int move(SpanAutoencoder from, SpanAutoencoder to, SpanGradient direction, double rate, long atStep) {
            direction.move(from, to, rate);
            return 0;
        }

        @Override
        SpanAutoencoder copy(SpanAutoencoder parameters) {
            return parameters.copy();
        }

        @Override
        SpanGradient keep(SpanGradient direction, @Nullable SpanGradient buffer) {
            return direction.keptIn(buffer);
        }

        @Override
        void saveParameters(SpanAutoencoder parameters, Path folder) throws IOException {
            write(parameters, folder);
        }

        @Override
        String format() {
            return FORMAT;
        }

        @Override
        void describe(ObjectNode options, SpanGradient gradient, long atStep) {
            options.put("regime", regime.name());
        }
    }
}
