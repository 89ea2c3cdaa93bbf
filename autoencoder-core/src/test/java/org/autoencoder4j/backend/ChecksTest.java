package org.autoencoder4j.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class ChecksTest {
    private static String refused(INDArray array) {
        return assertThrows(IllegalArgumentException.class, () -> Checks.finite("x", array))
                .getMessage();
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE"})
    void whatIsNotFiniteIsNamedByItsPlace(DataType type) {
        for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            for (char order : new char[] {'c', 'f'}) {
                INDArray matrix = Nd4j.ones(type, 5, 4).dup(order);
                matrix.putScalar(0, 0, -Float.MAX_VALUE);
                assertSame(matrix, Checks.finite("x", matrix));
                matrix.putScalar(3, 1, value);
                assertEquals(
                        "x [5, 4] has an entry that is NaN or infinite, at [3, 1]; all must be finite",
                        refused(matrix));
                INDArray view = matrix.get(NDArrayIndex.interval(2, 5), NDArrayIndex.interval(1, 3));
                assertTrue(refused(view).startsWith("x [3, 2] has an entry that is NaN or infinite, at [1, 0];"));
                assertTrue(refused(matrix.transpose()).contains("at [1, 3];"));
                Checks.finite("x", matrix.get(NDArrayIndex.interval(0, 3), NDArrayIndex.all()));
            }
            INDArray vector = Nd4j.ones(type, 6);
            vector.putScalar(4, value);
            assertTrue(refused(vector).contains("x [6]"), refused(vector));
            assertTrue(refused(vector).contains("at [4];"), refused(vector));
            INDArray cube = Nd4j.ones(type, 2, 3, 4);
            cube.putScalar(1, 0, 2, value);
            assertTrue(refused(cube).contains("at [1, 0, 2];"), refused(cube));
        }
    }
}
