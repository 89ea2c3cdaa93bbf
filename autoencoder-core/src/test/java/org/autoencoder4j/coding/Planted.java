package org.autoencoder4j.coding;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.gradient.Fixtures;
import org.autoencoder4j.random.RandomStreams;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Samples {@code y = A x + noise} of a random dictionary with unit columns, of exactly k atoms each. */
public final class Planted {
    private final INDArray dictionary;
    private final INDArray samples;
    private final int[][] supports;
    private final double[][] codes;

    public Planted(INDArray dictionary, INDArray samples, int[][] supports, double[][] codes) {
        this.dictionary = dictionary;
        this.samples = samples;
        this.supports = supports;
        this.codes = codes;
    }

    /** With values uniform in [1, 2], of random signs if they are signed. */
    public static Planted of(long seed, int features, int units, int k, int samples, CodeSign sign, double noise) {
        INDArray dictionary = dictionary(seed, features, units);
        double[][] atoms = HeapMatrix.columns(dictionary);
        RandomGenerator random = RandomStreams.of(seed).at("planted", 0, 0);
        double[][] rows = new double[samples][features];
        int[][] supports = new int[samples][];
        double[][] codes = new double[samples][k];
        for (int s = 0; s < samples; s++) {
            supports[s] = random.ints(0, units).distinct().limit(k).sorted().toArray();
            for (int i = 0; i < k; i++) {
                boolean negative = sign == CodeSign.SIGNED && random.nextBoolean();
                codes[s][i] = (1 + random.nextDouble()) * (negative ? -1 : 1);
                for (int j = 0; j < features; j++) {
                    rows[s][j] += codes[s][i] * atoms[supports[s][i]][j];
                }
            }
            for (int j = 0; j < features; j++) {
                rows[s][j] += noise * random.nextGaussian();
            }
        }
        return new Planted(dictionary, HeapMatrix.ofRows(rows, DataType.DOUBLE), supports, codes);
    }

    /** Random unit columns. */
    public static INDArray dictionary(long seed, int features, int units) {
        INDArray dictionary =
                Fixtures.normal(seed, "dictionary", features, units).dup('f');
        return dictionary.diviRowVector(dictionary.norm2(0));
    }

    /** A, {@code n x m}. */
    public INDArray dictionary() {
        return dictionary;
    }

    /** Y, {@code N x n}. */
    public INDArray samples() {
        return samples;
    }

    /** The atoms of each sample, ascending. */
    public int[][] supports() {
        return supports;
    }

    /** The values of these. */
    public double[][] codes() {
        return codes;
    }

    /** The share of samples whose support a coder finds. */
    public double found(Codes found) {
        int right = 0;
        for (int s = 0; s < supports.length; s++) {
            int[] support = Arrays.copyOfRange(found.active(), found.starts()[s], found.starts()[s + 1]);
            right += Arrays.equals(support, supports[s]) ? 1 : 0;
        }
        return (double) right / supports.length;
    }
}
