package org.autoencoder4j.descent;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.autoencoder4j.descent.internal.CollinearColumns;
import org.autoencoder4j.gradient.Gradient;
import org.autoencoder4j.gradient.GradientSource;
import org.autoencoder4j.gradient.Turns;
import org.autoencoder4j.storage.SavedFolder;
import org.autoencoder4j.storage.Settings;
import org.autoencoder4j.train.Step;
import org.autoencoder4j.train.UpdateRule;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A run of gradient descent, for any kind of parameters. It owns two sets of them, the present and the one before, and
 * writes the next into the older of the two. Once a loss rises it needs a third set, for the best so far must not be
 * overwritten; nothing is copied but then. Memory is flat.
 *
 * @param <P> the parameters
 * @param <G> their gradient
 */
abstract class DescentSession<P, G extends Gradient> implements UpdateRule.Session<P> {
    private static final int MOST_RETRIES = 40;
    private static final String BEST = "best";
    private static final String BEST_LOSS = "bestLoss";

    /** The same samples differ by less, on whatever processor in FLOAT, others by more. */
    private static final double SAME = 1e-5;

    private final GradientSource<P, G> source;
    private final LearningRate learningRate;
    private P current;
    private P previous;
    private @Nullable P spare;
    private @Nullable P best;
    private double bestLoss;
    private @Nullable G gradient;
    private @Nullable G lastGradient;
    private double lossBefore = Double.NaN;
    private long step;
    private double scale;
    private int keptColumns;
    private double firstLoss;
    private double firstNorm;

    /**
     * What every session is besides its parameters.
     *
     * @param step how many updates were done
     * @param scale the factor of the learning rate, below 1 once it has backed off
     * @param keptColumns how many columns the last update could not normalise
     * @param firstLoss the loss at the first step, NaN before that
     * @param firstNorm the norm of the gradient there
     * @param bestLoss the loss of the best parameters if they are not the present ones, else infinite
     */
    record State(long step, double scale, int keptColumns, double firstLoss, double firstNorm, double bestLoss) {
        static final State START = new State(0, 1, 0, Double.NaN, Double.NaN, Double.POSITIVE_INFINITY);

        static State of(Settings saved) {
            return new State(
                    saved.count("step"),
                    saved.number("scale"),
                    Math.toIntExact(saved.count("keptColumns")),
                    saved.number("firstLoss"),
                    saved.number("firstGradientNorm"),
                    saved.node().has(BEST_LOSS) ? saved.number(BEST_LOSS) : Double.POSITIVE_INFINITY);
        }

        /** Whether the best parameters are not the present ones, and so lie in a folder of their own. */
        boolean hasBest() {
            return bestLoss < Double.POSITIVE_INFINITY;
        }
    }

    /** Where {@link #save} puts the best parameters if they are not the present ones. */
    static Path best(Path folder) {
        return folder.resolve(BEST);
    }

    /** Takes over two equal sets of parameters, and the best of an earlier part of the run. */
    DescentSession(
            GradientSource<P, G> source,
            LearningRate learningRate,
            P current,
            P previous,
            Optional<P> best,
            State state) {
        this.source = source;
        this.learningRate = learningRate;
        this.current = current;
        this.previous = previous;
        this.spare = best.orElse(null);
        this.best = spare;
        this.bestLoss = state.bestLoss();
        this.step = state.step();
        this.scale = state.scale();
        this.keptColumns = state.keptColumns();
        this.firstLoss = state.firstLoss();
        this.firstNorm = state.firstNorm();
    }

    /**
     * Writes {@code from - rate direction} into {@code to}, which holds the parameters of an earlier step.
     *
     * @return how many columns could not be normalised
     */
    abstract int move(P from, P to, G direction, double rate, long atStep);

    /** Returns parameters with arrays of their own. */
    abstract P copy(P parameters);

    /** Keeps the arrays of a gradient that {@link #move} needs, in those of an earlier one if there is one. */
    abstract G keep(G direction, @Nullable G buffer);

    /** Writes parameters into a folder that exists. */
    abstract void saveParameters(P parameters, Path folder) throws IOException;

    /** Writes what else goes on with a run into a folder that exists; by default nothing. */
    void saveMore(Path folder) throws IOException {}

    /** The weights whose columns are a dictionary, if there are any. */
    Optional<INDArray> dictionary(P parameters) {
        return Optional.empty();
    }

    /** The name of what this kind of session saves. */
    abstract String format();

    /** Adds the rule's options, as far as they matter at a step, to those that a resumed session must have, too. */
    abstract void describe(ObjectNode options, G gradient, long atStep);

