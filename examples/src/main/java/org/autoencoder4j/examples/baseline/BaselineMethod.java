package org.autoencoder4j.examples.baseline;

import org.autoencoder4j.coding.CodeSign;
import org.autoencoder4j.coding.SparseCoder;
import org.autoencoder4j.coding.SparseEncoder;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.descent.LearningRate;
import org.autoencoder4j.descent.TiedDescent;
import org.autoencoder4j.gradient.SampleGradient;
import org.autoencoder4j.learn.baseline.ApproximateKSvd;
import org.autoencoder4j.learn.baseline.NeuralUpdate;
import org.autoencoder4j.learn.baseline.OnlineUpdate;
import org.autoencoder4j.learn.baseline.OptimalDirections;
import org.autoencoder4j.learn.baseline.UnbiasedNeuralUpdate;
import org.autoencoder4j.learn.sweep.DictionarySweeps;
import org.autoencoder4j.learn.sweep.DictionaryUpdate;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.train.StoppingRule;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The ways to learn a dictionary that are compared. */
enum BaselineMethod {
    SWEEPS("sweeps") {
        @Override
        MeasuredRun run(Task task) {
            DictionarySweeps rule = DictionarySweeps.of(task.samples);
            return task.sweeps(
                    task.near ? rule.fromNear() : rule, DictionarySweeps.settled(), task.pursuit(), 1, task.passes);
        }
    },
    PAPER("paper") {
        @Override
        MeasuredRun run(Task task) {
            double rate = task.start.columns() / (4 * task.k * task.kappa2);
            TiedDescent rule = TiedDescent.of(
                    SampleGradient.of(task.samples), LearningRate.constant(rate).backingOff());
            StoppingRule<TiedAutoencoder> stop = StoppingRule.stalled(WINDOW, FALL);
            return MeasuredRun.of(
                    rule,
                    stop.or(StoppingRule.steps(task.passes)),
                    TiedAutoencoder.withoutBias(task.start.dup('f'), Activation.hardThreshold(task.threshold)),
                    trained -> new SparseCoder(trained.weights(), task.oneProduct()),
                    task.measure,
                    1);
        }
    },
    NEURAL("neural") {
        @Override
        MeasuredRun run(Task task) {
            return task.alternating(new NeuralUpdate(NEURAL_RATE), task.oneProduct());
        }
    },
    UNBIASED("unbiased") {
        @Override
        MeasuredRun run(Task task) {
            return task.alternating(new UnbiasedNeuralUpdate(NEURAL_RATE, task.threshold), task.oneProduct());
        }
    },
    OMP_MOD("MOD") {
        @Override
        MeasuredRun run(Task task) {
            return task.alternating(new OptimalDirections(), task.pursuit());
        }
    },
    K_SVD("K-SVD") {
        @Override
        MeasuredRun run(Task task) {
            return task.alternating(new ApproximateKSvd(), task.pursuit());
        }
    },
    ONLINE("online") {
        @Override
        MeasuredRun run(Task task) {
            long size = Math.min(BATCH, task.samples.size());
            long batches = (task.samples.size() + size - 1) / size;
            DictionarySweeps rule = DictionarySweeps.of(task.samples)
                    .alternating()
                    .upTo(size)
                    .with(new OnlineUpdate(1 - (double) size / task.samples.size()));
            return task.sweeps(
                    rule,
                    StoppingRule.stalled(WINDOW * (int) batches, FALL),
                    task.pursuit(),
                    batches,
                    task.passes * batches);
        }
    };

    /** The least loss of so many passes is to be lower by that share than before them, or a run ends. */
    private static final int WINDOW = 5;

    private static final double FALL = 1e-3;

    /** Half of the step onto the atoms. */
    private static final double NEURAL_RATE = 0.5;

    /** Samples of a mini-batch. */
    private static final long BATCH = 256;

    private final String label;

    BaselineMethod(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    /** Learns. */
    abstract MeasuredRun run(Task task);

    /**
     * What is to be learned.
     *
     * @param samples the samples
     * @param start the weights, each column of length 1
     * @param near whether they are near the atoms
     * @param k the non-zero entries of a code
     * @param kappa2 the mean of their squares
     * @param sign their signs
     * @param threshold of codes by one product
     * @param passes the most passes over the samples
     * @param measure the measure
     */
    record Task(
            Batches samples,
            INDArray start,
            boolean near,
            int k,
            double kappa2,
            CodeSign sign,
            double threshold,
            long passes,
            RecoveryMeasure measure) {
        /** The same for two passes, to warm up with. */
        Task brief() {
            return new Task(samples, start, near, k, kappa2, sign, threshold, 2, measure);
        }

        SparseEncoder pursuit() {
            return SparseEncoder.pursuit(k, sign);
        }

        SparseEncoder oneProduct() {
            return SparseEncoder.threshold(threshold, sign);
        }

        MeasuredRun alternating(DictionaryUpdate update, SparseEncoder encoder) {
            return sweeps(
                    DictionarySweeps.of(samples).alternating().with(update),
                    StoppingRule.stalled(WINDOW, FALL),
                    encoder,
                    1,
                    passes);
        }

        MeasuredRun sweeps(
                DictionarySweeps rule, StoppingRule<SparseCoder> stop, SparseEncoder encoder, long each, long most) {
            return MeasuredRun.of(
                    rule,
                    stop.or(StoppingRule.steps(most)),
                    new SparseCoder(start.dup('f'), encoder),
                    coder -> coder,
                    measure,
                    each);
        }
    }
}
