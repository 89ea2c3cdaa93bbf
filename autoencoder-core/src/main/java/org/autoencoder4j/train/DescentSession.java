package org.autoencoder4j.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/**
 * A run of gradient descent, for any kind of parameters. It owns two sets of them, the present and the one before, and
 * writes the next into the older of the two: memory is flat.
 *
 * @param <P> the parameters
 * @param <G> their gradient
 */
abstract class DescentSession<P, G extends Gradient> implements UpdateRule.Session<P> {
    private static final int MOST_RETRIES = 40;
    private static final String STATE = "state.json";
    private static final String[] FIELDS = {"step", "scale", "keptColumns"};

    private final GradientSource<P, G> source;
    private final LearningRate learningRate;
    private P current;
    private P previous;
    private @Nullable G gradient;
    private @Nullable G lastGradient;
    private double lossBefore = Double.NaN;
    private long step;
    private double scale;
    private int keptColumns;

    /** What every session is besides its parameters. */
    record State(long step, double scale, int keptColumns) {
        static final State START = new State(0, 1, 0);

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
                    state.get("keptColumns").asInt());
        }
    }

    /** Takes over two equal sets of parameters. */
    DescentSession(GradientSource<P, G> source, LearningRate learningRate, P current, P previous, State state) {
        this.source = source;
        this.learningRate = learningRate;
        this.current = current;
        this.previous = previous;
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

    /** Writes the parameters, and what else goes on with them, into a folder that exists. */
    abstract void saveParameters(P parameters, Path folder) throws IOException;

    @Override
    public final Step<P> evaluate() {
        G found = source.at(current, step);
        G undone = lastGradient;
        for (int i = 0; i < MOST_RETRIES && undone != null; i++) {
            if (!learningRate.rejects(found.loss(), lossBefore)) {
                break;
            }
            scale *= learningRate.shrinkage();
            keptColumns = move(previous, current, undone, rate(step - 1), step - 1);
            found = source.at(current, step);
        }
        gradient = found;
        return new Step<>(step, current, found, rate(step), keptColumns);
    }

    @Override
    public final void advance() {
        G used = gradient;
        if (used == null) {
            throw new IllegalStateException("advance() needs an evaluate() before it");
        }
        keptColumns = move(current, previous, used, rate(step), step);
        P older = current;
        current = previous;
        previous = older;
        lossBefore = used.loss();
        lastGradient = learningRate.shrinkage() < 1 ? keep(used, lastGradient) : null;
        gradient = null;
        step++;
    }

    @Override
    public final P result() {
        boolean broken = gradient != null && !Double.isFinite(gradient.loss());
        return copy(broken ? previous : current);
    }

    private double rate(long atStep) {
        return scale * learningRate.at(atStep);
    }

    @Override
    public final void save(Path folder) throws IOException {
        Files.createDirectory(folder);
        saveParameters(current, folder);
        ObjectMapper mapper = new ObjectMapper();
        mapper.writeValue(
                folder.resolve(STATE).toFile(),
                mapper.createObjectNode().put("step", step).put("scale", scale).put("keptColumns", keptColumns));
    }
}
