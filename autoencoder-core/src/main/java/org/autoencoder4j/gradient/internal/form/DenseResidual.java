package org.autoencoder4j.gradient.internal.form;

import org.autoencoder4j.backend.internal.NativeReals;
import org.autoencoder4j.backend.internal.NativeReals.Factor;
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
    boolean addsResiduals() {
        return true;
    }

    @Override
    void reconstruct(int worker, int lane, NativeReals observations, int samples, Buffers b, double keep) {
        int n = shape.features();
        int m = shape.units();
        NativeReals h = reconstructions.of(worker);
        NativeReals w = parameters().weights();
        NativeReals r = residuals.of(worker);
        h.product(w, Factor.PLAIN, b.codes(), Factor.PLAIN, n, samples, m, 1, 0);
        r.setCombination(observations, -1, h, 0, n * samples);
        b.images().product(w, Factor.TRANSPOSED, r, Factor.PLAIN, m, samples, n, 1, 0);
        gradients[lane].product(r, Factor.PLAIN, b.codes(), Factor.TRANSPOSED, n, m, samples, 1, keep);
        b.image().read(0, b.images(), 0, m * samples);
        LaneSums s = sums(lane);
        s.twiceLoss += r.squaredNorm(n * samples);
        b.code().backpropagate(b.image(), m, samples, s);
    }

    @Override
    public void finish(NativeReals gradient, long samples, int workers) {
        reduction.finish(ColumnSums.of(gradients, shape.features()), gradient, samples, workers);
    }
}
