package org.autoencoder4j.ntk.convergence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.random.RandomGenerator;
import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.autoencoder4j.ntk.Draws;
import org.autoencoder4j.ntk.internal.HiddenFeatures;
import org.autoencoder4j.ntk.kernel.FiniteWidthKernel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Statements on widths, steps and kernels that fail as they are printed, each beside the form that holds. */
class PrintedConvergenceTest {
    /**
     * Print calls Delta / (100 n^2) an upper bound on lambda_0, Delta being the least distance of a sample from another one or
     * from its opposite. It is a lower bound: every lambda_0 is above it. The upper one is 1/2.
     */
    @Test
    void separationBoundsTheEigenvalueFromBelow() {
        for (int seed = 0; seed < 60; seed++) {
            RandomGenerator random = Draws.random(seed);
            INDArray samples = Draws.unitRows(random, 2 + random.nextInt(10), 2 + random.nextInt(5));
            int n = samples.rows();
            if (seed % 3 == 0) {
                INDArray near = samples.getRow(0)
                        .add(Draws.unitRows(random, 1, samples.columns())
                                .reshape(samples.columns())
                                .mul(1e-3));
                samples.putRow(1, near.div(near.norm2Number()));
            }
            double separation = WidthTable.separation(Nd4j.vstack(samples, samples.neg()));
            double lambda0 = KernelConstants.of(samples).lambda0();
            assertTrue(lambda0 > separation / (100.0 * n * n), n + " samples: " + lambda0);
            assertTrue(lambda0 <= 0.5);
        }
    }

    /** Two samples at a small angle: lambda_0 / Delta tends to 1 / (2 pi), so that the order of the lower bound is right. */
    @ParameterizedTest
    @ValueSource(doubles = {1e-2, 1e-4, 1e-6})
    void theLowerBoundHasTheRightOrder(double angle) {
        INDArray samples = Nd4j.createFromArray(new double[][] {{1, 0}, {Math.cos(angle), Math.sin(angle)}});
        double lambda0 = KernelConstants.of(samples).lambda0();
        assertEquals(1 / (2 * Math.PI), lambda0 / WidthTable.separation(samples), 1e-2);
    }

    /**
     * Print says that K(t) is continuous. Where a unit passes its kink at a sample, K jumps by {@code |x|^2 |a_r|^2 / m} however
     * near the two encoders are; H does not.
     */
    @ParameterizedTest
    @ValueSource(doubles = {1e-3, 1e-6, 1e-9})
    void theKernelJumpsWhereAUnitTurns(double distance) {
        INDArray sample = Nd4j.createFromArray(new double[][] {{1, 0}});
        FiniteWidthKernel before = kernel(sample, distance);
        FiniteWidthKernel after = kernel(sample, -distance);
        INDArray identity = Draws.identity(2);
        assertEquals(
                5.0 / 3, HiddenFeatures.norm(before.times(identity).subi(after.times(identity))), 1e-12 + distance);
        assertEquals(
                0,
                before.decoderKernel()
                        .orElseThrow()
                        .sub(after.decoderKernel().orElseThrow())
                        .getDouble(0, 0),
                distance * distance);
    }

    /** Three units with decoder columns of squared length 5, of which the first is at its kink. */
    private static FiniteWidthKernel kernel(INDArray sample, double product) {
        INDArray encoder = Nd4j.createFromArray(new double[][] {{product, 0.7, -0.4}, {0.3, 0.2, 0.1}});
        INDArray decoder = Nd4j.createFromArray(new double[][] {{1, 1, 1}, {2, -2, 2}});
        return FiniteWidthKernel.of(new TwoLayerAutoencoder(encoder, decoder), sample, Regime.JOINTLY_TRAINED);
    }

    /**
     * The least width at which the proof's R'_w is at most R_w, at orthonormal samples and a start of typical norms. It is
     * about 512 times {@code n d lambda_n^2 h / (lambda_H^4 delta)} whatever n, lambda_H and delta are.
     */
    @ParameterizedTest
    @CsvSource({"10, .34, 1", "10, .034, 1e-2", "100, .34, 1e-4", "100, .0034, .1", "1000, .34, .1", "1000, .034, 1e-4"
    })
    void theWidthOfTheoremFiveOneGrowsAsCorrected(int n, double lambdaH, double delta) {
        KernelConstants constants = orthonormal(n, lambdaH);
        double corrected = PaperTheorem.THEOREM_5_1.corrected(constants, delta).orElseThrow() / 2600;
        assertEquals(512, neededWidth(constants, delta) / corrected, 60);
    }

