package org.autoencoder4j.onnx;

import ai.onnx.proto.OnnxMl;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.sae.SparseAutoencoder;
import org.autoencoder4j.storage.SavedFile;
import org.tribuo.util.onnx.ONNXOperators;

/**
 * Writes autoencoders as ONNX models. A model has the input {@code observations} (any number of rows, n columns) and the outputs
 * {@code codes} (m columns) and {@code reconstructions} (n columns), all of 32 bits. It computes what {@code encode} and
 * {@code reconstruct} do, to rounding; a product within rounding of its threshold may fall on the other side.
 *
 * <p>Weights of DOUBLE are rounded to 32 bits, and a threshold lambda becomes the least number of 32 bits that is not below it.
 */
public final class OnnxExport {
    private static final long IR_VERSION = 7;
    private static final long MOST_NUMBERS = 500_000_000;

    private OnnxExport() {}

    /**
     * Writes a weight-tied autoencoder. The file appears complete or not at all; one that is there already is replaced.
     *
     * @param file the file, in a folder that exists
     * @param autoencoder with ReLU or a hard threshold
     * @throws IOException if it cannot be written
     * @throws IllegalArgumentException if the activation is another, or there are more weights than a model can hold (2 GB)
     */
    public static void write(Path file, TiedAutoencoder autoencoder) throws IOException {
        write(file, SparseAutoencoder.of(autoencoder));
    }

    /**
     * Writes a sparse autoencoder. The file appears complete or not at all; one that is there already is replaced.
     *
     * @param file the file, in a folder that exists
     * @param autoencoder with any activation
     * @throws IOException if it cannot be written
     * @throws IllegalArgumentException if there are more weights than a model can hold (2 GB)
     */
    public static void write(Path file, SparseAutoencoder autoencoder) throws IOException {
        long weights = 2L * autoencoder.features() * autoencoder.units();
        if (weights > MOST_NUMBERS) {
            throw new IllegalArgumentException(autoencoder + " has " + weights
                    + " weights; an ONNX model of one file holds at most " + MOST_NUMBERS);
        }
        OnnxMl.ModelProto model = OnnxMl.ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("autoencoder4j")
                .addOpsetImport(ONNXOperators.getOpsetProto())
                .setGraph(ModelGraph.of(autoencoder))
                .build();
        SavedFile.write(file, unfinished -> {
            try (OutputStream to = new BufferedOutputStream(Files.newOutputStream(unfinished))) {
                model.writeTo(to);
            }
        });
    }
}
