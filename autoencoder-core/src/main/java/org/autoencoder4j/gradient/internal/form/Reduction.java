package org.autoencoder4j.gradient.internal.form;

import org.autoencoder4j.backend.internal.NativeReals;
import org.autoencoder4j.backend.internal.NativeReals.Factor;
import org.autoencoder4j.gradient.internal.rows.ColumnSums;
import org.autoencoder4j.gradient.internal.rows.Columns;
import org.autoencoder4j.gradient.internal.rows.PerWorker;
import org.autoencoder4j.gradient.internal.rows.Rows;
import org.autoencoder4j.gradient.internal.rows.Shape;

/** Makes the gradient {@code -(A - W C) / N} of the lanes' sums A and, for the Gram forms, C. */
final class Reduction {
    private final Shape shape;
    private final Columns columns;
    private final PerWorker<Buffers> buffers;

    private record Buffers(Rows sum, Rows column, Rows spare, NativeReals block) {}

    Reduction(Shape shape) {
        this.shape = shape;
        this.columns = new Columns(shape.units());
        int longest = Math.max(shape.features(), shape.units());
        this.buffers = new PerWorker<>(() -> new Buffers(
                shape.rows(1, shape.features()),
                shape.rows(1, shape.units()),
                shape.rows(1, longest),
                NativeReals.allocate(shape.type(), shape.units() * columns.width())));
    }

    /** The gradient {@code -A / N}. */
    void finish(ColumnSums sums, NativeReals gradient, long samples, int workers) {
        columns.run(workers, (worker, first, count) -> {
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
        columns.run(workers, (worker, first, count) -> {
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
