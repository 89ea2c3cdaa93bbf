package org.autoencoder4j.gradient.internal.form;

import org.autoencoder4j.backend.internal.NativeReals;
import org.autoencoder4j.gradient.internal.rows.ActiveCodes;
import org.autoencoder4j.gradient.internal.rows.EncoderParameters;
import org.autoencoder4j.gradient.internal.rows.LaneSums;
import org.autoencoder4j.gradient.internal.rows.PerWorker;
import org.autoencoder4j.gradient.internal.rows.Rows;
import org.autoencoder4j.gradient.internal.rows.Shape;
import org.autoencoder4j.gradient.internal.rows.UnitOrder;

/**
 * One matrix product, {@code P = W^T Y}; all the rest is done for the active units alone: sample by sample for what goes
 * back, and then unit by unit, so that a column of the sums stays in the cache while all its samples are added.
 */
abstract class SparseForm extends LaneForm {
    private static final int MOST_CHUNK = 1024;
    private static final int FEW_UNITS = 64;
    private static final int SMALL_CHUNK = 128;
    private static final int SMALL_BLOCK = 32;
    private static final int LEAST_CHUNK = 64;
    /** The most pre-activations of a chunk. */
    private static final int PRODUCTS = 1 << 22;

    /** The most active codes that are worked on at a time. */
    private static final int CAPACITY = 1 << 15;

    /** How long it takes to add a multiple of a number to another, in multiplications of a product. */
    private static final long COMBINING = 10;

    /** Samples in a product. */
    private final int chunk;

    /** Samples in the loops after it: as many, or so few that they stay in the cache beside the product's own copies. */
    final int block;

    final Rows[] gradients;
    private final PerWorker<Buffers> buffers;

    /** What a worker needs for a chunk. */
    static final class Buffers {
        final NativeReals products;
        final Rows product;
        final Rows observations;

        final ActiveCodes codes;
        final UnitOrder order;

        /** The factor of each entry, by samples and by units. */
        final double[] factors;

        final double[] ordered;

        private Buffers(Shape shape, int chunk, int block) {
            int capacity = capacity(shape);
            products = NativeReals.allocate(shape.type(), Math.multiplyExact(shape.units(), chunk));
            product = shape.rows(1, shape.units());
            observations = shape.rows(block, shape.features());
            codes = new ActiveCodes(block, capacity);
            order = new UnitOrder(shape.units(), capacity);
            factors = new double[capacity];
            ordered = new double[capacity];
        }
    }

    SparseForm(Shape shape, int lanes) {
        super(shape, lanes);
        this.chunk = chunk(shape);
        this.block = shape.units() <= FEW_UNITS ? Math.min(SMALL_BLOCK, chunk) : chunk;
        this.gradients = new Rows[lanes];
        for (int lane = 0; lane < lanes; lane++) {
            gradients[lane] = shape.rows(shape.units(), shape.features());
        }
        this.buffers = new PerWorker<>(() -> new Buffers(shape, chunk, block));
    }

    /** Few units want a chunk of observations to stay in the cache; many want large products. */
    private static int chunk(Shape shape) {
        int most = PRODUCTS / shape.units() / LEAST_CHUNK * LEAST_CHUNK;
        return Math.max(LEAST_CHUNK, Math.min(shape.units() <= FEW_UNITS ? SMALL_CHUNK : MOST_CHUNK, most));
    }

    private static int capacity(Shape shape) {
        return Math.max(shape.units(), CAPACITY);
    }

    @Override
    public final int chunk() {
        return chunk;
    }

    @Override
    public void clear(int lane) {
        super.clear(lane);
        gradients[lane].clear();
    }

    @Override
    public final void add(int worker, int lane, NativeReals observations, int samples) {
        Buffers b = buffers.of(worker);
        EncoderParameters p = parameters();
        int units = shape.units();
        products(observations, samples, b.products);
        sums(lane).energy += observations.squaredNorm(shape.features() * samples);
        int first = 0;
        for (int sample = 0; sample < samples; sample++) {
            if (sample - first == block || !b.codes.hasRoomFor(units)) {
                add(worker, lane, b);
                first = sample;
            }
            b.product.read(0, b.products, sample * units, units);
            b.product.findActive(0, p.bias(), p.zeros(), b.codes);
            b.observations.read(sample - first, observations, sample * shape.features(), shape.features());
        }
        add(worker, lane, b);
    }

    /** Adds the active codes that have been found, and empties them. */
    private void add(int worker, int lane, Buffers b) {
        LaneSums s = sums(lane);
        s.count(b.codes);
        b.order.sort(b.codes);
        add(worker, lane, b, s);
        b.codes.clear();
    }

    /** Adds active codes to the gradient, the bias and the loss. */
    abstract void add(int worker, int lane, Buffers b, LaneSums s);

    /** What it takes to go once through all active units' samples or atoms, in multiplications of a product. */
    final long combining(ActiveCodes codes) {
        return COMBINING * shape.features() * codes.entries();
    }

    /** Adds to the columns of some units their active samples' rows times their factors. */
    final void addColumns(int lane, Buffers b, Rows rows, double[] factors, int first, int count) {
        int end = first + count;
        b.order.reorder(factors, b.ordered, first, end);
        int[] starts = b.order.starts;
        for (int unit = first; unit < end; unit++) {
            gradients[lane].combine(unit, rows, b.order.samples, b.ordered, starts[unit], starts[unit + 1]);
        }
    }
}
