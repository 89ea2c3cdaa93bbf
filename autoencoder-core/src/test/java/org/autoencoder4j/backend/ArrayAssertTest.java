package org.autoencoder4j.backend;

import static org.autoencoder4j.testsupport.ArrayAssert.assertClose;
import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.autoencoder4j.testsupport.ArrayAssert.assertUnchanged;
import static org.autoencoder4j.testsupport.ArrayAssert.relativeDifference;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The assertions that all modules' tests rest on. They stand in a module without a backend, so they are tested here. */
class ArrayAssertTest {
    private static INDArray row(DataType type, double... values) {
        return Nd4j.createFromArray(new double[][] {values}).castTo(type);
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE"})
    void aNaNIsADifference(DataType type) {
        INDArray numbers = row(type, 1, 2, 3);
        INDArray broken = row(type, 1, Double.NaN, 3);
        assertFalse(relativeDifference(numbers, broken) <= 1e300);
        assertFalse(relativeDifference(broken, numbers) <= 1e300);
        assertFalse(relativeDifference(numbers, row(type, 1, 2, Double.POSITIVE_INFINITY)) <= 1e300);
        assertFalse(relativeDifference(row(type, 1, 2, Double.NEGATIVE_INFINITY), numbers) <= 1e300);
        assertThrows(AssertionError.class, () -> assertClose(numbers, broken, 1));
        assertThrows(AssertionError.class, () -> assertIdentical(numbers, broken));
        assertIdentical(broken, broken.dup('f'));
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE"})
    void theSignOfZeroIsADifference(DataType type) {
        INDArray zero = row(type, 0.0, 1);
        INDArray copy = row(type, 0.0, 0.0);
        assertThrows(AssertionError.class, () -> assertIdentical(zero, row(type, -0.0, 1)));
        assertThrows(AssertionError.class, () -> assertUnchanged(copy::negi, copy));
        assertEquals(0, relativeDifference(zero, row(type, -0.0, 1)), "as a number it is none");
    }

    @Test
    void differencesAreRelativeToTheLargestEntry() {
        INDArray expected = Nd4j.createFromArray(new double[][] {{1, -4}, {2, 0}});
        INDArray actual =
                Nd4j.createFromArray(new double[][] {{1, -4}, {2.5, -1}}).dup('f');
        assertEquals(0.25, relativeDifference(expected, actual), 1e-15);
        assertEquals(0, relativeDifference(expected, expected.dup('f')));
        assertThrows(AssertionError.class, () -> relativeDifference(expected, expected.reshape(1, 4)));
        assertThrows(AssertionError.class, () -> assertIdentical(expected, expected.castTo(DataType.FLOAT)));
        assertThrows(AssertionError.class, () -> assertIdentical(expected, expected.transpose()));
    }
}
