package org.autoencoder4j.sae.format;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.autoencoder4j.data.format.tensor.Safetensors;
import org.autoencoder4j.sae.LatentActivation.TopK;
import org.autoencoder4j.sae.SparseAutoencoder;
import org.autoencoder4j.storage.internal.Unfinished;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Folders of sparsify: {@code cfg.json} and {@code sae.safetensors} with {@code encoder.weight} and {@code W_dec} (both
 * {@code m x n}), {@code encoder.bias} and {@code b_dec}. All are TopK of the products after a ReLU, and b_dec is taken off the
 * input. Transcoders, skip connections and {@code groupmax} are refused. The type of each array counts: the result is FLOAT,
 * but DOUBLE if one has 64 bits.
 */
public final class Sparsify {
    static final String WEIGHTS = "sae.safetensors";
    static final String ENCODER = "encoder.weight";
    private static final String CONFIGURATION = "cfg.json";
    private static final List<String> NAMES = List.of(ENCODER, "encoder.bias", "W_dec", "b_dec");

    private Sparsify() {}

    /**
     * Reads a folder.
     *
     * @param folder the folder
     * @return the sparse autoencoder
     * @throws IOException if a file is missing or cannot be read
     * @throws IllegalArgumentException if it is none that can be read
     */
    public static SparseAutoencoder read(Path folder) throws IOException {
        Configuration fields = Configuration.read(folder.resolve(CONFIGURATION));
        for (String unknown : List.of("transcode", "skip_connection", "signed")) {
            if (fields.flag(unknown, false)) {
                throw fields.refused(unknown, "true", "only autoencoders whose codes are not negative are read");
            }
        }
        if (!fields.text("activation", "topk").equals("topk")) {
            throw fields.refused("activation", fields.text("activation", ""), "it must be topk");
        }
        StoredArrays arrays = StoredArrays.of(folder.resolve(WEIGHTS));
        arrays.requireNames(NAMES);
        return read(arrays, fields);
    }

    private static SparseAutoencoder read(StoredArrays arrays, Configuration fields) throws IOException {
        Long n = (long) fields.whole("d_in");
        Long m = arrays.matrixShape(ENCODER).get(0);
        long latents = fields.field("num_latents").isPresent() ? fields.whole("num_latents") : 0;
        long expected = latents > 0 ? latents : n * fields.whole("expansion_factor");
        if (expected != m) {
            throw new IllegalArgumentException(fields.file() + " says that there are " + expected
                    + " latents (num_latents, or d_in times expansion_factor if that is 0), and " + ENCODER + " has "
                    + m
                    + " rows; both must be the same");
        }
        int k = fields.whole("k");
        if (k < 1 || k > m) {
            throw new IllegalArgumentException(fields.file() + " has k = " + k + "; it must be from 1 to " + m);
        }
        String rule = "n = d_in of " + CONFIGURATION + ", and m the rows of " + ENCODER;
        return arrays.autoencoder(
                arrays.array(ENCODER, rule, m, n).transpose(),
                arrays.array("encoder.bias", rule, m),
                arrays.array("W_dec", rule, m, n).transpose(),
                arrays.array("b_dec", rule, n),
                true,
                new TopK(k, true, false));
    }

    /**
     * Writes a folder, with F32 or F64 by the autoencoder's type. It appears complete or not at all.
     *
     * @param folder the folder, which must not exist yet
     * @param sae the autoencoder
     * @throws IOException if it exists or cannot be written
     * @throws IllegalArgumentException if it is not TopK with ReLU that does not count by the decoder's lengths
     *     ({@link SparseAutoencoder#folded} makes one of one that does), or b_dec is not taken off the input
     */
    public static void write(Path folder, SparseAutoencoder sae) throws IOException {
        if (!(sae.activation() instanceof TopK top) || !top.relu() || top.rescaled() || !sae.centresInput()) {
            throw new IllegalArgumentException(
                    sae + " is none of sparsify: it must be TopK with ReLU, not rescaled (fold it"
                            + " first), and b_dec must be taken off the input");
        }
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        arrays.put(ENCODER, sae.encoder().transpose());
        arrays.put("encoder.bias", sae.encoderBias());
        arrays.put("W_dec", sae.decoder().transpose());
        arrays.put("b_dec", sae.decoderBias());
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        fields.put("activation", "topk");
        fields.put("expansion_factor", Math.max(1, sae.units() / sae.features()));
        fields.put("normalize_decoder", false);
        fields.put("num_latents", sae.units());
        fields.put("k", top.k());
        fields.put("multi_topk", false);
        fields.put("skip_connection", false);
        fields.put("transcode", false);
        fields.put("d_in", sae.features());
        Unfinished.folder(folder, made -> {
            Safetensors.write(made.resolve(WEIGHTS), arrays, Map.of());
            Files.writeString(made.resolve(CONFIGURATION), fields + "\n");
        });
    }
}