    @Override
    public final Step<P> evaluate() {
        G found = source.at(current, step);
        G undone = lastGradient;
        for (int i = 0; i < MOST_RETRIES && undone != null; i++) {
            if (!learningRate.rejects(found.loss() - found.lossResolution(), lossBefore)) {
                break;
            }
            scale *= learningRate.shrinkage();
            keptColumns = move(previous, current, undone, rate(step - 1), step - 1);
            found = source.at(current, step);
        }
        if (Double.isNaN(firstLoss)) {
            firstLoss = found.loss();
            firstNorm = found.norm();
        }
        gradient = found;
        if (found.loss() < bestLoss) {
            bestLoss = found.loss();
            best = current;
        }
        return new Step<>(step, current, found, rate(step), keptColumns);
    }

    @Override
    public final void advance() {
        G used = gradient;
        if (used == null) {
            throw new IllegalStateException("advance() needs an evaluate() before it");
        }
        P next = unused();
        keptColumns = move(current, next, used, rate(step), step);
        previous = current;
        current = next;
        lossBefore = used.loss();
        lastGradient = learningRate.shrinkage() < 1 ? keep(used, lastGradient) : null;
        Turns.requireCurrent(used);
        gradient = null;
        step++;
    }

    /** The set that holds neither the present parameters nor the best. */
    private P unused() {
        if (best != previous) {
            return previous;
        }
        P free = spare == null ? copy(current) : spare;
        spare = previous;
        return free;
    }

    @Override
    public final P result() {
        return copy(newestFinite());
    }

    private P newestFinite() {
        return gradient != null && !Double.isFinite(gradient.loss()) ? previous : current;
    }

    @Override
    public final P best() {
        return copy(best == null ? current : best);
    }

    @Override
    public final double lossOfBest(long onStep) {
        gradient = null;
        return source.at(best == null ? current : best, onStep).loss();
    }

    @Override
    public final List<Integer> collinearColumns() {
        return dictionary(newestFinite()).map(CollinearColumns::of).orElse(List.of());
    }

    private double rate(long atStep) {
        return scale * learningRate.at(atStep);
    }

    @Override
    public final void save(Path folder) throws IOException {
        if (gradient == null) {
            evaluate();
        }
        G found = Objects.requireNonNull(gradient);
        SavedFolder.write(folder, unfinished -> {
            saveParameters(current, unfinished);
            saveMore(unfinished);
            P least = best;
            if (least != null && least != current) {
                saveParameters(least, Files.createDirectory(best(unfinished)));
            }
            Settings.write(unfinished, format(), settings -> {
                settings.put("step", step).put("scale", scale).put("keptColumns", keptColumns);
                settings.put("firstLoss", firstLoss).put("firstGradientNorm", firstNorm);
                settings.put("loss", found.loss()).put("gradientNorm", found.norm());
                if (best != null && best != current) {
                    settings.put(BEST_LOSS, bestLoss);
                }
                settings.set("options", options(found));
            });
        });
    }

    private ObjectNode options(G found) {
        ObjectNode options = JsonNodeFactory.instance
                .objectNode()
                .put("learningRate", digits(learningRate.at(step)))
                .put("shrinkage", digits(learningRate.shrinkage()));
        describe(options, found, step);
        return options;
    }

    /** So few digits that they are the same wherever a formula is computed. */
    static String digits(double number) {
        return String.format(Locale.ROOT, "%.8e", number);
    }

    /**
     * Requires that the rule's options are those of the run that was saved, and that its data give the loss and the norm
     * of the gradient that the saved parameters had. This notices other data from any source.
     */
    final void requireSameRun(Settings saved) {
        G found = source.at(current, step);
        ObjectNode options = options(found);
        Iterable<String> names = options::fieldNames;
        for (String name : names) {
            String before = saved.node().path("options").path(name).asText("none");
            String now = options.get(name).asText();
            if (!before.equals(now)) {
                throw new IllegalArgumentException(saved.file() + " was written by a run with " + name + " " + before
                        + " at step " + step + "; this rule has " + now + ": resume with the rule of that run");
            }
        }
        double loss = saved.number("loss");
        double norm = saved.number("gradientNorm");
        if (isOther(loss, found.loss(), firstLoss) || isOther(norm, found.norm(), firstNorm)) {
            throw new IllegalArgumentException(
                    saved.file() + " was written by a run whose loss at step " + step + " was "
                            + loss + " and whose gradient had the norm " + norm + "; with this rule's samples they are "
                            + found.loss() + " and " + found.norm()
                            + ": resume with the samples of that run, in their order and with their seed");
        }
    }

    private static boolean isOther(double before, double now, double scale) {
        return !(Math.abs(before - now) <= SAME * Math.max(Math.abs(before), Math.abs(scale)));
    }
}
