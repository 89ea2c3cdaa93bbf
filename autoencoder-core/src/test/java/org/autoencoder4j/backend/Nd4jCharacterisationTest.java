package org.autoencoder4j.backend;

import static org.autoencoder4j.testsupport.ArrayAssert.assertClose;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.autoencoder4j.linalg.SymmetricEigenTest;
import org.autoencoder4j.random.RandomStreams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.blas.Blas;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.eigen.Eigen;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** What the library relies on in ND4J's products and eigensolver: a new version must behave the same. */
class Nd4jCharacterisationTest {
    private static final int ROWS = 9;
    private static final int INNER = 17;
    private static final int COLUMNS = 5;

    /** How a matrix of given entries may lie in memory. */
    private enum Layout {
        C,
        F,
        VIEW_OF_C,
        VIEW_OF_F,
        TRANSPOSED_C,
        TRANSPOSED_F;

        INDArray arrange(double[][] values, DataType type) {
            INDArray plain = Nd4j.createFromArray(values).castTo(type);
            return switch (this) {
                case C -> plain.dup('c');
                case F -> plain.dup('f');
                case VIEW_OF_C -> view(plain, 'c');
                case VIEW_OF_F -> view(plain, 'f');
                case TRANSPOSED_C -> plain.transpose().dup('c').transpose();
                case TRANSPOSED_F -> plain.transpose().dup('f').transpose();
            };
        }

        private static INDArray view(INDArray plain, char order) {
            INDArray larger = Nd4j.create(plain.dataType(), new long[] {plain.rows() + 3, plain.columns() + 2}, order);
            larger.addi(100);
            INDArray view = larger.get(
                    NDArrayIndex.interval(1, 1 + plain.rows()), NDArrayIndex.interval(2, 2 + plain.columns()));
            return view.assign(plain);
        }
    }

    static Stream<Arguments> layouts() {
        return Stream.of(DataType.FLOAT, DataType.DOUBLE)
                .flatMap(type -> Stream.of(Layout.values())
                        .flatMap(a -> Stream.of(Layout.values()).map(b -> Arguments.of(type, a, b))));
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void productsAreRightInEveryLayout(DataType type, Layout left, Layout right) {
        double[][] a = values("a", ROWS, INNER);
        double[][] b = values("b", INNER, COLUMNS);
        INDArray expected = Nd4j.createFromArray(product(a, b));
        INDArray first = left.arrange(a, type);
        INDArray second = right.arrange(b, type);
        double tolerance = type == DataType.DOUBLE ? 1e-13 : 1e-5;

        assertClose(expected, first.mmul(second), tolerance);
        assertClose(expected, Nd4j.gemm(first, second, false, false), tolerance);
        assertClose(expected, Nd4j.gemm(left.arrange(transpose(a), type), second, true, false), tolerance);
        assertClose(expected, Nd4j.gemm(first, right.arrange(transpose(b), type), false, true), tolerance);

        INDArray result = Nd4j.createUninitialized(type, new long[] {ROWS, COLUMNS}, 'f');
        assertSame(result, first.mmuli(second, result));
        assertClose(expected, result, tolerance);
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void gemmAddsIntoAPreallocatedColumnMajorResult(DataType type, Layout left, Layout right) {
        double[][] a = values("a", ROWS, INNER);
        double[][] b = values("b", INNER, COLUMNS);
        INDArray start = Nd4j.createFromArray(values("c", ROWS, COLUMNS));
        INDArray expected = Nd4j.createFromArray(product(a, b)).muli(0.5).addi(start.mul(-2));
        INDArray result = start.castTo(type).dup('f');

        INDArray returned = Nd4j.gemm(left.arrange(a, type), right.arrange(b, type), result, false, false, 0.5, -2);

        assertSame(result, returned);
        assertClose(expected, result, type == DataType.DOUBLE ? 1e-13 : 1e-5);
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT", "DOUBLE"})
    void theEigensolverOverwritesItsArgumentWithTheVectors(DataType type) {
        INDArray matrix = SymmetricEigenTest.symmetric(12).castTo(type);
        INDArray vectors = matrix.dup('f');
        INDArray values = Eigen.symmetricGeneralizedEigenvalues(vectors);
        INDArray rebuilt = vectors.mulRowVector(values).mmul(vectors.transpose());
        assertClose(matrix, rebuilt, type == DataType.DOUBLE ? 1e-13 : 1e-5);
    }

    /**
     * The number of BLAS threads may change the last digits (it does for some shapes), so whoever promises the same
     * bits must fix it. The errors stay those of rounding.
     */
    @Test
    void oneAndTwoBlasThreadsAgreeToRounding() {
        INDArray a = Nd4j.createFromArray(values("a", 301, 299)).dup('f');
        INDArray b = Nd4j.createFromArray(values("b", 299, 303)).dup('f');
        Blas blas = Nd4j.factory().blas();
        int threads = blas.getMaxThreads();
        try {
            blas.setMaxThreads(1);
            INDArray one = Nd4j.gemm(a, b, false, false);
            blas.setMaxThreads(2);
            INDArray two = Nd4j.gemm(a, b, false, false);
            assertClose(one, two, 299 * 0x1p-52);
        } finally {
            blas.setMaxThreads(threads);
        }
    }

    private static double[][] values(String name, int rows, int columns) {
        RandomGenerator random = RandomStreams.of(1).at(name, 0, 0);
        double[][] values = new double[rows][columns];
        for (double[] row : values) {
            Arrays.setAll(row, j -> random.nextGaussian());
        }
        return values;
    }

    private static double[][] transpose(double[][] matrix) {
        double[][] transpose = new double[matrix[0].length][matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < matrix[0].length; j++) {
                transpose[j][i] = matrix[i][j];
            }
        }
        return transpose;
    }

    private static double[][] product(double[][] a, double[][] b) {
        double[][] product = new double[a.length][b[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < b[0].length; j++) {
                for (int k = 0; k < b.length; k++) {
                    product[i][j] += a[i][k] * b[k][j];
                }
            }
        }
        return product;
    }
}
