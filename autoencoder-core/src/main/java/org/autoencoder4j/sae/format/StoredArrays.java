package org.autoencoder4j.sae.format;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.autoencoder4j.data.format.tensor.Safetensors;
import org.autoencoder4j.data.format.tensor.TensorEntry;
import org.autoencoder4j.data.format.tensor.TensorType;
import org.autoencoder4j.sae.LatentActivation;
import org.autoencoder4j.sae.SparseAutoencoder;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The named arrays of a file of which a sparse autoencoder is made, with checks that name the file.
 *
 * @param file the file
 * @param shapes the shape of each array
 * @param type the type in which they are read: FLOAT, but DOUBLE if the file has one of 64 bits, so that nothing is lost
 * @param reader reads one
 */
record StoredArrays(Path file, Map<String, List<Long>> shapes, DataType type, Reader reader) {
    private static final String OLD_FACTOR = "scaling_factor";
    private static final double FACTOR_ROUNDING = 1e-5;

    /** Reads an array by its name, of a type. */
    @FunctionalInterface
    interface Reader {
        INDArray read(String name, DataType type) throws IOException;
    }

    static StoredArrays of(Path file) throws IOException {
        Safetensors tensors = Safetensors.open(file);
        Map<String, List<Long>> shapes = new TreeMap<>();
        boolean wide = false;
        for (TensorEntry entry : tensors.entries()) {
            shapes.put(entry.name(), entry.shape());
            wide |= entry.type() == TensorType.F64;
        }
        return new StoredArrays(file, shapes, wide ? DataType.DOUBLE : DataType.FLOAT, tensors::array);
    }

    /** Exactly these: one more may change what the autoencoder does. */
    void requireNames(Collection<String> names) {
        Set<String> missing = new TreeSet<>(names);
        missing.removeAll(shapes.keySet());
        Set<String> unknown = new TreeSet<>(shapes.keySet());
        unknown.removeAll(names);
        if (!missing.isEmpty() || !unknown.isEmpty()) {
            throw new IllegalArgumentException(file + " must have the arrays " + new TreeSet<>(names)
                    + (missing.isEmpty() ? "" : "; missing are " + missing)
                    + (unknown.isEmpty() ? "" : "; unknown are " + Configuration.shown(unknown.toString())));
        }
    }

    /** These names, and that of the factors of codes if it is there: loaders of long ago wrote it always. */
    List<String> withOldFactor(List<String> names) {
        return shapes.containsKey(OLD_FACTOR)
                ? Stream.concat(names.stream(), Stream.of(OLD_FACTOR)).toList()
                : names;
    }

    /** Factors of codes matter only where they are not 1, up to what loaders take for it. */
    void requireOldFactorIsOne() throws IOException {
        if (!shapes.containsKey(OLD_FACTOR)) {
            return;
        }
        try (INDArray factors = reader.read(OLD_FACTOR, DataType.DOUBLE)) {
            for (double factor :
                    factors.isEmpty() ? new double[0] : factors.ravel().toDoubleVector()) {
                if (!(Math.abs(factor - 1) <= FACTOR_ROUNDING)) {
                    throw new IllegalArgumentException(file + ": " + OLD_FACTOR + " has an entry " + factor
                            + "; codes that are multiplied once more are not read, all must be 1");
                }
            }
        }
    }

    /** The sizes of a matrix, both above 0. */
    List<Long> matrixShape(String name) {
        List<Long> shape = shapes.get(name);
        if (shape == null
                || shape.size() != 2
                || shape.contains(0L)
                || shape.stream().anyMatch(s -> s > 1 << 30)) {
            throw new IllegalArgumentException(
                    file + ": " + name + " has shape " + shape + "; it must be a matrix with rows and columns");
        }
        return shape;
    }

    INDArray array(String name, String rule, Long... shape) throws IOException {
        if (!List.of(shape).equals(shapes.get(name))) {
            throw new IllegalArgumentException(file + ": " + name + " has shape " + shapes.get(name) + "; it must be "
                    + List.of(shape) + ": " + rule);
        }
        return reader.read(name, type);
    }

    /** Makes the autoencoder; what is wrong with it is said with the file's name. */
    SparseAutoencoder autoencoder(
            INDArray encoder,
            INDArray encoderBias,
            INDArray decoder,
            INDArray decoderBias,
            boolean centresInput,
            LatentActivation activation) {
        try {
            SparseAutoencoder sae =
                    new SparseAutoencoder(encoder, encoderBias, decoder, decoderBias, centresInput, activation);
            if (sae.encoder() != encoder && encoder.closeable()) {
                encoder.close();
            }
            return sae;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + " makes no sparse autoencoder: " + e.getMessage(), e);
        }
    }

    LatentActivation.JumpRelu jumpRelu(double[] thresholds) {
        try {
            return LatentActivation.JumpRelu.of(thresholds);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }
}
