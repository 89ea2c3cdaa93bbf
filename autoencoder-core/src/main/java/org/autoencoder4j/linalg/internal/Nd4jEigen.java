package org.autoencoder4j.linalg.internal;

import org.autoencoder4j.backend.internal.EigenSolver;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.eigen.Eigen;

/** ND4J's own eigensolver, for backends without OpenBLAS; it always computes the vectors. */
public final class Nd4jEigen implements EigenSolver {
    @Override
    public INDArray solve(INDArray matrix, Job job) {
        INDArray values = Eigen.symmetricGeneralizedEigenvalues(matrix);
        return values.reshape(matrix.rows()).dup();
    }
}
