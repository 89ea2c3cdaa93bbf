package org.autoencoder4j.linalg;

import static org.autoencoder4j.testsupport.ArrayAssert.assertUnchanged;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.autoencoder4j.random.RandomStreams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class SpectralNormTest {
    @ParameterizedTest
    @CsvSource({"1,1", "1,5", "5,1", "20,30", "30,20", "64,64"})
    void agreesWithTheSingularValueDecomposition(int rows, int columns) {
        var random = RandomStreams.of(3).at("matrix", rows, columns);
        double[][] values = new double[rows][columns];
        for (double[] row : values) {
            Arrays.setAll(row, j -> random.nextGaussian());
        }
        INDArray matrix = Nd4j.createFromArray(values);
        double expected = new SingularValueDecomposition(new Array2DRowRealMatrix(values)).getNorm();

        assertEquals(expected, assertUnchanged(() -> SpectralNorm.of(matrix), matrix), 1e-13 * expected);
        assertEquals(expected, SpectralNorm.of(matrix.castTo(DataType.FLOAT)), 1e-6 * expected);
        assertEquals(expected, SpectralNorm.of(matrix.transpose()), 1e-13 * expected);
    }

    @Test
    void hasExtremeScales() {
        assertEquals(0, SpectralNorm.of(Nd4j.zeros(DataType.DOUBLE, 3, 2)));
        INDArray diagonal = Nd4j.createFromArray(new double[][] {{3, 0}, {0, -4}, {0, 0}});
        assertEquals(4e200, SpectralNorm.of(diagonal.mul(1e200)), 1e187);
        assertEquals(4e-200, SpectralNorm.of(diagonal.mul(1e-200)), 1e-213);
    }

    @Test
    void rejectsBadInput() {
        INDArray hole = Nd4j.ones(DataType.DOUBLE, 2, 2);
        hole.putScalar(0, 1, Double.POSITIVE_INFINITY);
        assertThrows(IllegalArgumentException.class, () -> SpectralNorm.of(hole));
        assertThrows(IllegalArgumentException.class, () -> SpectralNorm.of(Nd4j.ones(DataType.DOUBLE, 2)));
    }
}
