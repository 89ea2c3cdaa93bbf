package org.autoencoder4j.gradient.internal;

import java.util.OptionalInt;
import org.autoencoder4j.backend.internal.BlasThreads;
import org.autoencoder4j.backend.internal.Lanes;
import org.autoencoder4j.backend.internal.NativeReals;
import org.autoencoder4j.backend.internal.NativeReals.Factor;
import org.autoencoder4j.gradient.internal.rows.PerWorker;
import org.autoencoder4j.gradient.internal.rows.Rows;
import org.autoencoder4j.progress.Work;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The gradient of a two-layer autoencoder on samples X, {@code n x d}, from pre-activations P, {@code n x m}, on the
 * arrays' own memory, tile by tile of neighbouring neurons: {@code R = X - s relu(P) A^T}, then
 * {@code V = -s (R A) .* 1[P > 0]} and {@code X X^T V}. Tiles and lanes depend on the sizes alone, so the result is the
 * same to the last bit whatever the number of threads. Not to be shared by threads.
 */
public final class FusedSpan {
    private static final int TILE = 512;
    private static final int MOST_LANES = 4;

    private final int samples;
    private final int features;
    private final DataType type;
    private final INDArray samplesByColumns;
    private final INDArray gram;
    private final OptionalInt fixedWorkers;
    private final NativeReals residuals;
    private final PerWorker<Buffers> buffers;
    private final NativeReals[] sums;

    /** Where the results go; all arrays in 'f' order. */
    public record Target(INDArray coefficients, INDArray products, INDArray decoder, INDArray activity) {}

    /** The loss and the squared norms of the gradient by encoder and decoder. */
    public record Sizes(double loss, double encoder, double decoder) {}

    private record Buffers(NativeReals codes, Rows column, Rows mask) {}

    /**
     * Prepares for samples.
     *
     * @param samples X, {@code n x d}
     * @param gram {@code X X^T} in 'f' order
     */
    public FusedSpan(INDArray samples, INDArray gram) {
        this(samples, gram, OptionalInt.empty());
    }

    /**
     * Prepares for samples, with a fixed number of threads, for tests and measurements.
     *
     * @param samples X, {@code n x d}
     * @param gram {@code X X^T} in 'f' order
     * @param workers the number of threads, or empty for as many as the BLAS has
     */
    public FusedSpan(INDArray samples, INDArray gram, OptionalInt workers) {
        this.samples = samples.rows();
        this.features = samples.columns();
        this.type = samples.dataType();
        this.samplesByColumns = samples.dup('f');
        this.gram = gram;
        this.fixedWorkers = workers;
        this.residuals = NativeReals.allocate(type, this.samples * features);
        this.buffers = new PerWorker<>(() -> new Buffers(
                NativeReals.allocate(type, this.samples * TILE),
                Rows.of(type, 1, this.samples),
                Rows.of(type, 1, this.samples)));
        this.sums = new NativeReals[MOST_LANES];
        for (int lane = 0; lane < sums.length; lane++) {
            sums[lane] = NativeReals.allocate(type, this.samples * features);
        }
    }

    /**
     * Computes the gradient.
     *
     * @param preActivations P, {@code n x m} in 'f' order
     * @param decoder A, {@code d x m} in 'f' order
     * @param scale s
     * @param trainsDecoder whether the decoder's gradient {@code -s R^T relu(P)} is wanted
     * @param target receives V, {@code X X^T V}, the decoder's gradient and the fraction of samples that each neuron lets
     *     through
     * @return loss and squared norms
     */
    public Sizes compute(
            INDArray preActivations, INDArray decoder, double scale, boolean trainsDecoder, Target target) {
        try (BlasThreads.Use use = BlasThreads.ofOpenBlas().single()) {
            Pass pass = new Pass(NativeReals.of(preActivations), NativeReals.of(decoder), scale, decoder.columns());
            int workers = fixedWorkers.orElse(use.threads());
            try (Work work = Work.begin("gradient: tiles of neurons", 2L * pass.tiles)) {
                double loss = pass.residuals(workers, work) / 2;
                return pass.gradient(workers, trainsDecoder, target, loss, work);
            }
        }
    }

    /** One computation. */
    private final class Pass {
        private final NativeReals preActivations;
        private final NativeReals decoder;
        private final double scale;
        private final int neurons;
        private final int tiles;

