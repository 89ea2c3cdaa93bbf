package org.autoencoder4j.data.format;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.ZipException;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.data.format.internal.WholeGzip;
import org.autoencoder4j.data.format.internal.array.ArrayLayout;
import org.autoencoder4j.data.format.internal.array.ArrayNumbers;
import org.autoencoder4j.data.format.internal.array.IdxHeader;
import org.autoencoder4j.data.format.internal.array.MappedBatches;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Reads IDX files, the format of MNIST, plain or compressed (told by the content, not by the name).
 *
 * <p>Their numbers are unsigned or signed bytes, signed whole numbers of 2 or 4 bytes, or floating-point numbers of 4 or 8
 * bytes. They are not scaled: grey values stay 0 to 255. What FLOAT does not hold is rounded to nearest: whole numbers
 * beyond 2^24, and digits of 8-byte numbers. The first axis are the samples; all others become the features, as for
 * {@link Npy}: 60000 pictures of 28 x 28 pixels are 60000 samples of 784 features.
 *
 * <p>A file that is shorter or longer than its header says is refused before memory is taken for its numbers; a compressed
 * one is decompressed twice for that, and takes the memory of what it truly holds, which may be a thousand times its size.
 */
public final class Idx {
    private static final int GZIP = 0x1F8B;

    private Idx() {}

    /**
     * Reads an array into memory.
     *
     * @param file the file
     * @param type FLOAT or DOUBLE
     * @return an array of that type: a vector if there is one axis only, else a matrix, in 'c' order
     * @throws IOException if the file is missing or cannot be read
     * @throws IllegalArgumentException if it is no such file, is compressed and damaged, or has a finite number that is too
     *     large for FLOAT
     */
    public static INDArray read(Path file, DataType type) throws IOException {
        Checks.realType("type", type);
        if (isCompressed(file)) {
            return decompressed(file, type).array();
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return ArrayNumbers.read(file, channel, IdxHeader.read(file, channel, channel.size()), type);
        }
    }

    /** An array of a compressed file, and how it lies there. */
    record Decompressed(INDArray array, ArrayLayout layout) {}

    static Decompressed decompressed(Path file, DataType type) throws IOException {
        try (InputStream first = decompressing(file);
                InputStream second = decompressing(file);
                ReadableByteChannel channel = Channels.newChannel(second)) {
            ArrayLayout layout = IdxHeader.read(file, channel, first.transferTo(OutputStream.nullOutputStream()));
            return new Decompressed(ArrayNumbers.read(file, channel, layout, type), layout);
        } catch (ZipException | EOFException e) {
            String reason = e.getMessage() == null ? "it is damaged or ends too early" : e.getMessage();
            throw new IllegalArgumentException(file + " is no whole .gz file: " + reason, e);
        }
    }

    /**
     * Maps an array as the batch of every step, as {@link Npy#map(Path, DataType)} does. A compressed file is read into
     * memory instead.
     *
     * @param file the file, with at least one number
     * @param type FLOAT or DOUBLE
     * @return the batches, of that type; their reader throws {@link IllegalArgumentException} if a number that it reads is
     *     NaN or infinite, or too large for FLOAT
     * @throws IOException if the file is missing or cannot be read
     * @throws IllegalArgumentException if it is no such file, or is compressed and damaged
     */
    public static Batches map(Path file, DataType type) throws IOException {
        Checks.realType("type", type);
        if (isCompressed(file)) {
            return ArrayNumbers.batches(file, read(file, type));
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return MappedBatches.of(file, channel, IdxHeader.read(file, channel, channel.size()), type);
        }
    }

    static boolean isCompressed(Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file)) {
            return ((bytes.read() << 8) | bytes.read()) == GZIP;
        }
    }

    private static InputStream decompressing(Path file) throws IOException {
        InputStream bytes = Files.newInputStream(file);
        try {
            return new WholeGzip(bytes);
        } catch (IOException e) {
            bytes.close();
            throw e;
        }
    }
}
