package org.autoencoder4j.descent;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.autoencoder4j.backend.internal.Combination;
import org.autoencoder4j.data.format.Npy;
import org.autoencoder4j.gradient.Gradient;
import org.autoencoder4j.network.Parameters;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * How the parameters of one run move: along directions that the optimizer makes of gradients, then to where the constraints
 * want them. It owns what the optimizer remembers and the arrays with which the run began, as far as they are needed.
 */
final class Motion {
    private static final String NAMES = "[A-Za-z0-9._-]+";

    private final Descent<?> rule;
    private final Map<String, INDArray> initial;
    private final Map<String, List<INDArray>> memory;
    private final Map<String, INDArray> scratch = new HashMap<>();
    private final Map<String, INDArray> kept = new HashMap<>();

    private Motion(Descent<?> rule, Map<String, INDArray> initial, Map<String, List<INDArray>> memory) {
        this.rule = rule;
        this.initial = initial;
        this.memory = memory;
    }

    /** Begins at step 0. */
    static Motion of(Descent<?> rule, Parameters<?> start) {
        requireNames(rule, start);
        Map<String, INDArray> initial = new LinkedHashMap<>();
        Map<String, List<INDArray>> memory = new LinkedHashMap<>();
        start.arrays().forEach((name, array) -> {
            if (rule.isReplaced(name)) {
                initial.put(name, array.dup());
            } else {
                memory.put(
                        name,
                        rule.optimizer().memory().stream()
                                .map(part -> zeros(array))
                                .toList());
            }
        });
        return new Motion(rule, initial, memory);
    }

    /** Goes on with what {@link #save} wrote. */
    static Motion of(Descent<?> rule, Parameters<?> present, Path folder) throws IOException {
        requireNames(rule, present);
        Map<String, INDArray> initial = new LinkedHashMap<>();
        Map<String, List<INDArray>> memory = new LinkedHashMap<>();
        for (Map.Entry<String, INDArray> entry : present.arrays().entrySet()) {
            String name = entry.getKey();
            if (rule.isReplaced(name)) {
                initial.put(name, read(folder.resolve(initialFile(name)), entry.getValue()));
            } else {
                List<INDArray> parts = new ArrayList<>();
                for (String part : rule.optimizer().memory()) {
                    parts.add(read(folder.resolve(memoryFile(name, part)), entry.getValue()));
                }
                memory.put(name, parts);
            }
        }
        return new Motion(rule, initial, memory);
    }

    void save(Path folder) throws IOException {
        for (Map.Entry<String, INDArray> entry : initial.entrySet()) {
            Npy.write(folder.resolve(initialFile(entry.getKey())), entry.getValue());
        }
        List<String> parts = rule.optimizer().memory();
        for (Map.Entry<String, List<INDArray>> entry : memory.entrySet()) {
            for (int i = 0; i < parts.size(); i++) {
                Npy.write(
                        folder.resolve(memoryFile(entry.getKey(), parts.get(i))),
                        entry.getValue().get(i));
            }
        }
    }

    /** The names of the arrays that move along their gradients. */
    List<String> trained(Gradient gradient) {
        return gradient.arrays().keySet().stream()
                .filter(name -> !rule.isReplaced(name))
                .toList();
    }

    /** Makes directions of a gradient. They are valid until the next call, and as long as the gradient is. */
    Map<String, INDArray> directions(Gradient gradient, long update) {
        Map<String, INDArray> directions = new LinkedHashMap<>();
        for (String name : trained(gradient)) {
            INDArray array = Objects.requireNonNull(gradient.arrays().get(name));
            List<INDArray> remembered = memory.get(name);
            if (remembered == null) {
                throw new IllegalArgumentException("the gradient speaks of " + name + "; the parameters have "
                        + memory.keySet() + " to be trained and " + initial.keySet() + " that follow a schedule");
            }
            directions.put(name, direction(name, array, remembered, update));
        }
        return directions;
    }

