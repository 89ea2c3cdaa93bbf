package org.autoencoder4j.train.internal;

import org.nd4j.linalg.api.buffer.DataType;

/** The sizes of a gradient: n features, m units, and the type of its numbers. */
record Shape(int features, int units, DataType type) {
    /** The number of weights. */
    int weights() {
        return Math.multiplyExact(features, units);
    }

    /** The number of entries of {@code W^T W}. */
    int gram() {
        return Math.multiplyExact(units, units);
    }

    Rows rows(int count, int length) {
        return Rows.of(type, count, length);
    }
}
