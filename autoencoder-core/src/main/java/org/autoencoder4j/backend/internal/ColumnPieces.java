package org.autoencoder4j.backend.internal;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Pieces of the columns of a matrix, copied between its own memory and arrays of the heap, FLOAT as double. Threads may
 * use one instance each, at different places.
 */
public final class ColumnPieces {
    private final INDArray matrix;
    private final long rows;
    private final Pointer memory;
    private final float[] floats;

    /**
     * Makes access to a matrix.
     *
     * @param matrix whose numbers lie without gaps, in 'f' order
     * @param rows from the beginning of a column to that of the next
     * @param longest the longest piece
     */
    public ColumnPieces(INDArray matrix, long rows, int longest) {
        this.matrix = matrix;
        this.rows = rows;
        boolean single = matrix.dataType() == DataType.FLOAT;
        this.memory = single ? ArrayMemory.floats(matrix) : ArrayMemory.doubles(matrix);
        this.floats = new float[single ? longest : 0];
    }

    /**
     * Reads a piece of a column.
     *
     * @param row the first row
     * @param column the column
     * @param to receives the numbers
     * @param offset where in it
     * @param length how many
     */
    public void read(long row, long column, double[] to, int offset, int length) {
        if (memory instanceof DoublePointer doubles) {
            doubles.position(column * rows + row).get(to, offset, length);
            return;
        }
        ((FloatPointer) memory).position(column * rows + row).get(floats, 0, length);
        for (int i = 0; i < length; i++) {
            to[offset + i] = floats[i];
        }
    }

    /**
     * Writes a piece of a column.
     *
     * @param row the first row
     * @param column the column
     * @param from the numbers
     * @param offset where in it
     * @param length how many
     */
    public void write(long row, long column, double[] from, int offset, int length) {
        if (memory instanceof DoublePointer doubles) {
            doubles.position(column * rows + row).put(from, offset, length);
            return;
        }
        for (int i = 0; i < length; i++) {
            floats[i] = (float) from[offset + i];
        }
        ((FloatPointer) memory).position(column * rows + row).put(floats, 0, length);
    }

    @Override
    public String toString() {
        return "ColumnPieces[" + matrix.shapeInfoToString() + "]";
    }
}
