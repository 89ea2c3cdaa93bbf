package org.autoencoder4j.learn.sweep;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.coding.CodeSign;
import org.autoencoder4j.coding.Codes;
import org.autoencoder4j.coding.Coding;
import org.autoencoder4j.coding.Planted;
import org.autoencoder4j.coding.SparseEncoder;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.learn.sweep.SweepPlan.Spread;
import org.autoencoder4j.learn.sweep.SweepReader.Task;
import org.autoencoder4j.random.RandomStreams;
import org.bytedeco.openblas.presets.openblas_nolapack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class SweepReaderTest {
    private static final int SAMPLES = 5000;
    private static final int UNITS = 20;
    private static final SparseEncoder PURSUIT = SparseEncoder.pursuit(3, CodeSign.SIGNED);

    private final Planted planted = Planted.of(1, 12, UNITS, 3, SAMPLES, CodeSign.SIGNED, 0.05);
    private final INDArray samples = planted.samples();
    private final INDArray weights = Planted.dictionary(2, 12, UNITS);

    /** The same sums by products of whole matrices. */
    private void check(Reading reading, INDArray rows, INDArray atoms, boolean onlyExplained, double tolerance) {
        Codes codes = Coding.of(atoms, PURSUIT).codes(rows);
        INDArray doubles = rows.castTo(DataType.DOUBLE);
        INDArray x = codes.toMatrix(DataType.DOUBLE);
        INDArray residuals = doubles.sub(x.mmul(atoms.castTo(DataType.DOUBLE).transpose()));
        double[] left = residuals.norm2(1).toDoubleVector();
        int explained = 0;
        for (int s = 0; s < left.length; s++) {
            double least = IntStream.range(codes.starts()[s], codes.starts()[s + 1])
                    .mapToDouble(e -> codes.gains()[e])
                    .min()
                    .orElse(0);
            boolean counts = left[s] * left[s] <= least;
            explained += counts ? 1 : 0;
            if (onlyExplained && !counts) {
                x.getRow(s).assign(0);
            }
        }
        SweepSums sums = reading.sums();
        assertEquals(rows.rows(), sums.samples());
        assertEquals(onlyExplained ? explained : rows.rows(), sums.counted());
        assertEquals((double) explained / rows.rows(), sums.explainedShare(), 0);
        double energy = doubles.norm2Number().doubleValue();
        assertEquals(energy * energy, sums.energy(), 1e-9 * sums.energy());
        double left2 = residuals.norm2Number().doubleValue();
        assertEquals(left2 * left2, sums.residualEnergy(), tolerance * sums.energy());
        assertEquals(codes.meanL0(), sums.meanL0(), 0);
        assertArrayEquals(Arrays.stream(codes.uses()).asLongStream().toArray(), sums.uses());
        double[] gains = new double[UNITS];
        for (int e = 0; e < codes.active().length; e++) {
            gains[codes.active()[e]] += codes.gains()[e];
        }
        assertArrayEquals(gains, sums.gains(), 1e-9 * sums.energy());
        double[][] products = HeapMatrix.rows(x.transpose().mmul(residuals));
        double[][] moment = HeapMatrix.rows(x.transpose().mmul(x));
        double all = 0;
        for (int i = 0; i < UNITS; i++) {
            assertArrayEquals(products[i], sums.residualProducts(i), tolerance * sums.energy());
            assertArrayEquals(moment[i], sums.moment(i), tolerance * sums.energy());
            assertEquals(moment[i][i], sums.squares()[i], tolerance * sums.energy());
            for (double entry : moment[i]) {
                all += entry;
            }
        }
        assertEquals(all, sums.squaredSums(), tolerance * sums.energy());
    }

    /** More than one piece, from the middle on to the end and from the beginning again. */
    @ParameterizedTest
    @CsvSource({"DOUBLE, false, 1e-12", "DOUBLE, true, 1e-12", "FLOAT, false, 1e-6"})
    void theSumsAreThoseOfTheMatrices(DataType type, boolean onlyExplained, double tolerance) {
        int first = 3000;
        int[] order =
                IntStream.range(0, SAMPLES).map(i -> (first + i) % SAMPLES).toArray();
        INDArray rows = samples.getRows(order).castTo(type);
        Task task = new Task(first, SAMPLES, PURSUIT, onlyExplained);
        Reading reading = Reading.of(Batches.of(samples.castTo(type)), weights.castTo(type), task);
        check(reading, rows, weights.castTo(type), onlyExplained, tolerance);
        assertTrue(reading.sums().explainedShare() > 0.02 && reading.sums().explainedShare() < 0.98);
    }

    @Test
    void batchesThatChangeAreOneRow() {
        Batches batches = Batches.of(samples).shuffled(700, RandomStreams.of(3));
        INDArray all = Nd4j.vstack(batches.batch(0), batches.batch(1), batches.batch(2), batches.batch(3));
        int[] rows = IntStream.range(500, 2500).toArray();
        check(
                Reading.of(batches, weights, new Task(500, 2000, PURSUIT, false)),
                all.getRows(rows),
                weights,
                false,
                1e-12);
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE"})
    void theNumberOfThreadsChangesNoBit(DataType type) {
        int found = openblas_nolapack.blas_get_num_threads();
        try {
            List<Reading> readings = new ArrayList<>();
            for (int threads : new int[] {1, 2, 3}) {
                openblas_nolapack.blas_set_num_threads(threads);
                readings.add(Reading.of(Batches.of(samples.castTo(type)), weights.castTo(type), PURSUIT));
            }
            double[][] expected =
                    DictionaryUpdate.inverseMoment().atoms(readings.get(0).sweep());
            for (Reading other : readings) {
                for (int i = 0; i < UNITS; i++) {
                    assertArrayEquals(
                            readings.get(0).sums().residualProducts(i),
                            other.sums().residualProducts(i));
                    assertArrayEquals(
                            readings.get(0).sums().moment(i), other.sums().moment(i));
                }
                openblas_nolapack.blas_set_num_threads(readings.indexOf(other) + 1);
                double[][] actual = DictionaryUpdate.inverseMoment().atoms(other.sweep());
                for (int i = 0; i < UNITS; i++) {
                    assertArrayEquals(expected[i], actual[i]);
                }
            }
        } finally {
            openblas_nolapack.blas_set_num_threads(found);
        }
    }

    @Test
    void theWorstSamplesAreKept() {
        Reading reading = Reading.of(Batches.of(samples), weights, PURSUIT);
        double[] left = Coding.of(weights, PURSUIT).codes(samples).residualEnergies();
        int[] worst = IntStream.range(0, SAMPLES)
                .boxed()
                .sorted(Comparator.comparingDouble(s -> -left[s]))
                .limit(4L * UNITS)
                .sorted()
                .mapToInt(s -> s)
                .toArray();
        List<WorstSamples.Residual> kept = reading.worst().inOrder();
        assertArrayEquals(worst, kept.stream().mapToInt(r -> (int) r.number).toArray());
        for (WorstSamples.Residual residual : kept) {
            double squares = 0;
            for (double number : residual.vector) {
                squares += number * number;
            }
            assertEquals(residual.energy, squares, 1e-12);
            assertEquals(left[(int) residual.number], squares, 1e-12);
            assertEquals(3, residual.units.length);
        }
    }

    /** Few samples of a sweep: two a unit. Of equal ones the first are kept. */
    @Test
    void ofEqualSamplesTheFirstAreKept() {
        WorstSamples worst = new WorstSamples(WorstSamples.kept(10, 2));
        for (int number = 0; number < 10; number++) {
            double energy = number == 7 ? 2 : 1;
            worst.offer(energy, number, new double[] {number}, new int[0], new double[0], 0, 0);
        }
        assertEquals(
                List.of(0L, 1L, 2L, 7L),
                worst.inOrder().stream().map(residual -> residual.number).toList());
    }

    @Test
    void samplesAreVisitedAgainInTheirOrder() {
        Task task = new Task(4000, 2000, PURSUIT, false);
        Reading reading = Reading.of(Batches.of(samples), weights, task);
        double[] squares = new double[UNITS];
        List<double[]> visited = new ArrayList<>();
        reading.sweep().forEach((sample, code) -> {
            visited.add(sample.clone());
            for (int i = 0; i < code.size(); i++) {
                squares[code.unit(i)] += code.value(i) * code.value(i);
            }
        });
        assertEquals(2000, visited.size());
        double[][] rows = HeapMatrix.rows(samples);
        for (int s = 0; s < 2000; s++) {
            assertArrayEquals(rows[(4000 + s) % SAMPLES], visited.get(s));
        }
        assertArrayEquals(reading.sums().squares(), squares);
    }

    /** Samples of the truth leave what the noise has in the dimensions that are not fitted. */
    @Test
    void theNoiseAndTheErrorsAreEstimated() {
        Planted known = Planted.of(4, 32, 40, 2, 4000, CodeSign.SIGNED, 0.05);
        SweepSums sums = Reading.of(
                        Batches.of(known.samples()), known.dictionary(), SparseEncoder.pursuit(2, CodeSign.SIGNED))
                .sums();
        // 4000 x 30 squares: 4 standard errors are 0.8 %.
        assertEquals(0.05, sums.noise(), 0.0004);
        double uses = 4000 * 2 / 40.0 * 7 / 3;
        assertEquals(0.05 * Math.sqrt(31 / uses), Spread.of(sums.errors()).median(), 0.001);
    }
}
