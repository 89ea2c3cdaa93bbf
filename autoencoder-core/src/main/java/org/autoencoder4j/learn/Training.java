package org.autoencoder4j.learn;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.autoencoder4j.coding.CodeSign;
import org.autoencoder4j.coding.SparseCoder;
import org.autoencoder4j.coding.SparseEncoder;
import org.autoencoder4j.learn.sweep.DictionarySweeps;
import org.autoencoder4j.learn.sweep.SweepGradient;
import org.autoencoder4j.learn.sweep.SweepSums;
import org.autoencoder4j.progress.Work;
import org.autoencoder4j.train.StopReason;
import org.autoencoder4j.train.StopReason.Kind;
import org.autoencoder4j.train.StoppingRule;
import org.autoencoder4j.train.Trainer;
import org.autoencoder4j.train.TrainingListener;
import org.autoencoder4j.train.TrainingResult;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs of sweeps over given samples, all with the same options. */
record Training(
        TrainingSamples samples,
        CodeSign sign,
        long mostSweeps,
        OptionalLong samplesOfASweep,
        List<TrainingListener<SparseCoder>> listeners) {
    /** Uses of each unit in a sweep over batches that change, if it were the only active one. */
    private static final long USES = 200;

    /** Where a run starts. */
    enum Start {
        ANYWHERE,
        NEAR
    }

    /**
     * A run that has ended.
     *
     * @param coder the dictionary with the encoder that it was learned with
     * @param rows its sweeps
     * @param sums those of the last
     * @param reason why it ended
     */
    record Run(SparseCoder coder, List<SweepRow> rows, SweepSums sums, StopReason reason) {
        /** The same run, for another reason. */
        Run endedAs(StopReason other) {
            return new Run(coder, rows, sums, other);
        }

        /** What comes after this run; if an interrupt ends that before it is anything, this run, for that reason. */
        Run then(Supplier<Run> next) {
            try {
                return next.get();
            } catch (CancellationException e) {
                Work.requireInterrupted(e);
                return endedAs(
                        new StopReason(
                                Kind.INTERRUPTED,
                                "the thread was interrupted in the run after this one, which came to nothing; the result is usable"));
            }
        }

        /** Whether another run would fare no better. */
        boolean isBroken() {
            return reason.kind() == Kind.INTERRUPTED || reason.kind() == Kind.NOT_FINITE;
        }

        UnitReport units() {
            return UnitReport.of(rows.stream().mapToLong(SweepRow::swaps).sum(), coder, sums);
        }
    }

    Training on(TrainingSamples others) {
        return new Training(others, sign, mostSweeps, samplesOfASweep, listeners);
    }

    /** A batch of those that change may be far too few. */
    private long defaultSamples(int units) {
        long size = samples.own().size();
        return samples.own().changeWithStep() ? Math.max(size, USES * units) : size;
    }

    /** Learns with at most so many active units in a sample. */
    Run run(INDArray weights, int mostActive, Start start) {
        DictionarySweeps rule =
                DictionarySweeps.of(samples.stream()).upTo(samplesOfASweep.orElse(defaultSamples(weights.columns())));
        List<SweepRow> rows = new ArrayList<>();
        List<SweepSums> last = new ArrayList<>();
        Trainer<SparseCoder> trainer = Trainer.of(
                        start == Start.NEAR ? rule.fromNear() : rule,
                        DictionarySweeps.settled().or(StoppingRule.steps(mostSweeps)))
                .withListener((step, progress) -> {
                    SweepGradient sweep = (SweepGradient) step.gradient();
                    rows.add(SweepRow.of(step, sweep));
                    last.clear();
                    last.add(sweep.sums());
                });
        for (TrainingListener<SparseCoder> listener : listeners) {
            trainer = trainer.withListener(listener);
        }
        TrainingResult<SparseCoder> result =
                trainer.train(new SparseCoder(weights, SparseEncoder.pursuit(mostActive, sign)));
        return new Run(result.parameters(), List.copyOf(rows), last.get(0), result.stopReason());
    }
}
