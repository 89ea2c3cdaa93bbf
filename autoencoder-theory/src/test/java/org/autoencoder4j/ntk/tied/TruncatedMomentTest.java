package org.autoencoder4j.ntk.tied;

import static org.autoencoder4j.testsupport.ArrayAssert.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.random.RandomGenerator;
import org.autoencoder4j.linalg.SpectralNorm;
import org.autoencoder4j.ntk.Draws;
import org.autoencoder4j.testsupport.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class TruncatedMomentTest {
    private static INDArray pair(double theta) {
        return Nd4j.createFromArray(Math.cos(theta), Math.sin(theta), 0);
    }

    private static final INDArray FIRST = Nd4j.createFromArray(1.0, 0, 0);

    @ParameterizedTest
    @ValueSource(strings = {"p2_truncated_moment_0", "p2_truncated_moment_1"})
    void golden(String name) {
        Golden golden = Golden.read(name);
        INDArray x = golden.vector("inputs/x");
        INDArray y = golden.vector("inputs/y");
        assertClose(golden.matrix("outputs/M"), TruncatedMoment.of(x, y), golden.tolerance());
        assertClose(golden.matrix("outputs/M"), TruncatedMoment.of(x.mul(3), y.mul(0.2)), golden.tolerance());
        INDArray single = TruncatedMoment.of(x.castTo(DataType.FLOAT), y.castTo(DataType.FLOAT));
        assertEquals(DataType.FLOAT, single.dataType());
        assertClose(golden.matrix("outputs/M"), single.castTo(DataType.DOUBLE), 1e-6);
        assertClose(
                golden.number("outputs/trace"),
                TruncatedMoment.trace((int) x.length(), golden.number("outputs/theta")),
                golden.tolerance());
    }

    /** 400000 draws in 3 dimensions: the largest of 9 entries is within .006, more than 5 of its standard errors, at 1 radian. */
    @Test
    void drawnMomentsAgreeAndTheIdentityAloneDoesNot() {
        RandomGenerator random = Draws.random(12);
        INDArray y = pair(1);
        double[][] sum = new double[3][3];
        int draws = 400_000;
        for (int t = 0; t < draws; t++) {
            double[] w = Draws.gaussian(random, 3);
            if (w[0] >= 0 && Math.cos(1) * w[0] + Math.sin(1) * w[1] >= 0) {
                for (int i = 0; i < 9; i++) {
                    sum[i / 3][i % 3] += w[i / 3] * w[i % 3] / draws;
                }
            }
        }
        INDArray drawn = Nd4j.createFromArray(sum);
        INDArray exact = TruncatedMoment.of(FIRST, y);
        assertEquals(0, drawn.sub(exact).amaxNumber().doubleValue(), 0.006);
        INDArray identity = Nd4j.eye(3).castTo(DataType.DOUBLE).mul((Math.PI - 1) / (2 * Math.PI));
        assertEquals(Math.sin(1) / (2 * Math.PI), SpectralNorm.of(exact.sub(identity)), 1e-12);
        assertEquals(0.134, SpectralNorm.of(drawn.sub(identity)), 0.01);
    }

    /** Half the normal law for one direction, nothing for opposite ones, and no jump on the way. */
    @Test
    void parallelAndOppositeSamples() {
        INDArray half = Nd4j.eye(3).castTo(DataType.DOUBLE).mul(0.5);
        assertClose(half, TruncatedMoment.of(FIRST, FIRST.mul(2)), 1e-15);
        assertClose(half.mul(0), TruncatedMoment.of(FIRST, FIRST.neg()), 1e-15);
        assertClose(half, TruncatedMoment.of(FIRST, pair(1e-9)), 1e-9);
        assertClose(half.mul(0), TruncatedMoment.of(FIRST, pair(Math.PI - 1e-9)), 1e-9);
    }

    @Test
    void refusesWhatIsNoPairOfDirections() {
        INDArray two = Nd4j.createFromArray(1.0, 0);
        assertThrows(IllegalArgumentException.class, () -> TruncatedMoment.of(FIRST, two));
        assertThrows(IllegalArgumentException.class, () -> TruncatedMoment.of(FIRST, FIRST.mul(0)));
        assertThrows(IllegalArgumentException.class, () -> TruncatedMoment.of(FIRST, FIRST.castTo(DataType.FLOAT)));
        assertThrows(IllegalArgumentException.class, () -> TruncatedMoment.of(FIRST, FIRST.div(0)));
        assertThrows(IllegalArgumentException.class, () -> TruncatedMoment.trace(3, -0.1));
        assertThrows(IllegalArgumentException.class, () -> TruncatedMoment.trace(0, 1));
    }
}
