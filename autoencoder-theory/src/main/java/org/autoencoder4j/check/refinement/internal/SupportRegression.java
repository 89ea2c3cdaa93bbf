package org.autoencoder4j.check.refinement.internal;

import java.util.Arrays;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.backend.internal.Vectors;
import org.autoencoder4j.check.internal.HeapColumns;
import org.autoencoder4j.model.GenerativeModel;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Least squares on a support S, in expectation over values and noise: with {@code R = W_S^+ A_S} and
 * {@code V = A_S - W_S R = (I - P_W) A_S},
 *
 * <pre>
 *   g_S = -V M R^T,   E[x x^T] = R M R^T + sigma^2 (W_S^T W_S)^-1,
 *   E|(I - P_W) y|^2 = tr(V M V^T) + sigma^2 (n - k).
 * </pre>
 *
 * <p>Used again for one support after the other; not to be shared by threads.
 */
public final class SupportRegression {
    private final double[][] weights;
    private final double[][] atoms;
    /** {@code W^T A}. */
    private final double[][] cross;

    private final Moments moments;
    private final SupportGram gram;

    private double[][] fit = {};
    private double[][] weighted = {};
    private double[][] residual = {};

    /** Columns t of the gradient, for the t-th unit of the support. */
    double[][] gradient = {};

    double[][] secondMoment = {};
    double objective;
    double independence;

    public SupportRegression(GenerativeModel model, INDArray weights) {
        HeapColumns w = HeapColumns.of("weights", weights);
        HeapColumns a = HeapColumns.of("the model's dictionary", model.dictionary());
        this.weights = HeapMatrix.columns(weights);
        this.atoms = HeapMatrix.columns(model.dictionary());
        this.cross = w.products(0, w.count(), a, 0);
        this.moments = Moments.of(model);
        this.gram = new SupportGram(w.products(0, w.count(), w, 0));
    }

    /**
     * Computes the expectations given a support, in {@code 4 k^2 n + O(k^3)} steps; false if its columns are dependent.
     */
    boolean compute(int[] support) {
        int k = support.length;
        if (!gram.invert(support)) {
            independence = 0;
            return false;
        }
        independence = gram.independence(support);
        makeRoom(k);
        regress(support);
        moments.times(fit, k, weighted);
        leaveResiduals(support);
        for (int a = 0; a < k; a++) {
            Arrays.fill(gradient[a], 0);
            for (int b = 0; b < k; b++) {
                Vectors.add(gradient[a], -weighted[a][b], residual[b]);
                secondMoment[a][b] = Vectors.dot(weighted[a], fit[b]) + moments.noiseVariance() * gram.inverse()[a][b];
            }
        }
        return true;
    }

    /** Computes V and the objective. */
    private void leaveResiduals(int[] support) {
        double[] sum = new double[atoms[0].length];
        double squares = 0;
        for (int b = 0; b < support.length; b++) {
            double[] rest = residual[b];
            System.arraycopy(atoms[support[b]], 0, rest, 0, rest.length);
            for (int a = 0; a < support.length; a++) {
                Vectors.add(rest, -fit[a][b], weights[support[a]]);
            }
            squares += Vectors.dot(rest, rest);
            Vectors.add(sum, 1, rest);
        }
        double noise = moments.noiseVariance() * (sum.length - support.length);
        objective = (moments.variance() * squares + moments.squaredMean() * Vectors.dot(sum, sum) + noise) / 2;
    }

    private void makeRoom(int k) {
        if (k != fit.length) {
            fit = new double[k][k];
            weighted = new double[k][k];
            secondMoment = new double[k][k];
            residual = new double[k][atoms[0].length];
            gradient = new double[k][atoms[0].length];
        }
    }

    /** {@code R = (W_S^T W_S)^-1 W_S^T A_S}. */
    private void regress(int[] support) {
        for (int a = 0; a < support.length; a++) {
            for (int b = 0; b < support.length; b++) {
                double sum = 0;
                for (int t = 0; t < support.length; t++) {
                    sum += gram.inverse()[a][t] * cross[support[t]][support[b]];
                }
                fit[a][b] = sum;
            }
        }
    }
}
