package org.autoencoder4j.sae.format;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code cfg.json} of an SAELens folder, of version 6 or from before.
 *
 * @param architecture standard, jumprelu or topk
 * @param features d_in
 * @param units d_sae
 * @param centresInput apply_b_dec_to_input
 * @param k of topk, else 0
 * @param rescaled rescale_acts_by_decoder_norm of topk
 * @param scaled whether inputs are multiplied by a factor that the folder does not hold
 */
record SaeLensConfiguration(
        Kind architecture, int features, int units, boolean centresInput, int k, boolean rescaled, boolean scaled) {
    private static final Pattern VERSION = Pattern.compile("(\\d{1,4})\\..*", Pattern.DOTALL);
    private static final int FIRST_NESTED = 6;
    private static final Set<String> RESHAPINGS = Set.of("none", "hook_z");

    /** The architectures that are sparse autoencoders of this library. */
    enum Kind {
        STANDARD,
        JUMPRELU,
        TOPK
    }

    static SaeLensConfiguration read(Path file) throws IOException {
        Configuration fields = Configuration.read(file);
        boolean old = isOld(fields);
        Kind kind = old ? oldArchitecture(fields) : architecture(fields, fields.text("architecture", "(none)"));
        String reshaping = fields.text("reshape_activations", "none");
        if (!RESHAPINGS.contains(reshaping)) {
            throw fields.refused("reshape_activations", reshaping, "it must be none or hook_z");
        }
        return new SaeLensConfiguration(
                kind,
                fields.whole("d_in"),
                fields.whole("d_sae"),
                fields.flag("apply_b_dec_to_input", true),
                kind == Kind.TOPK ? k(fields, old) : 0,
                kind == Kind.TOPK && fields.flag("rescale_acts_by_decoder_norm", false),
                isScaled(fields));
    }

    /** The version stands at the top or in the metadata; before 6 it may be missing. */
    private static boolean isOld(Configuration fields) {
        String version =
                fields.text("sae_lens_version", fields.object("metadata").text("sae_lens_version", "0.0"));
        Matcher numbers = VERSION.matcher(version);
        if (!numbers.matches()) {
            throw fields.refused("sae_lens_version", version, "it must be a version such as 6.18.0");
        }
        return Integer.parseInt(numbers.group(1)) < FIRST_NESTED;
    }

    private static Kind architecture(Configuration fields, String name) {
        return switch (name) {
            case "standard" -> Kind.STANDARD;
            case "jumprelu" -> Kind.JUMPRELU;
            case "topk" -> Kind.TOPK;
            default ->
                throw fields.refused(
                        "architecture",
                        name,
                        "read are standard, jumprelu and topk; gated, matching_pursuit, transcoders and others compute"
                                + " something else than one product, a threshold and one product");
        };
    }

    private static Kind oldArchitecture(Configuration fields) {
        String activation = fields.text("activation_fn_str", fields.text("activation_fn", "relu"));
        Kind kind = architecture(fields, fields.text("architecture", "standard"));
        if (activation.equals("topk") && kind != Kind.JUMPRELU) {
            return Kind.TOPK;
        }
        if (!activation.equals("relu")) {
            throw fields.refused("activation_fn_str", activation, "it must be relu, or topk in a standard autoencoder");
        }
        return kind;
    }

    private static int k(Configuration fields, boolean old) {
        JsonNode oldNumber = fields.object("activation_fn_kwargs").fields().get("k");
        return old && oldNumber != null ? fields.whole("activation_fn_kwargs.k", oldNumber) : fields.whole("k");
    }

    private static boolean isScaled(Configuration fields) {
        JsonNode value =
                fields.field("normalize_activations").orElse(fields.fields().textNode("none"));
        String name = value.isBoolean() ? (value.asBoolean() ? "expected_average_only_in" : "none") : value.asText();
        return switch (name) {
            case "none" -> false;
            case "expected_average_only_in" -> true;
            default ->
                throw fields.refused(
                        "normalize_activations",
                        name,
                        "each sample is scaled by numbers of its own, which no fixed autoencoder does; it must be none or"
                                + " expected_average_only_in");
        };
    }
}
