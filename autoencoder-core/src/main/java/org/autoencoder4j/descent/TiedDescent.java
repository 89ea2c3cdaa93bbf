package org.autoencoder4j.descent;

import java.io.IOException;
import java.nio.file.Path;
import org.autoencoder4j.gradient.Gradient;
import org.autoencoder4j.gradient.GradientSource;
import org.autoencoder4j.network.Activation;
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
 * the normalisation; and, beyond the paper, an {@link Optimizer} or a learnt bias. It is a {@link Descent} in the paper's
 * words. Immutable; threads may share it.
 *
 * @paper NWH19 section 5, eq. (5), Theorem 4
 */
public final class TiedDescent implements UpdateRule<TiedAutoencoder> {
    private final Descent<TiedAutoencoder> descent;

    private TiedDescent(Descent<TiedAutoencoder> descent) {
        this.descent = descent;
    }

    /**
     * Makes a rule of plain descent that keeps the bias fixed and normalises the columns after each update.
     *
     * @param source where gradients come from
     * @param learningRate the learning rate; one that backs off unless the step is known to be short enough
     * @return the rule
     */
    public static TiedDescent of(
            GradientSource<TiedAutoencoder, ? extends Gradient> source, LearningRate learningRate) {
        return new TiedDescent(
                        Descent.of(source, learningRate, TiedAutoencoder::load, Descent.Rounding.TWICE_IF_REPEATED))
                .with(BiasSchedule.fixed())
                .with(Normalisation.UNIT_COLUMNS);
    }

    /**
     * Chooses the bias schedule.
     *
     * @param schedule the schedule
     * @return a new rule
     */
    public TiedDescent with(BiasSchedule schedule) {
        return new TiedDescent(descent.with(TiedAutoencoder.BIAS, schedule));
    }

    /**
     * Leaves the schedule away: the bias moves along its gradient, as the weights do.
     *
     * @return a new rule
     */
    public TiedDescent withLearntBias() {
        return new TiedDescent(descent.with(TiedAutoencoder.BIAS));
    }

    /**
     * Chooses the normalisation.
     *
     * @param choice the normalisation
     * @return a new rule
     */
    public TiedDescent with(Normalisation choice) {
        return new TiedDescent(
                choice == Normalisation.UNIT_COLUMNS
                        ? descent.with(TiedAutoencoder.WEIGHTS, Constraint.unitColumns())
                        : descent.with(TiedAutoencoder.WEIGHTS));
    }

    /**
     * Chooses where the weights have to be after each update, in place of the normalisation: the nearness step of the paper
     * projects them onto a {@link FeasibleSet}.
     *
     * @param choice the constraints, applied one after the other
     * @return a new rule
     */
    public TiedDescent withWeightsIn(Constraint... choice) {
        return new TiedDescent(descent.with(TiedAutoencoder.WEIGHTS, choice));
    }

    /**
     * Chooses the optimizer.
     *
     * @param choice the optimizer
     * @return a new rule
     */
    public TiedDescent with(Optimizer choice) {
        return new TiedDescent(descent.with(choice));
    }

    /**
     * Says which activation a checkpoint has, which must be said if it is the user's own.
     *
     * @param activation the activation
     * @return a new rule
     */
    public TiedDescent resuming(Activation activation) {
        return new TiedDescent(descent.with(folder -> TiedAutoencoder.load(folder, activation)));
    }

    @Override
    public Session<TiedAutoencoder> start(TiedAutoencoder initial) {
        return descent.start(initial);
    }

    @Override
    public void saveParameters(TiedAutoencoder parameters, Path folder) throws IOException {
        descent.saveParameters(parameters, folder);
    }

    @Override
    public TiedAutoencoder loadParameters(Path folder) throws IOException {
        return descent.loadParameters(folder);
    }

    @Override
    public Session<TiedAutoencoder> resume(Path folder) throws IOException {
        return descent.resume(folder);
    }
}
