package org.autoencoder4j.check.refinement;

import org.autoencoder4j.model.GenerativeModel;

/**
 * The Jacobian of the update at the dictionary as it is written, with the conditional means of n x n projections, in
 * plain loops over all sets of k units, and its greatest eigenvalue on the tangent space by power iteration.
 */
final class LiteralRate {
    private final double[][] atoms;
    private final double kappa1;
    private final double kappa2;
    private final double[][] inverseMoment;
    /** {@code E[P_S 1[i, j in S]]} for each pair, and p_ij. */
    private final double[][][][] projections;

    private final double[][] together;

    LiteralRate(GenerativeModel model) {
        this.atoms = model.dictionary().toDoubleMatrix();
        this.kappa1 = model.codeLaw().kappa1();
        this.kappa2 = model.codeLaw().kappa2();
        this.inverseMoment = LiteralSweep.inverse(new LiteralSweep(model, model.dictionary()).secondMoment);
        int n = atoms.length;
        int m = atoms[0].length;
        this.projections = new double[m][m][n][n];
        this.together = new double[m][m];
        double[] count = {0};
        LiteralSweep.forEachSupport(m, model.codeLaw().sparsity(), support -> count[0]++);
        LiteralSweep.forEachSupport(m, model.codeLaw().sparsity(), support -> add(support, 1 / count[0]));
    }

    private void add(int[] support, double probability) {
        double[][] a = LiteralSweep.columns(atoms, support);
        double[][] transposed = LiteralSweep.transposed(a);
        double[][] p = LiteralSweep.product(
                LiteralSweep.product(a, LiteralSweep.inverse(LiteralSweep.product(transposed, a))), transposed);
        for (int i : support) {
            for (int j : support) {
                together[i][j] += probability;
                for (int row = 0; row < p.length; row++) {
                    for (int column = 0; column < p.length; column++) {
                        projections[i][j][row][column] += probability * p[row][column];
                    }
                }
            }
        }
    }

    /** {@code H(D)}, matrices as arrays of rows. */
    double[][] hessian(double[][] direction) {
        int n = atoms.length;
        int m = atoms[0].length;
        double[][] result = new double[n][m];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < m; j++) {
                double moment = i == j ? kappa2 : kappa1 * kappa1;
                for (int row = 0; row < n; row++) {
                    double value = together[i][j] * direction[row][j];
                    for (int column = 0; column < n; column++) {
                        value -= projections[i][j][row][column] * direction[column][j];
                    }
                    result[row][i] += moment * value;
                }
            }
        }
        return result;
    }

    /** {@code T J(D)}. */
    private double[][] image(double[][] direction) {
        double[][] lost = LiteralSweep.product(hessian(direction), inverseMoment);
        double[][] image = new double[atoms.length][atoms[0].length];
        for (int i = 0; i < atoms[0].length; i++) {
            double along = 0;
            for (int row = 0; row < atoms.length; row++) {
                image[row][i] = direction[row][i] - lost[row][i];
                along += image[row][i] * atoms[row][i];
            }
            for (int row = 0; row < atoms.length; row++) {
                image[row][i] -= along * atoms[row][i];
            }
        }
        return image;
    }

    /** The growth of the last of so many iterations from a fixed start. */
    double rate(int iterations) {
        double[][] direction = new double[atoms.length][atoms[0].length];
        for (int row = 0; row < direction.length; row++) {
            for (int i = 0; i < direction[0].length; i++) {
                direction[row][i] = Math.sin(1 + 7 * row + 13 * i);
            }
        }
        double growth = 0;
        for (int iteration = 0; iteration < iterations; iteration++) {
            double before = norm(direction);
            direction = image(direction);
            growth = norm(direction) / before;
            for (double[] row : direction) {
                for (int i = 0; i < row.length; i++) {
                    row[i] /= growth * before;
                }
            }
        }
        return growth;
    }

    private static double norm(double[][] matrix) {
        double sum = 0;
        for (double[] row : matrix) {
            for (double value : row) {
                sum += value * value;
            }
        }
        return Math.sqrt(sum);
    }
}
