package org.autoencoder4j.ntk.kernel;

import java.util.List;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.linalg.PairwiseMatrices;
import org.autoencoder4j.linalg.SymmetricOperator;
import org.autoencoder4j.ntk.kernel.internal.ArcCosine;
import org.autoencoder4j.progress.Work;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The kernel of a weight-tied autoencoder {@code u = s sum_r w_r relu(w_r.x)} in the limit of infinite width, for
 * {@code w ~ N(0, I)} and {@code d s^2 = 1/m}. Unlike that of untied weights it is not of the form {@code K_inf (x) I_d}. With
 * unit vectors x, y in the directions of samples i and j, theta the angle between them and {@code k = (pi - theta)/(2 pi)}, its
 * {@code d x d} block is
 *
 * <pre>
 * K_ij = |x_i| |x_j| ( (sin theta/(2 pi) + 2 k cos theta) I + 2 k y x^T + sin theta/(2 pi) (x x^T + y y^T) + cos theta N )
 * N    = ( x y^T + y x^T - cos theta (x x^T + y y^T) ) / (2 pi sin theta),  0 for parallel and opposite samples
 * </pre>
 *
 * <p>so that {@code K_ii = |x_i|^2 I + x_i x_i^T}. {@link FiniteWidthKernel} of tied weights tends to it as one over the root
 * of the width. Another factor s multiplies it by {@code d s^2 m}, and weights {@code N(0, sigma^2 I)} by {@code sigma^2}. At
 * {@code s = 1/sqrt(m d)} the outputs themselves grow as {@code sqrt(m/d) x / 2}, so no theorem on convergence is attached to
 * it.
 *
 * <p>It is an operator on the row by row flattening of {@code N x d} outputs, and is not formed: a product costs {@code 6 N^2
 * d} operations for each vector, and {@code 20 d} more for each pair of samples whose cosine is beyond 0.99 in absolute
 * value, which are computed without cancellation, by one thread. Memory: {@code 4 N^2} numbers, and a bit for each such pair;
 * during a product {@code 2 N^2} numbers more. Accuracy as of {@link LimitKernels}. Samples may have any length; one of zeros has
 * blocks of zeros. Threads may share it.
 *
 * @paper autoencoder4j P2-D2
 */
public final class TiedLimitKernel implements SymmetricOperator {
    private final Directions directions;
    /** The unit vectors, {@code d x N}. */
    private final INDArray units;

    private final INDArray scalar;
    private final INDArray ownOwn;
    private final INDArray otherOwn;
    private final INDArray ownOther;
    private final NearPairs nearPairs;

    private TiedLimitKernel(Directions directions, List<INDArray> coefficients, NearPairs nearPairs) {
        this.directions = directions;
        this.units = directions.rows().transpose().dup('f');
        this.scalar = coefficients.get(0);
        this.ownOwn = coefficients.get(1);
        this.otherOwn = coefficients.get(2);
        this.ownOther = coefficients.get(3);
        this.nearPairs = nearPairs;
    }

    /**
     * Prepares the kernel of samples. Cost: {@code N^2 d} operations in products and about 60 for each of {@code N^2 / 2}
     * pairs.
     *
     * @param samples X, {@code N x d}, FLOAT or DOUBLE, finite; not changed
     * @return the kernel, of dimension {@code N d}
     * @throws IllegalArgumentException if samples is no such matrix
     */
    public static TiedLimitKernel of(INDArray samples) {
        Directions directions = Directions.of("samples", samples);
        NearPairs nearPairs = new NearPairs(directions);
        Entries entries = new Entries(directions, nearPairs);
        return new TiedLimitKernel(directions, PairwiseMatrices.of(directions.rows(), 4, entries), nearPairs);
    }

    @Override
    public long dimension() {
        return (long) directions.count() * directions.features();
    }

    @Override
    public DataType dataType() {
        return directions.dataType();
    }

