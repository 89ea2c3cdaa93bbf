package org.autoencoder4j.train;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.gradient.Gradient;
import org.autoencoder4j.provenance.Provenance;
import org.autoencoder4j.train.StopReason.Kind;
import org.autoencoder4j.train.TrainingResult.Kept;

/**
 * Runs an update rule until a stopping rule says why to end. It knows nothing of samples, losses or gradients: those
 * belong to the rule. At each step it evaluates, records, tells the listeners, asks the stopping rule and only then
 * updates; so a run of T updates evaluates T + 1 gradients, and the last loss belongs to the final parameters.
 *
 * <p>A run that would end as converged or with its budget spent, but at a loss far above its least, ends as
 * {@link Kind#DIVERGED}: the rule is stated there, and the best parameters are {@link TrainingResult#best}. To tell noise
 * from divergence up to eleven more losses are computed where the last is above twice the least.
 *
 * <p>{@link Thread#interrupt} ends a run with a result, and so does a loss that is not finite. Immutable: each
 * {@code with} method returns a new trainer, and threads may share one, as far as they may its listeners.
 *
 * @param <P> the parameters
 */
public final class Trainer<P> {
    private final UpdateRule<P> rule;
    private final StoppingRule<? super P> stoppingRule;
    private final List<TrainingListener<P>> listeners;
    private final Optional<Metric<P>> heldOut;
    private final List<Metric<P>> metrics;
    private final Optional<Checkpoints> checkpoints;
    private final UnaryOperator<Provenance> known;

    private Trainer(
            UpdateRule<P> rule,
            StoppingRule<? super P> stoppingRule,
            List<TrainingListener<P>> listeners,
            Optional<Metric<P>> heldOut,
            List<Metric<P>> metrics,
            Optional<Checkpoints> checkpoints,
            UnaryOperator<Provenance> known) {
        this.rule = rule;
        this.stoppingRule = stoppingRule;
        this.listeners = listeners;
        this.heldOut = heldOut;
        this.metrics = metrics;
        this.checkpoints = checkpoints;
        this.known = known;
    }

    /**
     * Makes a trainer.
     *
     * @param rule how to improve parameters
     * @param stoppingRule when to end
     * @param <P> the parameters
     * @return the trainer
     */
    public static <P> Trainer<P> of(UpdateRule<P> rule, StoppingRule<? super P> stoppingRule) {
        return new Trainer<>(rule, stoppingRule, List.of(), Optional.empty(), List.of(), Optional.empty(), p -> p);
    }

    /**
     * Adds a listener; listeners are told in the order in which they were added.
     *
     * @param listener the listener
     * @return a new trainer
     */
    public Trainer<P> withListener(TrainingListener<P> listener) {
        List<TrainingListener<P>> more = new ArrayList<>(listeners);
        more.add(listener);
        return new Trainer<>(rule, stoppingRule, List.copyOf(more), heldOut, metrics, checkpoints, known);
    }

    /**
     * Measures a loss on samples that the rule does not train on.
     *
     * @param loss the loss of parameters, for example {@code p -> p.loss(heldOutObservations)}; not to change them
     * @param every how many steps lie between two measurements, at least 1; the first is at step 0
     * @return a new trainer
     * @throws IllegalArgumentException if {@code every} is below 1
     */
    public Trainer<P> withHeldOut(ToDoubleFunction<? super P> loss, long every) {
        Metric<P> held = new Metric<>(History.HELD_OUT_LOSS, every, loss);
        return new Trainer<>(rule, stoppingRule, listeners, Optional.of(held), metrics, checkpoints, known);
    }

