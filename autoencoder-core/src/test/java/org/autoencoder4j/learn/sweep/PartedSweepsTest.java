package org.autoencoder4j.learn.sweep;

import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.autoencoder4j.coding.CodeSign;
import org.autoencoder4j.coding.Planted;
import org.autoencoder4j.coding.SparseCoder;
import org.autoencoder4j.coding.SparseEncoder;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.gradient.Fingerprint;
import org.autoencoder4j.init.Initialiser;
import org.autoencoder4j.learn.baseline.ApproximateKSvd;
import org.autoencoder4j.learn.sweep.SweepReader.Task;
import org.autoencoder4j.learn.sweep.SweepSource.Dictionary;
import org.autoencoder4j.learn.sweep.SweepSource.Found;
import org.autoencoder4j.learn.sweep.SweepSource.Sweeping;
import org.autoencoder4j.learn.sweep.SweepSource.Wanted;
import org.autoencoder4j.parts.PartedSamples;
import org.autoencoder4j.parts.SampleParts;
import org.autoencoder4j.parts.SampleSum;
import org.autoencoder4j.parts.Sum;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.train.StopReason;
import org.autoencoder4j.train.StoppingRule;
import org.autoencoder4j.train.Trainer;
import org.autoencoder4j.train.TrainingResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Sweeps over more than two parts, against those that read the samples one after the other. */
class PartedSweepsTest {
    private static final int SAMPLES = 40_001;
    private static final int UNITS = 20;
    private static final SparseEncoder PURSUIT = SparseEncoder.pursuit(3, CodeSign.SIGNED);

    private static final Planted PLANTED = Planted.of(1, 12, UNITS, 3, SAMPLES, CodeSign.SIGNED, 0.05);
    private static final INDArray WEIGHTS = Planted.dictionary(2, 12, UNITS);

    /** What travels is written and read on its way, as between processes. */
    private record Sent(PartedSamples samples) implements PartedSamples {
        @Override
        public long size() {
            return samples.size();
        }

        @Override
        public int features() {
            return samples.features();
        }

        @Override
        public DataType dataType() {
            return samples.dataType();
        }

        @Override
        public boolean changeWithStep() {
            return samples.changeWithStep();
        }

        @Override
        public Fingerprint fingerprint() {
            return samples.fingerprint();
        }

        @Override
        public <Q, S extends Sum<S>> Totals<Q, S> totals(SampleSum<Q, S> what) {
            Totals<Q, S> totals = samples.totals(new Travelling<>(what));
            return (query, count) -> {
                byte[] bytes = what.toBytes(query);
                assertArrayEquals(bytes, what.toBytes(what.query(bytes)));
                return totals.of(what.query(bytes), count);
            };
        }
    }

    /** Each sum is read from its bytes before it is added. */
    private record Travelling<Q, S extends Sum<S>>(SampleSum<Q, S> what) implements SampleSum<Q, S> {
        @Override
        public Adder<Q, S> adder(Batches batches) {
            Adder<Q, S> adder = what.adder(batches);
            return new Adder<>() {
                @Override
                public void begin(Q query) {
                    adder.begin(query);
                }

                @Override
                public S sum(long from, long to) {
                    byte[] bytes = adder.sum(from, to).toBytes();
                    S read = what.sum(bytes);
                    assertArrayEquals(bytes, read.toBytes());
                    return read;
                }
            };
        }

        @Override
        public byte[] toBytes(Q query) {
            return what.toBytes(query);
        }

        @Override
        public Q query(byte[] bytes) {
            return what.query(bytes);
        }

        @Override
        public S sum(byte[] bytes) {
            return what.sum(bytes);
        }
    }

    private static Found parted(PartedSamples samples, INDArray weights, Task task, Wanted wanted) {
        return new PartedSweeps(samples).begin(weights).read(task, Dictionary.of(weights), wanted);
    }

    private static Found inOrder(Batches batches, INDArray weights, Task task, Wanted wanted) {
        return SweepSource.of(batches).begin(weights).read(task, Dictionary.of(weights), wanted);
    }

    /** Which samples are kept does not depend on how they are read, only the last bits of what is added up. */
    private static void assertSameFound(Found expected, Found actual, double share) {
        assertClose(expected.sums(), actual.sums(), share);
        List<WorstSamples.Residual> worst =
                expected.worst().map(WorstSamples::inOrder).orElse(List.of());
        List<WorstSamples.Residual> found =
                actual.worst().map(WorstSamples::inOrder).orElse(List.of());
        assertEquals(worst.size(), found.size());
        for (int i = 0; i < worst.size(); i++) {
            assertEquals(worst.get(i).number, found.get(i).number);
            assertEquals(worst.get(i).energy, found.get(i).energy);
            assertArrayEquals(worst.get(i).vector, found.get(i).vector);
            assertArrayEquals(worst.get(i).units, found.get(i).units);
            assertArrayEquals(worst.get(i).values, found.get(i).values);
        }
    }

