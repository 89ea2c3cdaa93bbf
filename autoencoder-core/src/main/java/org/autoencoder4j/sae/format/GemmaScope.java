package org.autoencoder4j.sae.format;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.autoencoder4j.sae.LatentActivation.TopK;
import org.autoencoder4j.sae.SparseAutoencoder;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Files {@code params.npz} of Gemma Scope: {@code W_enc} ({@code n x m}), {@code W_dec} ({@code m x n}), {@code b_enc},
 * {@code b_dec} and {@code threshold}, also with a small {@code w_}. All are JumpReLU, and b_dec is not taken off the input. The
 * result is FLOAT, but DOUBLE if an array has 64 bits.
 */
public final class GemmaScope {
    private static final List<String> NAMES = List.of("W_enc", "b_enc", "W_dec", "b_dec", "threshold");

    private GemmaScope() {}

    /**
     * Reads a file. The arrays are unpacked into the system's folder for temporary files first.
     *
     * @param file the file
     * @return the sparse autoencoder
     * @throws IOException if the file is missing or cannot be read
     * @throws IllegalArgumentException if it is none that can be read
     */
    public static SparseAutoencoder read(Path file) throws IOException {
        Map<String, INDArray> arrays = new HashMap<>();
        NpzArrays.read(file).forEach((name, array) -> {
            String usual = name.startsWith("w_") ? "W_" + name.substring(2) : name;
            if (arrays.put(usual, array) != null) {
                throw new IllegalArgumentException(file + " has two arrays of the name " + usual);
            }
        });
        Map<String, List<Long>> shapes = new HashMap<>();
        arrays.forEach((name, array) -> shapes.put(name, NpzArrays.shape(array)));
        boolean wide = arrays.values().stream().anyMatch(array -> array.dataType() == DataType.DOUBLE);
        StoredArrays stored = new StoredArrays(
                file, shapes, wide ? DataType.DOUBLE : DataType.FLOAT, (name, type) -> array(arrays, name, type));
        stored.requireNames(NAMES);
        return read(stored);
    }

    private static INDArray array(Map<String, INDArray> arrays, String name, DataType type) {
        INDArray array = arrays.get(name);
        if (array == null) {
            throw new IllegalStateException(name + " was asked for before it was required");
        }
        return array.castTo(type);
    }

    private static SparseAutoencoder read(StoredArrays arrays) throws IOException {
        List<Long> shape = arrays.matrixShape("W_enc");
        Long n = shape.get(0);
        Long m = shape.get(1);
        String rule = "W_enc is n x m = " + n + " x " + m;
        return arrays.autoencoder(
                arrays.array("W_enc", rule, n, m),
                arrays.array("b_enc", rule, m),
                arrays.array("W_dec", rule, m, n).transpose(),
                arrays.array("b_dec", rule, n),
                false,
                arrays.jumpRelu(arrays.array("threshold", rule, m).toDoubleVector()));
    }

    /**
     * Writes a file. ReLU is written with thresholds of 0; a hard threshold of both signs exactly, as {@code 2m} latents
     * {@code [W, -W]} with the greatest number below lambda as thresholds. The file appears complete or not at all; one that is
     * there already is replaced.
     *
     * @param file the file, in a folder that exists
     * @param sae the autoencoder
     * @throws IOException if it cannot be written
     * @throws IllegalArgumentException if it is TopK, or b_dec is taken off the input and is not 0
     */
    public static void write(Path file, SparseAutoencoder sae) throws IOException {
        boolean moved = sae.centresInput() && sae.decoderBias().amaxNumber().doubleValue() != 0;
        if (sae.activation() instanceof TopK || moved) {
            throw new IllegalArgumentException(
                    sae + " is none of Gemma Scope: it must have thresholds, and b_dec must not be"
                            + " taken off the input");
        }
        SparseAutoencoder positive = PositiveLatents.of(sae);
        Map<String, INDArray> arrays = SaeLens.arrays(positive);
        arrays.put(
                "threshold", PositiveLatents.thresholds(positive.activation(), positive.units(), positive.dataType()));
        NpzArrays.write(file, arrays);
    }
}
