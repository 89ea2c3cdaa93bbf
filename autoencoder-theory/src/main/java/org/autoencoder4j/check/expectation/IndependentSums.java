package org.autoencoder4j.check.expectation;

import org.autoencoder4j.backend.internal.HeapMatrix;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Sums for units that are in the support independently of each other, unit s with probability p_s. Given that those of a
 * set F are in S, unit s is so with probability 1 if it is of F and p_s if not; so a sum over free indices is p_F times
 * that of all units with weights p, and for each unit of F what it counts more. With {@code u = 1 - p}
 *
 * <pre>
 *   sum_t p_{F,t} c_t = p_F ( sum_t p_t c_t + sum_{f in F} u_f c_f )
 *   sum_st p_{F,s,t} c_st = p_F ( sum_st r_s r_t c_st + sum_{s not in F} p_s u_s c_ss ),  r_s = p_s + u_s [s in F].
 * </pre>
 *
 * <p>Cost: {@code O(m^3)} for the products and {@code O(1)} a sum.
 */
final class IndependentSums implements InclusionSums {
    private final double[] p;
    private final double[] bias;
    private final double[][] g;
    private final double[][] h;
    /** {@code G P H} and {@code H P H^T}, P the diagonal matrix of p. */
    private final double[][] gph;

    private final double[][] hph;
    /** {@code H P U H^T}, U = I - P. */
    private final double[][] hpuh;
    /** {@code H p}, {@code G P H p}, {@code G P b} and {@code sum_s p_s u_s G_is H_ss}. */
    private final double[] hp;

    private final double[] gphp;
    private final double[] gpb;
    private final double[] gpuh;

    IndependentSums(Products products, double[] probabilities) {
        int m = probabilities.length;
        this.p = probabilities;
        this.bias = products.bias;
        this.g = products.gram;
        this.h = products.cross;
        double[] pu = new double[m];
        double[] ofBias = new double[m];
        double[] ofDiagonal = new double[m];
        for (int s = 0; s < m; s++) {
            pu[s] = p[s] * (1 - p[s]);
            ofBias[s] = p[s] * bias[s];
            ofDiagonal[s] = pu[s] * h[s][s];
        }
        this.gph = product(g, p, h, false);
        this.hph = product(h, p, h, true);
        this.hpuh = product(h, pu, h, true);
        this.hp = times(h, p);
        double[] ofSums = new double[m];
        for (int s = 0; s < m; s++) {
            ofSums[s] = p[s] * hp[s];
        }
        this.gphp = times(g, ofSums);
        this.gpb = times(g, ofBias);
        this.gpuh = times(g, ofDiagonal);
    }

    private static double[][] product(double[][] left, double[] diagonal, double[][] right, boolean transposed) {
        try (INDArray a = Nd4j.createFromArray(left);
                INDArray scale = Nd4j.createFromArray(diagonal);
                INDArray scaled = a.mulRowVector(scale);
                INDArray b = Nd4j.createFromArray(right);
                INDArray product = Nd4j.gemm(scaled, b, false, transposed)) {
            return HeapMatrix.rows(product);
        }
    }

    private static double[] times(double[][] matrix, double[] vector) {
        double[] result = new double[matrix.length];
        for (int i = 0; i < result.length; i++) {
            for (int j = 0; j < vector.length; j++) {
                result[i] += matrix[i][j] * vector[j];
            }
        }
        return result;
    }

    @Override
    public double together(int i, int j) {
        return i == j ? p[i] : p[i] * p[j];
    }

    /** {@code sum_t p_ijt c_t} from the sum of all p_t c_t, c_i and c_j. */
    private double single(int i, int j, double total, double atI, double atJ) {
        double more = (1 - p[i]) * atI + (i == j ? 0 : (1 - p[j]) * atJ);
        return together(i, j) * (total + more);
    }

    @Override
    public double cross(int i, int l) {
        return single(i, l, hp[i], h[i][i], h[i][l]);
    }

    @Override
    public double gramCross(int i, int l) {
        return single(i, l, gph[i][l], g[i][i] * h[i][l], g[i][l] * h[l][l]);
    }

    @Override
    public double gramBias(int i, int l) {
        return single(i, l, gpb[i], g[i][i] * bias[i], g[i][l] * bias[l]);
    }

    @Override
    public double crossCross(int i, int j) {
        return single(i, j, hph[i][j], h[i][i] * h[j][i], h[i][j] * h[j][j]);
    }

    @Override
    public double gramCrossTotal(int i, int l) {
        int[] fixed = i == l ? new int[] {i} : new int[] {i, l};
        double sum = gphp[i] + gpuh[i];
        for (int f : fixed) {
            double u = 1 - p[f];
            sum += u * (g[i][f] * hp[f] + gph[i][f] - p[f] * g[i][f] * h[f][f]);
            for (int e : fixed) {
                sum += u * (1 - p[e]) * g[i][e] * h[e][f];
            }
        }
        return together(i, l) * sum;
    }

    @Override
    public double crossTimesCross(int i, int j) {
        int[] fixed = i == j ? new int[] {i} : new int[] {i, j};
        double first = hp[i];
        double second = hp[j];
        double diagonal = hpuh[i][j];
        for (int f : fixed) {
            double u = 1 - p[f];
            first += u * h[i][f];
            second += u * h[j][f];
            diagonal -= p[f] * u * h[i][f] * h[j][f];
        }
        return together(i, j) * (first * second + diagonal);
    }
}
