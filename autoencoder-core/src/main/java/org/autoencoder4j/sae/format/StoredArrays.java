package org.autoencoder4j.sae.format;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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
    /** Reads an array by its name, in 'c' order, of a type. */
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
            return new SparseAutoencoder(encoder, encoderBias, decoder, decoderBias, centresInput, activation);
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
