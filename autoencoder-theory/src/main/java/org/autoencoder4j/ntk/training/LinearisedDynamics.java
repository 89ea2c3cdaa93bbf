package org.autoencoder4j.ntk.training;

import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.linalg.SpectralNorm;
import org.autoencoder4j.linalg.SymmetricEigen;
import org.autoencoder4j.network.OutputScaling;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.autoencoder4j.ntk.training.internal.ChebyshevSeries;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Training in closed form, for the autoencoder that is linear in its parameters about the start. Its kernel K stays that
 * of the start, so that at the samples
 *
 * <pre>
 * flow:     vec(U(t)) = vec(X) - exp(-K t / d) vec(X - U(0))
 * descent:  vec(U(k)) = vec(X) - (I - eta K / d)^k vec(X - U(0))
 * </pre>
 *
 * <p>and at any input {@code u(x) = u_0(x) + K(x, X) g(K) vec(X - U(0)) / d} with {@code g(K) = d K^-1 (I - exp(-K t / d))},
 * or the power for the exponential. The wider the autoencoder, the nearer real training is to this.
 *
 * <p>For {@code n d <= 2000} the kernel is decomposed: {@code 9 (n d)^3} operations, once. Beyond, it is not formed: a
 * Chebyshev series of g takes products of {@code 8 n d m} operations each, about {@code sqrt(20 t b / d)} of them for a
 * bound b on the largest eigenvalue. Everything is computed in DOUBLE. Immutable; threads may share it.
 *
 * @paper NWH-NTK section 3.1, section 3.2
 */
public final class LinearisedDynamics {
    private final Tangent tangent;
    private final Tangent.Point point;
    private final INDArray residual;
    private final Optional<SymmetricEigen> spectrum;
    private final double bound;
    private final DataType type;

    private LinearisedDynamics(
            Tangent tangent, Tangent.Point point, Optional<SymmetricEigen> spectrum, double bound, DataType type) {
        this.tangent = tangent;
        this.point = point;
        this.residual = point.inputs().sub(tangent.outputs(point));
        this.spectrum = spectrum;
        this.bound = bound;
        this.type = type;
    }

    /**
     * Linearises about a start.
     *
     * @param samples X, {@code n x d}, finite, of the start's type
     * @param start the parameters, with the scaling {@link OutputScaling#INVERSE_ROOT}; not changed
     * @param regime what is trained; not {@link Regime#WEIGHT_TIED}
     * @return the dynamics
     * @throws IllegalArgumentException if an argument is not as described
     */
    public static LinearisedDynamics of(INDArray samples, TwoLayerAutoencoder start, Regime regime) {
        return of(samples, start, regime, DenseKernel.LARGEST);
    }

    static LinearisedDynamics of(INDArray samples, TwoLayerAutoencoder start, Regime regime, int largestDense) {
        Checks.matrix("samples", samples, -1, start.features(), "one column for each feature of the autoencoder");
        Checks.sameType("samples", samples.dataType(), "the autoencoder", start.dataType());
        Checks.finite("samples", samples);
        if (regime == Regime.WEIGHT_TIED || start.isWeightTied() || start.scaling() != OutputScaling.INVERSE_ROOT) {
            throw new IllegalArgumentException("regime = " + regime + ", start = " + start
                    + "; the linearised dynamics are for untied weights with the scaling "
                    + OutputScaling.INVERSE_ROOT);
        }
        Tangent tangent = new Tangent(start, regime);
        Tangent.Point point = tangent.at(samples.castTo(DataType.DOUBLE));
        Optional<SymmetricEigen> spectrum = samples.length() <= largestDense
                ? Optional.of(SymmetricEigen.of(DenseKernel.of(samples, start, regime, 1)))
                : Optional.empty();
        return new LinearisedDynamics(tangent, point, spectrum, bound(point, start, regime), samples.dataType());
    }

