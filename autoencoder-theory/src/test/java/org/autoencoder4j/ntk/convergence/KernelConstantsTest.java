package org.autoencoder4j.ntk.convergence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.autoencoder4j.ntk.Draws;
import org.autoencoder4j.testsupport.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
            assertEquals(0.5, constants.lambda0(), 1e-12);
            assertEquals(0.34085, constants.lambdaH(), 1e-5);
            assertEquals(1, constants.lambdaN(), 1e-12);
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
        "5, 5, 0.42, 0.1, 4, 1.4, lambda_0 is at most (2.5 - 1) / 4 = .375"
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

    @Test
    void refusesSamplesOfOtherLengths() {
        INDArray samples = Draws.identity(3);
        assertThrows(IllegalArgumentException.class, () -> KernelConstants.of(samples.mul(1.001)));
        assertThrows(IllegalArgumentException.class, () -> KernelConstants.of(samples.div(0)));
        assertThrows(IllegalArgumentException.class, () -> WidthTable.separation(samples.getRows(0)));
    }
}