    @Override
    public INDArray times(INDArray block) {
        Checks.matrix("block", block, dimension(), -1, "one row for each output of each sample");
        Checks.sameType("block", block.dataType(), "the operator", dataType());
        INDArray result = Neurons.result(block, dimension(), block.columns());
        long[] shape = {directions.features(), directions.count()};
        try (Work work = Work.begin("product with the kernel: vectors", block.columns())) {
            for (int k = 0; k < block.columns(); k++) {
                // The flattening of an N x d matrix, row by row, is its d x N transpose, column by column.
                try (INDArray column = block.getColumn(k).dup();
                        INDArray product = Nd4j.createUninitialized(dataType(), shape, 'f')) {
                    INDArray vector = column.reshape('f', shape);
                    multiply(vector, product);
                    nearPairs.add(vector, product);
                    result.getColumn(k).assign(product.reshape('f', new long[] {dimension()}));
                }
                work.advance(1);
            }
        }
        return result;
    }

    /** The product without what near pairs have besides. Of P with {@code P_ij = x_i.v_j}, the diagonal is {@code x_j.v_j}. */
    private void multiply(INDArray vector, INDArray product) {
        Nd4j.gemm(vector, scalar, product, false, false, 1, 0);
        try (INDArray products = Nd4j.gemm(units, vector, true, false);
                INDArray entries = units.mul(vector);
                INDArray diagonal = entries.sum(0)) {
            try (INDArray alongOwn = alongOwn(products, diagonal);
                    INDArray own = units.mulRowVector(alongOwn)) {
                product.addi(own);
            }
            try (INDArray fromDiagonal = ownOwn.mulRowVector(diagonal)) {
                INDArray alongOther = products.muli(otherOwn).addi(fromDiagonal);
                Nd4j.gemm(units, alongOther, product, false, true, 1, 1);
            }
        }
    }

    private INDArray alongOwn(INDArray products, INDArray diagonal) {
        INDArray along;
        try (INDArray fromProducts = products.mul(ownOwn)) {
            along = fromProducts.sum(1);
        }
        try (INDArray fromDiagonal = ownOther.mulRowVector(diagonal);
                INDArray rest = fromDiagonal.sum(1)) {
            return along.addi(rest);
        }
    }

    @Override
    public String toString() {
        return "TiedLimitKernel[dimension=" + dimension() + ", " + dataType() + "]";
    }

    /**
     * The coefficients of a block of the limit kernel of tied weights at directions x and y of samples i and j, times both
     * lengths: of I, of {@code x x^T} and {@code y y^T}, of {@code y x^T}, and of {@code x y^T}. Each is symmetric in i and j. Near
     * pairs, whose coefficients would cancel, are left to {@link NearPairs} but for what stays small.
     */
    private static final class Entries implements PairwiseMatrices.Entries {
        private static final double TWO_PI = 2 * Math.PI;

        /** Beyond this absolute cosine the angle is had from the vectors: below the cosine of near pairs by more than rounding. */
        private static final double PERHAPS_NEAR = ArcCosine.LARGEST_COSINE - 0.01;

        private final Directions directions;
        private final NearPairs nearPairs;

        Entries(Directions directions, NearPairs nearPairs) {
            this.directions = directions;
            this.nearPairs = nearPairs;
        }

        @Override
        public void compute(int row, int column, double[] cosines, double[][] entries) {
            double length = directions.length(column);
            for (int i = 0; i < cosines.length; i++) {
                double lengths = directions.length(row + i) * length;
                double cosine = cosines[i];
                if (Math.abs(cosine) > PERHAPS_NEAR) {
                    NearPairs.Pair pair = nearPairs.pair(row + i, column);
                    double mixed = pair.isNear() ? 0 : pair.cosine() / (TWO_PI * pair.sine());
                    put(entries, i, lengths, pair.cosine(), pair.sine(), pair.supplement(), mixed);
                } else {
                    double sine = Math.sqrt((1 - cosine) * (1 + cosine));
                    put(entries, i, lengths, cosine, sine, Math.PI - Math.acos(cosine), cosine / (TWO_PI * sine));
                }
            }
        }

        /** With the coefficient of N's {@code x y^T + y x^T}, or 0 for a block without N. */
        private static void put(
                double[][] entries,
                int i,
                double lengths,
                double cosine,
                double sine,
                double supplement,
                double mixed) {
            double slopes = supplement / TWO_PI;
            double features = sine / TWO_PI;
            entries[0][i] = lengths * (features + 2 * slopes * cosine);
            entries[1][i] = lengths * (features - cosine * mixed);
            entries[2][i] = lengths * (2 * slopes + mixed);
            entries[3][i] = lengths * mixed;
        }
    }
}
