package org.autoencoder4j.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

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
    private static final String STATE = "state.json";
    private static final String BEST = "best";
    private static final String BEST_LOSS = "bestLoss";
    private static final String[] FIELDS = {"step", "scale", "keptColumns"};

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

    /** What every session is besides its parameters. */
    record State(long step, double scale, int keptColumns, double bestLoss) {
        static final State START = new State(0, 1, 0, Double.POSITIVE_INFINITY);

        static State read(Path folder) throws IOException {
            Path file = folder.resolve(STATE);
            JsonNode state = new ObjectMapper().readTree(file.toFile());
            for (String field : FIELDS) {
                if (!state.path(field).isNumber()) {
                    throw new IllegalArgumentException(file + " has no number \"" + field + "\"");
                }
            }
            return new State(
                    state.get("step").asLong(),
                    state.get("scale").asDouble(),
                    state.get("keptColumns").asInt(),
                    state.path(BEST_LOSS).asDouble(Double.POSITIVE_INFINITY));
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
        Files.createDirectory(folder);
        saveParameters(current, folder);
        saveMore(folder);
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode state =
                mapper.createObjectNode().put("step", step).put("scale", scale).put("keptColumns", keptColumns);
        P least = best;
        if (least != null && least != current) {
            saveParameters(least, Files.createDirectory(best(folder)));
            state.put(BEST_LOSS, bestLoss);
        }
        mapper.writeValue(folder.resolve(STATE).toFile(), state);
    }
}
