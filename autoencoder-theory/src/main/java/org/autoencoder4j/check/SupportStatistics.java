package org.autoencoder4j.check;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.NonPositiveDefiniteMatrixException;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.autoencoder4j.network.TiedAutoencoder;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Least-squares values and residuals on the supports that an autoencoder finds. */
final class SupportStatistics {
    private final long[] active;
    private final double[] sizes;
    private double[] values = new double[1024];
    private int valueCount;
    private double residual;
    private double freedom;
    private long skipped;

    private SupportStatistics(int units, int samples) {
        this.active = new long[units];
        this.sizes = new double[samples];
    }

    /** Takes supports from the autoencoder and values from unit columns. */
    static SupportStatistics of(TiedAutoencoder autoencoder, INDArray unitColumns, INDArray observations) {
        double[][] atoms = unitColumns.transpose().castTo(DataType.DOUBLE).toDoubleMatrix();
        double[][] samples = observations.castTo(DataType.DOUBLE).toDoubleMatrix();
        double[][] codes =
                autoencoder.encode(observations).castTo(DataType.DOUBLE).toDoubleMatrix();
        SupportStatistics statistics = new SupportStatistics(atoms.length, samples.length);
        for (int s = 0; s < samples.length; s++) {
            double[] code = codes[s];
            int[] support =
                    IntStream.range(0, code.length).filter(i -> code[i] != 0).toArray();
            statistics.add(s, samples[s], support, atoms);
        }
        if (statistics.valueCount == 0) {
            throw new IllegalArgumentException("none of the " + samples.length
                    + " observations has a support on which the weights are independent; the autoencoder is dead or"
                    + " its supports have more units than there are features");
        }
        return statistics;
    }

    private void add(int sample, double[] y, int[] support, double[][] atoms) {
        sizes[sample] = support.length;
        for (int i : support) {
            active[i]++;
        }
        if (support.length == 0 || support.length >= y.length) {
            skipped += support.length == 0 ? 0 : 1;
            residual += support.length == 0 ? dot(y, y) : 0;
            freedom += support.length == 0 ? y.length : 0;
            return;
        }
        double[][] gram = new double[support.length][support.length];
        double[] inner = new double[support.length];
        for (int a = 0; a < support.length; a++) {
            inner[a] = dot(atoms[support[a]], y);
            for (int b = 0; b <= a; b++) {
                gram[a][b] = dot(atoms[support[a]], atoms[support[b]]);
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
            residual += Math.max(0, dot(y, y) - dot(x, inner));
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

    private static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
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
