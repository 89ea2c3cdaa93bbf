package org.autoencoder4j.data.internal;

import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.backend.internal.Elements;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The buffer of a reader, used again and again; grows with the number of rows asked for. Not to be shared by threads. */
public final class RowBuffer {
    private final DataType type;
    private final int features;
    private INDArray array;
    private Elements elements;
    private long rows;

    public RowBuffer(DataType type, int features) {
        this.type = type;
        this.features = features;
        this.array = Nd4j.createUninitialized(type, new long[] {1, features}, 'c');
        this.elements = Elements.of(array);
        this.rows = 1;
    }

    public static void requireRange(long step, long from, long to, long size) {
        Checks.atLeast("step", step, 0);
        Checks.between("from", from, 0, size - 1);
        Checks.between("to", to, from + 1, size);
    }

    /** Throws if an entry of a matrix in 'c' order, given as its elements, is not finite. */
    public static void requireFinite(Object name, Elements elements, long count, int features, long firstRow) {
        elements.firstNonFinite(0, count).ifPresent(at -> {
            throw new IllegalArgumentException(name + " has an entry that is NaN or infinite, at ["
                    + (firstRow + at / features) + ", " + at % features + "]; all must be finite");
        });
    }

    public void prepare(long count) {
        if (array.rows() < count) {
            array = Nd4j.createUninitialized(type, new long[] {count, features}, 'c');
            elements = Elements.of(array);
        }
        rows = count;
    }

    public Elements elements() {
        return elements;
    }

    /** The prepared rows, which the next use overwrites. */
    public INDArray rows() {
        return array.rows() == rows ? array : array.get(NDArrayIndex.interval(0, rows));
    }

    public void requireFinite(long firstRow, Object name) {
        requireFinite(name, elements, rows * features, features, firstRow);
    }
}
