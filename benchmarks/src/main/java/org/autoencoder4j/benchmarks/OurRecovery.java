package org.autoencoder4j.benchmarks;

import org.autoencoder4j.data.Batches;
import org.autoencoder4j.descent.LearningRate;
import org.autoencoder4j.descent.TiedDescent;
import org.autoencoder4j.gradient.SampleGradient;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.train.Progress;
import org.autoencoder4j.train.Step;
import org.autoencoder4j.train.StoppingRule;
import org.autoencoder4j.train.Trainer;
import org.autoencoder4j.train.TrainingListener;
import org.autoencoder4j.train.TrainingResult;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Our trainer on mini-batches, with a clock that stands still while delta is measured. */
final class OurRecovery implements TrainingListener<TiedAutoencoder> {
    private static final double THRESHOLD = 0.8;
    private static final int MOST_STEPS = 1000;
    private static final int STALLED_STEPS = 20;
    private static final double STALLED_FRACTION = 0.01;

    private final RecoveryTask task;
    private final double limit;
    private final long start = System.nanoTime();
    private long measuring;
    private double reached = Double.NaN;

    private OurRecovery(RecoveryTask task, double limit) {
        this.task = task;
        this.limit = limit;
    }

    /** Trains until the least loss of 20 mini-batches is not better by 1 % than before. */
    static Recovery run(RecoveryTask task, int sparsity, int batch, double limit) {
        OurRecovery watch = new OurRecovery(task, limit);
        Batches batches = Batches.of(task.observations()).shuffled(batch, RandomStreams.of(1));
        LearningRate rate = LearningRate.constant(rate(task, sparsity));
        TrainingResult<TiedAutoencoder> result = Trainer.of(
                        TiedDescent.of(SampleGradient.of(batches), rate),
                        StoppingRule.stalled(STALLED_STEPS, STALLED_FRACTION).or(StoppingRule.steps(MOST_STEPS)))
                .withListener(watch)
                .train(TiedAutoencoder.withoutBias(task.start().dup('f'), Activation.hardThreshold(THRESHOLD)));
        double seconds = watch.seconds();
        INDArray weights = result.parameters().weights();
        return new Recovery(
                "autoencoder4j",
                watch.reached,
                seconds,
                result.steps(),
                task.delta(weights),
                task.found(weights, limit));
    }

    /** {@code m / (4 k kappa2)}: half the rate at which a column that fires for its atom alone would jump onto it. */
    private static double rate(RecoveryTask task, int sparsity) {
        double kappa2 = (1 + 2 + 4) / 3.0;
        return task.start().columns() / (4 * sparsity * kappa2);
    }

    private double seconds() {
        return (System.nanoTime() - start - measuring) * 1e-9;
    }

    @Override
    public void onStep(Step<TiedAutoencoder> step, Progress progress) {
        if (Double.isNaN(reached)) {
            double now = seconds();
            long before = System.nanoTime();
            if (task.delta(step.parameters().weights()) <= limit) {
                reached = now;
            }
            measuring += System.nanoTime() - before;
        }
    }
}
