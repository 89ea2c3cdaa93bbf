package org.autoencoder4j.linalg;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The ends of the spectrum of a matrix that is there. */
final class DenseSpectrum {
    private DenseSpectrum() {}

    static Spectrum of(INDArray matrix, int largestDecomposed) {
        if (Checks.matrix("matrix", matrix).rows() <= largestDecomposed) {
            return decomposed(matrix);
        }
        SymmetricEigen.requireSymmetric(matrix);
        return new ShiftedLanczos(matrix).spectrum();
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
