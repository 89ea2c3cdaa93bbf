package org.autoencoder4j.sae.format;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.data.format.tensor.Safetensors;
import org.autoencoder4j.sae.LatentActivation;
import org.autoencoder4j.sae.LatentActivation.JumpRelu;
import org.autoencoder4j.sae.LatentActivation.Relu;
import org.autoencoder4j.sae.LatentActivation.TopK;
import org.autoencoder4j.sae.SparseAutoencoder;
import org.autoencoder4j.storage.internal.Unfinished;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Folders of SAELens: {@code cfg.json} and {@code sae_weights.safetensors} with {@code W_enc} ({@code n x m}), {@code W_dec}
 * ({@code m x n}), {@code b_enc} and {@code b_dec}.
 *
 * <p>Read are the architectures {@code standard} (ReLU), {@code jumprelu} (also {@code threshold}, or {@code log_threshold} of
 * which the exponential is taken) and {@code topk} (k, rescaled by decoder norms or not, and always with ReLU), of version 6
 * and, with {@code activation_fn_str}, from before. Others are refused with their name, and so is an array too many or missing.
 * The type of each array counts, not the configuration's: the result is FLOAT, but DOUBLE if one has 64 bits. Activations that
 * SAELens reshapes ({@code hook_z}) are given with the heads one after the other.
 */
public final class SaeLens {
    static final String CONFIGURATION = "cfg.json";
    static final String WEIGHTS = "sae_weights.safetensors";
    /** Loaders take a configuration without a version for one from before 6, and drop what is nested in it. */
    private static final String VERSION = "6.18.0";

    private static final String THRESHOLD = "threshold";
    private static final String LOG_THRESHOLD = "log_threshold";

    private SaeLens() {}

    /**
     * Reads a folder.
     *
     * @param folder the folder
     * @return the sparse autoencoder
     * @throws IOException if a file is missing or cannot be read
     * @throws IllegalArgumentException if it is none that can be read; with {@code normalize_activations} of
     *     {@code expected_average_only_in} the folder does not hold the factor: give it to {@link #read(Path, double)}
     */
    public static SparseAutoencoder read(Path folder) throws IOException {
        Path file = folder.resolve(CONFIGURATION);
        SaeLensConfiguration configuration = SaeLensConfiguration.read(file);
        if (configuration.scaled()) {
            throw new IllegalArgumentException(
                    file + " says normalize_activations = expected_average_only_in, but not by"
                            + " which factor inputs are to be multiplied: give that factor, sqrt(n) over the mean length of"
                            + " the inputs, as the second argument (on the command line --input-factor)");
        }
        return read(folder, configuration);
    }

    /**
     * Reads a folder whose inputs are multiplied by a factor s first ({@code normalize_activations} is
     * {@code expected_average_only_in}), and folds it: {@code s W_enc}, {@code W_dec / s}, {@code b_dec / s}. So the result
     * takes inputs as they are, and its codes are those of SAELens; of a TopK that counts by the decoder's lengths these are
     * folded first.
     *
     * @param folder the folder
     * @param factor s, above 0
     * @return the sparse autoencoder
     * @throws IOException if a file is missing or cannot be read
     * @throws IllegalArgumentException if it is none that can be read, or its inputs are not multiplied
     */
    public static SparseAutoencoder read(Path folder, double factor) throws IOException {
        Checks.positive("factor", factor);
        Path file = folder.resolve(CONFIGURATION);
        SaeLensConfiguration configuration = SaeLensConfiguration.read(file);
        if (!configuration.scaled()) {
            throw new IllegalArgumentException(
                    file + " says that inputs are taken as they are: read it without the factor " + factor);
        }
        SparseAutoencoder stored = read(folder, configuration);
        // Lengths of columns that count must be those of before: they go into the encoder first.
        SparseAutoencoder sae = configuration.rescaled() ? stored.folded() : stored;
        // In place: they are nobody else's yet.
        return new SparseAutoencoder(
                sae.encoder().muli(factor),
                sae.encoderBias(),
                sae.decoder().divi(factor),
                sae.decoderBias().divi(factor),
                sae.centresInput(),
                sae.activation());
    }

    private static SparseAutoencoder read(Path folder, SaeLensConfiguration configuration) throws IOException {
        StoredArrays arrays = StoredArrays.of(folder.resolve(WEIGHTS));
        arrays.requireNames(names(arrays, configuration.architecture()));
        arrays.requireOldFactorIsOne();
        String rule = "n = d_in and m = d_sae of " + CONFIGURATION;
        Long n = (long) configuration.features();
        Long m = (long) configuration.units();
        arrays.matrixShape("W_enc");
        return arrays.autoencoder(
                arrays.array("W_enc", rule, n, m),
                arrays.array("b_enc", rule, m),
                arrays.array("W_dec", rule, m, n).transpose(),
                arrays.array("b_dec", rule, n),
                configuration.centresInput(),
                activation(arrays, configuration));
    }

