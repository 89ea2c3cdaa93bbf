package org.autoencoder4j.check.diagnosis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.NonPositiveDefiniteMatrixException;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.backend.internal.Vectors;
import org.autoencoder4j.check.consistency.Proportion;
import org.autoencoder4j.linalg.SpectralNorm;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.progress.Work;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Least-squares values and residuals on the supports that an autoencoder finds. */
final class SupportStatistics {
    private final long[] active;
    private final double[] sizes;
    private double[] values = new double[1024];
    private int valueCount;
    private double residual;
    private double freedom;
    private long skipped;

    private final int[][] together;
    private final List<double[]> codes = new ArrayList<>();
    private double greatestVariance;
    private int residuals;
    private final int features;

    private SupportStatistics(int units, int samples, int features) {
        this.active = new long[units];
        this.sizes = new double[samples];
        this.together = new int[units][];
        Arrays.setAll(together, i -> new int[units - i - 1]);
        this.features = features;
    }

    /** Takes supports from the autoencoder and values from unit columns. */
    static SupportStatistics of(TiedAutoencoder autoencoder, INDArray unitColumns, INDArray observations) {
        double[][] atoms = HeapMatrix.columns(unitColumns);
        double[][] samples = HeapMatrix.rows(observations);
        double[][] codes = HeapMatrix.rows(autoencoder.encode(observations));
        SupportStatistics statistics = new SupportStatistics(atoms.length, samples.length, observations.columns());
        try (Work work = Work.begin("values on the supports: samples", samples.length)) {
            for (int s = 0; s < samples.length; s++) {
                double[] code = codes[s];
                int[] support = IntStream.range(0, code.length)
                        .filter(i -> code[i] != 0)
                        .toArray();
                statistics.add(s, samples, support, atoms);
                work.advance(1);
            }
        }
        if (statistics.valueCount == 0) {
            throw new IllegalArgumentException("none of the " + samples.length
                    + " observations has a support on which the weights are independent; the autoencoder is dead or"
                    + " its supports have more units than there are features");
        }
        statistics.spread(samples);
        return statistics;
    }

    /** The greatest variance of the residuals in a direction; the first rows of samples now hold them. */
    private void spread(double[][] samples) {
        try (INDArray rest = Nd4j.createFromArray(Arrays.copyOf(samples, residuals))) {
            greatestVariance = Math.pow(SpectralNorm.of(rest), 2) / residuals;
        }
    }

    private void add(int sample, double[][] samples, int[] support, double[][] atoms) {
        double[] y = samples[sample];
        sizes[sample] = support.length;
        for (int a = 0; a < support.length; a++) {
            active[support[a]]++;
            for (int b = a + 1; b < support.length; b++) {
                together[support[a]][support[b] - support[a] - 1]++;
            }
        }
        if (support.length == 0 || support.length >= y.length) {
            skipped += support.length == 0 ? 0 : 1;
            residual += support.length == 0 ? Vectors.dot(y, y) : 0;
            freedom += support.length == 0 ? y.length : 0;
            if (support.length == 0) {
                samples[residuals++] = y;
            }
            return;
        }
        double[][] gram = new double[support.length][support.length];
        double[] inner = new double[support.length];
        for (int a = 0; a < support.length; a++) {
            inner[a] = Vectors.dot(atoms[support[a]], y);
            for (int b = 0; b <= a; b++) {
                gram[a][b] = Vectors.dot(atoms[support[a]], atoms[support[b]]);
                gram[b][a] = gram[a][b];
            }
        }
        try {
            double[] x = new CholeskyDecomposition(new Array2DRowRealMatrix(gram, false))
                    .getSolver()
                    .solve(new ArrayRealVector(inner, false))
                    .toArray();
            for (double value : x) {
                append(value);
            }
            codes.add(x);
            residual += Math.max(0, Vectors.dot(y, y) - Vectors.dot(x, inner));
            for (int a = 0; a < x.length; a++) {
                for (int row = 0; row < y.length; row++) {
                    y[row] -= x[a] * atoms[support[a]][row];
                }
            }
            samples[residuals++] = y;
            freedom += y.length - support.length;
        } catch (NonPositiveDefiniteMatrixException e) {
            skipped++;
        }
    }

    private void append(double value) {
        if (valueCount == values.length) {
            values = Arrays.copyOf(values, 2 * valueCount);
        }
        values[valueCount++] = value;
    }

    int samples() {
        return sizes.length;
    }

    long skipped() {
        return skipped;
    }

    double meanSparsity() {
        return Arrays.stream(sizes).average().orElse(0);
    }

    int medianSparsity() {
        return (int) Math.round(new Percentile().evaluate(sizes, 50));
    }

    Proportion inclusion(int unit) {
        return new Proportion(active[unit], sizes.length);
    }

    Proportion together(int unit, int later) {
        return new Proportion(together[unit][later - unit - 1], sizes.length);
    }

    int features() {
        return features;
    }

    /** The number of samples with residuals. */
    int residuals() {
        return residuals;
    }

    double greatestVariance() {
        return greatestVariance;
    }

    /** The mean over samples of {@code (x_i - kappa1) (x_j - kappa1) / kappa2} over pairs of values, with its error. */
    record Covariance(long samples, double mean, double standardError) {}

    Covariance covariance() {
        SummaryStatistics products = new SummaryStatistics();
        double mean = kappa1();
        double second = kappa2();
        for (double[] code : codes) {
            if (code.length > 1) {
                double sum = Arrays.stream(code).map(x -> x - mean).sum();
                double squares =
                        Arrays.stream(code).map(x -> (x - mean) * (x - mean)).sum();
                products.addValue((sum * sum - squares) / (code.length * (code.length - 1.0) * second));
            }
        }
        return new Covariance(
                products.getN(),
                products.getMean(),
                products.getStandardDeviation() / Math.sqrt((double) products.getN()));
    }

    double magnitude(double percent) {
        double[] magnitudes =
                Arrays.stream(values, 0, valueCount).map(Math::abs).toArray();
        return new Percentile().evaluate(magnitudes, percent);
    }

    double kappa1() {
        return Arrays.stream(values, 0, valueCount).sum() / valueCount;
    }

    double kappa2() {
        return Arrays.stream(values, 0, valueCount).map(v -> v * v).sum() / valueCount;
    }

    double rarerSign() {
        double positive =
                (double) Arrays.stream(values, 0, valueCount).filter(v -> v > 0).count() / valueCount;
        return Math.min(positive, 1 - positive);
    }

    double noise() {
        return Math.sqrt(residual / Math.max(1, freedom));
    }
}
