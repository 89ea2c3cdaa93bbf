package org.autoencoder4j.examples.dictionary;

import java.util.Optional;
import org.autoencoder4j.check.closeness.DeltaCloseness;
import org.autoencoder4j.check.closeness.SignFlips;
import org.autoencoder4j.coding.CodeSign;
import org.autoencoder4j.coding.SparseCoder;
import org.autoencoder4j.coding.SparseEncoder;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.learn.sweep.DictionarySweeps;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.train.StoppingRule;
import org.autoencoder4j.train.Trainer;
import org.autoencoder4j.train.TrainingResult;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Sweeps on the samples of the paper's rule and from its start, to compare with.
 *
 * @param result the run
 * @param closeness how near it came
 */
record SweepRecovery(TrainingResult<SparseCoder> result, DeltaCloseness closeness) {
    private static final long MOST_SWEEPS = 50;

    /**
     * Runs them; of fresh samples a sweep reads at most as many as the paper's rule in all its steps. There is none where
     * samples have as many atoms as features, for then nothing is left to tell of noise.
     */
    static Optional<SweepRecovery> of(GenerativeModel truth, Batches samples, long steps, INDArray start) {
        int k = truth.codeLaw().sparsity();
        if (k >= truth.features()) {
            return Optional.empty();
        }
        SignFlips flips = SignFlips.of(truth.codeLaw());
        CodeSign sign = flips == SignFlips.ALLOWED ? CodeSign.SIGNED : CodeSign.NON_NEGATIVE;
        long most = samples.changeWithStep() ? samples.size() * Math.max(1, steps) : samples.size();
        TrainingResult<SparseCoder> result = Trainer.of(
                        DictionarySweeps.of(samples).fromNear().upTo(most),
                        DictionarySweeps.settled().or(StoppingRule.steps(MOST_SWEEPS)))
                .train(new SparseCoder(start, SparseEncoder.pursuit(k, sign)));
        return Optional.of(
                new SweepRecovery(result, DeltaCloseness.of(result.parameters().weights(), truth.dictionary(), flips)));
    }

    double seconds() {
        return result.elapsed().toMillis() / 1000.0;
    }
}
