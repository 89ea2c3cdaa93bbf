package org.autoencoder4j.gradient.internal.form;

import org.autoencoder4j.backend.internal.NativeReals;
import org.autoencoder4j.backend.internal.NativeReals.Factor;
import org.autoencoder4j.gradient.internal.rows.Rows;
import org.autoencoder4j.gradient.internal.rows.Shape;
import org.autoencoder4j.gradient.internal.rows.UnitBlocks;

/** {@code G = W^T W}, in blocks of columns. */
final class GramMatrix {
    private final Shape shape;
    private final UnitBlocks blocks;
    private final NativeReals matrix;

    GramMatrix(Shape shape) {
        this.shape = shape;
        this.blocks = new UnitBlocks(shape.units());
        this.matrix = NativeReals.allocate(shape.type(), shape.gram());
    }

    NativeReals matrix() {
        return matrix;
    }

    void compute(NativeReals weights, int workers) {
        blocks.run(
                workers,
                (long) shape.weights() * shape.units(),
                (worker, first, count) -> block(weights, first, count));
    }

    /** Computes it and copies its columns to the rows of the target. */
    void compute(NativeReals weights, Rows target, int workers) {
        blocks.run(workers, (long) shape.weights() * shape.units(), (worker, first, count) -> {
            block(weights, first, count);
            for (int unit = first; unit < first + count; unit++) {
                target.read(unit, matrix, unit * shape.units(), shape.units());
            }
        });
    }

    private void block(NativeReals weights, int first, int count) {
        matrix.from(first * shape.units())
                .product(
                        weights,
                        Factor.TRANSPOSED,
                        weights.from(first * shape.features()),
                        Factor.PLAIN,
                        shape.units(),
                        count,
                        shape.features(),
                        1,
                        0);
    }
}
