package org.autoencoder4j.train;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.autoencoder4j.gradient.Gradient;
import org.autoencoder4j.progress.Work;
import org.autoencoder4j.provenance.Provenance;
import org.autoencoder4j.train.StopReason.Kind;
import org.autoencoder4j.train.TrainingResult.Kept;

/** One run of a trainer, from its first step to its result. What an interrupt cancels in it ends it with a result. */
final class TrainingRun<P> {
    private final Trainer<P> trainer;
    private final UpdateRule.Session<P> session;
    private final History history;
    private final Provenance provenance;
    private final StoppingRule.Watch<? super P> watch;
    private final long start = System.nanoTime();
    private Optional<Kept<P>> kept;
    private Optional<Seen<P>> last = Optional.empty();

    /** A step with the run up to it. */
    private record Seen<P>(Step<P> step, Progress progress) {}

    TrainingRun(
            Trainer<P> trainer,
            UpdateRule.Session<P> session,
            History history,
            StoppingMemory<P> memory,
            Provenance provenance) {
        this.trainer = trainer;
        this.session = session;
        this.history = history;
        this.provenance = provenance;
        this.watch = trainer.stoppingRule.begin();
        if (!memory.numbers().isEmpty()) {
            watch.restore(memory.numbers());
        }
        this.kept = memory.kept();
    }

    TrainingResult<P> run() {
        try (Work work = Work.beginCounting("training: steps")) {
            TrainingResult<P> result = run(work);
            work.complete();
            return result;
        }
    }

    private TrainingResult<P> run(Work work) {
        while (true) {
            Step<P> step;
            try {
                step = next(work);
            } catch (CancellationException e) {
                Work.requireInterrupted(e);
                Seen<P> seen = last.orElseThrow(() -> e);
                return end(seen, interrupted(seen.step()));
            }
            history.add(row(step, collinearColumns(step)));
            Seen<P> seen = new Seen<>(step, new Progress(history, Duration.ofNanos(System.nanoTime() - start)));
            tellListeners(seen);
            Optional<StopReason> reason = reason(seen);
            if (reason.isPresent()) {
                return end(seen, reason.get());
            }
            last = Optional.of(seen);
        }
    }

    private Step<P> next(Work work) {
        if (last.isPresent()) {
            session.advance();
        }
        Step<P> step = session.evaluate();
        work.count(last.isPresent() ? 1 : 0);
        return step;
    }

    private void tellListeners(Seen<P> seen) {
        for (TrainingListener<P> listener : trainer.listeners) {
            try {
                listener.onStep(seen.step(), seen.progress());
            } catch (CancellationException e) {
                Work.requireInterrupted(e);
            }
        }
    }

    private int collinearColumns(Step<P> step) {
        int before = history.size() == 0 ? 0 : history.row(history.size() - 1).collinearColumns();
        if (history.size() > 0 && Long.bitCount(step.index()) > 1) {
            return before;
        }
        try {
            return session.collinearColumns().size();
        } catch (CancellationException e) {
            Work.requireInterrupted(e);
            return before;
        }
    }

    private History.Row row(Step<P> step, int collinearColumns) {
        double held = trainer.heldOut.map(h -> h.at(step)).orElse(Double.NaN);
        Gradient gradient = step.gradient();
        return new History.Row(
                step.index(),
                gradient.loss(),
                held,
                step.gradientNorm(),
                step.learningRate(),
                gradient.meanL0(),
                gradient.deadUnits(),
                step.keptColumns(),
                collinearColumns,
                Metric.all(trainer.metrics, step));
    }

    /** Why the run ends with a step, if it does. */
    private Optional<StopReason> reason(Seen<P> seen) {
        // A resumed run begins with this step, so its rule must not have seen it.
        boolean isCheckpoint =
                trainer.checkpoints.filter(c -> c.isDue(seen.step().index())).isPresent();
        StoppingMemory<P> before = isCheckpoint ? new StoppingMemory<>(watch.memory(), kept) : StoppingMemory.none();
        return trouble(seen)
                .or(() -> judged(seen))
                .or(() -> trainer.checkpoints.flatMap(c -> c.maybeWrite(session, history, folder -> {
                    before.write(trainer.rule, history.metrics(), folder);
                    provenance.write(folder);
                })));
    }

    private Optional<StopReason> trouble(Seen<P> seen) {
        Step<P> step = seen.step();
        double loss = step.gradient().loss();
        double norm = seen.progress().last().gradientNorm();
        if (!Double.isFinite(loss) || !Double.isFinite(norm)) {
            return Optional.of(new StopReason(
                    Kind.NOT_FINITE,
                    "at step " + step.index() + " the loss is " + loss + " and the gradient's norm " + norm
                            + ": use a smaller learning rate than " + step.learningRate()
                            + " or one that backs off, and check the data for values out of range"));
        }
        return Thread.currentThread().isInterrupted() ? Optional.of(interrupted(step)) : Optional.empty();
    }

    private Optional<StopReason> judged(Seen<P> seen) {
        try {
            Optional<StopReason> reason = watch.check(seen.step(), seen.progress());
            if (watch.isBest()) {
                kept = Optional.of(new Kept<>(session.result(), seen.progress().last()));
            }
            return reason;
        } catch (CancellationException e) {
            Work.requireInterrupted(e);
            return Optional.of(interrupted(seen.step()));
        }
    }

    private static StopReason interrupted(Step<?> step) {
        return new StopReason(
                Kind.INTERRUPTED, "the thread was interrupted at step " + step.index() + "; the result is usable");
    }

    /** An interrupt that has ended the run does not end what is said of it, and one that comes now is but another reason. */
    private TrainingResult<P> end(Seen<P> seen, StopReason reason) {
        P parameters = session.result();
        try {
            return Work.afterwards(() -> result(parameters, seen, reason));
        } catch (CancellationException e) {
            Work.requireInterrupted(e);
            return Work.afterwards(() -> result(parameters, seen, interrupted(seen.step())));
        }
    }

    private TrainingResult<P> result(P parameters, Seen<P> seen, StopReason reason) {
        List<Integer> collinear = session.collinearColumns();
        history.countCollinearColumns(collinear.size());
        StopReason judged = Divergence.judge(reason, seen.step(), history, collinear, session::lossOfBest);
        return new TrainingResult<>(
                parameters,
                session.best(),
                judged,
                history.copy(),
                collinear,
                seen.progress().elapsed(),
                kept,
                provenance);
    }
}
