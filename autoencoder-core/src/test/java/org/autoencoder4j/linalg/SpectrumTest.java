package org.autoencoder4j.linalg;

import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.autoencoder4j.testsupport.ArrayAssert.assertUnchanged;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class SpectrumTest {
    @ParameterizedTest
    @CsvSource({"DOUBLE,300,1e-12", "FLOAT,300,3e-5"})
    void iterationAgreesWithDecomposition(DataType type, int n, double tolerance) {
        INDArray matrix = gram(n).castTo(type);
        Spectrum decomposed = assertUnchanged(() -> Spectrum.of(matrix), matrix);
        Spectrum iterated = assertUnchanged(() -> DenseSpectrum.of(matrix, 100), matrix);
        double norm = decomposed.largest().value();

        assertTrue(iterated.converged(), iterated.toString());
        assertEquals(0, decomposed.products());
        assertTrue(iterated.products() > 0);
        assertEquals(decomposed.smallest().value(), iterated.smallest().value(), tolerance * norm);
        assertEquals(decomposed.largest().value(), iterated.largest().value(), tolerance * norm);
        for (Spectrum each : new Spectrum[] {decomposed, iterated}) {
            assertHonest(matrix, each.smallest());
            assertHonest(matrix, each.largest());
        }
        assertEquals(norm / decomposed.smallest().value(), decomposed.condition());
    }

    /** Value and residual are those of the vector, computed here in double. */
    private static void assertHonest(INDArray matrix, ExtremeEigenpair pair) {
        INDArray vector = pair.vector();
        INDArray product = matrix.castTo(DataType.DOUBLE).mmul(vector);
        double rounding = matrix.dataType() == DataType.DOUBLE ? 1e-13 : 1e-5;
        assertEquals(1, vector.norm2Number().doubleValue(), 1e-12);
        assertEquals(pair.value(), vector.mul(product).sumNumber().doubleValue(), rounding * 10);
        assertEquals(
                pair.residual(),
                product.sub(vector.mul(pair.value())).norm2Number().doubleValue(),
                rounding * 10);
    }

    @Test
    void findsBothEndsWithoutAPreconditioner() {
        INDArray matrix = gram(150).add(Nd4j.eye(150).castTo(DataType.DOUBLE));
        INDArray values = SymmetricEigen.eigenvalues(matrix);
        BlockLobpcg solver = BlockLobpcg.of(SymmetricOperator.of(matrix)).withTolerance(1e-3);
        Spectrum spectrum = solver.spectrum();
        assertTrue(spectrum.converged(), spectrum.toString());
        assertTrue(spectrum.smallest().residual() > 1e-5, "it stops where it is told to");
        // A Rayleigh quotient's error is of the order of the residual's square.
        assertEquals(values.getDouble(0), spectrum.smallest().value(), 1e-4);
        assertEquals(values.getDouble(149), spectrum.largest().value(), 1e-4);
        assertIdentical(
                spectrum.smallest().vector(), solver.spectrum().smallest().vector());
    }

    @Test
    void aPreconditionerSavesProducts() {
        INDArray matrix = gram(150).add(Nd4j.eye(150).castTo(DataType.DOUBLE).mul(0.1));
        BlockLobpcg plain = BlockLobpcg.of(SymmetricOperator.of(matrix)).withTolerance(1e-4);
        BlockLobpcg preconditioned =
                plain.withPreconditioner(Cholesky.of(matrix).orElseThrow());
        ExtremeEigenpair slow = plain.smallest();
        ExtremeEigenpair fast = preconditioned.smallest();
        assertTrue(fast.converged() && 3 * fast.products() < slow.products(), fast + " against " + slow);
        assertEquals(slow.value(), fast.value(), 1e-6);
    }

    /** Eigenvalue 0 seven times, as repeated samples give it, and 1 for the rest. */
    @Test
    void copesWithRepeatedAndZeroEigenvalues() {
        INDArray vectors = SymmetricEigen.of(gram(120)).vectors();
        INDArray values = Nd4j.ones(DataType.DOUBLE, 120);
        for (int i = 0; i < 7; i++) {
            values.putScalar(i, 0);
        }
        INDArray projection = vectors.mulRowVector(values).mmul(vectors.transpose());
        Spectrum spectrum =
                DenseSpectrum.of(projection.add(projection.transpose()).div(2), 100);
        assertTrue(spectrum.converged(), spectrum.toString());
        assertEquals(0, spectrum.smallest().value(), 1e-13);
        assertEquals(1, spectrum.largest().value(), 1e-13);
        Spectrum zeros = DenseSpectrum.of(Nd4j.zeros(DataType.DOUBLE, 60, 60), 10);
        assertEquals(0, zeros.largest().value());
        assertEquals(Double.POSITIVE_INFINITY, zeros.condition());
    }

    /** Spectra on which an iteration has a hard time; values(i) for 300 places. */
    static Stream<Arguments> hardSpectra() {
        return Stream.of(
                        hard("equal", i -> 1),
                        hard("one above the rest", i -> i == 0 ? 1000 : 0.01 + i / 300.0),
                        hard("a pair at the lower end", i -> i < 2 ? 0.2 + 1e-9 * i : 0.3 + i / 300.0),
                        hard("close together at the upper end", i -> i < 100 ? 3 + 1e-9 * i : 1 + i / 300.0),
                        hard("close to 0", i -> i < 75 ? 1e-6 * (1 + 1e-3 * i) : 1 + i / 300.0),
                        hard("half zero", i -> i < 150 ? 0 : 1 + i / 300.0),
                        hard("dense at both ends", i -> 0.2 + 3 * Math.pow(Math.sin(i * Math.PI / 598), 2)),
                        hard("negative", i -> -1 - i / 300.0),
                        hard("many decades", i -> Math.pow(10, -8 * i / 299.0)))
                .flatMap(Function.identity());
    }

    private static Stream<Arguments> hard(String name, IntToDoubleFunction values) {
        double[] eigenvalues = IntStream.range(0, 300).mapToDouble(values).toArray();
        return Stream.of(DataType.DOUBLE, DataType.FLOAT).map(type -> Arguments.of(Named.of(name, eigenvalues), type));
    }

    @ParameterizedTest
    @MethodSource("hardSpectra")
    void iterationFindsBothEndsOfHardSpectra(double[] values, DataType type) {
        INDArray vectors = SymmetricEigen.of(gram(values.length)).vectors();
        INDArray matrix = vectors.mulRowVector(Nd4j.createFromArray(values)).mmul(vectors.transpose());
        INDArray typed = matrix.add(matrix.transpose()).div(2).castTo(type);
        Spectrum spectrum = DenseSpectrum.of(typed, 0);
        assertTrue(spectrum.converged(), spectrum.toString());
        assertHonest(typed, spectrum.smallest());
        assertHonest(typed, spectrum.largest());
        double norm = Arrays.stream(values).map(Math::abs).max().orElseThrow();
        double allowed = norm * (type == DataType.DOUBLE ? 1e-11 : 1e-6);
        double least = Arrays.stream(values).min().orElseThrow();
        assertEquals(least, spectrum.smallest().value(), allowed);
        assertEquals(
                Arrays.stream(values).max().orElseThrow(), spectrum.largest().value(), 1e-8 * norm + allowed);
        assertNotLeftToTheBlockSolver(spectrum, values.length, type == DataType.FLOAT && least == 1e-8);
    }

    /**
     * Lanczos has found both ends. However it rounds, a space of n dimensions ends the iteration towards the greatest
     * eigenvalue: n products, and one more at every fifth to look at it. For the least, after a first look, there are two
     * shifts with 60 solves each at most, and looks in between. Only after all of these is there anything to count of the
     * solver that takes over; so it does where FLOAT cannot tell the least eigenvalue from 0.
     */
    private static void assertNotLeftToTheBlockSolver(Spectrum spectrum, int n, boolean isLeastLeft) {
        assertTrue(spectrum.largest().products() <= n + n / 5, spectrum::toString);
        assertTrue(isLeastLeft || spectrum.smallest().products() <= 1 + 2 * (60 + 60 / 5), spectrum::toString);
    }

    @Test
    void indefiniteOperatorsHaveNegativeEnds() {
        INDArray matrix = SymmetricEigenTest.symmetric(150);
        INDArray values = SymmetricEigen.eigenvalues(matrix);
        Spectrum spectrum = DenseSpectrum.of(matrix, 100);
        assertEquals(values.getDouble(0), spectrum.smallest().value(), 1e-10);
        assertEquals(values.getDouble(149), spectrum.largest().value(), 1e-10);
    }

    @Test
    void saysSoIfItDidNotConverge() {
        INDArray matrix = gram(150);
        ExtremeEigenpair pair = BlockLobpcg.of(SymmetricOperator.of(matrix))
                .withMostIterations(3)
                .smallest();
        assertFalse(pair.converged());
        assertTrue(pair.toString().contains("NOT CONVERGED"), pair.toString());
        assertHonest(matrix, pair);
        // Never below the least eigenvalue, and an eigenvalue lies within the residual.
        assertTrue(pair.value() >= SymmetricEigen.eigenvalues(matrix).getDouble(0));
        assertFalse(new Spectrum(pair, pair).converged());
    }

    @Test
    void smallOperatorsAreDecomposed() {
        INDArray matrix = gram(30);
        Spectrum spectrum = BlockLobpcg.of(SymmetricOperator.of(matrix)).spectrum();
        assertEquals(0, spectrum.products());
        assertEquals(
                SymmetricEigen.eigenvalues(matrix).getDouble(0),
                spectrum.smallest().value(),
                1e-13);
        assertEquals(
                spectrum.largest().value(),
                BlockLobpcg.of(SymmetricOperator.of(matrix)).largest().value());
    }

    @ParameterizedTest
    @EnumSource(names = {"DOUBLE", "FLOAT"})
    void choleskySolves(DataType type) {
        INDArray matrix = gram(130).castTo(type);
        INDArray block = SymmetricEigenTest.symmetric(130).castTo(type);
        Cholesky cholesky = assertUnchanged(() -> Cholesky.of(matrix), matrix).orElseThrow();
        INDArray solution = assertUnchanged(() -> cholesky.times(block), block);
        INDArray residual = matrix.mmul(solution).sub(block);
        assertTrue(residual.amaxNumber().doubleValue() < (type == DataType.DOUBLE ? 1e-12 : 1e-3));

        INDArray shifted = matrix.add(Nd4j.eye(130).castTo(type).mul(0.5));
        INDArray byShift = Cholesky.of(matrix, 0.5).orElseThrow().times(block);
        assertTrue(
                shifted.mmul(byShift).sub(block).amaxNumber().doubleValue() < (type == DataType.DOUBLE ? 1e-12 : 1e-4));
        assertTrue(Cholesky.of(matrix.neg()).isEmpty());
        INDArray one = cholesky.times(block.getColumn(7).dup().reshape(130, 1));
        assertTrue(matrix.mmul(one)
                        .sub(block.getColumn(7).reshape(130, 1))
                        .amaxNumber()
                        .doubleValue()
                < (type == DataType.DOUBLE ? 1e-12 : 1e-3));
    }

    /** A factorisation of A less a shift exists exactly where the shift lies below the least eigenvalue. */
    @Test
    void choleskyTellsOnWhichSideAShiftLies() {
        INDArray matrix = gram(90);
        double least = SymmetricEigen.eigenvalues(matrix).getDouble(0);
        assertTrue(Cholesky.of(matrix, -0.999 * least).isPresent());
        assertTrue(Cholesky.of(matrix, -1.001 * least).isEmpty());
    }

    @Test
    void rejectsBadInput() {
        BlockLobpcg solver = BlockLobpcg.of(SymmetricOperator.of(gram(40)));
        assertMessage("vectors = 0", () -> solver.withBlock(0));
        assertMessage("relative = 0.0", () -> solver.withTolerance(0));
        assertMessage("iterations = 0", () -> solver.withMostIterations(0));
        assertMessage(
                "approximateInverse has dimension 30", () -> solver.withPreconditioner(SymmetricOperator.of(gram(30))));
        assertMessage(
                "approximateInverse is FLOAT",
                () -> solver.withPreconditioner(SymmetricOperator.of(gram(40).castTo(DataType.FLOAT))));
        assertMessage("shift = NaN", () -> Cholesky.of(gram(3), Double.NaN));
        INDArray lopsided = gram(120);
        lopsided.putScalar(0, 1, 9);
        assertMessage("matrix differs from its transpose", () -> DenseSpectrum.of(lopsided, 100));
    }

    private static void assertMessage(String beginning, Runnable call) {
        String message = String.valueOf(
                assertThrows(IllegalArgumentException.class, call::run).getMessage());
        assertTrue(message.startsWith(beginning), message);
    }

    /** Positive definite, condition of some thousands. */
    private static INDArray gram(int n) {
        INDArray matrix = SymmetricEigenTest.symmetric(n);
        INDArray square = matrix.mmul(matrix.transpose());
        return square.add(square.transpose())
                .div(2)
                .add(Nd4j.eye(n).castTo(DataType.DOUBLE).mul(1e-3));
    }
}
