package org.autoencoder4j.gradient.internal.rows;

import org.nd4j.linalg.api.buffer.DataType;

/** The sizes of a gradient: n features, m units, and the type of its numbers. */
public record Shape(int features, int units, DataType type) {
    /** The number of weights. */
    public int weights() {
        return Math.multiplyExact(features, units);
    }

    /** The number of entries of {@code W^T W}. */
    public int gram() {
        return Math.multiplyExact(units, units);
    }

    public Rows rows(int count, int length) {
        return Rows.of(type, count, length);
    }
}
