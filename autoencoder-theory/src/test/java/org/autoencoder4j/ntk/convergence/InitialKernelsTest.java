package org.autoencoder4j.ntk.convergence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.random.RandomGenerator;
import org.apache.commons.numbers.gamma.InverseErf;
import org.autoencoder4j.ntk.Draws;
import org.autoencoder4j.ntk.internal.HiddenFeatures;
import org.autoencoder4j.report.Verdict;
import org.autoencoder4j.testsupport.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

class InitialKernelsTest {
    private static final double QUARTER = 0.25;

    /** Orthonormal samples: G_inf = I / 2 and H_inf = (1/2 - 1/(2 pi)) I + 1 1^T / (2 pi). */
    private static KernelConstants orthonormal(int n) {
        return new KernelConstants(
                n, n, 0.5, n == 1 ? 0.5 : 0.5 - 0.5 / Math.PI, 1, 0.5 - 0.5 / Math.PI + n / (2 * Math.PI));
    }

    @ParameterizedTest
    @ValueSource(strings = {"beyond_p2_widths_0", "beyond_p2_widths_1", "beyond_p2_widths_2"})
    void golden(String name) {
        Golden golden = Golden.read(name);
        KernelConstants c =
                KernelConstants.of(golden.matrix("inputs/X").transpose().dup());
        double delta = golden.number("inputs/delta");
        assertGolden(golden, "kernel_G_width", InitialKernels.encoderWidth(c, QUARTER, delta));
        assertGolden(golden, "kernel_H_width_chebyshev", InitialKernels.chebyshev(c, QUARTER, delta));
        assertGolden(golden, "kernel_H_width_bernstein", InitialKernels.bernstein(c, QUARTER, delta));
        assertGolden(golden, "kernel_H_width_chernoff", InitialKernels.chernoff(c, QUARTER, delta));
        Truncation truncation = Truncation.of(c, 0.05);
        assertGolden(golden, "truncation_l", truncation.l());
        assertGolden(golden, "truncation_B", truncation.bound());
        String[] least = {"chebyshev", "chebyshev", "chernoff"};
        assertGolden(
                golden,
                "kernel_H_width_" + least[name.charAt(name.length() - 1) - '0'],
                InitialKernels.decoderWidth(c, QUARTER, delta));
    }

    private static void assertGolden(Golden golden, String name, double actual) {
        double expected = golden.number("outputs/" + name);
        assertEquals(expected, actual, golden.tolerance() * (1 + Math.abs(expected)), name);
    }

    /** Each width has its turn as the least, and the failure probability is the inverse of the least. */
    @Test
    void failuresAreTheInverse() {
        KernelConstants heavy = new KernelConstants(30, 30, 0.3, 0.3, 1, 5.1);
        double[] deltas = {0.9, 1e-3, 1e-9};
        for (KernelConstants c : new KernelConstants[] {orthonormal(2), heavy}) {
            for (double delta : deltas) {
                double width = InitialKernels.decoderWidth(c, QUARTER, delta);
                assertEquals(delta, InitialKernels.decoderFailure(c, QUARTER, width), 1e-9 * delta);
                assertEquals(
                        delta,
                        InitialKernels.encoderFailure(c, QUARTER, InitialKernels.encoderWidth(c, QUARTER, delta)),
                        1e-9 * delta);
            }
        }
        assertEquals(
                InitialKernels.bernstein(orthonormal(2), QUARTER, 1e-3),
                InitialKernels.decoderWidth(orthonormal(2), QUARTER, 1e-3));
        assertEquals(1, InitialKernels.decoderFailure(orthonormal(2), QUARTER, 1));
        assertEquals(1, InitialKernels.encoderFailure(orthonormal(2), QUARTER, 1));
    }

    @Test
    void degenerateSamplesNeedInfiniteWidth() {
        KernelConstants parallel = new KernelConstants(3, 3, 0, 0, 1, 0.7);
        assertEquals(Double.POSITIVE_INFINITY, InitialKernels.encoderWidth(parallel, QUARTER, 0.1));
        assertEquals(Double.POSITIVE_INFINITY, InitialKernels.decoderWidth(parallel, QUARTER, 0.1));
        assertEquals(1, InitialKernels.decoderFailure(parallel, QUARTER, 1e300));
        assertEquals(1, InitialKernels.encoderFailure(parallel, QUARTER, 1e300));
    }

    /** One sample of one feature leaves out 1 at most: the exponent of the truncation stays at least 1. */
    @Test
    void theTruncationBeginsAtOne() {
        KernelConstants easy = new KernelConstants(1, 1, 0.5, 0.5, 1, 0.5);
        Truncation most = Truncation.of(easy, 1e3);
        assertEquals(1, most.l());
        assertEquals(Math.pow(Math.sqrt(0.5) + Math.sqrt(2), 2), most.bound(), 1e-12);
    }

