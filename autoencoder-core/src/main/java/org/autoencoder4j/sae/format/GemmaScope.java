package org.autoencoder4j.sae.format;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.autoencoder4j.data.format.Npz;
import org.autoencoder4j.data.format.internal.array.ArrayLayout;
import org.autoencoder4j.data.format.internal.array.NpzFile;
import org.autoencoder4j.data.format.internal.array.NpzMember;
import org.autoencoder4j.data.format.tensor.internal.NumberType;
import org.autoencoder4j.sae.LatentActivation.TopK;
import org.autoencoder4j.sae.SparseAutoencoder;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Files {@code params.npz} of Gemma Scope: {@code W_enc} ({@code n x m}), {@code W_dec} ({@code m x n}), {@code b_enc},
 * {@code b_dec} and {@code threshold}, also with a small {@code w_}. All are JumpReLU, and b_dec is not taken off the input. The
 * result is FLOAT, but DOUBLE if an array has floating-point numbers of 64 bits.
 *
 * <p>A file does not say what it was trained on. The transcoders of Gemma Scope, which reconstruct another place of the network
 * than the one that they read, have the same five arrays: with one of these every statement on reconstructions is meaningless.
 */
public final class GemmaScope {
    private static final List<String> NAMES = List.of("W_enc", "b_enc", "W_dec", "b_dec", "threshold");

    private GemmaScope() {}

    /**
     * Reads a file. Names, types and shapes are checked before any number is read, and each array against the checksum that
     * the file has of it.
     *
     * @param file the file
     * @return the sparse autoencoder
     * @throws IOException if the file is missing or cannot be read
     * @throws IllegalArgumentException if it is none that can be read
     */
    public static SparseAutoencoder read(Path file) throws IOException {
        try (NpzFile zip = NpzFile.open(file)) {
            Map<String, NpzMember> members = members(file, zip);
            Map<String, List<Long>> shapes = new HashMap<>();
            boolean wide = false;
            for (Map.Entry<String, NpzMember> member : members.entrySet()) {
                ArrayLayout layout = member.getValue().requireLayout();
                shapes.put(member.getKey(), layout.shape());
                wide |= layout.type() == NumberType.FLOAT64;
            }
            StoredArrays stored = new StoredArrays(
                    file,
                    shapes,
                    wide ? DataType.DOUBLE : DataType.FLOAT,
                    (name, type) -> read(zip, members, name, type));
            stored.requireNames(stored.withOldFactor(NAMES));
            stored.requireOldFactorIsOne();
            return read(stored);
        }
    }

    private static Map<String, NpzMember> members(Path file, NpzFile zip) {
        Map<String, NpzMember> members = new HashMap<>();
        for (NpzMember member : zip.members()) {
            String name = member.name();
            String usual = name.startsWith("w_") ? "W_" + name.substring(2) : name;
            if (members.put(usual, member) != null) {
                throw new IllegalArgumentException(file + " has two arrays of the name " + Configuration.shown(usual));
            }
        }
        return members;
    }

    private static INDArray read(NpzFile zip, Map<String, NpzMember> members, String name, DataType type)
            throws IOException {
        NpzMember member = members.get(name);
        if (member == null) {
            throw new IllegalStateException(name + " was asked for before it was required");
        }
        return zip.read(member, type);
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
     * there already is replaced. The same autoencoder gives the same bytes.
     *
     * @param file the file, in a folder that exists
     * @param sae the autoencoder
     * @throws IOException if it cannot be written
     * @throws IllegalArgumentException if it is TopK, or b_dec is taken off the input and is not 0
     *     ({@link SparseAutoencoder#uncentred} makes the same of one that does)
     */
    public static void write(Path file, SparseAutoencoder sae) throws IOException {
        boolean moved = sae.centresInput() && sae.decoderBias().amaxNumber().doubleValue() != 0;
        if (sae.activation() instanceof TopK || moved) {
            throw new IllegalArgumentException(
                    sae + " is none of Gemma Scope: it must have thresholds, and b_dec must not be"
                            + " taken off the input; uncentred() makes the same autoencoder of which it is not");
        }
        SparseAutoencoder positive = PositiveLatents.of(sae);
        Map<String, INDArray> arrays = SaeLens.arrays(positive);
        arrays.put(
                "threshold", PositiveLatents.thresholds(positive.activation(), positive.units(), positive.dataType()));
        Npz.write(file, arrays);
    }
}
