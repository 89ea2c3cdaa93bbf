package org.autoencoder4j.data.format;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.backend.internal.Elements;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.data.format.internal.array.ArrayLayout;
import org.autoencoder4j.data.format.internal.array.ArrayNumbers;
import org.autoencoder4j.data.format.internal.array.MappedBatches;
import org.autoencoder4j.data.format.internal.array.NpyHeader;
import org.autoencoder4j.storage.internal.Unfinished;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Reads and writes NumPy's {@code .npy} files.
 *
 * <p>Read are all real types of NumPy of up to 8 bytes: {@code b1}, {@code u1} to {@code u8}, {@code i1} to {@code i8} and
 * {@code f2} to {@code f8}, little and big endian, in C or Fortran order, of format version 1.0, 2.0 or 3.0, also with the
 * shapes that Python 2 wrote. They become FLOAT or DOUBLE:
 *
 * <ul>
 *   <li>FLOAT holds all numbers of {@code b1 u1 i1 u2 i2 f2 f4} exactly, DOUBLE those of {@code u4 i4 f8}, too;
 *   <li>all others, as whole numbers beyond 2^24 in FLOAT and 2^53 in DOUBLE, are rounded to the nearest number of the type,
 *       once, and to the even one of two that are equally near. A finite number that is too large for FLOAT is refused;
 *   <li>true becomes 1 and false 0.
 * </ul>
 *
 * <p>An array of rank 3 or more, up to 32, is read as a matrix: its first axis are the samples, the others become one axis
 * in C order, as {@code array.reshape(len(array), -1)} does in NumPy.
 *
 * <p>Complex numbers, bfloat16, records and pickled objects are refused, with what to do in NumPy. So is a file that is
 * shorter or longer than its header says, before memory is taken for its numbers. Nothing in a file is ever evaluated.
 */
public final class Npy {
    /** The most bytes of numbers in {@link #toBytes}: less than arrays of bytes can have, by a header and what is sent beside it. */
    public static final long MOST_BYTES = Integer.MAX_VALUE - (1 << 20);

    private static final int HEADER = 128;

    private Npy() {}

