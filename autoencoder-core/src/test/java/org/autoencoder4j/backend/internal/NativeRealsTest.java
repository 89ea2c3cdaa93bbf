package org.autoencoder4j.backend.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class NativeRealsTest {
    private static double tolerance(DataType type) {
        return type == DataType.DOUBLE ? 1e-14 : 1e-5;
    }

    private static INDArray numbers(DataType type, int rows, int columns) {
        INDArray numbers = Nd4j.create(type, new long[] {rows, columns}, 'f');
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                numbers.putScalar(i, j, Math.sin(3 * i + 7 * j + 1));
            }
        }
        return numbers;
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT", "DOUBLE"})
    void multipliesByVectorsWhateverWasThere(DataType type) {
        INDArray a = numbers(type, 21, 5);
        INDArray b = numbers(type, 21, 13);
        INDArray product =
                Nd4j.valueArrayOf(new long[] {13, 5}, Double.NaN, type).reshape('f', 5, 13);
        BlasThreads.ofOpenBlas().single(() -> {
            NativeReals.of(product).productByVectors(NativeReals.of(a), NativeReals.of(b), 5, 13, 21);
        });
        for (int i = 0; i < 5; i++) {
            for (int j = 0; j < 13; j++) {
                double expected = a.getColumn(i).mul(b.getColumn(j)).sumNumber().doubleValue();
                assertEquals(expected, product.getDouble(i, j), 10 * tolerance(type));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT", "DOUBLE"})
    void addsASparseProduct(DataType type) {
        INDArray target = numbers(type, 9, 4);
        INDArray expected = target.dup();
        INDArray b = numbers(type, 9, 3);
        int[] starts = {0, 2, 2, 3};
        int[] indices = {3, 0, 3};
        double[] values = {2, -1, 0.5};
        NativeReals.of(target).addColumns(NativeReals.of(b), 9, 3, starts, indices, values);
        expected.getColumn(3).addi(b.getColumn(0).mul(2)).addi(b.getColumn(2).mul(0.5));
        expected.getColumn(0).subi(b.getColumn(0));
        assertEquals(0, target.sub(expected).amaxNumber().doubleValue(), tolerance(type));
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT", "DOUBLE"})
    void clearsAsManyAsItIsTold(DataType type) {
        INDArray numbers = Nd4j.ones(type, 10);
        NativeReals.of(numbers).clear(7);
        assertEquals("[0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0]", Arrays.toString(numbers.toDoubleVector()));
    }

    /** More numbers than a block of a scalar product, and than a piece of a combination. */
    @ParameterizedTest
    @EnumSource(names = {"FLOAT", "DOUBLE"})
    void goesOnBeyondABlock(DataType type) {
        int length = 40_000;
        INDArray a = numbers(type, length, 1);
        INDArray b = numbers(type, 1, length).reshape(length, 1);
        INDArray sum = numbers(type, length, 1);
        double inner = NativeReals.of(a).inner(NativeReals.of(b), length);
        NativeReals.of(sum).setCombination(NativeReals.of(a), -2, NativeReals.of(b), 5, length - 10);
        assertEquals(
                a.castTo(DataType.DOUBLE)
                        .mul(b.castTo(DataType.DOUBLE))
                        .sumNumber()
                        .doubleValue(),
                inner,
                length * tolerance(type));
        for (int i = 0; i < length; i++) {
            boolean inside = i >= 5 && i < length - 5;
            double expected = a.getDouble(i) - (inside ? 2 * b.getDouble(i) : 0);
            assertEquals(expected, sum.getDouble(i), 3 * tolerance(type));
        }
    }
}
