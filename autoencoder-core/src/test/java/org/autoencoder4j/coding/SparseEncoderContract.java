package org.autoencoder4j.coding;

import static org.autoencoder4j.testsupport.ArrayAssert.assertClose;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.gradient.Fixtures;
import org.bytedeco.openblas.presets.openblas_nolapack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What holds for every encoder. A test of an encoder inherits it. */
abstract class SparseEncoderContract {
    static final int FEATURES = 12;
    static final int UNITS = 20;
    static final int K = 4;
    private static final int SAMPLES = 40;

    final INDArray dictionary = Planted.dictionary(1, FEATURES, UNITS);
    final INDArray samples = Fixtures.observations(2, SAMPLES, FEATURES);

    @TempDir
    private Path folder;

    /** The encoder, with at most K units if it has such a number. */
    abstract SparseEncoder encoder(CodeSign sign);

    /** Whether values are least squares on the support. */
    abstract boolean fits();

    Codes codes(CodeSign sign, INDArray weights, INDArray observations) {
        return Coding.of(weights, encoder(sign)).codes(observations);
    }

    /** The number of entries of a sample. */
    static int size(Codes codes, int sample) {
        return codes.starts()[sample + 1] - codes.starts()[sample];
    }

    /** The code of a sample as a vector of length m. */
    static double[] code(Codes codes, int sample) {
        double[] code = new double[codes.units()];
        for (int e = codes.starts()[sample]; e < codes.starts()[sample + 1]; e++) {
            code[codes.active()[e]] = codes.values()[e];
        }
        return code;
    }

    static double[] residual(INDArray weights, double[] sample, double[] code) {
        double[][] atoms = HeapMatrix.columns(weights);
        double[] residual = sample.clone();
        for (int i = 0; i < code.length; i++) {
            for (int j = 0; j < residual.length; j++) {
                residual[j] -= code[i] * atoms[i][j];
            }
        }
        return residual;
    }

    static double energy(double[] vector) {
        double sum = 0;
        for (double number : vector) {
            sum += number * number;
        }
        return sum;
    }

    /** Dictionaries; not arrays, which JUnit would close after each test. */
    enum Atoms {
        UNIT,
        COLLINEAR,
        OF_ALL_LENGTHS;

        INDArray of(INDArray dictionary) {
            INDArray atoms = dictionary.dup('f');
            if (this == COLLINEAR) {
                atoms.getColumn(7).assign(dictionary.getColumn(2));
                atoms.getColumn(9).assign(dictionary.getColumn(3).neg());
                INDArray sum = dictionary.getColumn(0).add(dictionary.getColumn(1));
                atoms.getColumn(5).assign(sum.div(sum.norm2Number()));
            } else if (this == OF_ALL_LENGTHS) {
                atoms.muliRowVector(Nd4j.linspace(DataType.DOUBLE, 0.5, 0.1, UNITS));
            }
            return atoms;
        }
    }

    @ParameterizedTest
    @EnumSource
    void theResidualIsWhatIsLeft(Atoms atoms) {
        INDArray weights = atoms.of(dictionary);
        for (CodeSign sign : CodeSign.values()) {
            Codes codes = codes(sign, weights, samples);
            double[][] rows = HeapMatrix.rows(samples);
            for (int s = 0; s < SAMPLES; s++) {
                double expected = energy(residual(weights, rows[s], code(codes, s)));
                assertEquals(expected, codes.residualEnergies()[s], 1e-11 * energy(rows[s]));
                assertEquals(energy(rows[s]), codes.energies()[s], 1e-14 * energy(rows[s]));
            }
        }
    }

