package org.autoencoder4j.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Laplacians of graphs, whose eigenvalues are known: 0, and others twice or close together. */
class BlockLobpcgTest {
    private static INDArray laplacian(int vertices, int[][] edges) {
        INDArray matrix = Nd4j.zeros(DataType.DOUBLE, vertices, vertices);
        for (int[] edge : edges) {
            for (int end = 0; end < 2; end++) {
                int here = edge[end];
                int there = edge[1 - end];
                matrix.putScalar(here, here, matrix.getDouble(here, here) + 1);
                matrix.putScalar(here, there, -1);
            }
        }
        return matrix;
    }

    private static INDArray ring(int n) {
        return laplacian(
                n,
                IntStream.range(0, n).mapToObj(i -> new int[] {i, (i + 1) % n}).toArray(int[][]::new));
    }

    private static INDArray path(int n) {
        return laplacian(
                n, IntStream.range(1, n).mapToObj(i -> new int[] {i - 1, i}).toArray(int[][]::new));
    }

    /** Vertices row by row, each joined to the next in its row and in its column. */
    private static INDArray grid(int rows, int columns) {
        IntStream along = IntStream.range(0, rows * columns).filter(i -> i % columns > 0);
        IntStream across = IntStream.range(columns, rows * columns);
        return laplacian(
                rows * columns,
                Stream.concat(along.mapToObj(i -> new int[] {i - 1, i}), across.mapToObj(i ->
                                new int[] {i - columns, i}))
                        .toArray(int[][]::new));
    }

    /** The greatest {@code 2 - 2 cos(a k)} for k below n. */
    private static double greatest(int n, double angle) {
        return IntStream.range(0, n)
                .mapToDouble(k -> 2 - 2 * Math.cos(angle * k))
                .max()
                .orElseThrow();
    }

    private static void assertEnds(INDArray laplacian, double greatest, DataType type) {
        BlockLobpcg solver = BlockLobpcg.of(SymmetricOperator.of(laplacian.castTo(type)));
        ExtremeEigenpair smallest = solver.smallest();
        ExtremeEigenpair largest = solver.largest();
        assertTrue(smallest.converged() && smallest.products() > 0, () -> laplacian.rows() + ": " + smallest);
        assertTrue(largest.converged(), () -> laplacian.rows() + ": " + largest);
        // The bounds of the class: the least is known to rounding, the greatest to 1e-8, and to rounding.
        double rounding = BlockLobpcg.rounding(type) * greatest;
        assertEquals(0, smallest.value(), rounding);
        assertEquals(greatest, largest.value(), 1e-8 * greatest + rounding);
        assertTrue(smallest.residual() <= rounding && largest.residual() <= 1e-8 * greatest + rounding);
    }

    private static void assertEndsOfRing(int n, DataType type) {
        assertEnds(ring(n), greatest(n, 2 * Math.PI / n), type);
    }

    @ParameterizedTest
    @EnumSource(names = {"DOUBLE", "FLOAT"})
    void findsBothEndsOfRings(DataType type) {
        for (int n = 41; n <= 100; n += 9) {
            assertEndsOfRing(n, type);
        }
    }

    @Test
    @Tag("slow")
    void findsBothEndsOfEachRing() {
        for (int n = 41; n <= 100; n++) {
            assertEndsOfRing(n, DataType.DOUBLE);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {41, 60, 64, 97, 150})
    void findsBothEndsOfPaths(int n) {
        assertEnds(path(n), greatest(n, Math.PI / n), DataType.DOUBLE);
    }

    @ParameterizedTest
    @EnumSource(names = {"DOUBLE", "FLOAT"})
    void findsBothEndsOfGrids(DataType type) {
        for (int rows : new int[] {4, 8, 9}) {
            for (int columns : new int[] {11, 13, 20}) {
                double greatest = greatest(rows, Math.PI / rows) + greatest(columns, Math.PI / columns);
                assertEnds(grid(rows, columns), greatest, type);
            }
        }
    }

    /** An operator is to be known up to a factor, however small or large. */
    @ParameterizedTest
    @ValueSource(ints = {-300, -170, -155, -80, 80, 154, 170, 300})
    void scalesWithTheOperator(int exponent) {
        double factor = Math.pow(10, exponent);
        INDArray matrix = grid(5, 10).addi(Nd4j.eye(50).castTo(DataType.DOUBLE));
        Spectrum plain = BlockLobpcg.of(SymmetricOperator.of(matrix)).spectrum();
        Spectrum scaled =
                BlockLobpcg.of(SymmetricOperator.of(matrix.mul(factor))).spectrum();
        assertTrue(scaled.converged(), scaled::toString);
        assertEquals(1, scaled.smallest().value() / factor, 1e-8);
        assertEquals(plain.largest().value(), scaled.largest().value() / factor, 1e-7);
        ExtremeEigenpair preconditioned = BlockLobpcg.of(SymmetricOperator.of(matrix.mul(factor)))
                .withPreconditioner(Cholesky.of(matrix.mul(factor)).orElseThrow())
                .smallest();
        assertTrue(preconditioned.converged(), preconditioned::toString);
        assertEquals(1, preconditioned.value() / factor, 1e-8);
    }
}