    private static List<String> names(StoredArrays arrays, SaeLensConfiguration.Kind kind) {
        List<String> names = new ArrayList<>(List.of("W_enc", "b_enc", "W_dec", "b_dec"));
        if (kind == SaeLensConfiguration.Kind.JUMPRELU) {
            names.add(arrays.shapes().containsKey(LOG_THRESHOLD) ? LOG_THRESHOLD : THRESHOLD);
        }
        return arrays.withOldFactor(names);
    }

    private static LatentActivation activation(StoredArrays arrays, SaeLensConfiguration configuration)
            throws IOException {
        return switch (configuration.architecture()) {
            case STANDARD -> new Relu();
            case TOPK -> topK(arrays, configuration);
            case JUMPRELU -> arrays.jumpRelu(thresholds(arrays, (long) configuration.units()));
        };
    }

    private static TopK topK(StoredArrays arrays, SaeLensConfiguration configuration) {
        if (configuration.k() < 1 || configuration.k() > configuration.units()) {
            throw new IllegalArgumentException(arrays.file().resolveSibling(CONFIGURATION) + " has k = "
                    + configuration.k() + "; it must be from 1 to d_sae = " + configuration.units());
        }
        return new TopK(configuration.k(), true, configuration.rescaled());
    }

    private static double[] thresholds(StoredArrays arrays, Long units) throws IOException {
        String rule = "one for each latent";
        if (!arrays.shapes().containsKey(LOG_THRESHOLD)) {
            return arrays.array(THRESHOLD, rule, units).toDoubleVector();
        }
        double[] thresholds = arrays.array(LOG_THRESHOLD, rule, units).toDoubleVector();
        for (int i = 0; i < thresholds.length; i++) {
            double threshold = Math.exp(thresholds[i]);
            thresholds[i] = arrays.type() == DataType.FLOAT ? (float) threshold : threshold;
        }
        return thresholds;
    }

    /**
     * Writes a folder of version 6, with F32 or F64 by the autoencoder's type. ReLU is written as {@code standard}, JumpReLU as
     * {@code jumprelu}, TopK with ReLU as {@code topk}. A hard threshold of both signs is written exactly, as {@code jumprelu}
     * of {@code 2m} latents {@code [W, -W]} with the greatest number below lambda as thresholds. The folder appears complete or
     * not at all.
     *
     * @param folder the folder, which must not exist yet
     * @param sae the autoencoder
     * @throws IOException if it exists or cannot be written
     * @throws IllegalArgumentException if the activation is TopK without ReLU, which SAELens does not have
     */
    public static void write(Path folder, SparseAutoencoder sae) throws IOException {
        if (sae.activation() instanceof TopK top && !top.relu()) {
            throw new IllegalArgumentException("the activation is " + top
                    + "; SAELens sets what is not above 0 to 0, so it must be TopK with ReLU");
        }
        SparseAutoencoder positive = PositiveLatents.of(sae);
        Map<String, INDArray> arrays = arrays(positive);
        String configuration = configuration(positive).toString();
        Unfinished.folder(folder, made -> {
            Safetensors.write(made.resolve(WEIGHTS), arrays, Map.of());
            Files.writeString(made.resolve(CONFIGURATION), configuration + "\n");
        });
    }

    /** The arrays in the convention of SAELens and Gemma Scope. */
    static Map<String, INDArray> arrays(SparseAutoencoder sae) {
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        arrays.put("W_enc", sae.encoder());
        arrays.put("b_enc", sae.encoderBias());
        arrays.put("W_dec", sae.decoder().transpose());
        arrays.put("b_dec", sae.decoderBias());
        if (sae.activation() instanceof JumpRelu jump) {
            arrays.put(THRESHOLD, PositiveLatents.thresholds(jump, sae.units(), sae.dataType()));
        }
        return arrays;
    }

    private static ObjectNode configuration(SparseAutoencoder sae) {
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        LatentActivation activation = sae.activation();
        fields.put(
                "architecture",
                activation instanceof Relu ? "standard" : activation instanceof JumpRelu ? "jumprelu" : "topk");
        fields.put("d_in", sae.features());
        fields.put("d_sae", sae.units());
        fields.put("dtype", sae.dataType() == DataType.FLOAT ? "float32" : "float64");
        fields.put("device", "cpu");
        fields.put("apply_b_dec_to_input", sae.centresInput());
        fields.put("normalize_activations", "none");
        fields.put("reshape_activations", "none");
        if (activation instanceof TopK top) {
            fields.put("k", top.k());
            fields.put("rescale_acts_by_decoder_norm", top.rescaled());
        }
        fields.putObject("metadata").put("sae_lens_version", VERSION).putNull("sae_lens_training_version");
        return fields;
    }
}
