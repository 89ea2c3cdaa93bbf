package org.autoencoder4j.train.internal;

import org.autoencoder4j.linalg.internal.NativeReals;
import org.autoencoder4j.linalg.internal.NativeReals.Factor;

/**
 * With the reconstructions {@code H = W X}: {@code Q = W^T H}, and {@code H X^T} is subtracted chunk by chunk. It costs
 * {@code 10 n m} operations a sample and no memory that grows with m^2: for many more units than features.
 */
final class DenseResidual extends DenseForm {
    private final PerWorker<NativeReals> reconstructions;
    private final Reduction reduction;

    DenseResidual(Shape shape, int lanes) {
        super(shape, lanes);
        this.reconstructions = new PerWorker<>(
                () -> NativeReals.allocate(shape.type(), Math.multiplyExact(shape.features(), chunk())));
        this.reduction = new Reduction(shape);
    }

    @Override
    boolean subtracts() {
        return true;
    }

    @Override
    void reconstruct(int worker, int lane, NativeReals codes, NativeReals images, int samples, double keep) {
        int n = shape.features();
        int m = shape.units();
        NativeReals h = reconstructions.of(worker);
        NativeReals w = parameters().weights();
        h.product(w, Factor.PLAIN, codes, Factor.PLAIN, n, samples, m, 1, 0);
        images.product(w, Factor.TRANSPOSED, h, Factor.PLAIN, m, samples, n, 1, 0);
        gradients[lane].product(h, Factor.PLAIN, codes, Factor.TRANSPOSED, n, m, samples, -1, keep);
    }

    @Override
    public void finish(NativeReals gradient, long samples, int workers) {
        reduction.finish(ColumnSums.of(gradients, shape.features()), gradient, samples, workers);
    }
}
