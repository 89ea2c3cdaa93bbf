package org.autoencoder4j.check.refinement.internal;

/**
 * The inverse of the Gram matrix of a support's columns. Used again for one support after the other; not to be shared
 * by threads.
 */
public final class SupportGram {
    /** Columns whose squared distance from the span of those before is so small a part of their own are dependent. */
    private static final double DEPENDENT = 1e-12;

    private final double[][] gram;
    /** First the Cholesky factor L, then its inverse: the first k rows and columns. */
    private double[][] factor = {};

    private double[][] inverse = {};

    /** The Gram matrix of all columns. */
    public SupportGram(double[][] gram) {
        this.gram = gram;
    }

    /** Inverts the part of a support in {@code O(k^3)} steps; false if its columns are dependent. */
    public boolean invert(int[] support) {
        int k = support.length;
        if (k > factor.length) {
            factor = new double[k][k];
            inverse = new double[k][k];
        }
        for (int i = 0; i < k; i++) {
            if (!factorise(support, i)) {
                return false;
            }
        }
        for (int j = 0; j < k; j++) {
            invertColumn(k, j);
        }
        for (int i = 0; i < k; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = 0;
                for (int t = i; t < k; t++) {
                    sum += factor[t][i] * factor[t][j];
                }
                inverse[i][j] = sum;
                inverse[j][i] = sum;
            }
        }
        return true;
    }

    private boolean factorise(int[] support, int i) {
        double[] row = gram[support[i]];
        for (int j = 0; j <= i; j++) {
            double sum = row[support[j]];
            for (int t = 0; t < j; t++) {
                sum -= factor[i][t] * factor[j][t];
            }
            if (j < i) {
                factor[i][j] = sum / factor[j][j];
            } else if (sum > DEPENDENT * row[support[i]]) {
                factor[i][i] = Math.sqrt(sum);
            } else {
                return false;
            }
        }
        return true;
    }

    /** Replaces column j of L by that of its inverse; the columns after it are still those of L. */
    private void invertColumn(int k, int j) {
        double diagonal = 1 / factor[j][j];
        for (int i = j + 1; i < k; i++) {
            double sum = factor[i][j] * diagonal;
            for (int t = j + 1; t < i; t++) {
                sum += factor[i][t] * factor[t][j];
            }
            factor[i][j] = -sum / factor[i][i];
        }
        factor[j][j] = diagonal;
    }

    /** The inverse of the part last inverted: the first k rows and columns, valid until the next. */
    public double[][] inverse() {
        return inverse;
    }

    /** The least squared sine of the angle between a column of the support and the span of its others. */
    public double independence(int[] support) {
        double least = 1;
        for (int i = 0; i < support.length; i++) {
            least = Math.min(least, 1 / (inverse[i][i] * gram[support[i]][support[i]]));
        }
        return least;
    }
}
