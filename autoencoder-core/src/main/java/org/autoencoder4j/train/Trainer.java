package org.autoencoder4j.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.provenance.Provenance;
import org.autoencoder4j.train.StopReason.Kind;

/**
 * Runs an update rule until a stopping rule says why to end. It knows nothing of samples, losses or gradients: those
 * belong to the rule. At each step it evaluates, records, tells the listeners, asks the stopping rule and only then
 * updates; so a run of T updates evaluates T + 1 gradients, and the last loss belongs to the final parameters.
 *
 * <p>A run that would end as converged or with its budget spent, but at a loss far above its least, ends as
 * {@link Kind#DIVERGED}: the rule is stated there, and the best parameters are {@link TrainingResult#best}. To tell noise
 * from divergence up to eleven more losses are computed where the last is above twice the least.
 *
 * <p>{@link Thread#interrupt} ends a run with a result, and so does a loss that is not finite. In the middle of a long step, as
 * a sweep over many samples is, the result is that of the step before. As long as there is no step before, or if the thread
 * was interrupted already, there may be none, but a {@link java.util.concurrent.CancellationException}; nor is there one if
 * somebody interrupts twice what is computed of a run that has ended. Immutable: each {@code with} method returns a new
 * trainer, and threads may share one, as far as they may its listeners.
 *
 * @param <P> the parameters
 */
public final class Trainer<P> {
    final UpdateRule<P> rule;
    final StoppingRule<? super P> stoppingRule;
    final List<TrainingListener<P>> listeners;
    final Optional<Metric<P>> heldOut;
    final List<Metric<P>> metrics;
    final Optional<Checkpoints> checkpoints;
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
     * @param more what is added to the record of a new run, after what was to be added before
     * @return a new trainer
     */
    public Trainer<P> withProvenance(UnaryOperator<Provenance> more) {
        return new Trainer<>(
                rule, stoppingRule, listeners, heldOut, metrics, checkpoints, p -> more.apply(known.apply(p)));
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
        return new TrainingRun<>(this, session, history, StoppingMemory.none(), provenance).run();
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
        return new TrainingRun<>(this, session, history, StoppingMemory.read(rule, newest), provenance).run();
    }

    /** What the checkpoint says stays; those of earlier versions say nothing, and those of later ones nothing that this can read. */
    private Provenance resumed(UpdateRule.Session<P> session, Path checkpoint) throws IOException {
        long step = Checkpoints.step(checkpoint);
        Optional<Provenance> before = Provenance.readIfKnown(checkpoint);
        return before.isPresent() ? before.get().resumed(step) : known.apply(session.describe(Provenance.from(step)));
    }
}
