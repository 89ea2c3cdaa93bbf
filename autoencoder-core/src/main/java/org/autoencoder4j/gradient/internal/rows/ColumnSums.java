package org.autoencoder4j.gradient.internal.rows;

import org.autoencoder4j.backend.internal.NativeReals;

/** A matrix with a part for each lane, which is read column by column as the sum of the parts in their order. */
public interface ColumnSums {
    /** Overwrites a row of the target with a column. The spare is overwritten; its row is at least as long. */
    void read(int column, Rows target, int row, Rows spare);

    /** Of parts on the heap, whose columns are rows there. */
    static ColumnSums of(Rows[] parts) {
        return (column, target, row, spare) -> {
            target.set(row, parts[0], column);
            for (int lane = 1; lane < parts.length; lane++) {
                target.add(row, parts[lane], column);
            }
        };
    }

    /** Of parts in native memory, column by column. */
    static ColumnSums of(NativeReals[] parts, int length) {
        return (column, target, row, spare) -> {
            target.read(row, parts[0], column * length, length);
            for (int lane = 1; lane < parts.length; lane++) {
                spare.read(0, parts[lane], column * length, length);
                target.add(row, spare, 0);
            }
        };
    }
}
