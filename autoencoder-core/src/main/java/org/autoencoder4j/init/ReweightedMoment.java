package org.autoencoder4j.init;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.backend.internal.Vectors;
import org.autoencoder4j.progress.Work;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The tops of the spectra of {@code M(u, v)} by subspace iteration with Rayleigh-Ritz steps, through products with the
 * observations only, which the moments of many pairs share.
 */
final class ReweightedMoment {
    private static final int BLOCK = 4;
    private static final int MOST_ITERATIONS = 30;
    private static final int ITERATIONS_BEFORE_GIVING_UP = 5;
    private static final double ACCURACY = 1e-3;
    private static final int MOST_PAIRS = 64;
    /** Numbers for each of the vectors of a block's bases: 8 MB, four of them a pair. */
    private static final int MOST_PRODUCTS = 1 << 20;

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
    static final class Candidate {
        private final double[] direction;
        private final double eigenvalue;
        private final double gap;
        private final double residual;

        Candidate(double[] direction, double eigenvalue, double gap, double residual) {
            this.direction = direction;
            this.eigenvalue = eigenvalue;
            this.gap = gap;
            this.residual = residual;
        }

        double eigenvalue() {
            return eigenvalue;
        }

        double gap() {
            return gap;
        }

        double distance(Candidate other) {
            return Math.sqrt(Math.max(0, 2 - 2 * Math.abs(Vectors.dot(direction, other.direction))));
        }

        double[] values() {
            return direction;
        }

        SpectralAtoms.Atom judged(int uses, int explained, boolean supported) {
            List<Double> list = Arrays.stream(direction).boxed().toList();
            return new SpectralAtoms.Atom(list, eigenvalue, gap, residual, uses, explained, supported);
        }
    }

    /** How many pairs to take at once: memory for five vectors of N numbers each. */
    int pairsAtOnce() {
        return Math.max(1, Math.min(MOST_PAIRS, MOST_PRODUCTS / observations.rows()));
    }

    /**
     * The top eigenvectors of the moments of pairs of samples, without those whose gap is too small, in their order. The work
     * of which they are a part is only asked whether it is to end.
     */
    List<Candidate> tops(int[][] pairs, RandomGenerator[] randoms, Work work) {
        List<Iteration> all = new ArrayList<>();
        for (int pair = 0; pair < pairs.length; pair++) {
            all.add(new Iteration(weights(pairs[pair][0], pairs[pair][1]), randoms[pair]));
        }
        List<Iteration> active = all;
        for (int iteration = 1; !active.isEmpty(); iteration++) {
            double[][] images = images(active);
            for (int pair = 0; pair < active.size(); pair++) {
                active.get(pair).judge(Arrays.copyOfRange(images, pair * block, (pair + 1) * block), iteration);
            }
            active = active.stream().filter(each -> !each.over).toList();
            work.heed();
        }
        return all.stream().flatMap(each -> each.found.stream()).toList();
    }

    private INDArray weights(int first, int second) {
        INDArray pair = observations.getRows(first, second);
        INDArray inner = Nd4j.gemm(observations, pair, false, true);
        return inner.getColumn(0)
                .mul(inner.getColumn(1))
                .divi(observations.rows())
                .reshape(observations.rows(), 1);
    }

    /** The iteration of one pair. */
    private final class Iteration {
        final INDArray weights;
        double[][] basis;
        boolean over;
        Optional<Candidate> found = Optional.empty();

        Iteration(INDArray weights, RandomGenerator random) {
            this.weights = weights;
            this.basis = new double[block][features];
            for (double[] column : basis) {
                Arrays.setAll(column, i -> random.nextGaussian());
            }
            orthonormalise(basis);
        }

        /** Takes up the image of the basis, and says whether more is to be done. */
        void judge(double[][] image, int iteration) {
            Ritz ritz = Ritz.of(basis, image);
            double[] z = combine(basis, ritz.vector(0));
            double[] mz = combine(image, ritz.vector(0));
            double s1 = Math.abs(ritz.value(0));
            double s2 = block > 1 ? Math.abs(ritz.value(1)) : 0;
            double residual = residual(z, mz, ritz.value(0)) / Math.max(s1, Double.MIN_NORMAL);
            boolean gapFails = s1 < leastGap * s2;
            over = (gapFails && iteration >= ITERATIONS_BEFORE_GIVING_UP)
                    || residual <= ACCURACY
                    || iteration == MOST_ITERATIONS;
            if (over && !gapFails) {
                found = Optional.of(new Candidate(z, s1, s1 / Math.max(s2, Double.MIN_NORMAL), residual));
            }
            basis = image;
            orthonormalise(basis);
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
        return new Candidate(opposite, candidate.eigenvalue, candidate.gap, candidate.residual);
    }

    /** {@code M q} of all basis vectors of all pairs. */
    private double[][] images(List<Iteration> pairs) {
        double[][] bases =
                pairs.stream().flatMap(each -> Arrays.stream(each.basis)).toArray(double[][]::new);
        INDArray projected = Nd4j.gemm(observations, Nd4j.createFromArray(bases), false, true);
        for (int pair = 0; pair < pairs.size(); pair++) {
            projected
                    .get(NDArrayIndex.all(), NDArrayIndex.interval(pair * block, (pair + 1) * block))
                    .muli(pairs.get(pair).weights);
        }
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
