package org.autoencoder4j.ntk.certificate;

import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.backend.internal.Vectors;
import org.autoencoder4j.linalg.Cholesky;
import org.autoencoder4j.linalg.Spectrum;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Both ends of the spectrum of {@code H = Phi Phi^T / m}, {@code Phi = relu(X W)}, and the lengths of Phi's columns.
 */
final class HiddenKernel {
    private final SmallestEigenvalue smallest;
    private final double norm;
    private final double[] codeLengths;

    private HiddenKernel(SmallestEigenvalue smallest, double norm, double[] codeLengths) {
        this.smallest = smallest;
        this.norm = norm;
        this.codeLengths = codeLengths;
    }

    static HiddenKernel of(StartState state) {
        int n = state.count();
        double[] lengths = new double[state.width()];
        INDArray kernel = Nd4j.create(DataType.DOUBLE, new long[] {n, n}, 'f');
        state.forEachBlock((block, from) -> {
            INDArray codes = Transforms.max(block, 0, false);
            Nd4j.gemm(codes, codes, kernel, false, true, 1, 1);
            double[] norms = codes.norm2(0).toDoubleVector();
            for (int r = 0; r < norms.length; r++) {
                double hidden = state.activationRounding() * state.encoderLengths()[from + r];
                lengths[from + r] = state.more(norms[r]) + hidden;
            }
            codes.close();
        });
        kernel.divi(state.width());
        INDArray symmetric = kernel.add(kernel.transpose()).divi(2);
        Checks.finite("H", symmetric);
        Spectrum spectrum = Spectrum.of(symmetric);
        double rounding = rounding(state, symmetric);
        return new HiddenKernel(
                SmallestEigenvalue.of(symmetric, spectrum.smallest().value(), state.room(), rounding),
                largest(symmetric, spectrum.largest().value(), state.room(), rounding),
                lengths);
    }

    /**
     * What the largest eigenvalue is at most: what a solver says, which has it from below, if a Cholesky factorisation of what
     * is left confirms it; else the Frobenius norm.
     */
    static double largest(INDArray matrix, double found, double room, double rounding) {
        int n = matrix.rows();
        double factorisation = (n + 8) * Math.ulp(1.0) * n * found;
        double half = Math.max(room * found / 2, factorisation + rounding);
        return Cholesky.of(matrix.neg(), found + half).isPresent()
                ? found + 2 * half
                : matrix.norm2Number().doubleValue() * (1 + room) + rounding;
    }

    /** Of the sums over units, and of the pre-activations in them: {@code ||Phi' Phi'^T - Phi Phi^T|| <= 2 ||Phi|| ||Phi' - Phi||_F}. */
    private static double rounding(StartState state, INDArray kernel) {
        double products = state.width() * Math.ulp(1.0) * SmallestEigenvalue.trace(kernel);
        double activations =
                state.activationRounding() * Vectors.norm(state.encoderLengths()) / Math.sqrt(state.width());
        return products + 2 * Math.sqrt(kernel.norm2Number().doubleValue()) * activations;
    }

    SmallestEigenvalue smallest() {
        return smallest;
    }

    double norm() {
        return norm;
    }

    double[] codeLengths() {
        return codeLengths;
    }
}
