package org.autoencoder4j.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.autoencoder4j.data.Npy;
import org.autoencoder4j.linalg.Checks;
import org.autoencoder4j.network.TiedAutoencoder;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/**
 * A run of {@link TiedDescent}. It owns two sets of parameters, the present and the one before, and writes the next into
 * the older of the two: memory is flat.
 */
final class TiedSession implements UpdateRule.Session<TiedAutoencoder> {
    private static final int MOST_RETRIES = 40;

    private final TiedDescent rule;
    private final INDArray initialBias;
    private TiedAutoencoder current;
    private TiedAutoencoder previous;
    private @Nullable TiedGradient gradient;
    private @Nullable INDArray lastGradient;
    private double lossBefore = Double.NaN;
    private long step;
    private double scale;
    private int keptColumns;

    /** What a session is besides its parameters. */
    record State(INDArray initialBias, long step, double scale, int keptColumns) {}

    TiedSession(TiedDescent rule, TiedAutoencoder current, State state) {
        this.rule = rule;
        this.current = current;
        this.previous = current.copy();
        this.initialBias = state.initialBias();
        this.step = state.step();
        this.scale = state.scale();
        this.keptColumns = state.keptColumns();
    }

    @Override
    public Step<TiedAutoencoder> evaluate() {
        TiedGradient found = rule.source().at(current, step);
        INDArray undone = lastGradient;
        for (int i = 0; i < MOST_RETRIES && undone != null; i++) {
            if (!rule.learningRate().rejects(found.loss(), lossBefore)) {
                break;
            }
            scale *= rule.learningRate().shrinkage();
            keptColumns = move(previous, current, undone, step - 1);
            found = rule.source().at(current, step);
        }
        gradient = found;
        return new Step<>(step, current, found, rate(step), keptColumns);
    }

    @Override
    public void advance() {
        TiedGradient used = gradient;
        if (used == null) {
            throw new IllegalStateException("advance() needs an evaluate() before it");
        }
        keptColumns = move(current, previous, used.weights(), step);
        TiedAutoencoder older = current;
        current = previous;
        previous = older;
        lossBefore = used.loss();
        lastGradient = rule.learningRate().shrinkage() < 1 ? copy(used.weights()) : null;
        gradient = null;
        step++;
    }

    @Override
    public TiedAutoencoder result() {
        boolean broken = gradient != null && !Double.isFinite(gradient.loss());
        return (broken ? previous : current).copy();
    }

    private double rate(long atStep) {
        return scale * rule.learningRate().at(atStep);
    }

    /** Writes the update of {@code from} into {@code to} and returns how many columns could not be normalised. */
    private int move(TiedAutoencoder from, TiedAutoencoder to, INDArray direction, long atStep) {
        INDArray weights = to.weights();
        weights.assign(direction).muli(-rate(atStep)).addi(from.weights());
        int kept = rule.normalisation() == Normalisation.UNIT_COLUMNS ? normalise(weights, from.weights()) : 0;
        for (int i = 0; i < initialBias.length(); i++) {
            to.bias().putScalar(i, rule.biasSchedule().at(initialBias.getDouble(i), atStep + 1));
        }
        return kept;
    }

    private static int normalise(INDArray weights, INDArray fallback) {
        INDArray norms = weights.norm2(0);
        int kept = 0;
        for (int i = 0; i < norms.length(); i++) {
            double norm = norms.getDouble(i);
            if (!(norm > 0 && norm < Double.POSITIVE_INFINITY)) {
                weights.getColumn(i).assign(fallback.getColumn(i));
                norms.putScalar(i, 1);
                kept++;
            }
        }
        weights.diviRowVector(norms);
        return kept;
    }

    private INDArray copy(INDArray array) {
        INDArray target = lastGradient;
        return target == null ? array.dup() : target.assign(array);
    }

    @Override
    public void save(Path folder) throws IOException {
        Files.createDirectory(folder);
        current.save(folder.resolve("parameters"));
        Npy.write(folder.resolve("initial-bias.npy"), initialBias);
        ObjectMapper mapper = new ObjectMapper();
        mapper.writeValue(
                folder.resolve("state.json").toFile(),
                mapper.createObjectNode().put("step", step).put("scale", scale).put("keptColumns", keptColumns));
    }

    static TiedSession load(TiedDescent rule, Path folder) throws IOException {
        TiedAutoencoder parameters = TiedAutoencoder.load(folder.resolve("parameters"));
        INDArray initialBias = Npy.read(folder.resolve("initial-bias.npy"));
        Checks.vector("initial-bias.npy", initialBias, parameters.units(), "one entry for each unit");
        Checks.sameType("initial-bias.npy", initialBias, "the parameters", parameters.weights());
        Path file = folder.resolve("state.json");
        JsonNode state = new ObjectMapper().readTree(file.toFile());
        for (String field : new String[] {"step", "scale", "keptColumns"}) {
            if (!state.path(field).isNumber()) {
                throw new IllegalArgumentException(file + " has no number \"" + field + "\"");
            }
        }
        return new TiedSession(
                rule,
                parameters,
                new State(
                        initialBias,
                        state.get("step").asLong(),
                        state.get("scale").asDouble(),
                        state.get("keptColumns").asInt()));
    }
}
