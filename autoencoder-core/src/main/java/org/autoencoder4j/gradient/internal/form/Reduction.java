package org.autoencoder4j.gradient.internal.form;

import org.autoencoder4j.backend.internal.NativeReals;
import org.autoencoder4j.backend.internal.NativeReals.Factor;
import org.autoencoder4j.gradient.internal.rows.ColumnSums;
import org.autoencoder4j.gradient.internal.rows.PerWorker;
import org.autoencoder4j.gradient.internal.rows.Rows;
import org.autoencoder4j.gradient.internal.rows.Shape;
import org.autoencoder4j.gradient.internal.rows.UnitBlocks;

/** Makes the gradient {@code -(A - W C) / N} of the lanes' sums A and, for the Gram forms, C. */
final class Reduction {
    /** How often a number is copied, at least. */
    private static final long COPIES = 4;

    private final Shape shape;
    private final UnitBlocks blocks;
    private final PerWorker<Buffers> buffers;

    private record Buffers(Rows sum, Rows column, Rows spare, NativeReals block) {}

    Reduction(Shape shape) {
        this.shape = shape;
        this.blocks = new UnitBlocks(shape.units());
        int longest = Math.max(shape.features(), shape.units());
        this.buffers = new PerWorker<>(() -> new Buffers(
                shape.rows(1, shape.features()),
                shape.rows(1, shape.units()),
                shape.rows(1, longest),
                NativeReals.allocate(shape.type(), shape.units() * blocks.width())));
    }

    /** The gradient {@code -A / N}. */
    void finish(ColumnSums sums, NativeReals gradient, long samples, int workers) {
        blocks.copy(workers, COPIES * shape.weights(), (worker, first, count) -> {
            Buffers b = buffers.of(worker);
            for (int unit = first; unit < first + count; unit++) {
                sums.read(unit, b.sum, 0, b.spare);
                b.spare.clear();
                b.spare.subtractAndScale(0, b.sum, 0, shape.features(), 1.0 / samples);
                b.spare.write(0, gradient, unit * shape.features(), shape.features());
            }
        });
    }

    /** The gradient {@code (W C - A) / N}. */
    void finish(
            ColumnSums sums,
            ColumnSums codesGram,
            NativeReals weights,
            NativeReals gradient,
            long samples,
            int workers) {
        blocks.run(workers, (long) shape.weights() * shape.units(), (worker, first, count) -> {
            Buffers b = buffers.of(worker);
            for (int i = 0; i < count; i++) {
                codesGram.read(first + i, b.column, 0, b.spare);
                b.column.write(0, b.block, i * shape.units(), shape.units());
            }
            NativeReals target = gradient.from(first * shape.features());
            target.product(weights, Factor.PLAIN, b.block, Factor.PLAIN, shape.features(), count, shape.units(), 1, 0);
            for (int i = 0; i < count; i++) {
                sums.read(first + i, b.sum, 0, b.spare);
                b.spare.read(0, target, i * shape.features(), shape.features());
                b.spare.subtractAndScale(0, b.sum, 0, shape.features(), 1.0 / samples);
                b.spare.write(0, target, i * shape.features(), shape.features());
            }
        });
    }
}
