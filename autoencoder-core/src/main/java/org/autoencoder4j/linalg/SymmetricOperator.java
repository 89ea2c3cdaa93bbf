package org.autoencoder4j.linalg;

import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.progress.Work;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A symmetric matrix K that is known by its products with vectors, so that it need not be formed. Kernels of networks are
 * of this kind: theirs would fill terabytes, while a product costs a few multiplications of weights and samples.
 *
 * <p>An implementation promises that {@code times} is linear and symmetric to rounding, repeats its bits for the same
 * block, and does not depend on the number of threads that it uses. Threads may share an operator, since a product
 * changes neither the operator nor the block; an implementation that needs a workspace makes its own for each call.
 */
public interface SymmetricOperator {
    /** The greatest dimension at which {@link #dense} forms the matrix: 800 MB in DOUBLE. */
    int LARGEST_DENSE = 10_000;

    /**
     * Returns the order of the matrix.
     *
     * @return the dimension, at least 1
     */
    long dimension();

    /**
     * Returns the type of vectors and products.
     *
     * @return FLOAT or DOUBLE
     */
    DataType dataType();

    /**
     * Multiplies with several vectors at once, which is faster than one after the other.
     *
     * @param block b vectors as columns, {@code dimension x b}, of the operator's type; not changed
     * @return {@code K block}, a new array {@code dimension x b} of the operator's type in 'f' order
     * @throws IllegalArgumentException if block has another shape or type
     */
    INDArray times(INDArray block);

    /**
     * Forms the matrix, by the products with the columns of the identity unless an operator knows a shorter way. Cost:
     * {@code dimension} products, and memory for {@code dimension^2} numbers.
     *
     * @return K, a new array {@code dimension x dimension} in 'f' order, symmetric to rounding
     * @throws IllegalArgumentException if the dimension is above {@link #LARGEST_DENSE}
     */
    default INDArray dense() {
        Checks.between("the dimension of an operator that is to be formed", dimension(), 1, LARGEST_DENSE);
        int n = (int) dimension();
        int width = Math.min(n, 64);
        INDArray matrix = Nd4j.createUninitialized(dataType(), new long[] {n, n}, 'f');
        try (Work work = Work.begin("matrix of an operator: columns", n)) {
            for (int from = 0; from < n; from += width) {
                int to = Math.min(n, from + width);
                INDArray identity = Nd4j.create(dataType(), new long[] {n, to - from}, 'f');
                for (int j = from; j < to; j++) {
                    identity.putScalar(j, j - from, 1);
                }
                matrix.get(NDArrayIndex.all(), NDArrayIndex.interval(from, to)).assign(times(identity));
                work.advance(to - from);
            }
        }
        return matrix;
    }

    /**
     * Wraps a symmetric matrix, which the caller gives up. Symmetry is the caller's promise. A product costs
     * {@code 2 n^2 b} operations.
     *
     * @param matrix a symmetric {@code n x n} matrix, FLOAT or DOUBLE
     * @return the operator
     * @throws IllegalArgumentException if matrix is not square
     */
    static SymmetricOperator of(INDArray matrix) {
        Checks.matrix("matrix", matrix);
        Checks.matrix("matrix", matrix, matrix.rows(), matrix.rows(), "a symmetric matrix is square");
        return new SymmetricMatrix(matrix);
    }
}
