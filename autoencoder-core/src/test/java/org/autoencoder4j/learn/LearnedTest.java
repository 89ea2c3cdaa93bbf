package org.autoencoder4j.learn;

import static org.autoencoder4j.testsupport.ArrayAssert.assertClose;
import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.data.preprocessing.Centring;
import org.autoencoder4j.data.preprocessing.Preprocessing;
import org.autoencoder4j.data.preprocessing.Scaling;
import org.autoencoder4j.data.preprocessing.Whitening;
import org.autoencoder4j.descent.SavedRuns;
import org.autoencoder4j.gradient.Fixtures;
import org.autoencoder4j.provenance.DataDigest;
import org.autoencoder4j.provenance.Environment;
import org.autoencoder4j.provenance.Provenance;
import org.autoencoder4j.provenance.Stretch;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.testsupport.ArrayAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class LearnedTest {
    private static final INDArray SAMPLES = Fixtures.observations(2, 300, 8).addi(1);

    @TempDir
    private Path folder;

    /** With outliers, a dead unit whose error is infinite, a path, and a movement that is NaN. */
    private static Learned learned(DataType type) {
        INDArray samples = SAMPLES.dup();
        samples.putRow(5, samples.getRow(5).mul(1000));
        return DictionaryLearning.withDefaults()
                .withUnits(12)
                .withSparsity(Sparsity.reaching(0.5))
                .withOutliers(OutlierTreatment.DROP)
                .withPreprocessing(Centring::of, Scaling::of)
                .fit(samples.castTo(type));
    }

    @Test
    void whatIsLoadedIsWhatWasSaved() throws IOException {
        for (DataType type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
            Learned learned = learned(type);
            Path saved = folder.resolve(type.name());
            learned.save(saved);
            Learned loaded = Learned.load(saved);
            assertEquals(learned.fit(), loaded.fit());
            assertEquals(learned.units(), loaded.units());
            assertEquals(learned.findings(), loaded.findings());
            assertEquals(1, loaded.findings().outliers().size());
            assertEquals(learned.history(), loaded.history());
            assertTrue(Double.isNaN(loaded.history().get(0).movement()));
            assertEquals(learned.path(), loaded.path());
            assertEquals(learned.stopReason(), loaded.stopReason());
            assertEquals(learned.provenance(), loaded.provenance());
            assertEquals(learned.toString(), loaded.toString());
            INDArray samples = SAMPLES.castTo(type);
            assertIdentical(learned.encode(samples), loaded.encode(samples));
            assertIdentical(learned.reconstruct(samples), loaded.reconstruct(samples));
        }
    }

    @Test
    void saysHowItWasMade() {
        Batches samples = Batches.of(SAMPLES);
        DictionaryLearning learning = DictionaryLearning.withDefaults()
                .withUnits(12)
                .withSparsity(Sparsity.most(2))
                .withSweepsUpTo(3);
        Learned learned = learning.fit(samples, RandomStreams.of(7));
        Provenance said = learned.provenance().orElseThrow();
        assertEquals(List.of(new Stretch(0, Environment.current())), said.ran(), "with the threads of outside");
        assertEquals(Optional.of("DictionaryLearning"), said.rule());
        assertEquals(
                "{units=12, sparsity=Most[k=2], sign=SIGNED, outliers=KEEP, sweeps up to=3}",
                said.options().toString());
        assertEquals(Optional.of(DataType.DOUBLE), said.type());
        assertEquals(OptionalLong.of(7), said.seed());
        assertEquals(Optional.of(DataDigest.ofAll(samples)), said.data());
        Learned further = learning.fit(samples, RandomStreams.of(8), learned);
        assertEquals(
                "from what was learned before",
                further.provenance().orElseThrow().options().get("goes on"));
    }

    /** As earlier versions wrote them: without the file, and without its line in the sums. */
    @Test
    void foldersWithoutARecordAreRead() throws IOException {
        Path saved = folder.resolve("saved");
        learned(DataType.DOUBLE).save(saved);
        Files.delete(saved.resolve("provenance.json"));
        Path sums = saved.resolve("SHA256SUMS");
        Files.write(
                sums,
                Files.readAllLines(sums).stream()
                        .filter(line -> !line.endsWith("provenance.json"))
                        .toList());
        Learned loaded = Learned.load(saved);
        assertEquals(Optional.empty(), loaded.provenance());
        loaded.save(folder.resolve("again"));
        assertEquals(
                Files.readString(sums), Files.readString(folder.resolve("again").resolve("SHA256SUMS")));
    }

    @Test
    void aRecordOfAnotherFormatKeepsNobodyFromTheModel() throws IOException {
        Path saved = folder.resolve("saved");
        Learned learned = learned(DataType.DOUBLE);
        learned.save(saved);
        String text = Files.readString(saved.resolve("provenance.json"));
        SavedRuns.rewrite(saved, "provenance.json", text.replace("provenance-1", "provenance-2"));
        assertThrows(IllegalArgumentException.class, () -> Provenance.read(saved));
        Learned loaded = Learned.load(saved);
        assertEquals(Optional.empty(), loaded.provenance());
        assertEquals(learned.fit(), loaded.fit());
    }

    @Test
    void numbersThatAreNotFiniteAreSavedToo() throws IOException {
        Learned some = learned(DataType.DOUBLE);
        Learned odd = new Learned(
                some.preprocessing(),
                some.coder(),
                new Fit(Double.NaN, -1e300, 0, List.of(0L, 1L << 40), 1L << 40),
                new UnitReport(0, List.of(), List.of(Double.POSITIVE_INFINITY, 1e-300)),
                some.findings(),
                List.of(),
                Optional.empty(),
                some.stopReason(),
                Optional.empty());
        odd.save(folder.resolve("odd"));
        Learned loaded = Learned.load(folder.resolve("odd"));
        assertEquals(odd.fit(), loaded.fit());
        assertEquals(odd.units(), loaded.units());
        assertEquals(Optional.empty(), loaded.path());
    }

    @Test
    void everyFileIsGuarded() throws IOException {
        Learned learned = learned(DataType.DOUBLE);
        Path saved = folder.resolve("saved");
        learned.save(saved);
        assertThrows(IOException.class, () -> learned.save(saved), "nothing is written over");
        Path settings = saved.resolve("settings.json");
        String right = Files.readString(settings);
        Files.writeString(settings, right.replace("\"outlierLimit\" : ", "\"outlierLimit\" : 1"));
        String message = String.valueOf(assertThrows(IllegalArgumentException.class, () -> Learned.load(saved))
                .getMessage());
        assertTrue(message.contains("settings.json has SHA-256"), message);
        Files.writeString(settings, right);
        assertEquals(learned.fit(), Learned.load(saved).fit());
        Files.delete(saved.resolve("coder").resolve("W.npy"));
        assertThrows(IllegalArgumentException.class, () -> Learned.load(saved));
    }

    @Test
    void samplesGoInAndComeOutInTheirOwnUnits() {
        Learned learned = learned(DataType.DOUBLE);
        INDArray codes = learned.encode(SAMPLES);
        assertClose(codes, learned.codes(Batches.of(SAMPLES)).toMatrix(DataType.DOUBLE), 0);
        assertIdentical(learned.decode(codes), learned.reconstruct(SAMPLES));
        INDArray unit = Nd4j.zeros(DataType.DOUBLE, 1, 12);
        INDArray none = learned.decode(unit.dup());
        INDArray one = learned.decode(unit.putScalar(0, 3, 1));
        assertClose(learned.dictionary().getColumn(3), one.sub(none).getRow(0), 1e-12);
        assertThrows(IllegalArgumentException.class, () -> learned.encode(SAMPLES.castTo(DataType.FLOAT)));
        assertThrows(IllegalArgumentException.class, () -> learned.decode(SAMPLES));
    }

    /** Against whole matrices at once; chunks and their order must not matter. */
    @Test
    void theFitIsThatOfAllSamplesAtOnce() {
        Learned learned = learned(DataType.DOUBLE);
        INDArray many = Fixtures.observations(9, 2500, 8).muli(3).addi(1e4);
        Fit fit = learned.evaluate(Batches.of(many));
        INDArray codes = learned.encode(many);
        ArrayAssert.assertClose(share(many, learned.reconstruct(many)), fit.r2(), 1e-9);
        INDArray preprocessed = learned.preprocessing().apply(many);
        ArrayAssert.assertClose(
                share(preprocessed, learned.coder().reconstruct(preprocessed)), fit.r2Preprocessed(), 1e-9);
        INDArray active = codes.neq(0).castTo(DataType.DOUBLE);
        assertEquals(active.sumNumber().doubleValue() / 2500, fit.meanL0(), 1e-12);
        double[] uses = active.sum(0).toDoubleVector();
        for (int unit = 0; unit < uses.length; unit++) {
            assertEquals(uses[unit], fit.uses().get(unit), 0);
            assertEquals(uses[unit] == 0, fit.deadUnits().contains(unit));
        }
        assertFalse(fit.deadUnits().isEmpty(), "far from what was learned from, some units are never used");
    }

    private static double share(INDArray truth, INDArray approximation) {
        double errors = truth.sub(approximation).norm2Number().doubleValue();
        double squares = truth.subRowVector(truth.mean(0)).norm2Number().doubleValue();
        return 1 - errors * errors / (squares * squares);
    }

    @Test
    void equalSamplesHaveNoFit() {
        Learned learned = learned(DataType.DOUBLE);
        assertTrue(Double.isNaN(
                learned.evaluate(Batches.of(SAMPLES.getRows(1, 1, 1).dup('c'))).r2()));
        Batches other = Batches.of(Fixtures.observations(1, 4, 7));
        assertThrows(IllegalArgumentException.class, () -> learned.evaluate(other));
        assertThrows(IllegalArgumentException.class, () -> learned.codes(other));
        DictionaryLearning going = DictionaryLearning.withDefaults();
        assertThrows(IllegalArgumentException.class, () -> going.fit(other, RandomStreams.of(1), learned));
    }

    /** An offset of 10^6 has a unit in the last place of 0.06 in FLOAT; atoms have length 1. */
    @Test
    void atomsKeepTheirDigitsBesideALargeMean() {
        for (Preprocessing.Step step : List.<Preprocessing.Step>of(
                Centring::of, Scaling::of, data -> Whitening.of(data, 0.1), Preprocessing::none)) {
            INDArray samples = SAMPLES.dup();
            Learned learned = DictionaryLearning.withDefaults()
                    .withPreprocessing(step)
                    .withUnits(12)
                    .withSparsity(Sparsity.most(2))
                    .fit(samples.castTo(DataType.FLOAT));
            Learned far = new Learned(
                    learned.preprocessing()
                            .then(Centring.of(Batches.of(Nd4j.valueArrayOf(new long[] {1, 8}, -1e6, DataType.FLOAT)))),
                    learned.coder(),
                    learned.fit(),
                    learned.units(),
                    learned.findings(),
                    learned.history(),
                    learned.path(),
                    learned.stopReason(),
                    learned.provenance());
            INDArray expected = learned.dictionary().castTo(DataType.DOUBLE);
            assertClose(
                    expected,
                    far.dictionary().castTo(DataType.DOUBLE),
                    1e-6 * expected.amaxNumber().doubleValue());
        }
    }
}
