package org.autoencoder4j.linalg;

import org.autoencoder4j.backend.Backend;
import org.autoencoder4j.backend.BackendException;
import org.autoencoder4j.backend.Checks;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The largest singular value {@code ||A||_2} of a matrix. */
public final class SpectralNorm {
    private SpectralNorm() {}

    /**
     * Computes the largest singular value, as the root of the largest eigenvalue of the smaller of {@code A^T A} and
     * {@code A A^T}, in DOUBLE whatever the matrix's type and scaled so that no square can overflow. The relative error
     * is about {@code (n + m)} units of double roundoff, since the largest eigenvalue loses nothing by squaring. Cost:
     * {@code 2 n m k + 4/3 k^3} operations with {@code k = min(n, m)}.
     *
     * @param matrix A, {@code n x m}, FLOAT or DOUBLE; not changed
     * @return {@code ||A||_2}, at least 0
     * @throws IllegalArgumentException if it is no matrix or has an entry that is not finite
     * @throws BackendException if there is no backend, or its double arithmetic is wrong ({@link Backend#verify})
     */
    public static double of(INDArray matrix) {
        Checks.finite("matrix", Checks.matrix("matrix", matrix));
        double scale = matrix.amaxNumber().doubleValue();
        if (scale == 0) {
            return 0;
        }
        boolean tall = matrix.rows() >= matrix.columns();
        try (INDArray scaled = scaled(matrix, scale);
                INDArray gram = Nd4j.gemm(scaled, scaled, tall, !tall);
                INDArray values = SymmetricEigen.eigenvalues(gram)) {
            return scale * Math.sqrt(values.getDouble(values.length() - 1));
        }
    }

    /** A new array. */
    private static INDArray scaled(INDArray matrix, double scale) {
        return matrix.dataType() == DataType.DOUBLE
                ? matrix.div(scale)
                : matrix.castTo(DataType.DOUBLE).divi(scale);
    }
}
