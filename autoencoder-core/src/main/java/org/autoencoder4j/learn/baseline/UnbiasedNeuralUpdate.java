package org.autoencoder4j.learn.baseline;

import java.util.ArrayList;
import java.util.List;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.backend.internal.BlasThreads;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.backend.internal.Vectors;
import org.autoencoder4j.coding.SampleCode;
import org.autoencoder4j.learn.sweep.DictionaryUpdate;
import org.autoencoder4j.learn.sweep.Sweep;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Neural sparse coding without the error that one product leaves in it: for the step of column i all other atoms are made
 * orthogonal to that of unit i, {@code b_j = w_j - <w_i, w_j> w_i}, and the sample is coded anew with them,
 *
 * <pre>
 *   z_j = threshold(b_j^T y) for j != i,   z_i = w_i^T y,
 *   w_i+ = w_i + eta / N sum over samples with unit i active (y - w_i z_i - sum b_j z_j) sgn(z_i).
 * </pre>
 *
 * <p>The rate is that of {@link NeuralUpdate}. Cost: {@code 2 n m} operations for each sample, and {@code m + 2 n |z|_0} for
 * each entry of its code, on one thread.
 *
 * <p>Source: S. Arora, R. Ge, T. Ma, A. Moitra, "Simple, efficient, and neural algorithms for sparse coding" (COLT 2015),
 * the update without bias.
 *
 * @param rate the relative rate, finite and above 0
 * @param threshold what passes: {@code |b_j^T y| >= threshold}, that of the coder's encoder; finite and above 0
 */
public record UnbiasedNeuralUpdate(double rate, double threshold) implements DictionaryUpdate {
    /** Samples whose products are computed at a time. */
    private static final int CHUNK = 512;

    /**
     * Checks the numbers.
     *
     * @param rate the relative rate
     * @param threshold what passes
     * @throws IllegalArgumentException if one is not above 0 or not finite
     */
    public UnbiasedNeuralUpdate {
        Checks.positive("rate", rate);
        Checks.positive("threshold", threshold);
    }

    @Override
    public String name() {
        return "unbiasedNeural(" + rate + ", " + threshold + ")";
    }

    @Override
    public boolean needsMoment() {
        return false;
    }

    @Override
    public boolean readsSamples() {
        return true;
    }

    @Override
    public double[][] atoms(Sweep sweep) {
        try (INDArray weights = HeapMatrix.ofColumns(sweep.atoms(), DataType.DOUBLE)) {
            Chunk chunk = new Chunk(sweep, weights);
            // On one thread of the BLAS throughout, so that their number changes no bit.
            return BlasThreads.share(workers -> {
                sweep.forEach(chunk::add);
                chunk.work();
                return chunk.sums.step(sweep.copyOfAtoms(), rate);
            });
        }
    }

    /** Samples with the units that are active in them, until there are enough for one product. */
    private final class Chunk {
        private final Sweep sweep;
        private final INDArray weights;
        private final SignedSums sums;
        private final List<double[]> samples = new ArrayList<>();
        private final List<int[]> active = new ArrayList<>();

        Chunk(Sweep sweep, INDArray weights) {
            this.sweep = sweep;
            this.weights = weights;
            this.sums = new SignedSums(sweep.sums().units(), sweep.sums().features());
        }

        void add(double[] sample, SampleCode code) {
            int[] units = new int[code.size()];
            for (int e = 0; e < units.length; e++) {
                units[e] = code.unit(e);
            }
            samples.add(sample.clone());
            active.add(units);
            if (samples.size() == CHUNK) {
                work();
            }
        }

        void work() {
            if (samples.isEmpty()) {
                return;
            }
            double[][] products;
            try (INDArray rows = HeapMatrix.ofRows(samples.toArray(double[][]::new), DataType.DOUBLE);
                    INDArray all = rows.mmul(weights)) {
                products = HeapMatrix.rows(all);
            }
            for (int s = 0; s < products.length; s++) {
                for (int unit : active.get(s)) {
                    sums.add(unit, products[s][unit], residual(samples.get(s), products[s], unit));
                }
            }
            samples.clear();
            active.clear();
        }

        /** y - w_i z_i - sum b_j z_j, with b_j = w_j - g_j w_i. */
        private double[] residual(double[] sample, double[] products, int unit) {
            double[] gram = sweep.gram().row(unit);
            double own = products[unit];
            double[] residual = sample.clone();
            double ofUnit = own;
            for (int j = 0; j < products.length; j++) {
                double product = products[j] - gram[j] * own;
                if (j != unit && Math.abs(product) >= threshold) {
                    Vectors.add(residual, -product, sweep.atoms()[j]);
                    ofUnit -= product * gram[j];
                }
            }
            Vectors.add(residual, -ofUnit, sweep.atoms()[unit]);
            return residual;
        }
    }
}
