package org.autoencoder4j.train;

import java.util.Optional;
import org.autoencoder4j.train.TrainingResult.Kept;

/** A stopping rule at work: its watch, and the parameters that it keeps. */
final class Judge<P> {
    private final StoppingRule.Watch<? super P> watch;
    private Optional<Kept<P>> kept;

    Judge(StoppingRule<? super P> rule, StoppingMemory<P> memory) {
        watch = rule.begin();
        if (!memory.numbers().isEmpty()) {
            watch.restore(memory.numbers());
        }
        kept = memory.kept();
    }

    Optional<StopReason> check(UpdateRule.Session<P> session, Step<P> step, Progress progress) {
        Optional<StopReason> reason = watch.check(step, progress);
        if (watch.isBest()) {
            kept = Optional.of(new Kept<>(session.result(), progress.last()));
        }
        return reason;
    }

    StoppingMemory<P> memory() {
        return new StoppingMemory<>(watch.memory(), kept);
    }

    Optional<Kept<P>> kept() {
        return kept;
    }
}