    /** {@code ||G|| <= lambda_n ||A||^2 / m} and {@code ||H|| = ||phi||^2 / m}. */
    private static double bound(Tangent.Point point, TwoLayerAutoencoder start, Regime regime) {
        double byEncoder = SpectralNorm.of(point.inputs())
                * SpectralNorm.of(start.decoder().castTo(DataType.DOUBLE));
        double byDecoder = SpectralNorm.of(point.features());
        double sum = (regime.trainsEncoder() ? byEncoder * byEncoder : 0)
                + (regime.trainsDecoder() ? byDecoder * byDecoder : 0);
        return Math.max(Double.MIN_NORMAL, sum / start.width() * (1 + 1e-12));
    }

    /**
     * Follows the gradient flow.
     *
     * @param time t, at least 0; infinite, for kernel regression without a ridge, only where {@code n d <= 2000} and the
     *     kernel's smallest eigenvalue is above 1e-12 of its largest
     * @return the autoencoder at that time
     * @throws IllegalArgumentException if time is out of range, or the series would need a degree above 8192
     */
    public LinearisedAutoencoder flow(double time) {
        if (Double.isNaN(time) || time < 0) {
            throw new IllegalArgumentException("time = " + time + " must be at least 0");
        }
        double d = tangent.features();
        if (time == Double.POSITIVE_INFINITY) {
            requireRegular();
            return at(eigenvalue -> d / eigenvalue);
        }
        return at(eigenvalue ->
                eigenvalue * time < 1e-12 * d ? time : -Math.expm1(-eigenvalue * time / d) * d / eigenvalue);
    }

    private void requireRegular() {
        double[] values = spectrum.map(eigen -> eigen.values().toDoubleVector())
                .orElseThrow(() -> new IllegalArgumentException("time = Infinity needs n d <= " + DenseKernel.LARGEST));
        if (!(values[0] > 1e-12 * values[values.length - 1])) {
            throw new IllegalArgumentException(
                    "time = Infinity needs a kernel without the eigenvalue 0; its spectrum is [" + values[0] + ", "
                            + values[values.length - 1] + "]");
        }
    }

    /**
     * Follows gradient descent.
     *
     * @param learningRate eta, above 0; the outputs converge if {@code eta < 2 d / lambda_max(K)}
     * @param steps k, at least 0
     * @return the autoencoder after k steps
     * @throws IllegalArgumentException if an argument is out of range, or the series would need a degree above 8192
     */
    public LinearisedAutoencoder descent(double learningRate, long steps) {
        Checks.positive("learningRate", learningRate);
        Checks.atLeast("steps", steps, 0);
        double d = tangent.features();
        return at(eigenvalue -> {
            double rate = learningRate * eigenvalue / d;
            if (rate * Math.max(1, steps) < 1e-12) {
                return learningRate * (double) steps;
            }
            double gone =
                    rate < 1 ? -Math.expm1((double) steps * Math.log1p(-rate)) : 1 - Math.pow(1 - rate, (double) steps);
            return gone * d / eigenvalue;
        });
    }

    private LinearisedAutoencoder at(DoubleUnaryOperator function) {
        INDArray weights = spectrum.map(eigen -> throughSpectrum(eigen, function))
                .orElseGet(() -> ChebyshevSeries.of(function, bound).apply(this::kernelTimes, residual));
        return new LinearisedAutoencoder(tangent, tangent.backward(point, weights), type);
    }

    private INDArray kernelTimes(INDArray outputs) {
        return tangent.forward(point, tangent.backward(point, outputs)).muli(tangent.features());
    }

    private INDArray throughSpectrum(SymmetricEigen eigen, DoubleUnaryOperator function) {
        long length = residual.length();
        INDArray vector = residual.dup('c').reshape(length, 1);
        double[] coordinates =
                Nd4j.gemm(eigen.vectors(), vector, true, false).reshape(length).toDoubleVector();
        double[] values = eigen.values().toDoubleVector();
        for (int i = 0; i < coordinates.length; i++) {
            coordinates[i] *= function.applyAsDouble(Math.max(0, values[i]));
        }
        INDArray product =
                Nd4j.gemm(eigen.vectors(), Nd4j.createFromArray(coordinates).reshape(length, 1), false, false);
        return product.dup('c').reshape('c', residual.rows(), residual.columns());
    }
}