    /**
     * Measures any number of the parameters, for the history to record in a column of its own.
     *
     * @param name the column, of letters, digits, points, hyphens and underscores
     * @param every how many steps lie between two measurements, at least 1; the first is at step 0
     * @param measure the metric; not to change the parameters
     * @return a new trainer
     * @throws IllegalArgumentException if {@code every} is below 1, or the name is no such word or that of another column
     * @see StoppingRule#earlyStopping
     */
    public Trainer<P> withMetric(String name, long every, ToDoubleFunction<? super P> measure) {
        List<Metric<P>> more = new ArrayList<>(metrics);
        more.add(new Metric<>(name, every, measure));
        if (HistoryCsv.isColumn(name) || Metric.names(metrics).contains(name)) {
            throw new IllegalArgumentException("name \"" + name + "\" is that of another column of the history");
        }
        return new Trainer<>(rule, stoppingRule, listeners, heldOut, List.copyOf(more), checkpoints, known);
    }

    /**
     * Writes checkpoints from which {@link #resume} goes on exactly as if the run had not ended. Each is a
     * {@linkplain org.autoencoder4j.storage.SavedFolder saved folder} with a name like
     * {@code autoencoder4j-checkpoint-000000000042}; the newest two are kept. Nothing else in the folder is touched, but
     * for what a killed run left unfinished. A run whose checkpoint cannot be written ends with a result, for the reason
     * {@link StopReason.Kind#CHECKPOINT_FAILED}. One run at a time may use a folder.
     *
     * @param folder where, made if it does not exist
     * @param every how many steps lie between two checkpoints, at least 1
     * @return a new trainer
     * @throws IllegalArgumentException if {@code every} is below 1
     */
    public Trainer<P> withCheckpoints(Path folder, long every) {
        Checks.atLeast("every", every, 1);
        return new Trainer<>(
                rule, stoppingRule, listeners, heldOut, metrics, Optional.of(new Checkpoints(folder, every)), known);
    }

    /**
     * Adds to the record of how a result was made what a trainer cannot know, as the seed, or the digest of all data in place of
     * that of the first samples: {@code p -> p.withSeed(7).withData(DataDigest.ofAll(batches))}. It changes nothing else. A
     * resumed run keeps the record in its checkpoint.
     *
     * @param more what is added to the record of a new run
     * @return a new trainer
     */
    public Trainer<P> withProvenance(UnaryOperator<Provenance> more) {
        return new Trainer<>(rule, stoppingRule, listeners, heldOut, metrics, checkpoints, more);
    }

    /**
     * Trains.
     *
     * @param initial where to start; copied
     * @return the result, whatever the reason it ended for
     * @throws IllegalArgumentException if the parameters do not fit the rule's data
     * @throws IllegalStateException if the folder for checkpoints holds those of an earlier run
     * @throws java.io.UncheckedIOException if the folder for checkpoints cannot be made or read
     */
    public TrainingResult<P> train(P initial) {
        checkpoints.ifPresent(Checkpoints::begin);
        History history = new History(History.MOST, Metric.names(metrics));
        UpdateRule.Session<P> session = rule.start(initial);
        Provenance provenance = known.apply(session.describe(Provenance.current()));
        return run(session, history, StoppingMemory.none(), provenance);
    }

    /**
     * Goes on from the newest checkpoint in a folder. Data and options must be those of the run that wrote it: it stands
     * for other data if they give another loss or another norm of the gradient at its parameters. If the newest is
     * damaged, move it out of the folder to go on from the one before.
     *
     * @param folder the folder given to {@link #withCheckpoints}
     * @return the result; its history begins at step 0 of the first run
     * @throws IOException if there is no checkpoint or it cannot be read
     * @throws IllegalStateException if new checkpoints are to go to another folder, which holds those of another run
     * @throws IllegalArgumentException if the checkpoint is damaged, or was written with other data or options; the message
     *     names the file or the difference
     */
    public TrainingResult<P> resume(Path folder) throws IOException {
        checkpoints.filter(c -> !c.isIn(folder)).ifPresent(Checkpoints::begin);
        Path newest = Checkpoints.newest(folder);
        History history = SavedHistory.read(newest);
        if (!history.metrics().equals(Metric.names(metrics))) {
            throw new IllegalArgumentException(newest + " was written by a run with the metrics " + history.metrics()
                    + "; this trainer has " + Metric.names(metrics) + ": resume with the metrics of that run");
        }
        UpdateRule.Session<P> session = rule.resume(Checkpoints.session(newest));
        Provenance provenance = resumed(session, newest);
        return run(session, history, StoppingMemory.read(rule, newest), provenance);
    }

