package org.autoencoder4j.descent;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.autoencoder4j.gradient.GradientSource;
import org.autoencoder4j.gradient.TiedGradient;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.train.UpdateRule;

/**
 * Gradient descent for the tied autoencoder,
 *
 * <pre>
 *   W_{s+1} = normalise(W_s - zeta_s g_s),   b_{s+1} = schedule(b_0, s + 1),
 * </pre>
 *
 * <p>as four choices that combine freely: where the gradient g comes from, the learning rate zeta, the bias schedule and
 * the normalisation. Immutable; but a gradient source is not to be shared by threads, and so neither are two sessions of
 * one rule.
 *
 * @paper NWH19 section 5, eq. (5), Theorem 4
 */
public final class TiedDescent implements UpdateRule<TiedAutoencoder> {
    private final GradientSource<TiedAutoencoder, TiedGradient> source;
    private final LearningRate learningRate;
    private final BiasSchedule biasSchedule;
    private final Normalisation normalisation;

    private TiedDescent(
            GradientSource<TiedAutoencoder, TiedGradient> source,
            LearningRate learningRate,
            BiasSchedule biasSchedule,
            Normalisation normalisation) {
        this.source = source;
        this.learningRate = learningRate;
        this.biasSchedule = biasSchedule;
        this.normalisation = normalisation;
    }

    /**
     * Makes a rule that keeps the bias fixed and normalises the columns after each update.
     *
     * @param source where gradients come from
     * @param learningRate the learning rate; one that backs off unless the step is known to be short enough
     * @return the rule
     */
    public static TiedDescent of(GradientSource<TiedAutoencoder, TiedGradient> source, LearningRate learningRate) {
        return new TiedDescent(source, learningRate, BiasSchedule.fixed(), Normalisation.UNIT_COLUMNS);
    }

    /**
     * Chooses the bias schedule.
     *
     * @param schedule the schedule
     * @return a new rule
     */
    public TiedDescent with(BiasSchedule schedule) {
        return new TiedDescent(source, learningRate, schedule, normalisation);
    }

    /**
     * Chooses the normalisation.
     *
     * @param choice the normalisation
     * @return a new rule
     */
    public TiedDescent with(Normalisation choice) {
        return new TiedDescent(source, learningRate, biasSchedule, choice);
    }

    @Override
    public Session<TiedAutoencoder> start(TiedAutoencoder initial) {
        return new TiedSession(
                this, initial.copy(), Optional.empty(), initial.bias().dup(), DescentSession.State.START);
    }

    @Override
    public void saveParameters(TiedAutoencoder parameters, Path folder) throws IOException {
        parameters.save(folder);
    }

    @Override
    public TiedAutoencoder loadParameters(Path folder) throws IOException {
        return TiedAutoencoder.load(folder);
    }

    @Override
    public Session<TiedAutoencoder> resume(Path folder) throws IOException {
        return TiedSession.load(this, folder);
    }

    GradientSource<TiedAutoencoder, TiedGradient> source() {
        return source;
    }

    LearningRate learningRate() {
        return learningRate;
    }

    BiasSchedule biasSchedule() {
        return biasSchedule;
    }

    Normalisation normalisation() {
        return normalisation;
    }
}
