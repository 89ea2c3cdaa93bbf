package org.autoencoder4j.check.refinement;

import java.util.Arrays;
import java.util.function.Consumer;
import org.autoencoder4j.model.GenerativeModel;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Least squares on the supports as it is written, with n x n projections and the noise in them, in plain loops over all
 * sets of k units: slow, obvious, and apart from what it tests. All supports have the same probability.
 */
final class LiteralSweep {
    private final double[][] atoms;
    private final double[][] weights;
    private final double kappa1;
    private final double kappa2;
    private final double noise;
    private final int k;
    final double[][] gradient;
    final double[][] secondMoment;
    double objective;

    /** Matrices are arrays of rows. */
    LiteralSweep(GenerativeModel model, INDArray weights) {
        this.atoms = model.dictionary().toDoubleMatrix();
        this.weights = weights.toDoubleMatrix();
        this.kappa1 = model.codeLaw().kappa1();
        this.kappa2 = model.codeLaw().kappa2();
        this.noise = model.noise();
        this.k = model.codeLaw().sparsity();
        int n = atoms.length;
        int m = atoms[0].length;
        this.gradient = new double[n][m];
        this.secondMoment = new double[m][m];
        double[] count = {0};
        forEachSupport(m, k, support -> count[0]++);
        forEachSupport(m, k, support -> add(support, 1 / count[0]));
    }

    INDArray gradientMatrix() {
        return Nd4j.createFromArray(gradient);
    }

    static void forEachSupport(int m, int k, Consumer<int[]> visitor) {
        extend(new int[k], 0, 0, m, visitor);
    }

    private static void extend(int[] support, int size, int next, int m, Consumer<int[]> visitor) {
        if (size == support.length) {
            visitor.accept(support.clone());
            return;
        }
        for (int unit = next; unit < m; unit++) {
            support[size] = unit;
            extend(support, size + 1, unit + 1, m, visitor);
        }
    }

    private void add(int[] support, double probability) {
        int n = atoms.length;
        double[][] w = columns(weights, support);
        double[][] a = columns(atoms, support);
        double[][] ones = new double[k][1];
        for (double[] row : ones) {
            row[0] = 1;
        }
        double[][] sum = product(a, ones);
        double[][] moment = product(a, transposed(a));
        double[][] mean = product(sum, transposed(sum));
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                moment[i][j] = (kappa2 - kappa1 * kappa1) * moment[i][j]
                        + kappa1 * kappa1 * mean[i][j]
                        + (i == j ? noise * noise : 0);
            }
        }
        double[][] pseudo = product(inverse(product(transposed(w), w)), transposed(w));
        double[][] rest = product(w, pseudo);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                rest[i][j] = (i == j ? 1 : 0) - rest[i][j];
            }
        }
        double[][] g = product(product(rest, moment), transposed(pseudo));
        double[][] c = product(product(pseudo, moment), transposed(pseudo));
        double[][] left = product(product(rest, moment), rest);
        for (int i = 0; i < n; i++) {
            objective += probability * left[i][i] / 2;
            for (int t = 0; t < k; t++) {
                gradient[i][support[t]] -= probability * g[i][t];
            }
        }
        for (int s = 0; s < k; s++) {
            for (int t = 0; t < k; t++) {
                secondMoment[support[s]][support[t]] += probability * c[s][t];
            }
        }
    }

    static double[][] columns(double[][] matrix, int[] chosen) {
        double[][] part = new double[matrix.length][chosen.length];
        for (int i = 0; i < matrix.length; i++) {
            for (int t = 0; t < chosen.length; t++) {
                part[i][t] = matrix[i][chosen[t]];
            }
        }
        return part;
    }

    static double[][] transposed(double[][] matrix) {
        double[][] result = new double[matrix[0].length][matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < result.length; j++) {
                result[j][i] = matrix[i][j];
            }
        }
        return result;
    }

    static double[][] product(double[][] left, double[][] right) {
        double[][] result = new double[left.length][right[0].length];
        for (int i = 0; i < left.length; i++) {
            for (int t = 0; t < right.length; t++) {
                for (int j = 0; j < right[0].length; j++) {
                    result[i][j] += left[i][t] * right[t][j];
                }
            }
        }
        return result;
    }

    /** Gauss and Jordan's elimination with row exchanges. */
    static double[][] inverse(double[][] matrix) {
        int k = matrix.length;
        double[][] both = new double[k][2 * k];
        for (int i = 0; i < k; i++) {
            System.arraycopy(matrix[i], 0, both[i], 0, k);
            both[i][k + i] = 1;
        }
        for (int p = 0; p < k; p++) {
            int best = p;
            for (int i = p; i < k; i++) {
                best = Math.abs(both[i][p]) > Math.abs(both[best][p]) ? i : best;
            }
            double[] row = both[best];
            both[best] = both[p];
            both[p] = row;
            double pivot = row[p];
            for (int j = 0; j < 2 * k; j++) {
                row[j] /= pivot;
            }
            for (int i = 0; i < k; i++) {
                double factor = both[i][p];
                for (int j = 0; i != p && j < 2 * k; j++) {
                    both[i][j] -= factor * row[j];
                }
            }
        }
        double[][] inverse = new double[k][];
        for (int i = 0; i < k; i++) {
            inverse[i] = Arrays.copyOfRange(both[i], k, 2 * k);
        }
        return inverse;
    }
}