    /** Once from the samples by QR, or with the other values as they are; and the encoder's own from the Gram matrix. */
    @ParameterizedTest
    @EnumSource
    void theGainIsWhatTheResidualGrowsByWithoutTheUnit(Atoms atoms) {
        INDArray weights = atoms.of(dictionary);
        for (CodeSign sign : CodeSign.values()) {
            Codes codes = codes(sign, weights, samples);
            double[][] rows = HeapMatrix.rows(samples);
            for (int s = 0; s < SAMPLES; s++) {
                double[] code = code(codes, s);
                double before = energy(residual(weights, rows[s], code));
                for (int e = codes.starts()[s]; e < codes.starts()[s + 1]; e++) {
                    double[] without = code.clone();
                    without[codes.active()[e]] = 0;
                    double[] refitted = fits() ? leastSquares(weights, rows[s], without) : without;
                    double gain = energy(residual(weights, rows[s], refitted)) - before;
                    assertEquals(gain, codes.gains()[e], 1e-9 * energy(rows[s]));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void valuesAreLeastSquaresOrProducts(Atoms atoms) {
        INDArray weights = atoms.of(dictionary);
        Codes codes = codes(CodeSign.SIGNED, weights, samples);
        double[][] rows = HeapMatrix.rows(samples);
        double[][] products = HeapMatrix.rows(samples.mmul(weights));
        for (int s = 0; s < SAMPLES; s++) {
            double[] code = code(codes, s);
            double[] expected = fits() ? leastSquares(weights, rows[s], code) : products[s];
            for (int i = 0; i < UNITS; i++) {
                assertEquals(code[i] == 0 ? 0 : expected[i], code[i], 1e-9 * Math.sqrt(energy(rows[s])));
            }
        }
    }

    /** Least squares on the support of a code. */
    static double[] leastSquares(INDArray weights, double[] sample, double[] code) {
        int[] support =
                IntStream.range(0, code.length).filter(i -> code[i] != 0).toArray();
        double[] fitted = new double[code.length];
        if (support.length == 0) {
            return fitted;
        }
        double[][] atoms = HeapMatrix.columns(weights);
        RealMatrix chosen = new Array2DRowRealMatrix(sample.length, support.length);
        for (int i = 0; i < support.length; i++) {
            chosen.setColumn(i, atoms[support[i]]);
        }
        RealVector values = new QRDecomposition(chosen)
                .getSolver()
                .solve(new org.apache.commons.math3.linear.ArrayRealVector(sample));
        for (int i = 0; i < support.length; i++) {
            fitted[support[i]] = values.getEntry(i);
        }
        return fitted;
    }

    @Test
    void unitsAscendAndAreNoMoreThanTheMost() {
        for (CodeSign sign : CodeSign.values()) {
            Codes codes = codes(sign, dictionary, samples);
            for (int s = 0; s < SAMPLES; s++) {
                assertTrue(size(codes, s) <= encoder(sign).most().orElse(UNITS));
                for (int e = codes.starts()[s] + 1; e < codes.starts()[s + 1]; e++) {
                    assertTrue(codes.active()[e - 1] < codes.active()[e]);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void nonNegativeValuesAreAboveZero(Atoms atoms) {
        INDArray weights = atoms.of(dictionary);
        for (double value : codes(CodeSign.NON_NEGATIVE, weights, samples).values()) {
            assertTrue(value > 0, "value " + value);
        }
    }

    @Test
    void aZeroSampleHasTheEmptyCode() {
        INDArray some = samples.dup();
        some.getRow(3).assign(0);
        for (CodeSign sign : CodeSign.values()) {
            Codes codes = codes(sign, dictionary, some);
            assertEquals(0, size(codes, 3));
            assertEquals(0, codes.residualEnergies()[3]);
            assertArrayEquals(code(codes(sign, dictionary, samples), 4), code(codes, 4));
        }
    }

    /** Rounding depends on where an atom stands, so to rounding only. */
    @Test
    void unitsMayStandInAnyOrder() {
        int[] order = IntStream.range(0, UNITS).map(i -> (7 * i + 3) % UNITS).toArray();
        INDArray permuted = dictionary.getColumns(order).dup('f');
        for (CodeSign sign : CodeSign.values()) {
            Codes expected = codes(sign, dictionary, samples);
            Codes actual = codes(sign, permuted, samples);
            for (int s = 0; s < SAMPLES; s++) {
                for (int i = 0; i < UNITS; i++) {
                    assertEquals(code(expected, s)[order[i]], code(actual, s)[i], 1e-11);
                }
            }
        }
    }

    @Test
    void theSignOfAnAtomIsThatOfItsValue() {
        INDArray flipped = dictionary.dup('f');
        flipped.getColumn(4).negi();
        flipped.getColumn(11).negi();
        Codes expected = codes(CodeSign.SIGNED, dictionary, samples);
        Codes actual = codes(CodeSign.SIGNED, flipped, samples);
        for (int s = 0; s < SAMPLES; s++) {
            double[] code = code(actual, s);
            code[4] *= -1;
            code[11] *= -1;
            assertArrayEquals(code(expected, s), code, 1e-12);
        }
    }

    /** Twins, and a sample that has the same product with all atoms of an orthonormal basis. */
    @Test
    void ofEqualUnitsTheLowestIsTaken() {
        if (encoder(CodeSign.SIGNED).most().isEmpty()) {
            return;
        }
        INDArray basis = Nd4j.eye(8).castTo(DataType.DOUBLE);
        INDArray flat = Nd4j.ones(DataType.DOUBLE, 3, 8);
        for (CodeSign sign : CodeSign.values()) {
            Codes codes = codes(sign, basis, flat);
            for (int s = 0; s < 3; s++) {
                assertArrayEquals(new double[] {1, 1, 1, 1, 0, 0, 0, 0}, code(codes, s));
            }
        }
    }

    @Test
    void floatsGiveTheSameCodesToRounding() {
        Planted planted = Planted.of(3, 32, 40, 2, 300, CodeSign.SIGNED, 0.001);
        Codes doubles = codes(CodeSign.SIGNED, planted.dictionary(), planted.samples());
        Codes floats = codes(
                CodeSign.SIGNED,
                planted.dictionary().castTo(DataType.FLOAT),
                planted.samples().castTo(DataType.FLOAT));
        int same = 0;
        for (int s = 0; s < 300; s++) {
            boolean close = true;
            for (int i = 0; i < 40; i++) {
                close &= Math.abs(code(doubles, s)[i] - code(floats, s)[i]) < 1e-5;
            }
            same += close ? 1 : 0;
        }
        // Where two products differ by less than FLOAT tells apart, another unit may be taken.
        assertTrue(same >= 297, same + " of 300");
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE"})
    void theNumberOfThreadsChangesNoBit(DataType type) {
        INDArray many = Fixtures.observations(5, 3000, FEATURES).castTo(type);
        int found = openblas_nolapack.blas_get_num_threads();
        try {
            List<Codes> results = new ArrayList<>();
            for (int threads : new int[] {1, 2, 3}) {
                openblas_nolapack.blas_set_num_threads(threads);
                results.add(codes(CodeSign.SIGNED, dictionary.castTo(type), many));
            }
            for (Codes other : results.subList(1, 3)) {
                assertArrayEquals(results.get(0).starts(), other.starts());
                assertArrayEquals(results.get(0).active(), other.active());
                assertArrayEquals(results.get(0).values(), other.values());
                assertArrayEquals(results.get(0).gains(), other.gains());
                assertArrayEquals(results.get(0).residualEnergies(), other.residualEnergies());
            }
        } finally {
            openblas_nolapack.blas_set_num_threads(found);
        }
    }

    @Test
    void whatIsSavedComesBackWithTheEncoder() throws IOException {
        for (CodeSign sign : CodeSign.values()) {
            SparseCoder coder = new SparseCoder(dictionary.dup('f'), encoder(sign));
            coder.save(folder.resolve("coder" + sign));
            SparseCoder loaded = SparseCoder.load(folder.resolve("coder" + sign));
            assertEquals(coder.encoder(), loaded.encoder());
            assertEquals(sign, loaded.encoder().sign());
            assertClose(coder.encode(samples), loaded.encode(samples), 0);
        }
    }

    /** Samples that are read from batches in chunks, and those of an array. */
    @Test
    void chunksGiveWhatSingleSamplesGive() {
        INDArray many = Fixtures.observations(6, 700, FEATURES);
        Codes all = Coding.of(dictionary, encoder(CodeSign.NON_NEGATIVE)).codes(Batches.of(many));
        for (int s : new int[] {0, 255, 256, 511, 699}) {
            Codes one = codes(
                    CodeSign.NON_NEGATIVE, dictionary, many.getRow(s).dup().reshape(1, FEATURES));
            assertArrayEquals(code(one, 0), code(all, s), 1e-12);
        }
    }

    /** Beside an offset of 100 a residual of 0.01 is below the rounding of a product in FLOAT. */
    @Test
    void theResidualKeepsItsDigitsInFloat() {
        INDArray weights = dictionary.dup('f');
        weights.getColumn(0).assign(1 / Math.sqrt(FEATURES));
        INDArray rows = samples.mul(0.01).addi(100).castTo(DataType.FLOAT);
        for (CodeSign sign : CodeSign.values()) {
            Codes codes = codes(sign, weights.castTo(DataType.FLOAT), rows);
            double[][] exact = HeapMatrix.rows(rows);
            for (int s = 0; s < SAMPLES; s++) {
                double expected = energy(residual(weights.castTo(DataType.FLOAT), exact[s], code(codes, s)));
                assertEquals(expected, codes.residualEnergies()[s], 1e-9 * expected);
            }
        }
    }
}