    /**
     * Two orthonormal samples, 400 starts at the width of each inequality for delta = 1/2: each may fail in 280 of 400, which more
     * do by chance with probability 1e-15 if half fail. At 12 units more than half do.
     */
    @Test
    void drawnDecoderKernelsKeepTheirPart() {
        KernelConstants two = orthonormal(2);
        RandomGenerator random = Draws.random(10);
        for (double width : new double[] {
            InitialKernels.chebyshev(two, QUARTER, 0.5),
            InitialKernels.bernstein(two, QUARTER, 0.5),
            InitialKernels.chernoff(two, QUARTER, 0.5)
        }) {
            assertTrue(decoderFailures(random, (int) Math.ceil(width), 0.75 * two.lambdaH()) <= 280);
        }
        assertTrue(decoderFailures(random, 12, 0.75 * two.lambdaH()) > 200);
    }

    private static int decoderFailures(RandomGenerator random, int units, double least) {
        int failures = 0;
        for (int start = 0; start < 400; start++) {
            double first = 0;
            double second = 0;
            double product = 0;
            for (int r = 0; r < units; r++) {
                double z = Math.max(0, random.nextGaussian());
                double y = Math.max(0, random.nextGaussian());
                first += z * z;
                second += y * y;
                product += z * y;
            }
            failures += smallest(first / units, second / units, product / units) < least ? 1 : 0;
        }
        return failures;
    }

    private static double smallest(double first, double second, double product) {
        return (first + second) / 2 - Math.hypot((first - second) / 2, product);
    }

    /** As for the decoder: G(0) of two orthonormal samples has a 2 x 2 block for each, of the active units' signs. */
    @Test
    void drawnEncoderKernelsKeepTheirPart() {
        KernelConstants two = orthonormal(2);
        RandomGenerator random = Draws.random(9);
        int width = (int) Math.ceil(InitialKernels.encoderWidth(two, QUARTER, 0.5));
        assertEquals(243, width);
        assertTrue(encoderFailures(random, width) <= 280);
        assertTrue(encoderFailures(random, 12) > 200);
    }

    private static int encoderFailures(RandomGenerator random, int units) {
        int failures = 0;
        for (int start = 0; start < 400; start++) {
            double least = 1;
            for (int sample = 0; sample < 2; sample++) {
                double active = 0;
                double product = 0;
                for (int r = 0; r < units; r++) {
                    if (random.nextGaussian() > 0) {
                        active++;
                        product += random.nextBoolean() ? 1 : -1;
                    }
                }
                least = Math.min(least, smallest(active / units, active / units, product / units));
            }
            failures += least < 0.375 ? 1 : 0;
        }
        return failures;
    }

    /**
     * ||A||^2 of 2 x 60 signs is 60 + |sum of 60 signs|: by the exact binomial law, it exceeds 1.5 m less often than the bound says.
     */
    @Test
    void theDecodersNormExceedsItsBoundLessOften() {
        int m = 60;
        double exact = 0;
        double term = Math.pow(0.5, m);
        for (int plus = 0; plus <= m; plus++) {
            exact += Math.abs(2 * plus - m) > m / 2 ? term : 0;
            term *= (m - plus) / (plus + 1.0);
        }
        double bound = InitialKernels.decoderNormFailure(2, m, 0.5);
        assertTrue(exact <= bound && bound < 0.08, exact + " " + bound);
        assertEquals(2 * Math.exp(-(1.5 * Math.log(1.5) - 0.5) * 30), bound, 1e-14);
    }

    /**
     * Three samples and the units near each one's kink, P = 1/4, d = 2, m = 200: in at most 2000 b + 4 sqrt(2000 b) of 2000 draws
     * the worst of ||A_F||^2 exceeds 3/2 m P, b = .4 being the bound; by chance more do with probability 3e-5 at most.
     */
    @Test
    void theColumnsNearAKinkExceedTheirBoundLessOften() {
        RandomGenerator random = Draws.random(12);
        double[][] samples = {{1, 0}, {0.6, 0.8}, {-0.8, 0.6}};
        double radius = Math.sqrt(2) * InverseErf.value(QUARTER);
        int m = 200;
        double bound = InitialKernels.decoderPartFailure(3, 2, m, QUARTER, 0.5);
        assertEquals(6 * Math.exp(-(1.5 * Math.log(1.5) - 0.5) * 25), bound, 1e-14);
        int failures = 0;
        for (int draw = 0; draw < 2000; draw++) {
            double[] count = new double[3];
            double[] product = new double[3];
            for (int r = 0; r < m; r++) {
                double first = random.nextGaussian();
                double second = random.nextGaussian();
                int sign = random.nextBoolean() ? 1 : -1;
                for (int i = 0; i < 3; i++) {
                    if (Math.abs(samples[i][0] * first + samples[i][1] * second) <= radius) {
                        count[i]++;
                        product[i] += sign;
                    }
                }
            }
            double worst = 0;
            for (int i = 0; i < 3; i++) {
                worst = Math.max(worst, count[i] + Math.abs(product[i]));
            }
            failures += worst > 1.5 * m * QUARTER ? 1 : 0;
        }
        assertTrue(failures <= 2000 * bound + 4 * Math.sqrt(2000 * bound), failures + " of 2000");
        assertTrue(failures > 0, "the test can fail");
    }

