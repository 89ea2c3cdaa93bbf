package org.autoencoder4j.flow;

import org.apache.commons.math3.ode.FirstOrderDifferentialEquations;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The trained weights as one vector, encoder first, and their velocity while the pattern of signs of the pre-activations
 * stands still: then it is a smooth function, whatever steps the integrator tries. Weights are in DOUBLE.
 */
final class FlowEquations implements FirstOrderDifferentialEquations {
    private final INDArray samples;
    private final Regime regime;
    private final DataType type;
    private final TwoLayerAutoencoder present;
    private final int layer;
    private final SignPattern pattern;
    private final INDArray codes;
    private final INDArray back;
    private final INDArray residuals;
    private final INDArray velocity;

    FlowEquations(INDArray samples, Regime regime, TwoLayerAutoencoder start, double slack) {
        this.samples = samples;
        this.regime = regime;
        this.type = start.dataType();
        this.present = inType(start, DataType.DOUBLE);
        this.layer = Math.multiplyExact(start.features(), start.width());
        this.codes = zeros(samples.rows(), start.width());
        this.back = zeros(samples.rows(), start.width());
        this.residuals = zeros(samples.rows(), samples.columns());
        this.velocity = zeros(start.features(), start.width());
        this.pattern = new SignPattern(HeapMatrix.rows(samples), start.width(), slack);
        pattern.start(preActivations());
    }

    private static INDArray zeros(long rows, long columns) {
        return Nd4j.create(DataType.DOUBLE, new long[] {rows, columns}, 'f');
    }

    /** A copy in another type. */
    private static TwoLayerAutoencoder inType(TwoLayerAutoencoder a, DataType type) {
        if (a.dataType() == type) {
            return a.copy();
        }
        return a.isWeightTied()
                ? TwoLayerAutoencoder.weightTied(a.encoder().castTo(type), a.scaling())
                : new TwoLayerAutoencoder(a.encoder().castTo(type), a.decoder().castTo(type), a.scaling());
    }

    @Override
    public int getDimension() {
        return regime == Regime.JOINTLY_TRAINED ? Math.multiplyExact(2, layer) : layer;
    }

    /** The starting vector. */
    double[] start() {
        double[] y = new double[getDimension()];
        if (regime.trainsEncoder()) {
            HeapMatrix.read(present.encoder(), y, 0);
        }
        if (ownDecoder()) {
            HeapMatrix.read(present.decoder(), y, y.length - layer);
        }
        return y;
    }

    /** Whether the decoder is a part of the vector; a tied one is the encoder. */
    private boolean ownDecoder() {
        return regime.trainsDecoder() && regime != Regime.WEIGHT_TIED;
    }

    private void set(double[] y) {
        if (regime.trainsEncoder()) {
            HeapMatrix.write(y, 0, present.encoder());
        }
        if (ownDecoder()) {
            HeapMatrix.write(y, y.length - layer, present.decoder());
        }
    }

    private double[] preActivations() {
        Nd4j.gemm(samples, present.encoder(), codes, false, false, 1, 0);
        double[] z = new double[Math.toIntExact(codes.length())];
        HeapMatrix.read(codes, z, 0);
        return z;
    }

    @Override
    public void computeDerivatives(double t, double[] y, double[] derivative) {
        set(y);
        double s = present.scale();
        Nd4j.gemm(samples, present.encoder(), codes, false, false, 1, 0);
        codes.muli(pattern.mask());
        residuals.assign(samples);
        Nd4j.gemm(codes, present.decoder(), residuals, false, true, -s, 1);
        if (ownDecoder()) {
            Nd4j.gemm(residuals, codes, velocity, true, false, s, 0);
            HeapMatrix.read(velocity, derivative, derivative.length - layer);
        }
        if (regime.trainsEncoder()) {
            encoderVelocity(s, derivative);
        }
    }

    private void encoderVelocity(double s, double[] derivative) {
        Nd4j.gemm(residuals, present.decoder(), back, false, false, s, 0);
        double[] pushes = pattern.pushes(back);
        Nd4j.gemm(samples, back.muli(pattern.mask()), velocity, true, false, 1, 0);
        if (regime == Regime.WEIGHT_TIED) {
            Nd4j.gemm(residuals, codes, velocity, true, false, s, 1);
        }
        HeapMatrix.read(velocity, derivative, 0);
        pattern.slide(derivative, pushes);
    }

    /** How far the pre-activations are from contradicting the pattern; below 0 once they do. */
    double margin(double[] y) {
        set(y);
        return pattern.margin(preActivations());
    }

    /** Brings the pattern up to date, once the margin is used up. */
    void update(double[] y) {
        set(y);
        pattern.update(preActivations());
    }

    /** The parameters of a vector, in the start's type. */
    TwoLayerAutoencoder autoencoder(double[] y) {
        set(y);
        return inType(present, type);
    }
}
