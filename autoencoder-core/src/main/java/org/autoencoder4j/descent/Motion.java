package org.autoencoder4j.descent;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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
    private final Descent<?> rule;
    private final List<String> names;
    private final Map<String, INDArray> initial;
    private final Map<String, List<INDArray>> memory;
    private final Map<String, INDArray> scratch = new HashMap<>();
    private final Map<String, INDArray> kept = new HashMap<>();
    /** The arrays that may differ from one set of parameters to another; all others are the same in every set. */
    private final Set<String> moved = new HashSet<>();

    private Motion(
            Descent<?> rule, List<String> names, Map<String, INDArray> initial, Map<String, List<INDArray>> memory) {
        this.rule = rule;
        this.names = names;
        this.initial = initial;
        this.memory = memory;
    }

    /** Begins at step 0. */
    static Motion of(Descent<?> rule, Parameters<?> start) {
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
        return new Motion(rule, MotionNames.of(rule, start), initial, memory);
    }

    /** Goes on with what {@link #save} wrote; the best parameters are another set, in which any array may differ. */
    static Motion of(Descent<?> rule, Parameters<?> present, boolean hasBest, Path folder) throws IOException {
        List<String> names = MotionNames.of(rule, present);
        Map<String, INDArray> initial = new LinkedHashMap<>();
        Map<String, List<INDArray>> memory = new LinkedHashMap<>();
        for (Map.Entry<String, INDArray> entry : present.arrays().entrySet()) {
            String name = entry.getKey();
            if (rule.isReplaced(name)) {
                initial.put(name, read(folder.resolve(MotionNames.initialFile(name)), entry.getValue()));
            } else {
                List<INDArray> parts = new ArrayList<>();
                for (String part : rule.optimizer().memory()) {
                    parts.add(read(folder.resolve(MotionNames.memoryFile(name, part)), entry.getValue()));
                }
                memory.put(name, parts);
            }
        }
        Motion motion = new Motion(rule, names, initial, memory);
        if (hasBest) {
            motion.moved.addAll(names);
        }
        return motion;
    }

    void save(Path folder) throws IOException {
        for (Map.Entry<String, INDArray> entry : initial.entrySet()) {
            Npy.write(folder.resolve(MotionNames.initialFile(entry.getKey())), entry.getValue());
        }
        List<String> parts = rule.optimizer().memory();
        for (Map.Entry<String, List<INDArray>> entry : memory.entrySet()) {
            for (int i = 0; i < parts.size(); i++) {
                Npy.write(
                        folder.resolve(MotionNames.memoryFile(entry.getKey(), parts.get(i))),
                        entry.getValue().get(i));
            }
        }
    }

    /** The names of the arrays that move along their gradients, in the order of the parameters. */
    List<String> trained(Gradient gradient) {
        Set<String> spoken = gradient.arrays().keySet();
        return names.stream()
                .filter(name -> spoken.contains(name) && !rule.isReplaced(name))
                .toList();
    }

    /** Makes directions of a gradient. They are valid until the next call, and as long as the gradient is. */
    Map<String, INDArray> directions(Parameters<?> present, Gradient gradient, long update) {
        if (!names.containsAll(gradient.arrays().keySet())) {
            throw new IllegalArgumentException("the gradient speaks of "
                    + gradient.arrays().keySet() + "; the parameters have the arrays " + names);
        }
        Map<String, INDArray> directions = new LinkedHashMap<>();
        for (String name : trained(gradient)) {
            INDArray array = Objects.requireNonNull(gradient.arrays().get(name));
            requireLike(
                    "the gradient of " + name,
                    array,
                    Objects.requireNonNull(present.arrays().get(name)));
            directions.put(name, direction(name, array, Objects.requireNonNull(memory.get(name)), update));
        }
        return directions;
    }

    private INDArray direction(String name, INDArray gradient, List<INDArray> remembered, long update) {
        Optimizer optimizer = rule.optimizer();
        if (optimizer instanceof PlainOptimizer) {
            return gradient;
        }
        INDArray result = scratch.computeIfAbsent(name, absent -> zeros(gradient));
        INDArray direction = optimizer.direction(gradient, remembered, result, update);
        if (direction != gradient
                && direction != result
                && remembered.stream().noneMatch(array -> array == direction)) {
            throw new IllegalStateException(
                    "the optimizer " + optimizer.name() + " returned an array for " + name
                            + " that is neither the gradient nor the scratch array nor one of its memory; it must be one of them");
        }
        return direction;
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
                add(after, before, -rate * rule.factor(name), direction, once);
            } else if (rule.isReplaced(name) || moved.contains(name)) {
                after.assign(before);
            }
            if (direction != null || rule.isReplaced(name)) {
                moved.add(name);
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

    private static void requireLike(String what, INDArray array, INDArray like) {
        if (!Arrays.equals(array.shape(), like.shape()) || array.dataType() != like.dataType()) {
            throw new IllegalArgumentException(what + " has shape " + Arrays.toString(array.shape()) + " and type "
                    + array.dataType() + "; they must be those of the parameters, " + Arrays.toString(like.shape())
                    + " and " + like.dataType());
        }
    }

    private static INDArray read(Path file, INDArray like) throws IOException {
        INDArray array = Npy.read(file);
        requireLike(file.toString(), array, like);
        return array.ordering() == like.ordering() ? array : array.dup(like.ordering());
    }

    private static INDArray zeros(INDArray like) {
        return Nd4j.create(like.dataType(), like.shape(), like.ordering());
    }
}
