package org.autoencoder4j.linalg;

import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.backend.internal.BlasThreads;
import org.autoencoder4j.backend.internal.NativeReals;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A symmetric matrix that is there, as an operator. */
final class SymmetricMatrix implements SymmetricOperator {
    private final INDArray matrix;

    SymmetricMatrix(INDArray matrix) {
        this.matrix = matrix;
    }

    @Override
    public long dimension() {
        return matrix.rows();
    }

    @Override
    public DataType dataType() {
        return matrix.dataType();
    }

    @Override
    public INDArray times(INDArray block) {
        Checks.matrix("block", block, dimension(), -1, "the operator's dimension, and any number of vectors");
        Checks.sameType("block", block.dataType(), "the operator", dataType());
        INDArray product = Nd4j.createUninitialized(dataType(), new long[] {dimension(), block.columns()}, 'f');
        if (block.columns() > 1 || !NativeReals.canHold(matrix) || !NativeReals.canHold(block)) {
            return matrix.mmuli(block, product);
        }
        NativeReals target = NativeReals.of(product);
        BlasThreads.ofOpenBlas()
                .single(() -> target.symmetricProduct(NativeReals.of(matrix), NativeReals.of(block), matrix.rows()));
        return product;
    }

    @Override
    public INDArray dense() {
        Checks.between("the dimension of an operator that is to be formed", dimension(), 1, LARGEST_DENSE);
        return matrix.dup('f');
    }

    @Override
    public String toString() {
        return "SymmetricMatrix[dimension=" + dimension() + ", " + dataType() + "]";
    }
}
