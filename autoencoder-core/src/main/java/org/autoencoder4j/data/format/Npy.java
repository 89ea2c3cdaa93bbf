package org.autoencoder4j.data.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.backend.internal.Elements;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.storage.internal.Unfinished;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Reads and writes NumPy's {@code .npy} files.
 *
 * <p>Read are {@code f4} and {@code f8}, little and big endian, in C or Fortran order, of format version 1.0, 2.0 or 3.0.
 * Whole numbers, complex numbers, records and pickled objects are rejected: convert them in NumPy. So is a file that is
 * shorter or longer than its header says. Nothing in a file is ever evaluated.
 */
public final class Npy {
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
        Checks.realType("array", array.dataType());
        if (array.rank() > 2) {
            throw new IllegalArgumentException(
                    "array has shape " + Arrays.toString(array.shape()) + "; its rank must be 0, 1 or 2");
        }
        INDArray contiguous = Elements.isContiguous(array) ? array : array.dup(array.ordering());
        Unfinished.file(file, unfinished -> {
            try (FileChannel channel =
                    FileChannel.open(unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                ByteBuffer header = NpyHeader.of(contiguous).bytes();
                while (header.hasRemaining()) {
                    channel.write(header);
                }
                Elements.of(contiguous).writeTo(channel);
            }
        });
    }

    /**
     * Reads an array into memory.
     *
     * @param file the file
     * @return a FLOAT ({@code f4}) or DOUBLE ({@code f8}) array of rank 0, 1 or 2, in the file's order; its numbers are
     *     those of the file, finite or not
     * @throws IOException if the file is missing or cannot be read
     * @throws IllegalArgumentException if it is no such file
     */
    public static INDArray read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            NpyHeader header = NpyHeader.read(file, channel);
            if (header.length() == 0) {
                return Nd4j.create(header.type(), header.shapeArray());
            }
            INDArray array = Nd4j.createUninitialized(header.type(), header.shapeArray(), header.order());
            Elements.of(array).readFrom(channel, header.byteOrder());
            return array;
        }
    }

    /**
     * Maps a matrix, which may be larger than memory, and returns it as the batch of every step. A vector is taken for a
     * matrix with one column. Rows are copied when
     * they are read, and only then checked; rows of a file in C order are read fastest. The file must not be changed as
     * long as the batches are in use, and stays mapped until the garbage collector has found them.
     *
     * @param file the file: a matrix with at least one row and one column, samples in rows, or a vector
     * @return the batches, of the file's type; their reader throws {@link IllegalArgumentException} if a number that it
     *     reads is NaN or infinite
     * @throws IOException if the file is missing or cannot be read
     * @throws IllegalArgumentException if it is no such file
     */
    public static Batches map(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            NpyHeader header = NpyHeader.read(file, channel);
            int rank = header.shape().size();
            long columns = rank == 2 ? header.shape().get(1) : 1;
            if (rank == 0 || header.length() == 0 || columns > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(file + " has shape " + header.shape()
                        + "; it must be a matrix with at least one row and one column, or a vector");
            }
            Elements elements =
                    Elements.map(channel, header.start(), header.length(), header.type(), header.byteOrder());
            return new MappedBatches(
                    file, elements, header.order(), header.shape().get(0), (int) columns, header.type());
        }
    }
}
