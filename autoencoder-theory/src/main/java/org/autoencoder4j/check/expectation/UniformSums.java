package org.autoencoder4j.check.expectation;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.model.law.SparseCodes;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Sums for uniform subsets of k units: the probability that units are in S together depends only on how many different ones
 * they are. A sum over free indices against such probabilities is then a combination of its total, its diagonal and its
 * lines through the fixed indices; all of these are entries of a few matrix products. Cost: {@code O(m^3)} for the products
 * and {@code O(1)} a sum.
 */
final class UniformSums implements InclusionSums {
    /** The probability that S holds c given different units, for c from 0 to 4. */
    private final double[] inclusion = new double[5];

    private final double[] bias;
    private final double[][] g;
    private final double[][] h;
    /** {@code G H} and {@code H H^T}. */
    private final double[][] gh;

    private final double[][] hht;
    /** Row sums of H, and G times them, G times the diagonal of H, G times b. */
    private final double[] hSums;

    private final double[] gTimesSums;
    private final double[] gTimesDiagonal;
    private final double[] gTimesBias;

    UniformSums(Products products, SparseCodes law) {
        for (int count = 0; count < inclusion.length; count++) {
            inclusion[count] = law.inclusionOfDistinct(count);
        }
        this.bias = products.bias;
        this.g = products.gram;
        this.h = products.cross;
        try (INDArray gram = Nd4j.createFromArray(g);
                INDArray cross = Nd4j.createFromArray(h);
                INDArray gramCross = Nd4j.gemm(gram, cross, false, false);
                INDArray crossCross = Nd4j.gemm(cross, cross, false, true)) {
            this.gh = HeapMatrix.rows(gramCross);
            this.hht = HeapMatrix.rows(crossCross);
        }
        this.hSums =
                Arrays.stream(h).mapToDouble(row -> DoubleStream.of(row).sum()).toArray();
        this.gTimesSums = gTimes(hSums);
        this.gTimesDiagonal =
                gTimes(IntStream.range(0, h.length).mapToDouble(i -> h[i][i]).toArray());
        this.gTimesBias = gTimes(products.bias);
    }

    @Override
    public double together(int i, int j) {
        return i == j ? inclusion[1] : inclusion[2];
    }

    @Override
    public double cross(int i, int l) {
        return single(i, l, hSums[i], h[i][i], h[i][l]);
    }

    @Override
    public double gramCross(int i, int l) {
        return single(i, l, gh[i][l], g[i][i] * h[i][l], g[i][l] * h[l][l]);
    }

    @Override
    public double gramBias(int i, int l) {
        return single(i, l, gTimesBias[i], g[i][i] * bias[i], g[i][l] * bias[l]);
    }

    @Override
    public double crossCross(int i, int j) {
        return single(i, j, hht[i][j], h[i][i] * h[j][i], h[i][j] * h[j][j]);
    }

    private double[] gTimes(double[] vector) {
        return Arrays.stream(g)
                .mapToDouble(row -> IntStream.range(0, row.length)
                        .mapToDouble(j -> row[j] * vector[j])
                        .sum())
                .toArray();
    }

    @Override
    public double gramCrossTotal(int i, int l) {
        double own = g[i][i] * h[i][i];
        if (i == l) {
            return twofold(1, gTimesSums[i], gTimesDiagonal[i], g[i][i] * hSums[i] + gh[i][i], own, own);
        }
        double lines = g[i][i] * hSums[i] + g[i][l] * hSums[l] + gh[i][i] + gh[i][l];
        double blockTrace = own + g[i][l] * h[l][l];
        double block = blockTrace + g[i][i] * h[i][l] + g[i][l] * h[l][i];
        return twofold(2, gTimesSums[i], gTimesDiagonal[i], lines, block, blockTrace);
    }

    @Override
    public double crossTimesCross(int i, int j) {
        double total = hSums[i] * hSums[j];
        if (i == j) {
            double own = h[i][i] * h[i][i];
            return twofold(1, total, hht[i][i], 2 * h[i][i] * hSums[i], own, own);
        }
        double inBlockOfI = h[i][i] + h[i][j];
        double inBlockOfJ = h[j][i] + h[j][j];
        double lines = inBlockOfI * hSums[j] + hSums[i] * inBlockOfJ;
        double blockTrace = h[i][i] * h[j][i] + h[i][j] * h[j][j];
        return twofold(2, total, hht[i][j], lines, inBlockOfI * inBlockOfJ, blockTrace);
    }

    /** {@code sum_t p_ijt c_t} from the sum of all c_t, c_i and c_j. */
    private double single(int i, int j, double total, double atI, double atJ) {
        return i == j
                ? inclusion[2] * (total - atI) + inclusion[1] * atI
                : inclusion[3] * (total - atI - atJ) + inclusion[2] * (atI + atJ);
    }

    /**
     * {@code sum_{st} p_{F,s,t} c_st} for a set F of fixed units, from sums of c: the total, the trace, the rows and
     * columns of F, the block F x F and its trace.
     */
    private double twofold(int fixed, double total, double trace, double lines, double block, double blockTrace) {
        double freeTrace = trace - blockTrace;
        double free = total - lines + block;
        return inclusion[fixed] * block
                + inclusion[fixed + 1] * (lines - 2 * block + freeTrace)
                + inclusion[fixed + 2] * (free - freeTrace);
    }
}