    /**
     * The printed width, read as {@code n d lambda_n^3 / (lambda_0^4 delta^2)}: ten times the samples need ten times more of it, as
     * lambda_n stays 1. Its delta^2 asks for more than is needed. With lambda_0^3 literally it is {@code n d / (lambda_0 delta^2)},
     * of which a lambda that is ten times smaller needs a thousand times more.
     */
    @Test
    void theWidthOfTheoremFiveOneDoesNotGrowAsPrinted() {
        double hundred = neededWidth(orthonormal(100, 0.34), 0.1) / printedWidth(100, 0.5, 0.1);
        double thousand = neededWidth(orthonormal(1000, 0.34), 0.1) / printedWidth(1000, 0.5, 0.1);
        assertEquals(10, thousand / hundred, 0.5);
        double certain = neededWidth(orthonormal(100, 0.34), 1e-3) / printedWidth(100, 0.5, 1e-3);
        assertEquals(0.01, certain / hundred, 1e-3);
        double literal = neededWidth(orthonormal(100, 0.34), 0.1) / (100.0 * 100 / (0.34 * 0.01));
        double small = neededWidth(orthonormal(100, 0.034), 0.1) / (100.0 * 100 / (0.034 * 0.01));
        assertEquals(1000, small / literal, 100);
    }

    private static double printedWidth(int n, double lambda0, double delta) {
        return (double) n * n / (Math.pow(lambda0, 4) * delta * delta);
    }

    /** Of n orthonormal samples, with any lambda_H. */
    private static KernelConstants orthonormal(int n, double lambdaH) {
        return new KernelConstants(n, n, 0.5, lambdaH, 1, 0.5 - 0.5 / Math.PI + n / (2 * Math.PI));
    }

    private static double neededWidth(KernelConstants constants, double delta) {
        double residual = GaussianNorms.initialResidualBound(constants.samples(), delta);
        double low = 0;
        double high = 40 * Math.log(10);
        while (high - low > 1e-9) {
            double units = Math.exp((low + high) / 2);
            JointRadii radii =
                    JointRadii.of(constants, Dynamics.FLOW, units, constants.normH(), Math.sqrt(units), residual);
            if (radii.encoderDrift() <= radii.encoderRadius()) {
                high = (low + high) / 2;
            } else {
                low = (low + high) / 2;
            }
        }
        return Math.exp(high);
    }

    /**
     * The printed step of Theorem 5.2 rests on {@code ||X - U(0)|| <= sqrt(n)}, but the mean of its square is 3n/2: 200 starts of
     * 400 units, of which nearly all exceed it (90 % are asked for) and none {@code sqrt(2n / delta)}, delta = .1. So its proof
     * needs {@code sqrt(delta / 2)} of the step; T5.2 does not, and allows steps 70 times as long.
     */
    @Test
    void theProofOfTheoremFiveTwoNeedsTheResidualOfAStart() {
        int n = 20;
        double delta = 0.1;
        RandomGenerator random = Draws.random(6);
        INDArray samples = Draws.unitRows(random, n, 10);
        int above = 0;
        for (int draw = 0; draw < 200; draw++) {
            TwoLayerAutoencoder start =
                    new TwoLayerAutoencoder(Draws.gaussian(random, 10, 400), Draws.rademacher(random, 10, 400));
            double residual = Math.sqrt(2 * start.loss(samples));
            above += residual > Math.sqrt(n) ? 1 : 0;
            assertTrue(residual <= GaussianNorms.initialResidualBound(n, delta));
        }
        assertTrue(above >= 180, above + " of 200 starts exceed sqrt(n)");
        KernelConstants constants = KernelConstants.of(samples);
        double printed = PaperTheorem.THEOREM_5_2.step(constants).orElseThrow();
        double allowed = ConvergenceTheorem.JOINT_DESCENT.largestStep(constants).orElseThrow();
        assertTrue(allowed > 70 * printed, allowed / printed + " times");
    }
}
