package org.autoencoder4j.linalg.internal;

import org.autoencoder4j.backend.internal.CholeskySolver;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.progress.Work;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Cholesky factorisation in plain Java, for backends without OpenBLAS. */
public final class PlainCholesky implements CholeskySolver {
    @Override
    public int factorise(INDArray matrix) {
        int n = matrix.rows();
        double[][] rows = HeapMatrix.rows(matrix);
        try (Work work = Work.begin("Cholesky factor: rows", n)) {
            int failed = factorise(matrix, rows, work);
            work.complete();
            return failed;
        }
    }

    private static int factorise(INDArray matrix, double[][] rows, Work work) {
        int n = rows.length;
        for (int i = 0; i < n; i++) {
            work.advance(1);
            for (int j = 0; j <= i; j++) {
                double sum = rows[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= rows[i][k] * rows[j][k];
                }
                if (i == j && !(sum > 0)) {
                    return i + 1;
                }
                rows[i][j] = i == j ? Math.sqrt(sum) : sum / rows[j][j];
                matrix.putScalar(i, j, rows[i][j]);
            }
        }
        return 0;
    }

    @Override
    public void solve(INDArray factor, INDArray block) {
        double[][] lower = HeapMatrix.rows(factor);
        int n = lower.length;
        for (int column = 0; column < block.columns(); column++) {
            double[] x = block.getColumn(column).toDoubleVector();
            for (int i = 0; i < n; i++) {
                for (int k = 0; k < i; k++) {
                    x[i] -= lower[i][k] * x[k];
                }
                x[i] /= lower[i][i];
            }
            for (int i = n - 1; i >= 0; i--) {
                x[i] /= lower[i][i];
                for (int k = 0; k < i; k++) {
                    x[k] -= lower[i][k] * x[i];
                }
            }
            for (int i = 0; i < n; i++) {
                block.putScalar(i, column, x[i]);
            }
        }
    }
}
