package org.autoencoder4j.backend.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class VectorsTest {
    /** Each order of summation loses other numbers beside 2^53 or 2^54, whose successors are 2 and 4 greater. */
    @Test
    void sumsAreTakenInTheOrderThatIsPromised() {
        double[] ones = {1, 1, 1, 1, 1, 1, 1, 1};
        for (int one = 0; one < 4; one++) {
            for (int other = 0; other < 4; other++) {
                double[] numbers = new double[8];
                numbers[other] = 0x1p53;
                numbers[4 + other] = -0x1p53;
                numbers[one] += one == other ? 0 : 1;
                numbers[4 + one] += one == other ? 0 : 1;
                assertEquals(one == other ? 0 : 2, Vectors.interleavedDot(numbers, ones));
                assertEquals(one > other ? 1 : 0, Vectors.dot(numbers, ones));
            }
        }
        double[] many = new double[101];
        Arrays.fill(many, 1);
        many[0] = 0x1p27;
        // The sum is 2^54 + 100, whose root lies 100 / 2^28 above 2^27: 25 units in the last place.
        assertEquals(0x1p27, Vectors.norm(many));
        assertEquals(Math.sqrt(0x1p54 + 100), Vectors.compensatedNorm(many));
        assertTrue(Vectors.compensatedNorm(many) > 0x1p27);
    }

    @Test
    void fewPlaces() {
        for (int length = 0; length < 10; length++) {
            double[] a = new double[length];
            double[] b = new double[length];
            double expected = 0;
            for (int i = 0; i < length; i++) {
                a[i] = i + 1;
                b[i] = 3 - i;
                expected += (i + 1) * (3 - i);
            }
            assertEquals(expected, Vectors.dot(a, b));
            assertEquals(expected, Vectors.interleavedDot(a, b));
        }
    }

    @Test
    void lengthsWhoseSquaresAreNoNumbers() {
        for (double scale : new double[] {1e-300, 1, 1e300}) {
            double[] vector = {3 * scale, 0, -4 * scale};
            assertEquals(5 * scale, Vectors.scaledNorm(vector), 1e-15 * scale);
            assertEquals(5 * scale, Vectors.hypot(vector), 1e-15 * scale);
        }
        assertEquals(0.3, Vectors.hypot(new double[] {0, 0.3, 0}));
        assertEquals(0, Vectors.scaledNorm(new double[3]));
        assertEquals(Double.POSITIVE_INFINITY, Vectors.scaledNorm(new double[] {1, Double.NEGATIVE_INFINITY}));
        assertTrue(Double.isNaN(Vectors.scaledNorm(new double[] {1, Double.NaN})));
    }

    @Test
    void multiplesAreAdded() {
        double[] target = {1, 2, 3};
        Vectors.add(target, -2, new double[] {1, 0, 4});
        assertArrayEquals(new double[] {-1, 2, -5}, target);
    }
}
