package org.autoencoder4j.ntk.kernel;

import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.linalg.SymmetricOperator;
import org.autoencoder4j.progress.Work;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * {@code M (x) I_d}, as which an {@code N x N} limit kernel acts on vec(U): each output coordinate by itself. Its
 * eigenvalues are those of M, each d times. A product costs {@code 2 N^2 d} operations for each vector.
 *
 * <p>Threads may share it as long as none changes the matrix.
 */
public final class KroneckerIdentity implements SymmetricOperator {
    private final INDArray matrix;
    private final int features;

    private KroneckerIdentity(INDArray matrix, int features) {
        this.matrix = matrix;
        this.features = features;
    }

    /**
     * Wraps a symmetric matrix, which the caller gives up. Symmetry is the caller's promise.
     *
     * @param matrix M, symmetric, {@code N x N}, FLOAT or DOUBLE
     * @param features d, at least 1
     * @return the operator of dimension {@code N d}
     * @throws IllegalArgumentException if matrix is not square or features is less than 1
     */
    public static KroneckerIdentity of(INDArray matrix, int features) {
        Checks.matrix("matrix", matrix);
        Checks.matrix("matrix", matrix, matrix.rows(), matrix.rows(), "a symmetric matrix is square");
        Checks.atLeast("features", features, 1);
        return new KroneckerIdentity(matrix, features);
    }

    @Override
    public long dimension() {
        return (long) matrix.rows() * features;
    }

    @Override
    public DataType dataType() {
        return matrix.dataType();
    }

    @Override
    public INDArray times(INDArray block) {
        Checks.matrix("block", block, dimension(), -1, "one row for each output of each sample");
        Checks.sameType("block", block.dataType(), "the operator", dataType());
        INDArray result = Neurons.result(block, dimension(), block.columns());
        long[] shape = {features, matrix.rows()};
        try (Work work = Work.begin("product with the kernel: vectors", block.columns())) {
            for (int k = 0; k < block.columns(); k++) {
                INDArray vector = block.getColumn(k).dup().reshape('f', shape);
                INDArray product = Nd4j.createUninitialized(dataType(), shape, 'f');
                Nd4j.gemm(vector, matrix, product, false, false, 1, 0);
                result.getColumn(k).assign(product.reshape('f', new long[] {dimension()}));
                product.close();
                work.advance(1);
            }
        }
        return result;
    }

    @Override
    public String toString() {
        return "KroneckerIdentity[dimension=" + dimension() + ", " + dataType() + "]";
    }
}
