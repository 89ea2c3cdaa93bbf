package org.autoencoder4j.model;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.autoencoder4j.progress.Work;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Alternating projection between Gram matrices of low coherence and those of unit-norm tight frames. The Gram matrix is
 * never formed whole: what is needed of it comes from one block of its columns after the other.
 */
final class AlternatingProjection {
    private static final int BLOCK = 512;

    private final INDArray atoms;
    private final double bound;

    /** The coherence of the atoms, and their product with the clipped Gram matrix. */
    private double coherence;

    private final INDArray product;

    /** Takes up one iteration: counts each block. */
    private AlternatingProjection(INDArray atoms, double bound, Work work) {
        this.atoms = atoms;
        this.bound = bound;
        this.product = Nd4j.createUninitialized(DataType.DOUBLE, atoms.shape(), 'f');
        for (int from = 0; from < atoms.columns(); from += BLOCK) {
            multiply(from, Math.min(atoms.columns(), from + BLOCK));
            work.advance(1);
        }
    }

    /** The best of the dictionaries that it meets, from unit columns in DOUBLE on. */
    static INDArray lowerCoherence(INDArray start, int iterations) {
        double units = start.columns();
        double features = start.rows();
        double welchBound = Math.sqrt((units - features) / (features * (units - 1)));
        INDArray best = start;
        double least = Double.POSITIVE_INFINITY;
        INDArray atoms = start;
        long blocks = (start.columns() + BLOCK - 1L) / BLOCK;
        try (Work work = Work.begin("dictionary of low coherence: blocks", (iterations + 1L) * blocks)) {
            for (int iteration = 0; iteration <= iterations; iteration++) {
                AlternatingProjection projection = new AlternatingProjection(atoms, welchBound, work);
                if (projection.coherence < least) {
                    least = projection.coherence;
                    best = atoms;
                }
                atoms = tightFrame(projection.product);
                atoms.diviRowVector(atoms.norm2(0));
                projection.product.close();
            }
        }
        return best;
    }

    /** Clips a block of the Gram matrix's columns off the diagonal, where it becomes 1, and multiplies with it. */
    private void multiply(int from, int to) {
        try (INDArray columns = columns(atoms, from, to).dup('f');
                INDArray gram = Nd4j.gemm(atoms, columns, true, false)) {
            setDiagonal(gram, from, 0);
            coherence = Math.max(coherence, gram.amaxNumber().doubleValue());
            Transforms.max(Transforms.min(gram, bound, false), -bound, false);
            setDiagonal(gram, from, 1);
            try (INDArray part = Nd4j.gemm(atoms, gram, false, false)) {
                columns(product, from, to).assign(part);
            }
        }
    }

    private static INDArray columns(INDArray matrix, int from, int to) {
        return matrix.get(NDArrayIndex.all(), NDArrayIndex.interval(from, to));
    }

    private static void setDiagonal(INDArray gram, int from, double value) {
        for (int j = 0; j < gram.columns(); j++) {
            gram.putScalar(from + j, j, value);
        }
    }

    /** L^-1 B for B B^T = L L^T: rows that span those of B and are orthonormal. */
    private static INDArray tightFrame(INDArray rows) {
        try (INDArray square = Nd4j.gemm(rows, rows, false, true)) {
            Array2DRowRealMatrix symmetric = new Array2DRowRealMatrix(symmetric(square.toDoubleMatrix()), false);
            double[][] lower = new CholeskyDecomposition(symmetric, 0, 0).getL().getData();
            try (INDArray inverse = Nd4j.createFromArray(inverse(lower)).dup('f')) {
                return Nd4j.gemm(inverse, rows, false, false);
            }
        }
    }

    /** Takes the upper triangle for the lower one: the kernels of some processors compute them with other roundings. */
    private static double[][] symmetric(double[][] square) {
        for (int i = 0; i < square.length; i++) {
            for (int j = 0; j < i; j++) {
                square[i][j] = square[j][i];
            }
        }
        return square;
    }

    /** The inverse of a lower triangular matrix, row by row. */
    private static double[][] inverse(double[][] lower) {
        double[][] inverse = new double[lower.length][lower.length];
        for (int i = 0; i < lower.length; i++) {
            double[] row = inverse[i];
            row[i] = 1;
            for (int k = 0; k < i; k++) {
                double factor = lower[i][k];
                for (int j = 0; j <= k; j++) {
                    row[j] -= factor * inverse[k][j];
                }
            }
            for (int j = 0; j <= i; j++) {
                row[j] /= lower[i][i];
            }
        }
        return inverse;
    }
}