    /**
     * Writes an array so that NumPy reads it: version 1.0, the machine's byte order. The file appears complete or not at
     * all; one that is there already is replaced. An array that is not contiguous is copied first.
     *
     * @param file the file, in a folder that exists
     * @param array FLOAT or DOUBLE, of rank 0, 1 or 2; its order ('c' or 'f') is kept
     * @throws IOException if it cannot be written
     * @throws IllegalArgumentException if the array has another type or rank
     */
    public static void write(Path file, INDArray array) throws IOException {
        requireWritable("array", array);
        Unfinished.file(file, unfinished -> {
            try (FileChannel channel =
                    FileChannel.open(unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                write(channel, array);
            }
        });
    }

    static void requireWritable(String name, INDArray array) {
        Checks.realType(name, array.dataType());
        if (array.rank() > 2) {
            throw new IllegalArgumentException(
                    name + " has shape " + Arrays.toString(array.shape()) + "; its rank must be 0, 1 or 2");
        }
    }

    static void write(WritableByteChannel channel, INDArray array) throws IOException {
        INDArray contiguous = Elements.isContiguous(array) ? array : array.dup(array.ordering());
        ByteBuffer header = NpyHeader.of(contiguous);
        while (header.hasRemaining()) {
            channel.write(header);
        }
        Elements.of(contiguous).writeTo(channel);
    }

    /**
     * Writes an array as the bytes that a file would have, for other ways than files to keep or send it.
     *
     * @param array FLOAT or DOUBLE, of rank 0, 1 or 2; its order ('c' or 'f') is kept
     * @return the bytes
     * @throws IllegalArgumentException if the array has another type or rank, or takes 2^31 bytes or more
     */
    public static byte[] toBytes(INDArray array) {
        requireWritable("array", array);
        long bytes = array.length() * array.dataType().width();
        if (bytes > MOST_BYTES) {
            throw new IllegalArgumentException("array has shape " + Arrays.toString(array.shape()) + " and takes "
                    + bytes + " bytes; at most " + MOST_BYTES + " go into one array of bytes: write a file");
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream((int) bytes + HEADER);
        try {
            write(Channels.newChannel(all), array);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all.toByteArray();
    }

    /**
     * Reads an array of what {@link #toBytes} wrote, or of a file's bytes.
     *
     * @param bytes the bytes
     * @return as {@link #read(Path)}
     * @throws IllegalArgumentException if they are not those of an {@code .npy} file
     */
    public static INDArray fromBytes(byte[] bytes) {
        ReadableByteChannel channel = Channels.newChannel(new ByteArrayInputStream(bytes));
        try {
            ArrayLayout layout = NpyHeader.read("the bytes", channel, bytes.length);
            return ArrayNumbers.read("the bytes", channel, layout, layout.type().usual());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads an array into memory, in the type that holds its numbers: FLOAT for {@code b1 u1 i1 u2 i2 f2 f4}, DOUBLE for
     * {@code u4 i4 f8}, and for {@code u8} and {@code i8}, whose numbers beyond 2^53 are rounded.
     *
     * @param file the file
     * @return a FLOAT or DOUBLE array of rank 0, 1 or 2, in the file's order; its numbers are those of the file, finite or
     *     not
     * @throws IOException if the file is missing or cannot be read
     * @throws IllegalArgumentException if it is no such file
     */
    public static INDArray read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ArrayLayout layout = NpyHeader.read(file, channel, channel.size());
            return ArrayNumbers.read(file, channel, layout, layout.type().usual());
        }
    }

    /**
     * Reads an array into memory, in a given type. Cost: beside the result, less than 1 MB.
     *
     * @param file the file
     * @param type FLOAT or DOUBLE
     * @return an array of that type and of rank 0, 1 or 2, in the file's order; its numbers are those of the file, finite
     *     or not, rounded to nearest where the type does not hold them
     * @throws IOException if the file is missing or cannot be read
     * @throws IllegalArgumentException if it is no such file, or has a finite number that is too large for FLOAT
     */
    public static INDArray read(Path file, DataType type) throws IOException {
        Checks.realType("type", type);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return ArrayNumbers.read(file, channel, NpyHeader.read(file, channel, channel.size()), type);
        }
    }

    /**
     * Maps a matrix, in the type in which {@link #read(Path)} reads it.
     *
     * @param file the file: a matrix with at least one row and one column, samples in rows, or a vector
     * @return the batches
     * @throws IOException if the file is missing or cannot be read
     * @throws IllegalArgumentException if it is no such file
     * @see #map(Path, DataType)
     */
    public static Batches map(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ArrayLayout layout = NpyHeader.read(file, channel, channel.size());
            return MappedBatches.of(file, channel, layout, layout.type().usual());
        }
    }

    /**
     * Maps a matrix, which may be larger than memory, and returns it as the batch of every step. A vector is taken for a
     * matrix with one column; of an array of rank 3 or more the first axis are the rows. Rows are copied and converted
     * when they are read, and only then checked, so that a file of bytes takes no more memory than the rows that are read;
     * rows of a file in C order are read fastest. The file must not be changed as long as the batches are in use, and stays
     * mapped until the garbage collector has found them.
     *
     * @param file the file: a matrix with at least one row and one column, samples in rows, or a vector
     * @param type FLOAT or DOUBLE
     * @return the batches, of that type, which say in words if they were made of an array of rank 3 or more; their reader
     *     throws {@link IllegalArgumentException} if a number that it reads is NaN or infinite, or too large for FLOAT
     * @throws IOException if the file is missing or cannot be read
     * @throws IllegalArgumentException if it is no such file
     */
    public static Batches map(Path file, DataType type) throws IOException {
        Checks.realType("type", type);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return MappedBatches.of(file, channel, NpyHeader.read(file, channel, channel.size()), type);
        }
    }
}
