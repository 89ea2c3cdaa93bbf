package org.autoencoder4j.backend.internal;

import static org.autoencoder4j.testsupport.ArrayAssert.assertClose;
import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class UnitColumnsTest {
    /** In 'f' order the numbers are worked on where they lie, in 'c' order ND4J does it. */
    @ParameterizedTest
    @CsvSource({"FLOAT,f", "FLOAT,c", "DOUBLE,f", "DOUBLE,c"})
    void dividesByLengthsAndReplacesWhatHasNone(DataType type, char order) {
        INDArray matrix = matrix(type).dup(order);
        matrix.getColumn(3).assign(0);
        matrix.putScalar(17, 5, Double.NaN);
        matrix.putScalar(16, 7, Double.POSITIVE_INFINITY);
        INDArray otherwise = matrix(type).add(1).dup(order);
        INDArray before = matrix.dup();

        assertEquals(3, UnitColumns.set(matrix, otherwise));

        double tolerance = type == DataType.FLOAT ? 3e-7 : 1e-15;
        for (int j = 0; j < matrix.columns(); j++) {
            INDArray column = matrix.getColumn(j);
            if (j == 3 || j == 5 || j == 7) {
                assertIdentical(otherwise.getColumn(j), column);
            } else {
                INDArray exact = before.getColumn(j).castTo(DataType.DOUBLE);
                assertClose(
                        exact.div(Math.sqrt(exact.mul(exact).sumNumber().doubleValue())),
                        column.castTo(DataType.DOUBLE),
                        tolerance);
            }
        }
    }

    private static INDArray matrix(DataType type) {
        INDArray matrix = Nd4j.create(DataType.DOUBLE, 20, 9);
        for (int i = 0; i < 20; i++) {
            for (int j = 0; j < 9; j++) {
                matrix.putScalar(i, j, Math.sin(1 + i * 9 + j * j));
            }
        }
        return matrix.castTo(type);
    }
}
