package org.autoencoder4j.testsupport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.Arrays;
import java.util.function.Supplier;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.iter.NdIndexIterator;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Assertions about arrays. INDArray's own equals hides differences below 1e-5, so it is never used. */
public final class ArrayAssert {
    private ArrayAssert() {}

    /** Asserts |actual - expected| <= tolerance (1 + |expected|) entry by entry, and equal shapes. */
    public static void assertClose(INDArray expected, INDArray actual, double tolerance) {
        assertArrayEquals(expected.shape(), actual.shape(), "shape");
        if (expected.isEmpty()) {
            return;
        }
        NdIndexIterator indices = new NdIndexIterator('c', expected.shape());
        while (indices.hasNext()) {
            long[] index = indices.next();
            double e = expected.getDouble(index);
            double a = actual.getDouble(index);
            if (!(Math.abs(a - e) <= tolerance * (1 + Math.abs(e))) && Double.compare(a, e) != 0) {
                fail("at " + Arrays.toString(index) + " expected " + e + " but was " + a + " (tolerance " + tolerance
                        + ")");
            }
        }
    }

    /** Asserts |actual - expected| <= tolerance (1 + |expected|). */
    public static void assertClose(double expected, double actual, double tolerance) {
        assertEquals(expected, actual, tolerance * (1 + Math.abs(expected)));
    }

    /** Asserts the same shape, type and values entry by entry: -0.0 is not 0.0, and NaN is NaN. */
    public static void assertIdentical(INDArray expected, INDArray actual) {
        assertEquals(expected.dataType(), actual.dataType(), "type");
        assertArrayEquals(expected.shape(), actual.shape(), "shape");
        double[] e = entries(expected);
        double[] a = entries(actual);
        for (int i = 0; i < e.length; i++) {
            if (Double.compare(e[i], a[i]) != 0) {
                fail("at entry " + i + " in 'c' order expected " + e[i] + " but was " + a[i]);
            }
        }
    }

    /**
     * The largest absolute difference relative to the largest absolute value expected, of arrays of the same shape;
     * NaN or infinite if one has a NaN or an infinity that the other does not have there.
     */
    public static double relativeDifference(INDArray expected, INDArray actual) {
        assertArrayEquals(expected.shape(), actual.shape(), "shape");
        double[] e = entries(expected);
        double[] a = entries(actual);
        double scale = Double.MIN_NORMAL;
        double difference = 0;
        for (int i = 0; i < e.length; i++) {
            // Math.max keeps a NaN, which amaxNumber does not
            scale = Math.max(scale, Math.abs(e[i]));
            difference = Math.max(difference, e[i] == a[i] ? 0 : Math.abs(e[i] - a[i]));
        }
        return difference / scale;
    }

    private static double[] entries(INDArray array) {
        return array.isEmpty()
                ? new double[0]
                : array.castTo(DataType.DOUBLE).dup('c').data().asDouble();
    }

    /** Asserts that an action changes none of the arrays, and returns what it returned. */
    public static <T> T assertUnchanged(Supplier<T> action, INDArray... arguments) {
        INDArray[] before = new INDArray[arguments.length];
        for (int i = 0; i < arguments.length; i++) {
            before[i] = arguments[i].dup();
        }
        T result = action.get();
        for (int i = 0; i < arguments.length; i++) {
            assertIdentical(before[i], arguments[i]);
        }
        return result;
    }
}
