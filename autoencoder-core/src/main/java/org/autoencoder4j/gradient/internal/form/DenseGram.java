package org.autoencoder4j.gradient.internal.form;

import org.autoencoder4j.backend.internal.NativeReals;
import org.autoencoder4j.backend.internal.NativeReals.Factor;
import org.autoencoder4j.backend.internal.PartialProduct;
import org.autoencoder4j.gradient.internal.rows.ColumnSums;
import org.autoencoder4j.gradient.internal.rows.EncoderParameters;
import org.autoencoder4j.gradient.internal.rows.LaneSums;
import org.autoencoder4j.gradient.internal.rows.Shape;

/**
 * With {@code G = W^T W}: {@code D = X + (P - G X) .* 1[X != 0]}, and W times the sum C of all {@code X X^T} is subtracted once at the end. It
 * costs {@code 4 n m + 4 m^2} operations a sample.
 */
public final class DenseGram extends DenseForm {
    private final GramMatrix gram;
    private final NativeReals[] codesGrams;
    private final Reduction reduction;

    public DenseGram(Shape shape, int lanes) {
        super(shape, lanes);
        this.gram = new GramMatrix(shape);
        this.codesGrams = new NativeReals[lanes];
        for (int lane = 0; lane < lanes; lane++) {
            codesGrams[lane] = NativeReals.allocate(shape.type(), shape.gram());
        }
        this.reduction = new Reduction(shape);
    }

    @Override
    public void begin(EncoderParameters present, int workers) {
        super.begin(present, workers);
        gram.compute(present.weights(), workers);
    }

    @Override
    PartialProduct reconstruct(int worker, int lane, NativeReals observations, int samples, Buffers b) {
        int m = shape.units();
        parts().compute(
                        new PartialProduct(gram.matrix(), Factor.PLAIN, b.codes(), Factor.PLAIN, m, samples, m),
                        b.images());
        b.image().read(0, b.images(), 0, m * samples);
        LaneSums s = sums(lane);
        s.twiceLoss -= b.code().backpropagate(b.product(), b.image(), m, samples, s);
        return timesTransposed(b.codes(), m, b.codes(), samples);
    }

    @Override
    double addReconstructions(int lane, PartialProduct product, double keep, int first, int count) {
        product.addColumns(codesGrams[lane], keep, first, count);
        return keep;
    }

    @Override
    public void finish(NativeReals gradient, long samples, int workers) {
        reduction.finish(
                ColumnSums.of(gradients, shape.features()),
                ColumnSums.of(codesGrams, shape.units()),
                parameters().weights(),
                gradient,
                samples,
                workers);
    }
}
