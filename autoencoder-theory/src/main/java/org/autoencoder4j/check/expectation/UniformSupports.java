package org.autoencoder4j.check.expectation;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.model.law.SparseCodes;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * (K) and (N) in closed form: the expected gradient where supports are uniform subsets of k units, so that the
 * probability that units are in S together depends only on how many different ones they are. A sum over free indices
 * against such probabilities is then a combination of its total, its diagonal and its lines through the fixed indices;
 * all of these are entries of a few matrix products. Cost: {@code O(m^3)} for the products and {@code O(m^2)} beyond.
 */
final class UniformSupports {
    private final Products products;

    /** The probability that S holds c given different units, for c from 0 to 4. */
    private final double[] inclusion = new double[5];

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

    private UniformSupports(Products products, SparseCodes law) {
        this.products = products;
        for (int count = 0; count < inclusion.length; count++) {
            inclusion[count] = law.inclusionOfDistinct(count);
        }
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

    static Coefficients expectation(Products products, SparseCodes law) {
        return new UniformSupports(products, law).coefficients();
    }

    private Coefficients coefficients() {
        int units = products.units();
        double[] b = products.bias;
        double noise = products.noiseVariance;
        Coefficients result = new Coefficients(units);
        double twiceLoss = squaredNorm();
        for (int i = 0; i < units; i++) {
            result.bias[i] = inclusion[1] * b[i] - codeMean(i, i);
            for (int j = 0; j < units; j++) {
                double second = secondMoment(i, j);
                double own = i == j ? 2 * noise * inclusion[1] : 0;
                result.weights[i][j] = own - noise * together(i, j) * g[i][j] - second;
                result.atoms[i][j] = atom(i, j);
                result.bias[i] += g[i][j] * codeMean(i, j);
                twiceLoss += g[i][j] * second;
            }
            twiceLoss += 2 * (b[i] * codeMean(i, i) - secondMoment(i, i));
        }
        result.loss = twiceLoss / 2;
        return result;
    }

    private double[] gTimes(double[] vector) {
        return Arrays.stream(g)
                .mapToDouble(row -> IntStream.range(0, row.length)
                        .mapToDouble(j -> row[j] * vector[j])
                        .sum())
                .toArray();
    }

    /** {@code E[(x_i + W_i^T r) x*_l; i, l in S]}. */
    private double atom(int i, int l) {
        double[] b = products.bias;
        double through = single(i, l, gh[i][l], g[i][i] * h[i][l], g[i][l] * h[l][l]);
        double value = products.variance * (2 * together(i, l) * h[i][l] - through);
        if (products.mean != 0) {
            double direct = 2 * products.mean * single(i, l, hSums[i], h[i][i], h[i][l]) + together(i, l) * b[i];
            double back =
                    products.mean * meanThroughGram(i, l) + single(i, l, gTimesBias[i], g[i][i] * b[i], g[i][l] * b[l]);
            value += products.mean * (direct - back);
        }
        return value;
    }

    /** {@code sum_{jq} p_ijlq G_ij H_jq}. */
    private double meanThroughGram(int i, int l) {
        double own = g[i][i] * h[i][i];
        if (i == l) {
            return twofold(1, gTimesSums[i], gTimesDiagonal[i], g[i][i] * hSums[i] + gh[i][i], own, own);
        }
        double lines = g[i][i] * hSums[i] + g[i][l] * hSums[l] + gh[i][i] + gh[i][l];
        double blockTrace = own + g[i][l] * h[l][l];
        double block = blockTrace + g[i][i] * h[i][l] + g[i][l] * h[l][i];
        return twofold(2, gTimesSums[i], gTimesDiagonal[i], lines, block, blockTrace);
    }

    /** {@code E[x_i x_j; i, j in S]}. */
    private double secondMoment(int i, int j) {
        double[] b = products.bias;
        double both = together(i, j);
        double value = products.variance * single(i, j, hht[i][j], h[i][i] * h[j][i], h[i][j] * h[j][j])
                + b[i] * codeMean(i, j)
                + b[j] * codeMean(j, i)
                - both * b[i] * b[j]
                + products.noiseVariance * both * g[i][j];
        return value + products.mean * products.mean * meanProduct(i, j);
    }

    /** {@code sum_{lq} p_ijlq H_il H_jq}. */
    private double meanProduct(int i, int j) {
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

    /** {@code E[x_j; i, j in S]}. */
    private double codeMean(int i, int j) {
        return products.mean * single(i, j, hSums[j], h[j][i], h[j][j]) + together(i, j) * products.bias[j];
    }

    /** {@code E ||y||^2}. */
    private double squaredNorm() {
        double total = 0;
        double trace = 0;
        for (int i = 0; i < products.units(); i++) {
            trace += products.atomGram[i][i];
            for (double product : products.atomGram[i]) {
                total += product;
            }
        }
        double mean = products.mean;
        return products.variance * inclusion[1] * trace
                + mean * mean * (inclusion[2] * (total - trace) + inclusion[1] * trace)
                + products.noiseVariance * products.features;
    }

    private double together(int i, int j) {
        return i == j ? inclusion[1] : inclusion[2];
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
