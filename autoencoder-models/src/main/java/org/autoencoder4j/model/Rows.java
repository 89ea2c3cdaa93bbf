package org.autoencoder4j.model;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.function.Consumer;
import org.autoencoder4j.backend.internal.ArrayMemory;
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
        int width = array.columns();
        int size = array.dataType().width();
        ByteBuffer bytes = ArrayMemory.bytes(array, from * width * size, Math.toIntExact((to - from) * width * size));
        Consumer<double[]> writer = array.dataType() == DataType.DOUBLE
                ? bytes.asDoubleBuffer()::put
                : rounding(bytes.asFloatBuffer(), width);
        return row -> {
            try {
                writer.accept(row);
                ArrayMemory.written(array);
            } finally {
                Reference.reachabilityFence(array);
            }
        };
    }

    private static Consumer<double[]> rounding(FloatBuffer memory, int width) {
        float[] rounded = new float[width];
        return row -> {
            for (int j = 0; j < width; j++) {
                rounded[j] = (float) row[j];
            }
            memory.put(rounded);
        };
    }
}
