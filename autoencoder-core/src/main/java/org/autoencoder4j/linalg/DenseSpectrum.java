package org.autoencoder4j.linalg;

import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The ends of the spectrum of a matrix that is there. */
final class DenseSpectrum {
    private static final double DOUBLE_SHIFT = 1e-10;
    private static final double FLOAT_SHIFT = 1e-4;

    private DenseSpectrum() {}

    static Spectrum of(INDArray matrix, int largestDecomposed) {
        if (Checks.matrix("matrix", matrix).rows() <= largestDecomposed) {
            return decomposed(matrix);
        }
        SymmetricEigen.requireSymmetric(matrix);
        SymmetricOperator operator = SymmetricOperator.of(matrix);
        BlockLobpcg solver = BlockLobpcg.of(operator);
        ExtremeEigenpair largest = solver.largest();
        boolean isDouble = matrix.dataType() == DataType.DOUBLE;
        double shift = (isDouble ? DOUBLE_SHIFT : FLOAT_SHIFT) * Math.max(0, largest.value());
        Optional<Cholesky> inverse = Cholesky.of(matrix, shift);
        return new Spectrum(
                inverse.map(solver::withPreconditioner).orElse(solver).smallest(), largest);
    }

    private static Spectrum decomposed(INDArray matrix) {
        SymmetricEigen eigen = SymmetricEigen.of(matrix);
        return new Spectrum(pair(matrix, eigen, 0), pair(matrix, eigen, matrix.rows() - 1L));
    }

    private static ExtremeEigenpair pair(INDArray matrix, SymmetricEigen eigen, long i) {
        INDArray vector = eigen.vectors().getColumn(i).castTo(DataType.DOUBLE).dup();
        vector.divi(vector.norm2Number());
        INDArray product = matrix.castTo(DataType.DOUBLE).mmul(vector);
        double value = eigen.values().getDouble(i);
        double residual = product.sub(vector.mul(value)).norm2Number().doubleValue();
        return new ExtremeEigenpair(value, vector, residual, true, 0);
    }
}
