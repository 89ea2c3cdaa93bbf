package org.autoencoder4j.ntk.certificate;

import org.autoencoder4j.backend.internal.Vectors;
import org.autoencoder4j.linalg.Spectrum;
import org.autoencoder4j.linalg.SymmetricEigen;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Both ends of the spectrum of {@code H = Phi Phi^T / m}, {@code Phi = relu(X W)}, and the lengths of Phi's columns.
 *
 * @param smallest the smallest eigenvalue
 * @param norm the largest, with room
 * @param codeLengths {@code ||relu(X w_r)||} of each unit, with room
 */
record HiddenKernel(SmallestEigenvalue smallest, double norm, double[] codeLengths) {
    /** Up to this order all eigenvalues are computed. */
    private static final int LARGEST_DECOMPOSED = 2000;

    static HiddenKernel of(StartState state) {
        int n = state.count();
        double[] lengths = new double[state.width()];
        INDArray kernel = Nd4j.create(DataType.DOUBLE, new long[] {n, n}, 'f');
        state.forEachBlock((block, from) -> {
            INDArray codes = Transforms.max(block, 0, false);
            Nd4j.gemm(codes, codes, kernel, false, true, 1, 1);
            double[] norms = codes.norm2(0).toDoubleVector();
            for (int r = 0; r < norms.length; r++) {
                lengths[from + r] = state.more(norms[r]);
            }
            codes.close();
        });
        kernel.divi(state.width());
        INDArray symmetric = kernel.add(kernel.transpose()).divi(2);
        double found;
        double largest;
        if (n <= LARGEST_DECOMPOSED) {
            double[] values = SymmetricEigen.eigenvalues(symmetric).toDoubleVector();
            found = values[0];
            largest = values[n - 1];
        } else {
            Spectrum spectrum = Spectrum.of(symmetric);
            found = spectrum.smallest().value();
            largest = spectrum.largest().value() + spectrum.largest().residual();
        }
        double norm = state.more(largest);
        SmallestEigenvalue smallest =
                SmallestEigenvalue.of(symmetric, found, state.room(), rounding(state, symmetric, norm));
        return new HiddenKernel(smallest, norm, lengths);
    }

    /** Of the sums over units, and of the pre-activations in them: {@code ||Phi' Phi'^T - Phi Phi^T|| <= 2 ||Phi|| ||Phi' - Phi||_F}. */
    private static double rounding(StartState state, INDArray kernel, double norm) {
        double products = state.width() * SmallestEigenvalue.trace(kernel);
        double lengths =
                Vectors.norm(state.lengths()) * Vectors.norm(state.encoderLengths()) / Math.sqrt(state.width());
        return Math.ulp(1.0) * (products + 2 * Math.sqrt(norm) * state.features() * lengths);
    }
}