    /** What the checkpoint says stays; those of earlier versions say nothing. */
    private Provenance resumed(UpdateRule.Session<P> session, Path checkpoint) throws IOException {
        long step = Checkpoints.step(checkpoint);
        Optional<Provenance> before = Provenance.read(checkpoint);
        return before.isPresent() ? before.get().resumed(step) : known.apply(session.describe(Provenance.from(step)));
    }

    private TrainingResult<P> run(
            UpdateRule.Session<P> session, History history, StoppingMemory<P> memory, Provenance provenance) {
        Judge<P> judge = new Judge<>(stoppingRule, memory);
        long start = System.nanoTime();
        while (true) {
            Step<P> step = session.evaluate();
            history.add(row(step, collinearColumns(session, step, history)));
            Progress progress = new Progress(history, Duration.ofNanos(System.nanoTime() - start));
            for (TrainingListener<P> listener : listeners) {
                listener.onStep(step, progress);
            }
            // A resumed run begins with this step, so its rule must not have seen it.
            StoppingMemory<P> before = isCheckpoint(step) ? judge.memory() : StoppingMemory.none();
            Optional<StopReason> reason = trouble(step, progress)
                    .or(() -> judge.check(session, step, progress))
                    .or(() -> checkpoints.flatMap(c -> c.maybeWrite(session, history, folder -> {
                        before.write(rule, history.metrics(), folder);
                        provenance.write(folder);
                    })));
            if (reason.isPresent()) {
                return end(session, step, reason.get(), progress, judge.kept(), provenance);
            }
            session.advance();
        }
    }

    private boolean isCheckpoint(Step<?> step) {
        return checkpoints.filter(c -> c.isDue(step.index())).isPresent();
    }

    private static int collinearColumns(UpdateRule.Session<?> session, Step<?> step, History history) {
        boolean counts = history.size() == 0 || Long.bitCount(step.index()) <= 1;
        return counts
                ? session.collinearColumns().size()
                : history.row(history.size() - 1).collinearColumns();
    }

    private static <P> TrainingResult<P> end(
            UpdateRule.Session<P> session,
            Step<P> step,
            StopReason reason,
            Progress progress,
            Optional<Kept<P>> kept,
            Provenance provenance) {
        P parameters = session.result();
        List<Integer> collinear = session.collinearColumns();
        History history = progress.history();
        history.countCollinearColumns(collinear.size());
        StopReason judged = Divergence.judge(reason, step, history, collinear, session::lossOfBest);
        return new TrainingResult<>(
                parameters, session.best(), judged, history.copy(), collinear, progress.elapsed(), kept, provenance);
    }

    private Optional<StopReason> trouble(Step<P> step, Progress progress) {
        double loss = step.gradient().loss();
        double norm = progress.last().gradientNorm();
        if (!Double.isFinite(loss) || !Double.isFinite(norm)) {
            return Optional.of(new StopReason(
                    Kind.NOT_FINITE,
                    "at step " + step.index() + " the loss is " + loss + " and the gradient's norm " + norm
                            + ": use a smaller learning rate than " + step.learningRate()
                            + " or one that backs off, and check the data for values out of range"));
        }
        if (Thread.currentThread().isInterrupted()) {
            return Optional.of(new StopReason(
                    Kind.INTERRUPTED, "the thread was interrupted at step " + step.index() + "; the result is usable"));
        }
        return Optional.empty();
    }

    private History.Row row(Step<P> step, int collinearColumns) {
        double held = heldOut.map(h -> h.at(step)).orElse(Double.NaN);
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
                Metric.all(metrics, step));
    }
}
