package org.autoencoder4j.spark.internal;

import java.io.Serializable;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Some consecutive rows of a table, as they are kept on executors; or why there are none. Plain arrays, which both serialisers of
 * Spark can write.
 */
public final class RowBlock implements Serializable {
    private static final long serialVersionUID = 1;

    private final long first;
    private final double[] doubles;
    private final float[] floats;
    private final String failure;

    private RowBlock(long first, double[] doubles, float[] floats, String failure) {
        this.first = first;
        this.doubles = doubles;
        this.floats = floats;
        this.failure = failure;
    }

    static RowBlock of(long first, double[] numbers, DataType type) {
        if (type == DataType.DOUBLE) {
            return new RowBlock(first, numbers, new float[0], "");
        }
        float[] rounded = new float[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            rounded[i] = (float) numbers[i];
        }
        return new RowBlock(first, new double[0], rounded, "");
    }

    static RowBlock failed(long first, String why) {
        return new RowBlock(first, new double[0], new float[0], why);
    }

    long first() {
        return first;
    }

    int numbers() {
        return Math.max(doubles.length, floats.length);
    }

    String failure() {
        return failure;
    }

    /** Copies numbers, as double. */
    void copyTo(int from, double[] to, int at, int count) {
        if (floats.length == 0) {
            System.arraycopy(doubles, from, to, at, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            to[at + i] = floats[from + i];
        }
    }
}
