package org.autoencoder4j.check.contraction.internal;

import java.util.Arrays;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.backend.internal.Vectors;
import org.autoencoder4j.check.internal.HeapColumns;
import org.autoencoder4j.linalg.SpectralNorm;
import org.autoencoder4j.model.law.SparseCodes;
import org.autoencoder4j.progress.Work;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What the bounds of sparse codes need of a dictionary, with {@code g_i = (<A_i, A_j>)_{j != i}}: computed once, at
 * {@code 4 n m^2} operations in blocks of columns.
 */
public final class SparseConstants {
    private final double[] sums;
    private final double[] lengths;
    private final double[] returns;
    private final double norm;
    private final double coherence;
    private final double block;

    private SparseConstants(INDArray dictionary, int sparsity) {
        int units = dictionary.columns();
        this.sums = new double[units];
        this.lengths = new double[units];
        this.returns = new double[units];
        this.norm = SpectralNorm.of(dictionary);
        double greatest = 0;
        double greatestBlock = 1;
        double[][] atoms = HeapMatrix.columns(dictionary);
        try (Work work = Work.begin("products of the atoms: atoms", units)) {
            for (int from = 0; from < units; from += HeapColumns.BLOCK) {
                int to = Math.min(units, from + HeapColumns.BLOCK);
                double[][] products = products(dictionary, Arrays.copyOfRange(atoms, from, to), true);
                for (int i = from; i < to; i++) {
                    products[i - from][i] = 0;
                }
                double[][] back = products(dictionary, products, false);
                for (int i = from; i < to; i++) {
                    double[] magnitudes = sortedMagnitudes(products[i - from]);
                    sums[i] = Arrays.stream(magnitudes).sum();
                    lengths[i] = Vectors.norm(magnitudes);
                    Vectors.add(back[i - from], -Vectors.dot(back[i - from], atoms[i]), atoms[i]);
                    returns[i] = Vectors.norm(back[i - from]);
                    greatest = Math.max(greatest, magnitudes[units - 1]);
                    greatestBlock = Math.max(greatestBlock, 1 + last(magnitudes, sparsity - 1));
                }
                work.advance(to - from);
            }
        }
        this.coherence = greatest;
        this.block = greatestBlock;
    }

    /** Measures a DOUBLE dictionary of unit columns. */
    public static SparseConstants of(INDArray dictionary, int sparsity) {
        return new SparseConstants(dictionary, sparsity);
    }

    /** {@code A^T V} or {@code A V}, by columns. */
    private static double[][] products(INDArray dictionary, double[][] columns, boolean transposed) {
        try (INDArray right = HeapMatrix.ofColumns(columns, DataType.DOUBLE);
                INDArray result = Nd4j.gemm(dictionary, right, transposed, false)) {
            return HeapMatrix.columns(result);
        }
    }

    private static double[] sortedMagnitudes(double[] products) {
        return Arrays.stream(products).map(Math::abs).sorted().toArray();
    }

    private static double last(double[] sorted, int count) {
        double sum = 0;
        for (int t = 1; t <= count; t++) {
            sum += sorted[sorted.length - t];
        }
        return sum;
    }

    /** Lam: {@code 1 + max_i} (sum of the k - 1 greatest {@code |<W_i, W_j>|}), no less than any {@code |W_S|^2}. */
    static double block(HeapColumns columns, int sparsity) {
        double greatest = 0;
        try (Work work = Work.begin("blocks of columns: columns", columns.count())) {
            for (int i = 0; i < columns.count(); i++) {
                double[] products = new double[columns.count()];
                for (int j = 0; j < products.length; j++) {
                    products[j] = j == i ? 0 : columns.product(i, columns, j);
                }
                greatest = Math.max(greatest, last(sortedMagnitudes(products), sparsity - 1));
                work.advance(1);
            }
        }
        return 1 + greatest;
    }

    /** pi2 = (k - 1)/(m - 1): the probability of another unit, given one. */
    static double pairs(SparseCodes law) {
        return law.inclusionOfDistinct(2) / law.inclusionOfDistinct(1);
    }

    /** pi3: the probability of two other units, given one. */
    static double triples(SparseCodes law) {
        return law.inclusionOfDistinct(3) / law.inclusionOfDistinct(1);
    }

    public int units() {
        return sums.length;
    }

    /** {@code |g_i|_1}. */
    double sum(int unit) {
        return sums[unit];
    }

    /** {@code |g_i|_2}. */
    double length(int unit) {
        return lengths[unit];
    }

    /** The mean of {@code <A_i, A_j>^2} over pairs; 0 for one atom. */
    public double meanSquare() {
        double sum = 0;
        for (double length : lengths) {
            sum += length * length;
        }
        return sum == 0 ? 0 : sum / (lengths.length * (lengths.length - 1.0));
    }

    /** tau_i = {@code |(I - A_i A_i^T) A_{-i} g_i|}. */
    double returned(int unit) {
        return returns[unit];
    }

    /** om = {@code ||A||_2}. */
    double norm() {
        return norm;
    }

    /** {@code max_{i != j} |<A_i, A_j>|}. */
    public double coherence() {
        return coherence;
    }

    /** Lam of {@link #block(HeapColumns, int)}. */
    public double block() {
        return block;
    }
}
