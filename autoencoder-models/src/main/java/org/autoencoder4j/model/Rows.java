package org.autoencoder4j.model;

import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Writes rows, one after the other, into the memory of an array in 'c' order. One thread uses one of them. */
@FunctionalInterface
interface Rows {
    /** Writes the next row, rounded to the array's type. */
    void put(double[] row);

    /**
     * Starts at a row of an array that is not a view. The part to be written may have up to 2 GB, the array any size.
     */
    static Rows of(INDArray array, long from, long to) {
        long start = from * array.columns();
        long end = to * array.columns();
        if (array.dataType() == DataType.DOUBLE) {
            DoubleBuffer memory = new DoublePointer(array.data().pointer())
                    .position(start)
                    .limit(end)
                    .asBuffer();
            return memory::put;
        }
        FloatBuffer memory = new FloatPointer(array.data().pointer())
                .position(start)
                .limit(end)
                .asBuffer();
        float[] rounded = new float[array.columns()];
        return row -> {
            for (int j = 0; j < rounded.length; j++) {
                rounded[j] = (float) row[j];
            }
            memory.put(rounded);
        };
    }
}
