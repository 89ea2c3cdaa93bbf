package org.autoencoder4j.ntk.convergence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.random.RandomGenerator;
import org.autoencoder4j.linalg.SymmetricEigen;
import org.autoencoder4j.ntk.Draws;
import org.autoencoder4j.ntk.internal.HiddenFeatures;
import org.autoencoder4j.report.Verdict;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

class InitialKernelsTest {
    /** Orthonormal samples: G_inf = I / 2 and H_inf = (1/2 - 1/(2 pi)) I + 1 1^T / (2 pi). */
    private static KernelConstants orthonormal(int n) {
        return new KernelConstants(n, n, 0.5, 0.5 - 0.5 / Math.PI, 1, 0.5 - 0.5 / Math.PI + n / (2 * Math.PI));
    }

    /** By hand, n = d = 3: scale 32 (4 * .5 / 12 + 3) / .25. */
    @Test
    void byHand() {
        KernelConstants three = orthonormal(3);
        double scale = 32 * (4 * 0.5 / 12 + 3) / 0.25;
        assertEquals(scale * Math.log(180), InitialKernels.weakWidth(three, 0.1), 1e-9);
        assertEquals(0.1, InitialKernels.weakFailure(three, scale * Math.log(180)), 1e-12);
        assertEquals(0.05, InitialKernels.jointFailure(three, InitialKernels.jointWidth(three, 0.05)), 1e-12);
        assertEquals(1, InitialKernels.weakFailure(three, 1));
        KernelConstants parallel = new KernelConstants(3, 3, 0, 0, 1, 0.7);
        assertEquals(Double.POSITIVE_INFINITY, InitialKernels.weakWidth(parallel, 0.1));
        assertEquals(Double.POSITIVE_INFINITY, InitialKernels.jointWidth(parallel, 0.1));
    }

    /** At the width for delta = .1, ten starts in turn all keep 3/4 of lambda_0; at 12 units none of ten does. */
    @Test
    void drawnEncoderKernelsKeepThreeQuarters() {
        KernelConstants three = orthonormal(3);
        RandomGenerator random = Draws.random(9);
        int wide = (int) Math.ceil(InitialKernels.weakWidth(three, 0.1));
        for (int t = 0; t < 10; t++) {
            double smallest = smallest(encoderKernel(random, 3, wide));
            assertEquals(
                    Verdict.HOLDS,
                    InitialKernels.weak(three, wide, 0.1, smallest).verdict());
            double narrow = smallest(encoderKernel(random, 3, 12));
            assertTrue(narrow < 0.75 * three.lambda0());
            assertEquals(
                    Verdict.NOT_APPLICABLE,
                    InitialKernels.weak(three, 12, 0.1, narrow).verdict());
            assertEquals(
                    Verdict.FAILS, InitialKernels.weak(three, wide, 0.1, narrow).verdict());
        }
    }

    @Test
    void drawnDecoderKernelsKeepThreeQuarters() {
        KernelConstants three = orthonormal(3);
        RandomGenerator random = Draws.random(10);
        int wide = (int) Math.ceil(InitialKernels.jointWidth(three, 0.1));
        for (int t = 0; t < 10; t++) {
            double smallest = smallest(HiddenFeatures.kernel(Draws.identity(3), Draws.gaussian(random, 3, wide)));
            assertEquals(
                    Verdict.HOLDS,
                    InitialKernels.joint(three, wide, 0.1, smallest).verdict());
        }
        assertEquals(Verdict.FAILS, InitialKernels.joint(three, wide, 0.1, 0.1).verdict());
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
            assertTrue(exactMoment(n) <= InitialKernels.fourthMoment(orthonormal(n)));
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
    void refusesWrongArguments() {
        KernelConstants three = orthonormal(3);
        assertThrows(IllegalArgumentException.class, () -> InitialKernels.weakFailure(three, 0));
        assertThrows(IllegalArgumentException.class, () -> InitialKernels.weakWidth(three, 0));
        assertThrows(IllegalArgumentException.class, () -> InitialKernels.jointFailure(three, Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> InitialKernels.jointWidth(three, 2));
    }

    /** G(0) of n orthonormal samples: sample i and j meet in no unit's gradient unless i = j, so it has n blocks of d x d. */
    private static INDArray encoderKernel(RandomGenerator random, int n, int units) {
        INDArray kernel = Nd4j.zeros(DataType.DOUBLE, (long) n * n, (long) n * n);
        INDArray active = Transforms.sign(Draws.gaussian(random, n, units), false);
        Transforms.max(active, 0, false);
        INDArray decoder = Draws.rademacher(random, n, units);
        for (int i = 0; i < n; i++) {
            INDArray mine = decoder.mulRowVector(Transforms.max(active.getRow(i), 0));
            INDArray block = Nd4j.gemm(mine, mine, false, true).divi(units);
            for (int a = 0; a < n; a++) {
                for (int b = 0; b < n; b++) {
                    kernel.putScalar((long) i * n + a, (long) i * n + b, block.getDouble(a, b));
                }
            }
        }
        return kernel;
    }

    private static double smallest(INDArray symmetric) {
        return SymmetricEigen.eigenvalues(symmetric).getDouble(0);
    }
}
