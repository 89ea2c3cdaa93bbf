package org.autoencoder4j.train.internal;

import org.autoencoder4j.linalg.internal.NativeReals;

/**
 * With {@code G = W^T W}: {@code V = (P - G X) .* 1[X != 0]} from the rows of G alone, and W times the sum C of all
 * {@code X X^T} is subtracted once at the end. With k active units it costs {@code 2 n k + 4 k^2} operations a sample
 * beside the product, and memory for C in each lane.
 */
final class SparseGram extends SparseForm {
    private final GramMatrix gram;
    private final Rows gramRows;
    private final Rows[] codesGrams;
    private final Reduction reduction;

    SparseGram(Shape shape, int lanes) {
        super(shape, lanes);
        this.gram = new GramMatrix(shape);
        this.gramRows = shape.rows(shape.units(), shape.units());
        this.codesGrams = new Rows[lanes];
        for (int lane = 0; lane < lanes; lane++) {
            codesGrams[lane] = shape.rows(shape.units(), shape.units());
        }
        this.reduction = new Reduction(shape);
    }

    @Override
    public void begin(Parameters present, int workers) {
        super.begin(present, workers);
        gram.compute(present.weights(), gramRows, workers);
    }

    @Override
    public void clear(int lane) {
        super.clear(lane);
        codesGrams[lane].clear();
    }

    @Override
    double squaredNorm(NativeReals observations, int samples) {
        return observations.squaredNorm(shape.features() * samples);
    }

    @Override
    void add(int worker, int lane, Buffers b, LaneSums s) {
        ActiveCodes codes = b.codes;
        Rows codesGram = codesGrams[lane];
        for (int sample = 0; sample < codes.samples(); sample++) {
            int from = codes.starts[sample];
            int to = codes.starts[sample + 1];
            double inner = 0;
            for (int e = from; e < to; e++) {
                int unit = codes.units[e];
                double code = codes.codes[e];
                double v = codes.products[e] - gramRows.gather(unit, codes.units, codes.codes, from, to);
                inner += code * (codes.products[e] + v);
                s.bias[unit] += v;
                b.factors[e] = code + v;
                codesGram.scatter(unit, codes.units, codes.codes, from, to, code);
            }
            s.twiceLoss -= inner;
        }
        addColumns(lane, b, b.observations, b.factors);
    }

    @Override
    public void finish(NativeReals gradient, long samples, int workers) {
        reduction.finish(
                ColumnSums.of(gradients),
                ColumnSums.of(codesGrams),
                parameters().weights(),
                gradient,
                samples,
                workers);
    }
}