        Pass(NativeReals preActivations, NativeReals decoder, double scale, int neurons) {
            this.preActivations = preActivations;
            this.decoder = decoder;
            this.scale = scale;
            this.neurons = neurons;
            this.tiles = (neurons + TILE - 1) / TILE;
        }

        private int width(int tile) {
            return Math.min(TILE, neurons - tile * TILE);
        }

        /** Computes R and returns its squared norm. */
        double residuals(int workers, Work work) {
            int lanes = Math.min(MOST_LANES, tiles);
            Lanes.run(workers, lanes, (worker, lane) -> {
                int first = tiles * lane / lanes;
                int end = tiles * (lane + 1) / lanes;
                for (int tile = first; tile < end; tile++) {
                    work.heed();
                    addReconstructions(worker, lane, tile, tile == first ? 0 : 1);
                }
            });
            work.advance(tiles);
            Lanes.run(workers, features, (worker, feature) -> addUp(lanes, worker, feature));
            return residuals.squaredNorm(samples * features);
        }

        private void addReconstructions(int worker, int lane, int tile, double keep) {
            NativeReals codes = codes(worker, tile);
            NativeReals a = decoder.from(tile * TILE * features);
            sums[lane].product(codes, Factor.PLAIN, a, Factor.TRANSPOSED, samples, features, width(tile), -scale, keep);
        }

        private NativeReals codes(int worker, int tile) {
            Buffers b = buffers.of(worker);
            for (int i = 0; i < width(tile); i++) {
                b.column.read(0, preActivations, (tile * TILE + i) * samples, samples);
                b.column.rectify(0);
                b.column.write(0, b.codes, i * samples, samples);
            }
            return b.codes;
        }

        private void addUp(int lanes, int worker, int feature) {
            Buffers b = buffers.of(worker);
            int at = feature * samples;
            b.column.read(0, NativeReals.of(samplesByColumns), at, samples);
            for (int lane = 0; lane < lanes; lane++) {
                b.mask.read(0, sums[lane], at, samples);
                b.column.add(0, b.mask, 0);
            }
            b.column.write(0, residuals, at, samples);
        }

        Sizes gradient(int workers, boolean trainsDecoder, Target target, double loss, Work work) {
            double[] encoderNorms = new double[tiles];
            double[] decoderNorms = new double[tiles];
            double[] activity = new double[neurons];
            NativeReals v = NativeReals.of(target.coefficients());
            NativeReals products = NativeReals.of(target.products());
            Lanes.run(workers, tiles, work, (worker, tile) -> {
                encoderNorms[tile] = encoder(worker, tile, v, products, activity);
                if (trainsDecoder) {
                    decoderNorms[tile] = decoder(worker, tile, NativeReals.of(target.decoder()));
                }
            });
            Rows row = Rows.of(type, 1, neurons);
            row.set(0, activity);
            row.write(0, NativeReals.of(target.activity()), 0, neurons);
            return new Sizes(loss, sum(encoderNorms), sum(decoderNorms));
        }

        private double encoder(int worker, int tile, NativeReals v, NativeReals products, double[] activity) {
            int width = width(tile);
            int start = tile * TILE * samples;
            NativeReals tileV = v.from(start);
            NativeReals a = decoder.from(tile * TILE * features);
            tileV.product(residuals, Factor.PLAIN, a, Factor.PLAIN, samples, width, features, -scale, 0);
            Buffers b = buffers.of(worker);
            for (int i = 0; i < width; i++) {
                b.mask.read(0, preActivations, start + i * samples, samples);
                b.column.read(0, tileV, i * samples, samples);
                activity[tile * TILE + i] = b.column.mask(0, b.mask, 0) / samples;
                b.column.write(0, tileV, i * samples, samples);
            }
            NativeReals moved = products.from(start);
            NativeReals g = NativeReals.of(gram);
            moved.product(g, Factor.PLAIN, tileV, Factor.PLAIN, samples, width, samples, 1, 0);
            return tileV.inner(moved, samples * width);
        }

        private double decoder(int worker, int tile, NativeReals gradient) {
            int width = width(tile);
            NativeReals codes = codes(worker, tile);
            NativeReals part = gradient.from(tile * TILE * features);
            part.product(residuals, Factor.TRANSPOSED, codes, Factor.PLAIN, features, width, samples, -scale, 0);
            return part.squaredNorm(features * width);
        }
    }

    private static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }
}
