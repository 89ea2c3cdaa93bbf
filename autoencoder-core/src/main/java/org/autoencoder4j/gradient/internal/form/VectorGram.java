package org.autoencoder4j.gradient.internal.form;

import org.autoencoder4j.backend.internal.NativeReals;
import org.autoencoder4j.gradient.internal.rows.ActiveCodes;
import org.autoencoder4j.gradient.internal.rows.ColumnSums;
import org.autoencoder4j.gradient.internal.rows.EncoderParameters;
import org.autoencoder4j.gradient.internal.rows.LaneSums;
import org.autoencoder4j.gradient.internal.rows.PerWorker;
import org.autoencoder4j.gradient.internal.rows.Rows;
import org.autoencoder4j.gradient.internal.rows.Shape;

/**
 * For a few units, of which few are active. A product of matrices would spend its time on copying the observations into
 * an order of its own, so P is made by a product of matrix and vector for each unit, and the sums by adding multiples of
 * observations where they are. Reconstructions by {@link CodesGram}.
 */
public final class VectorGram extends LaneForm {
    private static final int LEAST_CHUNK = 16;
    private static final int MOST_CHUNK = 256;
    /** Numbers of a chunk: they stay in the cache until the last unit has passed over them. */
    private static final int OBSERVATIONS = 1 << 16;

    private final int chunk;
    private final CodesGram codesGram;
    private final NativeReals[] gradients;
    private final PerWorker<Buffers> buffers;
    private final Reduction reduction;

    /** What a worker needs for a chunk. */
    private static final class Buffers {
        final NativeReals products;
        final Rows product;
        final ActiveCodes codes;
        final double[] factors;

        Buffers(Shape shape, int chunk) {
            int capacity = Math.multiplyExact(shape.units(), chunk);
            products = NativeReals.allocate(shape.type(), capacity);
            product = shape.rows(1, shape.units());
            codes = new ActiveCodes(chunk, capacity);
            factors = new double[capacity];
        }
    }

    public VectorGram(Shape shape, int lanes) {
        super(shape, lanes);
        this.chunk =
                Math.max(LEAST_CHUNK, Math.min(MOST_CHUNK, Integer.highestOneBit(OBSERVATIONS / shape.features())));
        this.codesGram = new CodesGram(shape, lanes);
        this.gradients = new NativeReals[lanes];
        for (int lane = 0; lane < lanes; lane++) {
            gradients[lane] = NativeReals.allocate(shape.type(), shape.weights());
        }
        this.buffers = new PerWorker<>(() -> new Buffers(shape, chunk));
        this.reduction = new Reduction(shape);
    }

    @Override
    public int chunk() {
        return chunk;
    }

    @Override
    public void begin(EncoderParameters present, int workers) {
        super.begin(present, workers);
        codesGram.begin(present, workers);
    }

    @Override
    public void clear(int lane) {
        super.clear(lane);
        gradients[lane].clear(shape.weights());
        codesGram.clear(lane);
    }

    @Override
    public void add(int worker, int lane, NativeReals observations, int samples) {
        Buffers b = buffers.of(worker);
        LaneSums s = sums(lane);
        s.energy += observations.squaredNorm(shape.features() * samples);
        findActive(observations, samples, b);
        ActiveCodes codes = b.codes;
        s.count(codes);
        codesGram.add(lane, codes, b.factors, s);
        gradients[lane].addColumns(observations, shape.features(), samples, codes.starts, codes.units, b.factors);
    }

    private void findActive(NativeReals observations, int samples, Buffers b) {
        EncoderParameters p = parameters();
        int units = shape.units();
        b.products.productByVectors(p.weights(), observations, units, samples, shape.features());
        b.codes.clear();
        for (int sample = 0; sample < samples; sample++) {
            b.product.read(0, b.products, sample * units, units);
            b.product.findActive(0, p.bias(), p.zeros(), b.codes);
        }
    }

    @Override
    public void finish(NativeReals gradient, long samples, int workers) {
        reduction.finish(
                ColumnSums.of(gradients, shape.features()),
                codesGram.sums(),
                parameters().weights(),
                gradient,
                samples,
                workers);
    }
}
