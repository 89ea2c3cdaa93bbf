package org.autoencoder4j.linalg;

import static org.autoencoder4j.testsupport.ArrayAssert.assertClose;
import static org.autoencoder4j.testsupport.ArrayAssert.assertUnchanged;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.autoencoder4j.backend.internal.EigenSolver;
import org.autoencoder4j.backend.internal.OpenBlas;
import org.autoencoder4j.linalg.internal.Nd4jEigen;
import org.autoencoder4j.random.RandomStreams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

public class SymmetricEigenTest {
    @ParameterizedTest
    @CsvSource({"DOUBLE,1", "DOUBLE,2", "DOUBLE,7", "DOUBLE,60", "DOUBLE,150", "FLOAT,1", "FLOAT,7", "FLOAT,150"})
    void agreesWithCommonsMath(DataType type, int n) {
        INDArray matrix = symmetric(n).castTo(type);
        double[] expected = new EigenDecomposition(
                        new Array2DRowRealMatrix(matrix.castTo(DataType.DOUBLE).toDoubleMatrix()))
                .getRealEigenvalues();
        Arrays.sort(expected);

        SymmetricEigen eigen = assertUnchanged(() -> SymmetricEigen.of(matrix), matrix);

        assertEquals(type, eigen.values().dataType());
        assertEquals('f', eigen.vectors().ordering());
        assertClose(Nd4j.createFromArray(expected), eigen.values().castTo(DataType.DOUBLE), tolerance(type) * n);
        assertDecomposes(matrix, eigen);
        assertClose(eigen.values(), SymmetricEigen.eigenvalues(matrix), tolerance(type) * n);
    }

    @ParameterizedTest
    @EnumSource(names = {"DOUBLE", "FLOAT"})
    void copesWithRepeatedAndZeroEigenvalues(DataType type) {
        // P = Q Q^T for 3 orthonormal columns has the eigenvalue 1 three times and 0 six times.
        INDArray basis = SymmetricEigen.of(symmetric(9).castTo(type)).vectors().dup('f');
        INDArray columns = Nd4j.createUninitialized(type, new long[] {9, 3}, 'f');
        for (int i = 0; i < 3; i++) {
            columns.putColumn(i, basis.getColumn(i));
        }
        INDArray projection = columns.mmul(columns.transpose());

        SymmetricEigen eigen = SymmetricEigen.of(projection);

        assertClose(
                Nd4j.createFromArray(0d, 0, 0, 0, 0, 0, 1, 1, 1),
                eigen.values().castTo(DataType.DOUBLE),
                20 * tolerance(type));
        assertDecomposes(projection, eigen);
        assertDecomposes(Nd4j.zeros(type, 5, 5), SymmetricEigen.of(Nd4j.zeros(type, 5, 5)));
    }

    @Test
    void acceptsViewsInAnyOrder() {
        INDArray large = symmetric(12);
        INDArray view = large.get(NDArrayIndex.interval(2, 8), NDArrayIndex.interval(2, 8));
        assertDecomposes(view, assertUnchanged(() -> SymmetricEigen.of(view), large));
        assertDecomposes(view, SymmetricEigen.of(view.dup('f')));
        assertDecomposes(view, SymmetricEigen.of(view.transpose()));
    }

    @ParameterizedTest
    @EnumSource(names = {"DOUBLE", "FLOAT"})
    void bothSolversAgree(DataType type) {
        INDArray matrix = symmetric(40).castTo(type);
        INDArray first = matrix.dup('f');
        INDArray second = matrix.dup('f');
        INDArray byOpenBlas = OpenBlas.ifPresent().orElseThrow().solve(first, EigenSolver.Job.VECTORS);
        INDArray byNd4j = new Nd4jEigen().solve(second, EigenSolver.Job.VECTORS);

        assertClose(byOpenBlas, byNd4j, 40 * tolerance(type));
        assertDecomposes(matrix, new SymmetricEigen(byOpenBlas, first));
        assertDecomposes(matrix, new SymmetricEigen(byNd4j, second));
    }

