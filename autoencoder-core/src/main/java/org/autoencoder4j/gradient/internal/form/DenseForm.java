package org.autoencoder4j.gradient.internal.form;

import org.autoencoder4j.backend.internal.NativeReals;
import org.autoencoder4j.backend.internal.NativeReals.Factor;
import org.autoencoder4j.backend.internal.PartialProduct;
import org.autoencoder4j.gradient.internal.rows.EncoderParameters;
import org.autoencoder4j.gradient.internal.rows.PerWorker;
import org.autoencoder4j.gradient.internal.rows.Rows;
import org.autoencoder4j.gradient.internal.rows.Shape;

/**
 * Matrix products throughout, for codes of which many are active. With {@code P = W^T Y} and the codes X each chunk adds
 * {@code Y D^T}; what D is, and what else is added for the reconstructions, is the matter of two kinds.
 */
abstract class DenseForm extends LaneForm {
    /** The BLAS has faster kernels for products of fewer multiplications than this. */
    private static final int SMALL_PRODUCT = 1_000_000;

    private static final int LEAST_CHUNK = 32;
    private static final int MOST_CHUNK = 128;
    private static final int LARGE_CHUNK = 256;

    private final int chunk;
    final NativeReals[] gradients;
    private final boolean[] started;
    private final PerWorker<Buffers> buffers;

    record Buffers(NativeReals products, NativeReals codes, NativeReals images, Rows product, Rows code, Rows image) {
        static Buffers of(Shape shape, int chunk) {
            int length = Math.multiplyExact(shape.units(), chunk);
            return new Buffers(
                    NativeReals.allocate(shape.type(), length),
                    NativeReals.allocate(shape.type(), length),
                    NativeReals.allocate(shape.type(), length),
                    shape.rows(1, length),
                    shape.rows(1, length),
                    shape.rows(1, length));
        }
    }

    DenseForm(Shape shape, int lanes) {
        super(shape, lanes);
        this.chunk = chunk(shape);
        this.gradients = new NativeReals[lanes];
        this.started = new boolean[lanes];
        for (int lane = 0; lane < lanes; lane++) {
            gradients[lane] = NativeReals.allocate(shape.type(), shape.weights());
        }
        this.buffers = new PerWorker<>(() -> Buffers.of(shape, chunk));
    }

    private static int chunk(Shape shape) {
        int small = SMALL_PRODUCT / shape.weights() / LEAST_CHUNK * LEAST_CHUNK;
        return small < LEAST_CHUNK ? LARGE_CHUNK : Math.min(small, MOST_CHUNK);
    }

    @Override
    public final int chunk() {
        return chunk;
    }

    @Override
    public final void clear(int lane) {
        super.clear(lane);
        started[lane] = false;
    }

    @Override
    public final void add(int worker, int lane, NativeReals observations, int samples) {
        Buffers b = buffers.of(worker);
        int units = shape.units();
        int length = units * samples;
        double keep = started[lane] ? 1 : 0;
        started[lane] = true;
        sums(lane).energy += observations.squaredNorm(shape.features() * samples);
        EncoderParameters p = parameters();
        products(observations, samples, b.products);
        b.product.read(0, b.products, 0, length);
        b.code.activate(b.product, p.bias(), units, samples, p.zeros());
        b.code.write(0, b.codes, 0, length);
        PartialProduct residuals = reconstruct(worker, lane, observations, samples, b);
        // X is still needed, and what the images are made of no more.
        b.code.write(0, b.images, 0, length);
        PartialProduct all = timesTransposed(observations, shape.features(), b.images, samples);
        long work = all.multiplications() + residuals.multiplications();
        parts().columns(units, work, (first, count) -> {
            double gradientKeep = addReconstructions(lane, residuals, keep, first, count);
            all.addColumns(gradients[lane], gradientKeep, first, count);
        });
    }

    /** The product with the transposed numbers of the samples' units. */
    final PartialProduct timesTransposed(NativeReals columns, int rows, NativeReals codes, int samples) {
        return new PartialProduct(columns, Factor.PLAIN, codes, Factor.TRANSPOSED, rows, shape.units(), samples);
    }

    /**
     * Makes D of the codes in the buffers' heap rows, and takes account of the loss.
     *
     * @return what is to be added for the reconstructions
     */
    abstract PartialProduct reconstruct(int worker, int lane, NativeReals observations, int samples, Buffers b);

    /**
     * Adds for the reconstructions, for some of the units.
     *
     * @return the factor of what is then in the gradient of the lane
     */
    abstract double addReconstructions(int lane, PartialProduct product, double keep, int first, int count);
}
