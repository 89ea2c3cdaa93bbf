package org.autoencoder4j.descent;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.autoencoder4j.network.Parameters;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The names of arrays and of what an optimizer remembers of them, by which files are named. */
final class MotionNames {
    /** Without the plus sign, which stands between two names. */
    private static final String PATTERN = "[A-Za-z0-9._-]+";

    private MotionNames() {}

    /** The names of the arrays in their order, after a look at everything that a rule and parameters must keep to. */
    static List<String> of(Descent<?> rule, Parameters<?> parameters) {
        List<String> names = List.copyOf(parameters.arrays().keySet());
        names.forEach(name -> require("an array of the parameters", name));
        rule.optimizer()
                .memory()
                .forEach(part -> require(
                        "the memory of the optimizer " + rule.optimizer().name(), part));
        if (new HashSet<>(rule.optimizer().memory()).size()
                < rule.optimizer().memory().size()) {
            throw new IllegalArgumentException(
                    "the optimizer " + rule.optimizer().name() + " remembers "
                            + rule.optimizer().memory() + "; each name must be given once");
        }
        rule.constraints().keySet().forEach(name -> requireAmong(names, "a constraint on", name));
        rule.factors().keySet().forEach(name -> requireAmong(names, "a factor for", name));
        Map<String, INDArray> again = parameters.arrays();
        Map<String, INDArray> copied = parameters.copy().arrays();
        for (String name : names) {
            INDArray array = Objects.requireNonNull(parameters.arrays().get(name));
            if (array != again.get(name) || array == copied.get(name)) {
                throw new IllegalArgumentException(parameters.getClass().getName() + " gives the array \"" + name
                        + "\" anew at each call, or the same to its copy; arrays() must return the array itself, and"
                        + " copy() have its own");
            }
        }
        return names;
    }

    private static void requireAmong(List<String> names, String what, String name) {
        if (!names.contains(name)) {
            throw new IllegalArgumentException(
                    "the rule has " + what + " \"" + name + "\"; the parameters have " + names);
        }
    }

    private static void require(String what, String name) {
        if (!name.matches(PATTERN)) {
            throw new IllegalArgumentException(what + " is named \"" + name
                    + "\"; a name has letters, digits, dots, hyphens and underscores only, as files are named by it");
        }
    }

    static String initialFile(String array) {
        return "initial+" + array + ".npy";
    }

    static String memoryFile(String array, String part) {
        return "memory+" + array + "+" + part + ".npy";
    }
}
