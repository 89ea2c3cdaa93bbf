package org.autoencoder4j.gradient.internal.form;

import org.autoencoder4j.backend.internal.NativeReals;
import org.autoencoder4j.backend.internal.NativeReals.Factor;
import org.autoencoder4j.backend.internal.PartialProduct;
import org.autoencoder4j.gradient.internal.rows.ColumnSums;
import org.autoencoder4j.gradient.internal.rows.LaneSums;
import org.autoencoder4j.gradient.internal.rows.PerWorker;
import org.autoencoder4j.gradient.internal.rows.Shape;

/**
 * With the residuals {@code R = Y - W X} themselves: {@code D = (W^T R) .* 1[X != 0]}, and {@code R X^T} is added chunk by
 * chunk. It costs {@code 10 n m} operations a sample and no memory that grows with m^2: for many more units than features,
 * and where so little is left of the observations that a difference of large sums would lose its digits.
 */
public final class DenseResidual extends DenseForm {
    private final PerWorker<NativeReals> reconstructions;
    private final PerWorker<NativeReals> residuals;
    private final Reduction reduction;

    public DenseResidual(Shape shape, int lanes) {
        super(shape, lanes);
        int length = Math.multiplyExact(shape.features(), chunk());
        this.reconstructions = new PerWorker<>(() -> NativeReals.allocate(shape.type(), length));
        this.residuals = new PerWorker<>(() -> NativeReals.allocate(shape.type(), length));
        this.reduction = new Reduction(shape);
    }

    @Override
    PartialProduct reconstruct(int worker, int lane, NativeReals observations, int samples, Buffers b) {
        int n = shape.features();
        int m = shape.units();
        NativeReals h = reconstructions.of(worker);
        NativeReals w = parameters().weights();
        NativeReals r = residuals.of(worker);
        PartialProduct there = new PartialProduct(w, Factor.PLAIN, b.codes(), Factor.PLAIN, n, samples, m);
        PartialProduct back = product(r, samples);
        parts().columns(samples, 2 * there.multiplications(), (first, count) -> {
            there.addColumns(h, 0, first, count);
            r.setCombination(observations, -1, h, first * n, count * n);
            back.addColumns(b.images(), 0, first, count);
        });
        b.image().read(0, b.images(), 0, m * samples);
        LaneSums s = sums(lane);
        s.twiceLoss += r.squaredNorm(n * samples);
        b.code().backpropagate(b.image(), m, samples, s);
        return timesTransposed(r, n, b.codes(), samples);
    }

    @Override
    double addReconstructions(int lane, PartialProduct product, double keep, int first, int count) {
        product.addColumns(gradients[lane], keep, first, count);
        return 1;
    }

    @Override
    public void finish(NativeReals gradient, long samples, int workers) {
        reduction.finish(ColumnSums.of(gradients, shape.features()), gradient, samples, workers);
    }
}
