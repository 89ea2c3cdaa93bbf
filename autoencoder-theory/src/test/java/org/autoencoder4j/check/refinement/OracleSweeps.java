package org.autoencoder4j.check.refinement;

import org.autoencoder4j.linalg.Cholesky;
import org.autoencoder4j.model.Draw;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.random.RandomStreams;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Sweeps of least squares on the drawn supports: {@code W <- normalise(B C^-1)} with sums over the samples. */
final class OracleSweeps {
    private final double[][] observations;
    private final int[][] supports;
    private final int features;
    private final int units;
    /** The columns of W. */
    private double[][] columns;
    /** Of the last sweep: C, and the sum of the squared residuals. */
    private double[][] secondMoment;

    private double residual;

    OracleSweeps(GenerativeModel model, RandomStreams streams, int samples, INDArray start) {
        Draw draw = model.draw(streams, 0, samples);
        this.observations = draw.observations().toDoubleMatrix();
        this.supports = new int[samples][];
        for (int t = 0; t < samples; t++) {
            supports[t] = draw.support(t);
        }
        this.features = model.features();
        this.units = model.units();
        this.columns = start.transpose().toDoubleMatrix();
    }

    void sweep() {
        double[][] b = new double[units][features];
        secondMoment = new double[units][units];
        residual = 0;
        for (int t = 0; t < observations.length; t++) {
            int[] support = supports[t];
            double[][] w = new double[support.length][];
            for (int a = 0; a < w.length; a++) {
                w[a] = columns[support[a]];
            }
            double[][] inverse = LiteralSweep.inverse(LiteralSweep.product(w, LiteralSweep.transposed(w)));
            double[][] y = {observations[t]};
            double[] x = LiteralSweep.product(LiteralSweep.product(y, LiteralSweep.transposed(w)), inverse)[0];
            double[] fitted = LiteralSweep.product(new double[][] {x}, w)[0];
            for (int row = 0; row < features; row++) {
                residual += (y[0][row] - fitted[row]) * (y[0][row] - fitted[row]);
            }
            for (int a = 0; a < w.length; a++) {
                for (int row = 0; row < features; row++) {
                    b[support[a]][row] += x[a] * y[0][row];
                }
                for (int c = 0; c < w.length; c++) {
                    secondMoment[support[a]][support[c]] += x[a] * x[c];
                }
            }
        }
        Cholesky factors = Cholesky.of(Nd4j.createFromArray(secondMoment)).orElseThrow();
        INDArray next = factors.times(Nd4j.createFromArray(b));
        columns = next.divColumnVector(next.norm2(1)).toDoubleMatrix();
    }

    INDArray weights() {
        return Nd4j.createFromArray(columns).transpose().dup('f');
    }

    /** The estimated error of each column, from C and the residuals alone. */
    double[] estimates() {
        int k = supports[0].length;
        double noise = Math.sqrt(residual / observations.length / (features - k));
        double[] estimates = new double[units];
        for (int i = 0; i < units; i++) {
            estimates[i] = StatisticalFloor.estimate(features, noise, secondMoment[i][i]);
        }
        return estimates;
    }
}
