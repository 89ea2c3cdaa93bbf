package org.autoencoder4j.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.autoencoder4j.gradient.Gradient;
import org.autoencoder4j.gradient.TiedGradient;
import org.autoencoder4j.learn.sweep.SweepSums;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Compares arrays to the bit, and to rounding. */
final class Sameness {
    private Sameness() {}

    static void assertSameBits(INDArray expected, INDArray actual, String what) {
        assertArrayEquals(expected.shape(), actual.shape(), what);
        assertArrayEquals(
                expected.dup('c').data().asDouble(), actual.dup('c').data().asDouble(), what);
    }

    static void assertSameBits(Gradient expected, Gradient actual, String what) {
        assertEquals(expected.loss(), actual.loss(), 0.0, what);
        assertEquals(expected.meanL0(), actual.meanL0(), 0.0, what);
        assertEquals(expected.deadUnits(), actual.deadUnits(), what);
        if (expected instanceof TiedGradient tied) {
            assertSameBits(tied.activity(), ((TiedGradient) actual).activity(), what + ", activity");
        }
        Map<String, INDArray> arrays = actual.arrays();
        expected.arrays().forEach((name, array) -> assertSameBits(array, arrays.get(name), what + ", " + name));
    }

    static void assertSameBits(SweepSums expected, SweepSums found) {
        for (int i = 0; i < expected.units(); i++) {
            assertArrayEquals(expected.residualProducts(i), found.residualProducts(i), 0.0);
            assertArrayEquals(expected.moment(i), found.moment(i), 0.0);
        }
        assertArrayEquals(expected.gains(), found.gains(), 0.0);
        assertArrayEquals(expected.uses(), found.uses());
        assertEquals(expected.noise(), found.noise(), 0.0);
        assertEquals(expected.counted(), found.counted());
    }

    /** To a share of the greatest entry of each array. */
    static void assertClose(Gradient expected, Gradient actual, double share) {
        assertEquals(expected.loss(), actual.loss(), share * expected.loss());
        assertEquals(expected.meanL0(), actual.meanL0(), share * expected.meanL0());
        Map<String, INDArray> arrays = actual.arrays();
        expected.arrays().forEach((name, array) -> {
            double scale = array.amaxNumber().doubleValue();
            double off = array.sub(arrays.get(name)).amaxNumber().doubleValue();
            assertTrue(off <= share * scale, name + " is off by " + off + " of " + scale);
        });
    }
}
