package org.autoencoder4j.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Matrices as raw float64, row by row and little endian, as NumPy's {@code tofile} writes them. */
final class RawMatrix {
    private static final int BLOCK = 1024;

    private RawMatrix() {}

    static INDArray read(Path file, int rows, int columns, DataType type) throws IOException {
        long expected = 8L * rows * columns;
        if (Files.size(file) != expected) {
            throw new IOException(file + " has " + Files.size(file) + " bytes; it must have " + expected);
        }
        INDArray matrix = Nd4j.createUninitialized(type, new long[] {rows, columns}, 'c');
        ByteBuffer bytes = ByteBuffer.allocate(8 * columns * BLOCK).order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel channel = FileChannel.open(file)) {
            for (int from = 0; from < rows; from += BLOCK) {
                int count = Math.min(BLOCK, rows - from);
                bytes.clear().limit(8 * columns * count);
                while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
                double[] block = new double[columns * count];
                bytes.flip().asDoubleBuffer().get(block);
                matrix.get(NDArrayIndex.interval(from, from + count))
                        .assign(Nd4j.create(block, new long[] {count, columns}, 'c'));
            }
        }
        return matrix;
    }

    /** Writes a matrix so that the file is complete or not there at all. */
    static void write(INDArray matrix, Path file) throws IOException {
        int columns = matrix.columns();
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try (FileChannel channel = FileChannel.open(
                part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            for (int from = 0; from < matrix.rows(); from += BLOCK) {
                int to = Math.min(matrix.rows(), from + BLOCK);
                double[] block = matrix.get(NDArrayIndex.interval(from, to))
                        .dup('c')
                        .data()
                        .asDouble();
                ByteBuffer bytes =
                        ByteBuffer.allocate(8 * columns * (to - from)).order(ByteOrder.LITTLE_ENDIAN);
                bytes.asDoubleBuffer().put(block);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            }
        }
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
