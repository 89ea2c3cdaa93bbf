package org.autoencoder4j.ntk.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.apache.commons.math3.stat.regression.SimpleRegression;
import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.init.TwoLayerStart;
import org.autoencoder4j.linalg.SymmetricEigen;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.autoencoder4j.ntk.Drawn;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.testsupport.SymmetricOperatorContract;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class KernelDeviationTest extends SymmetricOperatorContract {
    private static final int SAMPLES = 8;
    private static final int FEATURES = 4;
    private static final int SEEDS = 4;

    @Override
    protected Stream<Subject> subjects() {
        return Stream.of(DataType.FLOAT, DataType.DOUBLE).flatMap(type -> {
            FiniteWidthKernel kernel = kernel(50, 0, type);
            INDArray samples = samples().castTo(type);
            INDArray limit = LimitKernels.of(samples).encoder();
            KroneckerIdentity product = KroneckerIdentity.of(limit, FEATURES);
            KernelDeviation deviation = KernelDeviation.of(kernel, limit);
            // The Kronecker product entry by entry.
            INDArray expected = kernel.dense().mul(0);
            for (int i = 0; i < SAMPLES; i++) {
                for (int j = 0; j < SAMPLES; j++) {
                    for (int l = 0; l < FEATURES; l++) {
                        expected.putScalar((long) i * FEATURES + l, (long) j * FEATURES + l, limit.getDouble(i, j));
                    }
                }
            }
            return Stream.of(
                    new Subject(
                            "deviation " + type,
                            deviation.dimension(),
                            type,
                            deviation::times,
                            deviation::dense,
                            kernel.dense().sub(expected),
                            Definiteness.NONE),
                    new Subject(
                            "product " + type,
                            product.dimension(),
                            type,
                            product::times,
                            product::dense,
                            expected,
                            Definiteness.POSITIVE_SEMIDEFINITE));
        });
    }

    private static INDArray samples() {
        return Drawn.unitRows("samples", SAMPLES, FEATURES);
    }

    private static FiniteWidthKernel kernel(int width, int seed, DataType type) {
        TwoLayerAutoencoder start = TwoLayerStart.standard(FEATURES, type).autoencoder(width, RandomStreams.of(seed));
        return FiniteWidthKernel.of(start, samples().castTo(type), Regime.JOINTLY_TRAINED);
    }

    @Test
    void theNormIsThatOfTheDecomposedMatrix() {
        KernelDeviation deviation = KernelDeviation.of(
                kernel(50, 1, DataType.DOUBLE), LimitKernels.of(samples()).decoder());
        INDArray values = SymmetricEigen.eigenvalues(deviation.dense());
        assertEquals(values.amaxNumber().doubleValue(), deviation.norm(1e-9), 1e-9);
    }

    /**
     * {@code ||K(0) - (G_inf + H_inf) (x) I||} falls as {@code 1/sqrt(m)}, the distance to the printed
     * {@code 2 G_inf (x) I} does not fall. Four widths from 400 to 25600, mean over 4 seeds of 32 x 32 kernels: a seed's
     * norm spreads by some 15 %, so the slope's standard deviation is about .025, and a false alarm at .1 has a
     * probability below 1e-4.
     */
    @Test
    void theKernelTendsToTheCorrectedLimitAndNotToThePrintedOne() {
        LimitKernels limits = LimitKernels.of(samples());
        INDArray corrected = limits.kernel(Regime.JOINTLY_TRAINED);
        INDArray printed = limits.encoder().mul(2);
        SimpleRegression slope = new SimpleRegression();
        double gap = SymmetricEigen.eigenvalues(limits.decoder().sub(limits.encoder()))
                .amaxNumber()
                .doubleValue();
        double last = 0;
        for (int width = 400; width <= 25_600; width *= 4) {
            double toCorrected = 0;
            double toPrinted = 0;
            for (int seed = 0; seed < SEEDS; seed++) {
                FiniteWidthKernel kernel = kernel(width, seed, DataType.DOUBLE);
                toCorrected += KernelDeviation.of(kernel, corrected).norm(1e-4) / SEEDS;
                toPrinted += KernelDeviation.of(kernel, printed).norm(1e-4) / SEEDS;
            }
            slope.addData(Math.log(width), Math.log(toCorrected));
            assertTrue(toPrinted > 0.9 * gap, "at " + width + ": " + toPrinted);
            last = toPrinted;
        }
        assertEquals(-0.5, slope.getSlope(), 0.1);
        assertEquals(gap, last, 0.05 * gap);
    }
}
