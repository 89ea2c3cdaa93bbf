package org.autoencoder4j.ntk.internal;

import org.autoencoder4j.linalg.SymmetricEigen;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Hidden features of DOUBLE samples in rows, and dense n x n products of them. */
public final class HiddenFeatures {
    private HiddenFeatures() {}

    /** {@code relu(X W) relu(X W)^T / m}. */
    public static INDArray kernel(INDArray samples, INDArray encoder) {
        INDArray features = Transforms.max(Nd4j.gemm(samples, encoder, false, false), 0, false);
        return gram(features).divi(encoder.columns());
    }

    /** {@code F F^T}. */
    public static INDArray gram(INDArray rows) {
        return Nd4j.gemm(rows, rows, false, true);
    }

    /** The spectral norm of a symmetric matrix. */
    public static double norm(INDArray symmetric) {
        double[] values = SymmetricEigen.eigenvalues(symmetric).toDoubleVector();
        return Math.max(Math.abs(values[0]), Math.abs(values[values.length - 1]));
    }
}
