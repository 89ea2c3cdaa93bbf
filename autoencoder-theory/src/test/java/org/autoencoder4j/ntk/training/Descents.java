package org.autoencoder4j.ntk.training;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Seeded inputs, and gradient descent in plain loops, sample by sample and unit by unit. */
public final class Descents {
    private Descents() {}

    public static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    static double[][] gaussian(RandomGenerator random, int rows, int columns) {
        double[][] values = new double[rows][columns];
        for (double[] row : values) {
            for (int j = 0; j < columns; j++) {
                row[j] = random.nextGaussian();
            }
        }
        return values;
    }

    public static double[][] unitRows(RandomGenerator random, int rows, int columns) {
        double[][] values = gaussian(random, rows, columns);
        for (double[] row : values) {
            double norm = Math.sqrt(dot(row, row));
            for (int j = 0; j < columns; j++) {
                row[j] /= norm;
            }
        }
        return values;
    }

    static double[][] signs(RandomGenerator random, int rows, int columns) {
        double[][] values = gaussian(random, rows, columns);
        for (double[] row : values) {
            for (int j = 0; j < columns; j++) {
                row[j] = Math.signum(row[j]);
            }
        }
        return values;
    }

    public static TwoLayerAutoencoder autoencoder(double[][] encoder, double[][] decoder) {
        return new TwoLayerAutoencoder(Nd4j.createFromArray(encoder), Nd4j.createFromArray(decoder));
    }

    /** Gaussian encoder, Rademacher decoder: the theorems' start. */
    public static TwoLayerAutoencoder start(RandomGenerator random, int features, int width) {
        return autoencoder(gaussian(random, features, width), signs(random, features, width));
    }

    public static INDArray array(double[][] values) {
        return Nd4j.createFromArray(values);
    }

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** One step of {@code W - eta grad_W}, {@code A - eta grad_A}, by eqs. (5.4), (5.5) written out. */
    public static TwoLayerAutoencoder step(double[][] x, TwoLayerAutoencoder autoencoder, double eta, Regime regime) {
        double[][] w = autoencoder.encoder().transpose().toDoubleMatrix();
        double[][] a = autoencoder.decoder().transpose().toDoubleMatrix();
        double scale = 1 / Math.sqrt((double) w.length * x[0].length);
        double[][] wNext = autoencoder.encoder().transpose().toDoubleMatrix();
        double[][] aNext = autoencoder.decoder().transpose().toDoubleMatrix();
        for (double[] sample : x) {
            double[] residual = residual(sample, w, a, scale);
            for (int r = 0; r < w.length; r++) {
                double z = dot(w[r], sample);
                double back = dot(a[r], residual);
                for (int p = 0; z > 0 && p < sample.length; p++) {
                    wNext[r][p] += regime.trainsEncoder() ? eta * scale * back * sample[p] : 0;
                    aNext[r][p] += regime.trainsDecoder() ? eta * scale * z * residual[p] : 0;
                }
            }
        }
        return new TwoLayerAutoencoder(array(wNext).transpose(), array(aNext).transpose());
    }

    static double[] residual(double[] sample, double[][] w, double[][] a, double scale) {
        double[] residual = sample.clone();
        for (int r = 0; r < w.length; r++) {
            double active = Math.max(0, dot(w[r], sample));
            for (int p = 0; p < sample.length; p++) {
                residual[p] -= scale * active * a[r][p];
            }
        }
        return residual;
    }
}
