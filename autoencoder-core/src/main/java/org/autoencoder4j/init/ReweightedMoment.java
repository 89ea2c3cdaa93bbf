package org.autoencoder4j.init;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.backend.internal.Vectors;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The top of the spectrum of {@code M(u, v)} by subspace iteration with Rayleigh-Ritz steps, through products with the
 * observations only.
 */
final class ReweightedMoment {
    private static final int BLOCK = 4;
    private static final int MOST_ITERATIONS = 30;
    private static final int ITERATIONS_BEFORE_GIVING_UP = 5;
    private static final double ACCURACY = 1e-3;

    private final INDArray observations;
    private final double leastGap;
    private final int features;
    private final int block;

    ReweightedMoment(INDArray observations, double leastGap) {
        this.observations = observations;
        this.leastGap = leastGap;
        this.features = observations.columns();
        this.block = Math.min(BLOCK, features);
    }

    /** The top eigenvector z of a moment, its absolute eigenvalue s1, s1/s2 and {@code ||M z - s z|| / s1}. */
    record Candidate(List<Double> direction, double eigenvalue, double gap, double residual) {
        double distance(Candidate other) {
            return Math.sqrt(Math.max(0, 2 - 2 * Math.abs(Vectors.dot(values(), other.values()))));
        }

        double[] values() {
            return direction.stream().mapToDouble(Double::doubleValue).toArray();
        }

        SpectralAtoms.Atom judged(int uses, int explained, boolean supported) {
            return new SpectralAtoms.Atom(direction, eigenvalue, gap, residual, uses, explained, supported);
        }
    }

    /** The top eigenvector of the moment of two samples, unless its gap is too small. */
    Optional<Candidate> top(int first, int second, RandomGenerator random) {
        INDArray pair = observations.getRows(first, second);
        INDArray inner = Nd4j.gemm(observations, pair, false, true);
        INDArray weights = inner.getColumn(0).mul(inner.getColumn(1)).divi(observations.rows());
        double[][] basis = new double[block][features];
        for (double[] column : basis) {
            Arrays.setAll(column, i -> random.nextGaussian());
        }
        for (int iteration = 1; ; iteration++) {
            orthonormalise(basis);
            double[][] image = image(basis, weights);
            Ritz ritz = Ritz.of(basis, image);
            double[] z = combine(basis, ritz.vector(0));
            double[] mz = combine(image, ritz.vector(0));
            double s1 = Math.abs(ritz.value(0));
            double s2 = block > 1 ? Math.abs(ritz.value(1)) : 0;
            double residual = residual(z, mz, ritz.value(0)) / Math.max(s1, Double.MIN_NORMAL);
            boolean gapFails = s1 < leastGap * s2;
            if (gapFails && iteration >= ITERATIONS_BEFORE_GIVING_UP) {
                return Optional.empty();
            }
            if (residual <= ACCURACY || iteration == MOST_ITERATIONS) {
                double gap = s1 / Math.max(s2, Double.MIN_NORMAL);
                return gapFails ? Optional.empty() : Optional.of(new Candidate(list(z), s1, gap, residual));
            }
            basis = image;
        }
    }

    /** The candidate or its negative, whichever has {@code mean_t <z, y_t>^3 >= 0}. */
    Candidate oriented(Candidate candidate) {
        double[] z = candidate.values();
        INDArray inner = observations.mmul(Nd4j.createFromArray(z));
        double skew = inner.mul(inner).muli(inner).sumNumber().doubleValue();
        if (skew >= 0) {
            return candidate;
        }
        double[] opposite = Arrays.stream(z).map(value -> -value).toArray();
        return new Candidate(list(opposite), candidate.eigenvalue(), candidate.gap(), candidate.residual());
    }

    private double[][] image(double[][] basis, INDArray weights) {
        INDArray q = Nd4j.createFromArray(basis);
        INDArray projected = Nd4j.gemm(observations, q, false, true).muliColumnVector(weights);
        return HeapMatrix.rows(Nd4j.gemm(projected, observations, true, false));
    }

    private static void orthonormalise(double[][] basis) {
        for (int i = 0; i < basis.length; i++) {
            for (int pass = 0; pass < 2; pass++) {
                for (int j = 0; j < i; j++) {
                    Vectors.add(basis[i], -Vectors.dot(basis[i], basis[j]), basis[j]);
                }
            }
            double norm = Vectors.norm(basis[i]);
            for (int f = 0; f < basis[i].length && norm > 0; f++) {
                basis[i][f] /= norm;
            }
        }
    }

    private static double[] combine(double[][] columns, double[] coefficients) {
        double[] sum = new double[columns[0].length];
        for (int i = 0; i < columns.length; i++) {
            Vectors.add(sum, coefficients[i], columns[i]);
        }
        return sum;
    }

    private static double residual(double[] z, double[] mz, double value) {
        double[] difference = mz.clone();
        Vectors.add(difference, -value, z);
        return Vectors.norm(difference);
    }

    private static List<Double> list(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }

    /** The Ritz pairs of an orthonormal basis, by falling absolute value. */
    private record Ritz(EigenDecomposition eigen, List<Integer> order) {
        static Ritz of(double[][] basis, double[][] image) {
            int b = basis.length;
            double[][] small = new double[b][b];
            for (int i = 0; i < b; i++) {
                for (int j = 0; j < b; j++) {
                    small[i][j] = (Vectors.dot(basis[i], image[j]) + Vectors.dot(basis[j], image[i])) / 2;
                }
            }
            EigenDecomposition eigen = new EigenDecomposition(new Array2DRowRealMatrix(small));
            List<Integer> order = IntStream.range(0, b)
                    .boxed()
                    .sorted((i, j) ->
                            Double.compare(Math.abs(eigen.getRealEigenvalue(j)), Math.abs(eigen.getRealEigenvalue(i))))
                    .toList();
            return new Ritz(eigen, order);
        }

        double value(int rank) {
            return eigen.getRealEigenvalue(order.get(rank));
        }

        double[] vector(int rank) {
            return eigen.getEigenvector(order.get(rank)).toArray();
        }
    }
}