    private static void assertClose(SweepSums expected, SweepSums actual, double share) {
        double off = share * expected.energy();
        assertEquals(expected.samples(), actual.samples());
        assertEquals(expected.counted(), actual.counted());
        assertEquals(expected.explainedShare(), actual.explainedShare());
        assertEquals(expected.meanL0(), actual.meanL0());
        assertArrayEquals(expected.uses(), actual.uses());
        assertEquals(expected.energy(), actual.energy(), off);
        assertEquals(expected.residualEnergy(), actual.residualEnergy(), off);
        assertEquals(expected.squaredSums(), actual.squaredSums(), off);
        assertEquals(expected.noise(), actual.noise(), share);
        assertArrayEquals(expected.squares(), actual.squares(), off);
        assertArrayEquals(expected.gains(), actual.gains(), off);
        assertArrayEquals(expected.errors(), actual.errors(), share);
        assertEquals(expected.hasMoment(), actual.hasMoment());
        for (int i = 0; i < expected.units(); i++) {
            assertArrayEquals(expected.residualProducts(i), actual.residualProducts(i), off);
            if (expected.hasMoment()) {
                assertArrayEquals(expected.moment(i), actual.moment(i), off);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"FLOAT, false, true", "FLOAT, true, false", "DOUBLE, false, true", "DOUBLE, true, true"})
    void theSumsAndTheWorstSamplesAreThoseOfReadingInOrder(DataType type, boolean onlyExplained, boolean moment) {
        Batches batches = Batches.of(PLANTED.samples().castTo(type));
        INDArray weights = WEIGHTS.castTo(type);
        Wanted wanted = new Wanted(moment, 300);
        PartedSamples samples = PartedSamples.of(batches);
        assertEquals(3, samples.parts(SAMPLES).count());
        for (long count : new long[] {SAMPLES, 20_000, 100}) {
            Task task = new Task(0, count, PURSUIT, onlyExplained);
            Found expected = inOrder(batches, weights, task, wanted);
            assertSameFound(expected, parted(samples, weights, task, wanted), 1e-12);
            assertSameFound(expected, parted(new Sent(samples), weights, task, wanted), 1e-12);
        }
    }

    /**
     * In each part are samples of which as much is left: the first of all are kept. They stand at the same place of their chunk,
     * as a BLAS may round a product otherwise at another.
     */
    @Test
    void ofEqualSamplesTheFirstOfAllPartsAreKept() {
        INDArray rows = PLANTED.samples().dup('c');
        INDArray far = rows.getRow(3).mul(50).dup();
        int[] places = IntStream.of(0, 26, 62, 64, 78, 127, 128, 152)
                .map(chunk -> 256 * chunk + 100)
                .toArray();
        for (int place : places) {
            rows.putRow(place, far);
        }
        Batches batches = Batches.of(rows);
        Task task = new Task(0, SAMPLES, PURSUIT, false);
        for (int most = 1; most <= places.length; most++) {
            Wanted wanted = new Wanted(false, most);
            Found found = parted(new Sent(PartedSamples.of(batches)), WEIGHTS, task, wanted);
            assertSameFound(inOrder(batches, WEIGHTS, task, wanted), found, 1e-12);
            assertArrayEquals(
                    Arrays.copyOf(places, most),
                    found.worst().orElseThrow().inOrder().stream()
                            .mapToInt(residual -> (int) residual.number)
                            .toArray());
        }
    }

    /** A sweep over some of the samples begins with the first, wherever the last one ended. */
    @Test
    void samplesThatStayAreReadFromTheFirstOn() {
        Batches batches = Batches.of(PLANTED.samples());
        Wanted wanted = new Wanted(true, 10);
        Found actual = parted(PartedSamples.of(batches), WEIGHTS, new Task(5000, 18_000, PURSUIT, false), wanted);
        assertSameFound(inOrder(batches, WEIGHTS, new Task(0, 18_000, PURSUIT, false), wanted), actual, 1e-12);
    }

    /** More samples than a batch has, from the middle of one on. */
    @Test
    void batchesThatChangeAreOneRow() {
        Batches changing = Batches.of(PLANTED.samples()).shuffled(700, RandomStreams.of(3));
        Task task = new Task(500, 20_000, PURSUIT, false);
        Wanted wanted = new Wanted(true, 40);
        PartedSamples samples = PartedSamples.of(changing);
        assertEquals(SampleParts.of(20_000), samples.parts(20_000));
        assertSameFound(inOrder(changing, WEIGHTS, task, wanted), parted(samples, WEIGHTS, task, wanted), 1e-12);
    }

    /** A run writes its next weights over the present ones, and another begins with others. */
    @Test
    void theWeightsAreThoseOfTheMoment() {
        Batches batches = Batches.of(PLANTED.samples());
        INDArray present = WEIGHTS.dup('f');
        Sweeping sweeping = new PartedSweeps(PartedSamples.of(batches)).begin(present);
        Task task = new Task(0, 20_000, PURSUIT, false);
        sweeping.read(task, Dictionary.of(present), Wanted.SUMS_ALONE);
        present.assign(PLANTED.dictionary());
        assertClose(
                inOrder(batches, PLANTED.dictionary(), task, Wanted.SUMS_ALONE).sums(),
                sweeping.read(task, Dictionary.of(present), Wanted.SUMS_ALONE).sums(),
                1e-12);
    }

    private static TrainingResult<SparseCoder> train(DictionarySweeps rule, SparseCoder start) {
        return Trainer.of(rule, DictionarySweeps.settled().or(StoppingRule.steps(60)))
                .train(start);
    }

    private static double delta(INDArray weights, INDArray dictionary) {
        double delta = 0;
        for (double[] row : dictionary.transpose().mmul(weights).toDoubleMatrix()) {
            double greatest = 0;
            for (double cosine : row) {
                greatest = Math.max(greatest, Math.abs(cosine));
            }
            delta = Math.max(delta, Math.sqrt(Math.max(0, 2 - 2 * greatest)));
        }
        return delta;
    }

    /** From samples as columns; the bound is that of DictionarySweepsTest. */
    @Test
    void aRunFindsThePlantedDictionaryAndIsResumedToTheBit(@TempDir Path folder) throws Exception {
        Planted planted = Planted.of(2, 32, 48, 2, 20_000, CodeSign.SIGNED, 0.01);
        Batches batches = Batches.of(planted.samples());
        SparseCoder start = new SparseCoder(
                Initialiser.sampleColumns(batches).weights(48, RandomStreams.of(1)),
                SparseEncoder.pursuit(2, CodeSign.SIGNED));
        DictionarySweeps parted = DictionarySweeps.of(new Sent(PartedSamples.of(batches)));
        TrainingResult<SparseCoder> run = train(parted, start);
        assertEquals(StopReason.Kind.CONVERGED, run.stopReason().kind());
        INDArray found = run.parameters().weights();
        TrainingResult<SparseCoder> whole = train(DictionarySweeps.of(batches), start);
        double error = delta(whole.parameters().weights(), planted.dictionary());
        assertTrue(error > 0 && error < 0.01, "in order: " + error);
        assertTrue(delta(found, planted.dictionary()) < 1.5 * error, "in parts");
        Trainer.of(parted, StoppingRule.steps(4)).withCheckpoints(folder, 3).train(start);
        TrainingResult<SparseCoder> resumed = Trainer.of(
                        parted, DictionarySweeps.settled().or(StoppingRule.steps(60)))
                .resume(folder);
        assertIdentical(found, resumed.parameters().weights());
        assertEquals(run.history().rows(), resumed.history().rows());
    }

    @Test
    void anUpdateThatReadsSamplesAgainIsRefused() {
        DictionarySweeps rule = DictionarySweeps.of(PartedSamples.of(Batches.of(PLANTED.samples())))
                .alternating()
                .with(new ApproximateKSvd());
        SparseCoder start = new SparseCoder(WEIGHTS, PURSUIT);
        String message = assertThrows(
                        IllegalStateException.class,
                        () -> Trainer.of(rule, StoppingRule.steps(2)).train(start))
                .getMessage();
        assertTrue(message.contains("K-SVD") && message.contains("DictionarySweeps.of(Batches)"), message);
    }

    @Test
    void withoutWorstSamplesNoneAreKept() {
        Task task = new Task(0, 300, PURSUIT, false);
        Found found =
                parted(new Sent(PartedSamples.of(Batches.of(PLANTED.samples()))), WEIGHTS, task, Wanted.SUMS_ALONE);
        assertEquals(Optional.empty(), found.worst());
    }
}