    /**
     * ||E ||z||^2 z z^T|| of n orthonormal samples, from the moments 1/2, 3/2, 1/sqrt(2 pi) and sqrt(2/pi) of relu: 3/2 + (n-1)/4
     * on the diagonal, (n-2)/(4 pi) + 2/pi off it. Another program measured 863 at n = 100 and 3315 at n = 200. A bound of 3
     * n lambda_n, or 3 d lambda_n, is 300 and 600.
     */
    private static double exactMoment(int n) {
        return 1.5 + (n - 1) / 4.0 + (n - 1) * ((n - 2) / (4 * Math.PI) + 2 / Math.PI);
    }

    @Test
    void theVarianceGrowsAsTheSquareOfTheSamples() {
        assertEquals(863, exactMoment(100), 0.005 * 863);
        assertEquals(3315, exactMoment(200), 0.005 * 3315);
        for (int n : new int[] {1, 2, 10, 100, 200, 1000}) {
            assertTrue(exactMoment(n) <= InitialKernels.variance(orthonormal(n)));
        }
        assertTrue(exactMoment(100) > 300 && exactMoment(200) > 600);
    }

    /** 40000 draws at n = 20; the norm's relative error is below 2 %, and 5 % are allowed. */
    @Test
    void drawnFeaturesHaveTheVarianceOfTheClosedForm() {
        INDArray z = Transforms.max(Draws.gaussian(Draws.random(11), 40_000, 20), 0, false);
        INDArray weighted = z.mulColumnVector(z.norm2(1));
        double norm =
                HiddenFeatures.norm(Nd4j.gemm(weighted, weighted, true, false).divi(40_000));
        assertEquals(exactMoment(20), norm, 0.05 * exactMoment(20));
    }

    @Test
    void reportsJudgeAStart() {
        KernelConstants two = orthonormal(2);
        assertEquals(
                Verdict.HOLDS,
                InitialKernels.decoder(two, QUARTER, 813, 0.5, 0.76 * two.lambdaH())
                        .verdict());
        assertEquals(
                Verdict.FAILS,
                InitialKernels.decoder(two, QUARTER, 813, 0.5, 0.74 * two.lambdaH())
                        .verdict());
        assertEquals(
                Verdict.NOT_APPLICABLE,
                InitialKernels.decoder(two, QUARTER, 812, 0.5, 0.76 * two.lambdaH())
                        .verdict());
        assertEquals(
                Verdict.HOLDS,
                InitialKernels.encoder(two, QUARTER, 243, 0.5, 0.38).verdict());
        assertEquals(
                Verdict.FAILS,
                InitialKernels.encoder(two, QUARTER, 243, 0.5, 0.37).verdict());
        assertEquals(
                Verdict.NOT_APPLICABLE,
                InitialKernels.encoder(two, QUARTER, 242, 0.5, 0.38).verdict());
    }

    @Test
    void refusesWrongArguments() {
        KernelConstants three = orthonormal(3);
        assertThrows(IllegalArgumentException.class, () -> InitialKernels.encoderFailure(three, QUARTER, 0));
        assertThrows(IllegalArgumentException.class, () -> InitialKernels.encoderWidth(three, QUARTER, 0));
        assertThrows(IllegalArgumentException.class, () -> InitialKernels.encoderWidth(three, 1, 0.1));
        assertThrows(IllegalArgumentException.class, () -> InitialKernels.decoderFailure(three, QUARTER, Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> InitialKernels.decoderWidth(three, QUARTER, 2));
        assertThrows(IllegalArgumentException.class, () -> InitialKernels.chebyshev(three, 0, 0.1));
        assertThrows(IllegalArgumentException.class, () -> InitialKernels.bernstein(three, 1.1, 0.1));
        assertThrows(IllegalArgumentException.class, () -> InitialKernels.chernoff(three, QUARTER, -1));
        assertThrows(IllegalArgumentException.class, () -> InitialKernels.decoderNormFailure(0, 10, 1));
        assertThrows(IllegalArgumentException.class, () -> InitialKernels.decoderPartFailure(1, 1, 10, 1.1, 1));
        assertThrows(IllegalArgumentException.class, () -> InitialKernels.decoderPartFailure(0, 1, 10, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> InitialKernels.decoderPartFailure(1, 1, 10, 1, 0));
    }
}
