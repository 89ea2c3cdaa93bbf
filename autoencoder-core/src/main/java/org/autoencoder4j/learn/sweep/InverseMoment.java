package org.autoencoder4j.learn.sweep;

import org.autoencoder4j.backend.internal.BlasThreads;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.backend.internal.Lanes;
import org.autoencoder4j.linalg.Cholesky;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * {@code W+ = W + R (C + eps I)^-1}.
 *
 * @param damping eps, relative to the mean of the diagonal of C
 */
record InverseMoment(double damping) implements DictionaryUpdate {
    static final double DAMPING = 0.01;

    /** With less, rounding decides whether a moment that is singular has a factor. */
    static final double LEAST = 1e-9;

    /** Features whose equations are solved at a time, the same whatever the number of threads. */
    private static final int BLOCK = 64;

    @Override
    public String name() {
        return damping == DAMPING ? "inverseMoment" : "inverseMoment(" + damping + ")";
    }

    @Override
    public double[][] atoms(Sweep sweep) {
        SweepSums sums = sweep.sums();
        double added = damping * meanSquare(sums);
        double[][] moment = new double[sums.units()][];
        for (int i = 0; i < moment.length; i++) {
            moment[i] = sums.moment(i);
        }
        return added > 0 ? solve(sweep, moment, added) : sweep.copyOfAtoms();
    }

    /** The mean of the diagonal of C. */
    static double meanSquare(SweepSums sums) {
        double trace = 0;
        for (double square : sums.squares()) {
            trace += square;
        }
        return trace / sums.units();
    }

    private static double[][] solve(Sweep sweep, double[][] moment, double added) {
        double[][] atoms = sweep.copyOfAtoms();
        double[][] residuals = sweep.sums().residualProducts();
        int features = sweep.sums().features();
        try (INDArray matrix = HeapMatrix.ofColumns(moment, DataType.DOUBLE)) {
            return BlasThreads.share(workers -> {
                Cholesky factor = Cholesky.of(matrix, added)
                        .orElseThrow(
                                () -> new ArithmeticException("the damped second moment is not positive definite"));
                Lanes.run(workers, (features + BLOCK - 1) / BLOCK, (worker, block) -> {
                    int first = block * BLOCK;
                    addBlock(factor, residuals, first, Math.min(BLOCK, features - first), atoms);
                });
                return atoms;
            });
        }
    }

    private static void addBlock(Cholesky factor, double[][] residuals, int first, int count, double[][] atoms) {
        double[][] right = new double[count][residuals.length];
        for (int i = 0; i < residuals.length; i++) {
            for (int j = 0; j < count; j++) {
                right[j][i] = residuals[i][first + j];
            }
        }
        try (INDArray block = HeapMatrix.ofColumns(right, DataType.DOUBLE);
                INDArray solution = factor.times(block)) {
            double[][] steps = HeapMatrix.columns(solution);
            for (int i = 0; i < atoms.length; i++) {
                for (int j = 0; j < count; j++) {
                    atoms[i][first + j] += steps[j][i];
                }
            }
        }
    }
}