    private INDArray direction(String name, INDArray gradient, List<INDArray> remembered, long update) {
        if (remembered.isEmpty() && rule.optimizer() instanceof PlainOptimizer) {
            return gradient;
        }
        INDArray result = scratch.computeIfAbsent(name, absent -> zeros(gradient));
        return rule.optimizer().direction(gradient, remembered, result, update);
    }

    /** Keeps directions beyond the life of their gradient, in arrays that the next call uses again. */
    Map<String, INDArray> keep(Map<String, INDArray> directions, Gradient gradient) {
        Map<String, INDArray> own = new LinkedHashMap<>();
        directions.forEach((name, direction) -> {
            boolean lent = direction == gradient.arrays().get(name);
            own.put(
                    name,
                    lent
                            ? kept.computeIfAbsent(name, absent -> zeros(direction))
                                    .assign(direction)
                            : direction);
        });
        return own;
    }

    /**
     * Writes the parameters after an update into those of an earlier step.
     *
     * @return how many columns could not be put where a constraint wants them
     */
    int move(Parameters<?> from, Parameters<?> to, Map<String, INDArray> directions, double rate, long update) {
        return move(from, to, directions, rate, update, rule.rounding() != Descent.Rounding.TWICE);
    }

    /** The same for an update that was undone. */
    int repeat(Parameters<?> from, Parameters<?> to, Map<String, INDArray> directions, double rate, long update) {
        return move(from, to, directions, rate, update, rule.rounding() == Descent.Rounding.ONCE);
    }

    private int move(
            Parameters<?> from,
            Parameters<?> to,
            Map<String, INDArray> directions,
            double rate,
            long update,
            boolean once) {
        Map<String, INDArray> target = to.arrays();
        int left = 0;
        for (Map.Entry<String, INDArray> entry : from.arrays().entrySet()) {
            String name = entry.getKey();
            INDArray before = entry.getValue();
            INDArray after = Objects.requireNonNull(target.get(name));
            @Nullable INDArray direction = directions.get(name);
            if (direction != null) {
                add(after, before, -rate, direction, once);
            }
            if (direction != null || rule.isReplaced(name)) {
                INDArray first = initial.getOrDefault(name, before);
                for (Constraint constraint : rule.constraints(name)) {
                    left += constraint.apply(after, before, first, update);
                }
            }
        }
        return left;
    }

    private static void add(INDArray target, INDArray from, double factor, INDArray direction, boolean once) {
        if (once && target.rank() == 2) {
            Combination.set(target, from, factor, direction);
        } else {
            target.assign(direction).muli(factor).addi(from);
        }
    }

    private static void requireNames(Descent<?> rule, Parameters<?> parameters) {
        for (String name : parameters.arrays().keySet()) {
            if (!name.matches(NAMES)) {
                throw new IllegalArgumentException(
                        "the parameters have an array named \"" + name
                                + "\"; a name has letters, digits, dots, hyphens and underscores only, as files are named by it");
            }
        }
        for (String name : rule.constraints().keySet()) {
            if (!parameters.arrays().containsKey(name)) {
                throw new IllegalArgumentException("the rule has a constraint on \"" + name + "\"; the parameters have "
                        + parameters.arrays().keySet());
            }
        }
    }

    private static INDArray read(Path file, INDArray like) throws IOException {
        INDArray array = Npy.read(file);
        if (!array.equalShapes(like) || array.dataType() != like.dataType()) {
            throw new IllegalArgumentException(file + " has " + array.shapeInfoToString()
                    + "; it must have the shape and type of the parameters, " + like.shapeInfoToString());
        }
        return array.ordering() == like.ordering() ? array : array.dup(like.ordering());
    }

    private static INDArray zeros(INDArray like) {
        return Nd4j.create(like.dataType(), like.shape(), like.ordering());
    }

    private static String initialFile(String array) {
        return "initial-" + array + ".npy";
    }

    private static String memoryFile(String array, String part) {
        return "memory-" + array + "-" + part + ".npy";
    }
}
