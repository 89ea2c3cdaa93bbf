package org.autoencoder4j.ntk.convergence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.autoencoder4j.ntk.training.Descents;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class MeasuredConstantsTest {
    /** G_inf = I/2 and H_inf = (1/2 - 1/(2 pi)) I + 1/(2 pi) for orthonormal samples. */
    @Test
    void orthonormalSamplesByHand() {
        INDArray x = Descents.array(new double[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}});
        for (DataType type : new DataType[] {DataType.DOUBLE, DataType.FLOAT}) {
            KernelConstants constants = KernelConstants.of(x.castTo(type));
            assertEquals(3, constants.samples());
            assertEquals(3, constants.features());
            assertEquals(0.5, constants.lambda0(), 1e-14);
            assertEquals(0.5 - 0.5 / Math.PI, constants.lambdaH(), 1e-14);
            assertEquals(1, constants.lambdaN(), 1e-14);
            assertEquals(0.5 + 1 / Math.PI, constants.normH(), 1e-14);
        }
    }

    /** At 60 degrees G_12 = 1/2 (2/3)/2 = 1/6 and H_12 = G_12 + sin(60)/(2 pi); a sample that repeats makes both 0. */
    @Test
    void pairsByHand() {
        INDArray x = Descents.array(new double[][] {{1, 0}, {0.5, Math.sqrt(0.75)}});
        KernelConstants constants = KernelConstants.of(x);
        assertEquals(0.5 - 1.0 / 6, constants.lambda0(), 1e-14);
        assertEquals(0.5 - 1.0 / 6 - Math.sqrt(0.75) / (2 * Math.PI), constants.lambdaH(), 1e-14);
        INDArray same = Descents.array(new double[][] {{0.6, 0.8}, {0.6, 0.8}});
        assertEquals(0, KernelConstants.of(same).lambda0());
        assertEquals(0, KernelConstants.of(same).lambdaH());
    }

    @Test
    void refusesSamplesThatAreNoUnitVectors() {
        assertThrows(
                IllegalArgumentException.class, () -> KernelConstants.of(Descents.array(new double[][] {{1, 0.1}})));
        assertThrows(
                IllegalArgumentException.class,
                () -> KernelConstants.of(Descents.array(new double[][] {{Double.NaN, 1}})));
    }
}
