package org.autoencoder4j.ntk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.autoencoder4j.testsupport.Golden;
import org.junit.jupiter.api.Test;
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

    @Test
    void refusesSamplesOfOtherLengths() {
        INDArray samples = Draws.identity(3);
        assertThrows(IllegalArgumentException.class, () -> KernelConstants.of(samples.mul(1.001)));
        assertThrows(IllegalArgumentException.class, () -> KernelConstants.of(samples.div(0)));
        assertThrows(IllegalArgumentException.class, () -> WidthTable.separation(samples.getRows(0)));
    }
}
