package org.autoencoder4j.gradient.internal.form;

import org.autoencoder4j.backend.internal.NativeReals;
import org.autoencoder4j.gradient.internal.rows.ColumnSums;
import org.autoencoder4j.gradient.internal.rows.EncoderParameters;
import org.autoencoder4j.gradient.internal.rows.LaneSums;
import org.autoencoder4j.gradient.internal.rows.Shape;

/**
 * Reconstructions by {@link CodesGram}. With k active units it costs {@code 2 n k + 4 k^2} operations a sample beside the
 * product, and memory for C in each lane.
 */
public final class SparseGram extends SparseForm {
    private final CodesGram codesGram;
    private final Reduction reduction;

    public SparseGram(Shape shape, int lanes) {
        super(shape, lanes);
        this.codesGram = new CodesGram(shape, lanes);
        this.reduction = new Reduction(shape);
    }

    @Override
    public void begin(EncoderParameters present, int workers) {
        super.begin(present, workers);
        codesGram.begin(present, workers);
    }

    @Override
    public void clear(int lane) {
        super.clear(lane);
        codesGram.clear(lane);
    }

    @Override
    void add(int worker, int lane, Buffers b, LaneSums s) {
        codesGram.add(lane, b.codes, b.factors, s);
        parts().loop(
                        shape.units(),
                        combining(b.codes),
                        (first, count) -> addColumns(lane, b, b.observations, b.factors, first, count));
    }

    @Override
    public void finish(NativeReals gradient, long samples, int workers) {
        reduction.finish(
                ColumnSums.of(gradients), codesGram.sums(), parameters().weights(), gradient, samples, workers);
    }
}
