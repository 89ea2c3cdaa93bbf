package org.autoencoder4j.examples;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.data.preprocessing.Preprocessing;
import org.autoencoder4j.descent.LearningRate;
import org.autoencoder4j.descent.TiedDescent;
import org.autoencoder4j.gradient.SampleGradient;
import org.autoencoder4j.init.Initialiser;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.train.Progress;
import org.autoencoder4j.train.Step;
import org.autoencoder4j.train.StopReason;
import org.autoencoder4j.train.StopReason.Kind;
import org.autoencoder4j.train.StoppingRule;
import org.autoencoder4j.train.Trainer;
import org.autoencoder4j.train.TrainingListener;
import org.autoencoder4j.train.TrainingResult;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Learns a dictionary from data about which nothing is known, by the library's rule alone: tied weights, unit columns,
 * hard threshold, no bias.
 *
 * <ul>
 *   <li>Training goes in rounds, each an ordinary run of the trainer on up to 2048 samples, new ones in each round. At
 *       the start of a round the threshold is set to the quantile of |z| at which those samples have the mean number of
 *       active units that is asked for: the products z change as the columns move, and so the threshold must.
 *   <li>The learning rate is {@code 0.1 m / mean |y|^2}, falls to a third over the rounds, and backs off when the loss
 *       rises; each round begins with the full rate again.
 * </ul>
 */
final class DictionaryTraining {
    static final int STEPS = 500;
    static final int STEPS_OF_ROUND = 5;
    private static final int ROUNDS = STEPS / STEPS_OF_ROUND;
    private static final int MOST_SAMPLES = 2048;
    private static final double RATE = 0.1;

    private final Batches shuffled;
    private final Preprocessing preprocessing;
    private final RandomStreams streams;
    private final double meanL0;
    private final TrainingListener<TiedAutoencoder> listener;
    private final double scale;
    private final long startTime = System.nanoTime();
    private final Table history =
            new Table("step", "round", "threshold", "loss", "r2", "meanL0", "deadUnits", "learningRate");

    /**
     * What was learned.
     *
     * @param autoencoder the autoencoder, for preprocessed samples
     * @param steps how many updates were done
     * @param history one row for each step
     * @param elapsed how long it took
     * @param failure why training ended early, if it did
     */
    record Learned(
            TiedAutoencoder autoencoder, long steps, Table history, Duration elapsed, Optional<StopReason> failure) {}

    /** The samples are preprocessed when they are read. */
    DictionaryTraining(
            Batches samples,
            Preprocessing preprocessing,
            double meanL0,
            RandomStreams streams,
            TrainingListener<TiedAutoencoder> listener) {
        this.shuffled = samples.shuffled((int) Math.min(samples.size(), MOST_SAMPLES), streams);
        this.preprocessing = preprocessing;
        this.meanL0 = meanL0;
        this.streams = streams;
        this.listener = listener;
        double energy = energy(preprocessing.apply(shuffled.batch(0)));
        if (!(energy > 0 && energy < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("the samples have a mean square of " + energy
                    + " about their mean, which must be above 0 and fit into " + samples.dataType()
                    + ": scale the samples, or use --dtype double");
        }
        this.scale = Math.sqrt(energy);
    }

    Learned learn(Initialiser start, int units) {
        INDArray weights = start.weights(units, streams);
        long steps = 0;
        Optional<StopReason> failure = Optional.empty();
        for (int round = 0; round < ROUNDS && failure.isEmpty(); round++) {
            TrainingResult<TiedAutoencoder> result = train(round, batch(round), weights);
            weights = result.parameters().weights();
            steps += result.steps();
            failure = Optional.of(result.stopReason())
                    .filter(reason -> reason.kind() == Kind.NOT_FINITE || reason.kind() == Kind.INTERRUPTED);
        }
        double threshold = scale * threshold(batch(ROUNDS), weights);
        TiedAutoencoder autoencoder = TiedAutoencoder.withoutBias(weights, Activation.hardThreshold(threshold));
        return new Learned(autoencoder, steps, history, Duration.ofNanos(System.nanoTime() - startTime), failure);
    }

    /** The batch and its products have been divided by the data's scale, so that any unit of measure will do. */
    private TrainingResult<TiedAutoencoder> train(int round, INDArray batch, INDArray weights) {
        double threshold = threshold(batch, weights);
        double energy = energy(batch);
        double rate = RATE * weights.columns() / energy / (1 + 2.0 * round / ROUNDS);
        TiedDescent rule = TiedDescent.of(
                SampleGradient.of(Batches.of(batch)),
                LearningRate.constant(rate).backingOff());
        return Trainer.of(rule, StoppingRule.steps(STEPS_OF_ROUND))
                .withListener((step, progress) -> {
                    record(round, step, threshold, energy);
                    listener.onStep(
                            new Step<>(
                                    stepOfRun(round, step),
                                    step.parameters(),
                                    step.gradient(),
                                    step.trained(),
                                    step.learningRate(),
                                    step.keptColumns()),
                            new Progress(progress.history(), Duration.ofNanos(System.nanoTime() - startTime)));
                })
                .train(TiedAutoencoder.withoutBias(weights, Activation.hardThreshold(threshold)));
    }

    private void record(int round, Step<?> step, double threshold, double energy) {
        // The last evaluation of a round is repeated as the first of the next, on new samples.
        if (step.index() < STEPS_OF_ROUND || round == ROUNDS - 1) {
            double loss = step.gradient().loss();
            history.row(
                    stepOfRun(round, step),
                    round,
                    scale * threshold,
                    scale * scale * loss,
                    1 - 2 * loss / energy,
                    step.gradient().meanL0(),
                    step.gradient().deadUnits(),
                    step.learningRate() / (scale * scale));
        }
    }

    private static long stepOfRun(int round, Step<?> step) {
        return (long) round * STEPS_OF_ROUND + step.index();
    }

    private INDArray batch(int round) {
        return preprocessing.apply(shuffled.batch(round)).divi(scale);
    }

    private static double energy(INDArray batch) {
        double norm = batch.castTo(DataType.DOUBLE).norm2Number().doubleValue();
        return norm * norm / batch.rows();
    }

    /**
     * A number that |z| reaches as often as the mean number of active units asks for: half way between two values of
     * |z|, so that rounding does not decide.
     */
    private double threshold(INDArray batch, INDArray weights) {
        double[] products = Arrays.stream(batch.mmul(weights).data().asDouble())
                .map(Math::abs)
                .filter(z -> z > 0)
                .sorted()
                .toArray();
        if (products.length == 0) {
            throw new IllegalArgumentException(batch.rows()
                    + " samples drawn at random are all equal to the mean of the samples; they must differ");
        }
        long wanted = Math.max(1, Math.round(meanL0 * batch.rows()));
        int least = (int) Math.max(0, products.length - wanted);
        return (products[least] + (least == 0 ? 0 : products[least - 1])) / 2;
    }
}
