package org.autoencoder4j.ntk.convergence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.autoencoder4j.ntk.Draws;
import org.autoencoder4j.ntk.kernel.LimitKernels;
import org.autoencoder4j.testsupport.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class KernelConstantsTest {
    /** Orthonormal samples: G_inf = I / 2 and H_inf = (1/2 - 1/(2 pi)) I + 1 1^T / (2 pi), so ||H_inf|| is 16.26 at n = 100. */
    @Test
    void orthonormalSamples() {
        for (INDArray samples :
                new INDArray[] {Draws.identity(100), Draws.identity(100).castTo(DataType.FLOAT)}) {
            KernelConstants constants = KernelConstants.of(samples);
            assertEquals(100, constants.samples());
            assertEquals(100, constants.features());
            assertEquals(0.5, constants.lambda0(), 1e-11);
            assertEquals(0.34085, constants.lambdaH(), 1e-5);
            assertEquals(1, constants.lambdaN(), 1e-11);
            assertEquals(0.5 - 0.5 / Math.PI + 50 / Math.PI, constants.normH(), 1e-10);
            assertEquals(constants.normH(), constants.h());
            assertTrue(constants.normH() > 16 * constants.lambdaN(), "print bounds it by lambda_n");
        }
    }

    /** Neither eigenvalue is the smaller one always: three vectors at 120 degrees have .4455 and .3333. */
    @Test
    void theSmallestEigenvaluesDiffer() {
        double s = Math.sqrt(3) / 2;
        INDArray star = Nd4j.createFromArray(new double[][] {{1, 0}, {-0.5, s}, {-0.5, -s}});
        KernelConstants constants = KernelConstants.of(star);
        assertEquals(0.3333, constants.lambda0(), 1e-4);
        assertEquals(0.4455, constants.lambdaH(), 1e-4);
        assertEquals(1.5, constants.lambdaN(), 1e-12);
        assertEquals(Math.sqrt(3), WidthTable.separation(star), 1e-12);
    }

    /** A repeated sample, three antipodal pairs in the plane: no width is enough. */
    @Test
    void degenerateSamplesHaveEigenvaluesZero() {
        INDArray repeated = Golden.read("p2_degenerate").matrix("inputs/X").transpose();
        KernelConstants constants = KernelConstants.of(repeated);
        assertEquals(0, constants.lambda0());
        assertEquals(0, constants.lambdaH());
        assertEquals(0, WidthTable.separation(repeated));
        assertTrue(constants.lambdaN() > 1);
        INDArray half = Draws.unitRows(Draws.random(30), 3, 2);
        KernelConstants antipodal = KernelConstants.of(Nd4j.vstack(half, half.neg()));
        assertEquals(0, antipodal.lambda0());
        assertEquals(0, antipodal.lambdaH());
    }

    /** What no samples of length 1 have: each of these made a theorem's width smaller, or its hypotheses easier. */
    @ParameterizedTest
    @CsvSource({
        "100, 100, 0.5, 0.34, 1, 0.5, ||H_inf|| is at least n / (2 pi) = 15.9",
        "5, 5, 0.5, 0.34, 1, 0.7, ||H_inf|| is at least n / (2 pi) = .796",
        "5, 1, 0, 0, 5, 1.2, ||H_inf|| is at least lambda_n / 4 = 1.25",
        "5, 5, 0.5, 0.3, 1, 1.2, ||H_inf|| is at most n / (2 pi) + .341 lambda_n = 1.137",
        "5, 4, 0.2, 0.28, 2, 1.4, lambda_H is at most (2.5 - 1.4) / 4 = .275",
        "5, 5, 0.42, 0.1, 4, 1.4, lambda_0 is at most (2.5 - 1) / 4 = .375",
        "5, 1, 0, 0, 2, 1, lambda_n is at least n / d = 5",
        "2, 2, 0.1, 0.1, 3, 0.9, lambda_n is at most n = 2",
        "1, 3, 0.1, 0.5, 1, 0.5, lambda_0 of one sample is 1/2",
        "1, 3, 0.5, 0.1, 1, 0.5, lambda_H of one sample is 1/2"
    })
    void refusesConstantsOfNoSamples(int n, int d, double zero, double h, double lambdaN, double normH, String why) {
        assertThrows(IllegalArgumentException.class, () -> new KernelConstants(n, d, zero, h, lambdaN, normH), why);
    }

    /** Samples of all kinds keep the ranges; three ends are reached: orthonormal, equal and antipodal samples. */
    @Property(tries = 100)
    void samplesKeepTheRanges(
            @ForAll @IntRange(min = 1, max = 12) int n, @ForAll @IntRange(min = 1, max = 8) int d, @ForAll long seed) {
        INDArray samples = Draws.unitRows(Draws.random(seed), n, d);
        KernelConstants constants = KernelConstants.of(samples);
        assertEquals(n, constants.samples());
        KernelConstants.of(Nd4j.vstack(samples, samples.neg()));
        KernelConstants.of(Nd4j.vstack(samples, samples));
    }

    /** M4, V_F and what else a golden file has; orthonormal samples have the greatest that their eigenvalues allow. */
    @ParameterizedTest
    @ValueSource(strings = {"beyond_p2_widths_0", "beyond_p2_widths_1", "beyond_p2_widths_2"})
    void golden(String name) {
        Golden golden = Golden.read(name);
        KernelConstants c =
                KernelConstants.of(golden.matrix("inputs/X").transpose().dup());
        assertGolden(golden, "M4", c.fourthMoment());
        assertGolden(golden, "varianceH", c.varianceH());
        assertGolden(golden, "lambda0", c.lambda0());
        assertGolden(golden, "lambdaH", c.lambdaH());
        assertGolden(golden, "lambdaN", c.lambdaN());
        assertGolden(golden, "normH", c.normH());
        KernelConstants spectrum =
                new KernelConstants(c.samples(), c.features(), c.lambda0(), c.lambdaH(), c.lambdaN(), c.normH());
        assertTrue(spectrum.fourthMoment() >= c.fourthMoment() * (1 - 1e-12));
        assertTrue(spectrum.varianceH() >= c.varianceH() * (1 - 1e-12));
        if (name.endsWith("0")) {
            assertEquals(c.fourthMoment(), spectrum.fourthMoment(), 1e-12);
            assertEquals(c.varianceH(), spectrum.varianceH(), 1e-12);
        }
    }

    private static void assertGolden(Golden golden, String name, double actual) {
        double expected = golden.number("outputs/" + name);
        assertEquals(expected, actual, golden.tolerance() * (1 + Math.abs(expected)), name);
    }

    /**
     * M4 and V_F by their definitions, from 2 10^5 draws of w: E ||relu(X w)||^4, and the variances of the products of two features.
     * Their relative standard errors are below 1 %; 5 % are allowed.
     */
    @Test
    void drawnFeaturesHaveTheFourthMoments() {
        INDArray samples = Draws.unitRows(Draws.random(7), 5, 3);
        double[][] rows = samples.toDoubleMatrix();
        KernelConstants constants = KernelConstants.of(samples);
        double[][] limit = LimitKernels.of(samples).decoder().toDoubleMatrix();
        RandomGenerator random = Draws.random(8);
        int draws = 200_000;
        double fourth = 0;
        double variance = 0;
        for (int draw = 0; draw < draws; draw++) {
            double[] w = Draws.gaussian(random, 3);
            double[] z = new double[5];
            for (int i = 0; i < 5; i++) {
                z[i] = Math.max(0, rows[i][0] * w[0] + rows[i][1] * w[1] + rows[i][2] * w[2]);
            }
            for (int i = 0; i < 5; i++) {
                for (int j = 0; j < 5; j++) {
                    fourth += z[i] * z[i] * z[j] * z[j];
                    variance += Math.pow(z[i] * z[j] - limit[i][j], 2);
                }
            }
        }
        assertEquals(constants.fourthMoment(), fourth / draws, 0.05 * constants.fourthMoment());
        assertEquals(constants.varianceH(), variance / draws, 0.05 * constants.varianceH());
    }

    /** For two orthonormal samples M4 = 3.5 and V_F = 2.949; each of these numbers no samples have. */
    @ParameterizedTest
    @CsvSource({
        "2, 2, 0.5, 0.34, 1, 0.6591, 3.51, 2.949, M4 is at most n^2/4 + 5/4 n lambda_n = 3.5",
        "2, 2, 0.5, 0.34, 1, 0.6591, 2.99, 2.51, M4 is at least 3n/2 = 3",
        "5, 4, 0.2, 0.1, 2, 1.4, 8.7, 6.3, M4 is at least n^2/4 + n/2 = 8.75",
        "2, 2, 0.5, 0.34, 1, 0.6591, 3.5, 2.96, V_F is at most M4 - .5507",
        "2, 2, 0.5, 0.34, 1, 0.6591, 3.5, 2.8, V_F is at least M4 - ||H_inf|| n/2 = 2.841",
        "2, 2, 0.3, 0.01, 2, 0.97, 3.35, 2.4, V_F is at least 5n/4 = 2.5"
    })
    void refusesMomentsOfNoSamples(
            int n,
            int d,
            double zero,
            double h,
            double lambdaN,
            double normH,
            double fourth,
            double variance,
            String why) {
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> new KernelConstants(n, d, zero, h, lambdaN, normH, fourth, variance),
                        why)
                .getMessage();
        assertTrue(message.startsWith(why.startsWith("M4") ? "fourthMoment = " : "varianceH = "), message);
    }

    /** What eigenvalues alone allow is accepted at both ends of the norm of H_inf. */
    @Property(tries = 200)
    void spectraHaveMomentsOfTheirOwn(
            @ForAll @IntRange(min = 1, max = 60) int n, @ForAll @DoubleRange(min = 0, max = 1) double share) {
        double lambdaN = Math.max(1, share * n);
        double least = Math.max(0.5, Math.max(n / (2 * Math.PI), lambdaN / 4));
        double greatest = n / (2 * Math.PI) + (0.5 - 0.5 / Math.PI) * lambdaN;
        double smallest = n == 1 ? 0.5 : 0;
        for (double normH : new double[] {least, greatest}) {
            KernelConstants constants = new KernelConstants(n, n, smallest, smallest, lambdaN, normH);
            assertTrue(constants.varianceH() >= 1.25 * n * (1 - 1e-12));
            assertTrue(constants.varianceH() <= 1.5 * n * n);
            assertTrue(constants.fourthMoment() <= 1.5 * n * n);
        }
    }

    /**
     * Two samples at an angle t, whose constants are known to all digits without cancellation: lambda_H = t^2/4 - ... is of the size
     * of roundoff at the smallest of these angles, where eigenvalues as computed are by chance too large, and widths too small.
     */
    @Test
    void constantsOfNearlyParallelSamplesAreTakenToTheSafeSide() {
        for (int k = 0; k <= 280; k++) {
            double t = Math.pow(10, -9 + k / 40.0);
            INDArray pair = Nd4j.createFromArray(new double[][] {{1, 0}, {Math.cos(t), Math.sin(t)}});
            KernelConstants constants = KernelConstants.of(pair);
            double square = Math.pow(Math.sin(t / 2), 2);
            double lambdaH = square - t * t * t * (1 - t * t / 10) / (6 * Math.PI);
            double lambda0 = square + t * Math.cos(t) / (2 * Math.PI);
            assertTrue(constants.lambdaH() <= lambdaH && constants.lambdaH() >= lambdaH - 1.5e-14, () -> "t = " + t);
            assertTrue(constants.lambda0() <= lambda0 && constants.lambda0() >= lambda0 - 1.5e-14, () -> "t = " + t);
            assertTrue(constants.lambdaN() >= 2 - 2 * square && constants.normH() >= 1 - lambdaH, () -> "t = " + t);
            double fourth = SampleAngles.fourth(t);
            assertTrue(constants.fourthMoment() >= 3 + 2 * fourth, () -> "t = " + t);
            assertTrue(constants.varianceH() >= 2.5 + 2 * (fourth - Math.pow(0.5 - lambdaH, 2)), () -> "t = " + t);
        }
    }

    /** 10 axes: n (n + d + 8) ulp for eigenvalues, and 4 n times that for moments, of which all but few are not needed here. */
    @Test
    void constantsAreTakenToTheSafeSideByWhatIsStated() {
        KernelConstants axes = KernelConstants.of(Draws.identity(10));
        double rounding = 280 * Math.ulp(1.0);
        assertEquals(1 + rounding, axes.lambdaN(), 0.1 * rounding);
        double off = 1 / (2 * Math.PI);
        assertEquals(37.5 + 40 * rounding, axes.fourthMoment(), 10 * rounding);
        assertEquals(37.5 - 2.5 - 90 * off * off + 40 * rounding, axes.varianceH(), 10 * rounding);
    }

    /** n = 100 equal samples have lambda_n = 100. */
    @Test
    void rangesMayBeLeftByPartOfTheirUpperEnds() {
        assertEquals(100.0009, new KernelConstants(100, 1, 0, 0, 100.0009, 50).lambdaN());
        assertThrows(IllegalArgumentException.class, () -> new KernelConstants(100, 1, 0, 0, 100.0011, 50));
    }

    /** What FLOAT leaves of a length is not asked of DOUBLE. */
    @Test
    void lengthsAreAskedForToTheirType() {
        INDArray samples = Draws.unitRows(Draws.random(31), 5, 3);
        INDArray rounded = samples.castTo(DataType.FLOAT);
        KernelConstants constants = KernelConstants.of(samples);
        assertEquals(constants.lambdaH(), KernelConstants.of(rounded).lambdaH(), 1e-6);
        assertEquals(
                constants.lambdaH(), KernelConstants.of(samples.mul(1 + 1e-13)).lambdaH(), 1e-13);
        INDArray twice = rounded.castTo(DataType.DOUBLE);
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> KernelConstants.of(twice));
        assertTrue(refusal.getMessage().contains("differs from 1 by"), refusal::getMessage);
        assertThrows(IllegalArgumentException.class, () -> KernelConstants.of(samples.mul(1 + 1e-11)));
    }

    @Test
    void refusesSamplesOfOtherLengths() {
        INDArray samples = Draws.identity(3);
        assertThrows(IllegalArgumentException.class, () -> KernelConstants.of(samples.mul(1.001)));
        assertThrows(IllegalArgumentException.class, () -> KernelConstants.of(samples.div(0)));
        assertThrows(IllegalArgumentException.class, () -> WidthTable.separation(samples.getRows(0)));
    }
}
