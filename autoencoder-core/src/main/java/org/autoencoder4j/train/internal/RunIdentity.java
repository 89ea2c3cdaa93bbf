package org.autoencoder4j.train.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.autoencoder4j.gradient.Fingerprint;
import org.autoencoder4j.provenance.Environment;
import org.autoencoder4j.storage.Settings;

/**
 * What a checkpoint belongs to: the library's version, the rule's options as far as they matter at its step, the data, and
 * the loss and the gradient's norm at its parameters. A run is resumed only if all of them come out again. The session that
 * saves it also saves its {@code step}, {@code firstLoss} and {@code firstGradientNorm}.
 *
 * @param options the options by name
 * @param data the data
 * @param loss the loss
 * @param norm the norm
 */
public record RunIdentity(Map<String, String> options, Fingerprint data, double loss, double norm) {
    private static final String UNKNOWN = "unknown";
    private static final String LIBRARY = "library";

    /** The same samples differ by less, on whatever processor in FLOAT, others by more. */
    private static final double SAME = 1e-5;

    /**
     * Adds it to what is saved.
     *
     * @param settings the settings
     */
    public void write(ObjectNode settings) {
        settings.put(LIBRARY, version());
        settings.put("loss", loss).put("gradientNorm", norm);
        settings.put("data", data.data());
        ArrayNode sketch = settings.putArray("sketch");
        data.sketch().forEach(sketch::add);
        ObjectNode named = settings.putObject("options");
        options.forEach(named::put);
    }

    /**
     * Requires that this is the run that was saved.
     *
     * @param saved the settings
     * @throws IllegalArgumentException if it is another; the message names the difference
     */
    public void requireSame(Settings saved) {
        requireOptions(saved, options);
        Optional<String> difference = fingerprint(saved).differenceTo(data);
        if (difference.isPresent()) {
            throw new IllegalArgumentException(
                    saved.file() + " was written by a run with other data: " + difference.orElseThrow()
                            + "; resume with the samples of that run, in their order and with their seed");
        }
        double before = saved.number("loss");
        double normBefore = saved.number("gradientNorm");
        if (isOther(before, loss, saved.number("firstLoss"))
                || isOther(normBefore, norm, saved.number("firstGradientNorm"))) {
            throw new IllegalArgumentException(
                    saved.file() + " was written by a run whose loss at step " + saved.count("step") + " was "
                            + before + " and whose gradient had the norm " + normBefore
                            + "; with this rule's samples they are " + loss + " and " + norm
                            + ": resume with the samples of that run, in their order and with their seed");
        }
    }

    /**
     * Requires the version and the options, as far as they are known before a gradient is.
     *
     * @param saved the settings
     * @param options the options by name
     * @throws IllegalArgumentException if they are others; the message names the difference
     */
    public static void requireOptions(Settings saved, Map<String, String> options) {
        requireVersion(saved);
        options.forEach((name, now) -> {
            String before = saved.node().path("options").path(name).asText("none");
            if (!before.equals(now)) {
                throw new IllegalArgumentException(saved.file() + " was written by a run with " + name + " " + before
                        + " at step " + saved.count("step") + "; this rule has " + now
                        + ": resume with the rule of that run");
            }
        });
        saved.node().path("options").fieldNames().forEachRemaining(name -> {
            if (!options.containsKey(name) && (name.startsWith("constraint") || name.startsWith("factor"))) {
                throw new IllegalArgumentException(saved.file() + " was written by a run with " + name + " "
                        + saved.node().path("options").path(name).asText()
                        + "; this rule has none: resume with the rule of that run");
            }
        });
    }

    private static void requireVersion(Settings saved) {
        String before = saved.text(LIBRARY);
        String now = version();
        if (!before.equals(now) && !before.equals(UNKNOWN) && !now.equals(UNKNOWN)) {
            throw new IllegalArgumentException(saved.file() + " was written by version " + before
                    + " of this library, and this is version " + now
                    + ", which may compute other last digits: resume with that version, or begin a new run at the saved"
                    + " parameters");
        }
    }

    private static Fingerprint fingerprint(Settings saved) {
        List<Double> sketch = new ArrayList<>();
        for (JsonNode number : saved.node().path("sketch")) {
            if (!number.isNumber()) {
                throw saved.wrong("sketch", "a list of numbers");
            }
            sketch.add(number.asDouble());
        }
        return new Fingerprint(saved.text("data"), sketch);
    }

    private static boolean isOther(double before, double now, double scale) {
        return !(Math.abs(before - now) <= SAME * Math.max(Math.abs(before), Math.abs(scale)));
    }

    private static String version() {
        return Environment.current().library();
    }

    /**
     * Names what an object is, so that the name is the same in every run.
     *
     * @param object a source of gradients, for example
     * @return the simple name of its class, or "own" if that has none, as of a lambda
     */
    public static String nameOf(Object object) {
        Class<?> type = object.getClass();
        return type.isHidden() || type.isSynthetic() || type.isAnonymousClass() ? "own" : type.getSimpleName();
    }
}
