package org.autoencoder4j.gradient.internal.form;

import org.autoencoder4j.backend.internal.NativeReals;
import org.autoencoder4j.gradient.internal.rows.ActiveCodes;
import org.autoencoder4j.gradient.internal.rows.ColumnSums;
import org.autoencoder4j.gradient.internal.rows.EncoderParameters;
import org.autoencoder4j.gradient.internal.rows.LaneSums;
import org.autoencoder4j.gradient.internal.rows.PerWorker;
import org.autoencoder4j.gradient.internal.rows.Rows;
import org.autoencoder4j.gradient.internal.rows.Shape;
import org.autoencoder4j.gradient.internal.rows.UnitBlocks;

/**
 * The residuals {@code R = Y - W X} themselves, from the atoms of the active units: with k active units it costs
 * {@code 8 n k} operations a sample beside the product, and no memory that grows with m^2.
 */
public final class SparseResidual extends SparseForm {
    private final Rows atoms;
    private final UnitBlocks blocks;
    private final PerWorker<Rows> residuals;

    /** Sums of squares, place by place: so they keep their digits. */
    private final PerWorker<Rows> squares;

    private final Reduction reduction;

    public SparseResidual(Shape shape, int lanes) {
        super(shape, lanes);
        this.atoms = shape.rows(shape.units(), shape.features());
        this.blocks = new UnitBlocks(shape.units());
        this.residuals = new PerWorker<>(() -> shape.rows(block, shape.features()));
        this.squares = new PerWorker<>(() -> shape.rows(1, shape.features()));
        this.reduction = new Reduction(shape);
    }

    @Override
    public void begin(EncoderParameters present, int workers) {
        super.begin(present, workers);
        int n = shape.features();
        blocks.copy(workers, shape.weights(), (worker, first, count) -> {
            for (int unit = first; unit < first + count; unit++) {
                atoms.read(unit, present.weights(), unit * n, n);
            }
        });
    }

    private static double squaredNorm(Rows squares, Rows rows, int count) {
        squares.clear();
        for (int sample = 0; sample < count; sample++) {
            squares.addSquares(0, rows, sample);
        }
        return squares.sum(0);
    }

    @Override
    void add(int worker, int lane, Buffers b, LaneSums s) {
        ActiveCodes codes = b.codes;
        Rows r = residuals.of(worker);
        for (int e = 0; e < codes.entries(); e++) {
            b.factors[e] = -codes.codes[e];
            s.codes += codes.codes[e] * codes.codes[e];
        }
        parts().loop(codes.samples(), 2 * combining(codes), (first, count) -> goBack(b, r, first, count));
        for (int e = 0; e < codes.entries(); e++) {
            s.bias[codes.units[e]] += b.factors[e];
        }
        s.twiceLoss += squaredNorm(squares.of(worker), r, codes.samples());
        parts().loop(shape.units(), 2 * combining(codes), (first, count) -> {
            addColumns(lane, b, b.observations, b.factors, first, count);
            addColumns(lane, b, r, codes.codes, first, count);
        });
    }

    /** Makes the residuals R of some samples, and replaces the factors by their products with the active atoms. */
    private void goBack(Buffers b, Rows r, int first, int count) {
        ActiveCodes codes = b.codes;
        for (int sample = first; sample < first + count; sample++) {
            int from = codes.starts[sample];
            int to = codes.starts[sample + 1];
            r.set(sample, b.observations, sample);
            r.combine(sample, atoms, codes.units, b.factors, from, to);
            for (int e = from; e < to; e++) {
                b.factors[e] = r.dot(sample, atoms, codes.units[e]);
            }
        }
    }

    @Override
    public void finish(NativeReals gradient, long samples, int workers) {
        reduction.finish(ColumnSums.of(gradients), gradient, samples, workers);
    }
}