    @Test
    void rejectsWhatIsNotSymmetric() {
        INDArray lopsided = symmetric(4);
        lopsided.putScalar(1, 2, lopsided.getDouble(1, 2) + 1e-3);
        assertMessage(lopsided, "matrix differs from its transpose by ");
        assertMessage(Nd4j.zeros(DataType.DOUBLE, 3, 4), "matrix has shape [3, 4]");
        assertMessage(Nd4j.zeros(DataType.DOUBLE, 3), "matrix has shape [3]");
        assertMessage(Nd4j.zeros(DataType.INT32, 3, 3), "matrix is INT");
        INDArray hole = symmetric(4);
        hole.putScalar(2, 2, Double.NaN);
        assertMessage(hole, "matrix [4, 4] has an entry that is NaN or infinite");
        INDArray endless = symmetric(4);
        endless.putScalar(2, 1, Double.NEGATIVE_INFINITY);
        endless.putScalar(1, 2, Double.NEGATIVE_INFINITY);
        assertMessage(endless, "matrix [4, 4] has an entry that is NaN or infinite");
    }

    /** In every tile and at its edges, in both types, in a view too. */
    @ParameterizedTest
    @CsvSource({"1, 0", "129, 0", "129, 128", "64, 63", "128, 64", "100, 37", "0, 129", "63, 64"})
    void findsTheOneEntryThatDiffers(int row, int column) {
        for (DataType type : new DataType[] {DataType.DOUBLE, DataType.FLOAT}) {
            INDArray lopsided = symmetric(130).castTo(type);
            lopsided.putScalar(row, column, 50);
            String difference =
                    String.valueOf(50 - lopsided.getDouble(column, row)).substring(0, 6);
            assertMessage(lopsided, "matrix differs from its transpose by " + difference);
            INDArray view = Nd4j.zeros(type, 135, 140)
                    .get(NDArrayIndex.interval(5, 135), NDArrayIndex.interval(10, 140))
                    .assign(lopsided);
            assertMessage(view, "matrix differs from its transpose by " + difference);
        }
    }

    private static void assertMessage(INDArray matrix, String beginning) {
        for (Executable call :
                new Executable[] {() -> SymmetricEigen.of(matrix), () -> SymmetricEigen.eigenvalues(matrix)}) {
            String message = String.valueOf(
                    assertThrows(IllegalArgumentException.class, call).getMessage());
            assertTrue(message.startsWith(beginning), message);
        }
    }

    private static void assertDecomposes(INDArray matrix, SymmetricEigen eigen) {
        INDArray vectors = eigen.vectors().castTo(DataType.DOUBLE);
        INDArray values = eigen.values().castTo(DataType.DOUBLE);
        double tolerance = tolerance(matrix.dataType()) * matrix.rows();
        assertClose(
                Nd4j.eye(matrix.rows()).castTo(DataType.DOUBLE),
                vectors.transpose().mmul(vectors),
                tolerance);
        assertClose(matrix.castTo(DataType.DOUBLE), vectors.mulRowVector(values).mmul(vectors.transpose()), tolerance);
        for (int i = 1; i < values.length(); i++) {
            assertTrue(values.getDouble(i - 1) <= values.getDouble(i), "ascending");
        }
    }

    /** A few units of roundoff for each of the n operations behind an entry. */
    private static double tolerance(DataType type) {
        return type == DataType.DOUBLE ? 1e-14 : 2e-6;
    }

    public static INDArray symmetric(int n) {
        var random = RandomStreams.of(7).at("symmetric", 0, n);
        double[][] values = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                values[i][j] = random.nextGaussian() / Math.sqrt(n);
                values[j][i] = values[i][j];
            }
        }
        return Nd4j.createFromArray(values);
    }
}
