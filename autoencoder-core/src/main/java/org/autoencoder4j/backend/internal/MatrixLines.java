package org.autoencoder4j.backend.internal;

import java.util.Objects;
import org.autoencoder4j.backend.Checks;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The lines of a matrix as they lie in its own memory, columns in 'f' order and rows in 'c' order, read and written as
 * double; FLOAT is widened and rounded. Threads may use one instance each, at different places.
 */
public final class MatrixLines {
    private final INDArray matrix;
    private final long length;
    private final Pointer memory;
    private final float[] floats;

    /**
     * Makes access to a matrix.
     *
     * @param matrix FLOAT or DOUBLE, whose numbers lie {@linkplain Elements#isContiguous without gaps}
     * @param length from the beginning of a line to that of the next: the rows of a matrix in 'f' order, the columns of one
     *     in 'c' order
     * @param longest the longest piece of a line to be read or written at once
     * @throws IllegalArgumentException if it is no such matrix
     */
    public MatrixLines(INDArray matrix, long length, int longest) {
        Checks.matrix("matrix", matrix);
        if (!Elements.isContiguous(matrix)) {
            throw new IllegalArgumentException("matrix " + matrix.shapeInfoToString() + " has gaps; use a copy of it");
        }
        this.matrix = matrix;
        this.length = length;
        boolean single = matrix.dataType() == DataType.FLOAT;
        this.memory = single ? ArrayMemory.floats(matrix) : ArrayMemory.doubles(matrix);
        this.floats = new float[single ? longest : 0];
    }

    /**
     * Reads a piece of a line.
     *
     * @param line the line
     * @param place the first place in it
     * @param to receives the numbers
     * @param offset where in it
     * @param count how many
     */
    public void read(long line, long place, double[] to, int offset, int count) {
        long first = first(line, place, count);
        if (memory instanceof DoublePointer doubles) {
            doubles.position(first).get(to, offset, count);
            return;
        }
        ((FloatPointer) memory).position(first).get(floats, 0, count);
        for (int i = 0; i < count; i++) {
            to[offset + i] = floats[i];
        }
    }

    /**
     * Writes a piece of a line.
     *
     * @param line the line
     * @param place the first place in it
     * @param from the numbers
     * @param offset where in it
     * @param count how many
     */
    public void write(long line, long place, double[] from, int offset, int count) {
        long first = first(line, place, count);
        if (memory instanceof DoublePointer doubles) {
            doubles.position(first).put(from, offset, count);
        } else {
            for (int i = 0; i < count; i++) {
                floats[i] = (float) from[offset + i];
            }
            ((FloatPointer) memory).position(first).put(floats, 0, count);
        }
        ArrayMemory.written(matrix);
    }

    /** Whoever asks for what is not there must not get what stands there in memory. */
    private long first(long line, long place, int count) {
        return Objects.checkFromIndexSize(line * length + place, count, matrix.length());
    }

    @Override
    public String toString() {
        return "MatrixLines[" + matrix.shapeInfoToString() + "]";
    }
}
