package org.autoencoder4j.train;

import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.descent.LearningRate;
import org.autoencoder4j.descent.SavedRuns;
import org.autoencoder4j.descent.TiedDescent;
import org.autoencoder4j.gradient.Fixtures;
import org.autoencoder4j.gradient.SampleGradient;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.provenance.DataDigest;
import org.autoencoder4j.provenance.Environment;
import org.autoencoder4j.provenance.Provenance;
import org.autoencoder4j.provenance.Stretch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What results and checkpoints say of how they were made. */
class TrainingProvenanceTest {
    private static final Environment ELSEWHERE = new Environment(
            "0.0.1",
            Optional.empty(),
            "1.0.0",
            "CpuBackend",
            "OpenBLAS 0.3.31",
            Optional.of("CORE2"),
            3,
            "VM",
            "Linux",
            "amd64",
            3);

    @TempDir
    Path folder;

    private static <P> Trainer<P> trainer(SavedRuns.Run<P> run, long steps, UnaryOperator<Provenance> more) {
        return Trainer.of(run.rule(), StoppingRule.steps(steps)).withProvenance(more);
    }

    private static <P> Provenance whole(SavedRuns.Run<P> run) {
        return trainer(run, 2, p -> p.withSeed(5)).train(run.start()).provenance();
    }

    private <P> Provenance first(SavedRuns.Run<P> run, long steps, UnaryOperator<Provenance> more) {
        return trainer(run, steps, more)
                .withCheckpoints(folder, 3)
                .train(run.start())
                .provenance();
    }

    private <P> TrainingResult<P> resumed(SavedRuns.Run<P> run, long steps) throws IOException {
        return trainer(run, steps, p -> p.withSeed(99))
                .withCheckpoints(folder, 3)
                .resume(folder);
    }

    private Path newest() throws IOException {
        return Checkpoints.newest(folder);
    }

    @ParameterizedTest
    @EnumSource
    void everyResultSaysHowItWasMade(SavedRuns kind) {
        Provenance said = whole(kind.run());
        assertEquals(List.of(new Stretch(0, Environment.current())), said.ran());
        assertEquals(Optional.of(kind == SavedRuns.SWEEPS ? "DictionarySweeps" : "Descent"), said.rule());
        assertEquals(Optional.of(DataType.DOUBLE), said.type());
        assertEquals(OptionalLong.of(5), said.seed());
        assertEquals(Optional.of(DataDigest.ofAll(Batches.of(SavedRuns.samples(2)))), said.data());
        assertEquals(said, whole(kind.run()), "the same run has the same record");
    }

    @Test
    void theOptionsOfTheRuleAreTold() {
        Map<String, String> options = whole(SavedRuns.TIED.run()).options();
        assertEquals("SampleGradient", options.get("gradient"));
        assertEquals("TiedAutoencoder of weights [6, 4], bias [4]", options.get("parameters"));
        assertTrue(options.get("activation").contains("0.2"), options.toString());
        assertTrue(options.get("learningRate").startsWith("2.00000000e-01"), options.toString());
        assertTrue(options.get("constraint on bias").contains("takes 1 to 6.66666667e-01"), options.toString());
        assertTrue(whole(SavedRuns.SWEEPS.run()).options().get("encoder").contains("2"));
        assertNotEquals(
                whole(SavedRuns.TIED.run(SavedRuns.samples(2), 0.1)).options(), options, "another rate is told");
    }

    @Test
    void anotherDatumIsAnotherDigest() {
        INDArray samples = SavedRuns.samples(2);
        Optional<DataDigest> before = whole(SavedRuns.TIED.run(samples, 0.2)).data();
        INDArray other = samples.dup();
        other.putScalar(19, 5, Math.nextUp(other.getDouble(19, 5)));
        assertNotEquals(before, whole(SavedRuns.TIED.run(other, 0.2)).data());
    }

    /** A gradient of one's own says nothing of its data, and has no name that is the same in every run. */
    @Test
    void whatIsNotKnownIsNotSaid() {
        SampleGradient samples = SampleGradient.of(Batches.of(SavedRuns.samples(2)));
        TiedDescent own =
                TiedDescent.of((parameters, step) -> samples.at(parameters, step), LearningRate.constant(0.1));
        Provenance said = Trainer.of(own, StoppingRule.steps(1))
                .train(Fixtures.autoencoder(1, 6, 4, Activation.relu()))
                .provenance();
        assertEquals("own", said.options().get("gradient"));
        assertEquals(Optional.empty(), said.data());
        assertEquals(OptionalLong.empty(), said.seed());
    }

    @ParameterizedTest
    @EnumSource
    void aResumedRunSaysSoAndKeepsTheFirstRecord(SavedRuns kind) throws IOException {
        Provenance begun = first(kind.run(), 7, p -> elsewhere(p.withSeed(5)));
        assertEquals(Optional.of(begun), Provenance.read(newest()));
        Provenance said = resumed(kind.run(), 11).provenance();
        assertEquals(List.of(new Stretch(0, ELSEWHERE), new Stretch(6, Environment.current())), said.ran());
        assertEquals(begun.options(), said.options());
        assertEquals(OptionalLong.of(5), said.seed(), "that of the run, not of the trainer that resumes it");
        assertEquals(begun.data(), said.data());
        assertEquals(Optional.of(said), Provenance.read(newest()));
        assertEquals(
                List.of(0L, 6L, 9L),
                resumed(kind.run(), 13).provenance().ran().stream()
                        .map(Stretch::fromStep)
                        .toList());
        assertTrue(said.text().contains("resumed at step 6: with library "), said.text());
    }

    private static Provenance elsewhere(Provenance p) {
        return new Provenance(List.of(new Stretch(0, ELSEWHERE)), p.rule(), p.options(), p.type(), p.seed(), p.data());
    }

    /** As earlier versions wrote them: without the file, and without its line in the sums. */
    @ParameterizedTest
    @EnumSource
    void checkpointsWithoutARecordAreResumed(SavedRuns kind) throws IOException {
        first(kind.run(), 7, p -> p);
        Path newest = newest();
        Files.delete(newest.resolve("provenance.json"));
        Path sums = newest.resolve("SHA256SUMS");
        Files.write(
                sums,
                Files.readAllLines(sums).stream()
                        .filter(line -> !line.endsWith("provenance.json"))
                        .toList());
        assertEquals(Optional.empty(), Provenance.read(newest()));
        Provenance said = resumed(kind.run(), 11).provenance();
        assertEquals(List.of(new Stretch(6, Environment.current())), said.ran());
        assertTrue(said.text().startsWith("steps before 6: not known\n"), said.text());
        assertEquals(OptionalLong.of(99), said.seed());
    }

    /** A record of a later version is not known; the run goes on all the same. */
    @Test
    void checkpointsWithARecordOfAnotherFormatAreResumed() throws IOException {
        first(SavedRuns.TIED.run(), 7, p -> p);
        String text = Files.readString(newest().resolve("provenance.json"));
        SavedRuns.rewrite(newest(), "provenance.json", text.replace("provenance-1", "provenance-2"));
        assertThrows(IllegalArgumentException.class, () -> Provenance.read(newest()));
        Provenance said = resumed(SavedRuns.TIED.run(), 11).provenance();
        assertEquals(List.of(new Stretch(6, Environment.current())), said.ran());
    }

    @Test
    void whatIsAddedLaterIsAddedToWhatWasAddedBefore() {
        SavedRuns.Run<?> run = SavedRuns.TIED.run();
        Provenance said = twice(run);
        assertEquals(OptionalLong.of(5), said.seed());
        assertEquals(Optional.of("mine"), said.rule());
    }

    private static <P> Provenance twice(SavedRuns.Run<P> run) {
        return trainer(run, 0, p -> p.withSeed(5).withRule("first", Map.of()))
                .withProvenance(p -> p.withRule("mine", p.options()))
                .train(run.start())
                .provenance();
    }

    @ParameterizedTest
    @EnumSource
    void theSameRunWritesTheSameBytes(SavedRuns kind) throws IOException {
        Map<String, String> first = bytes(kind, folder.resolve("a"));
        assertTrue(first.keySet().stream().anyMatch(name -> name.endsWith("provenance.json")));
        assertEquals(first, bytes(kind, folder.resolve("b")));
    }

    private static Map<String, String> bytes(SavedRuns kind, Path folder) throws IOException {
        kind.run().train(7, folder, 3);
        Map<String, String> bytes = new TreeMap<>();
        for (Path file : SavedRuns.files(folder)) {
            bytes.put(folder.relativize(file).toString(), Arrays.toString(Files.readAllBytes(file)));
        }
        return bytes;
    }

    @Test
    void aModelKeepsTheRecordOfItsResult() throws IOException {
        SampleGradient gradient = SampleGradient.of(Batches.of(SavedRuns.samples(2)));
        TrainingResult<TiedAutoencoder> result = Trainer.of(
                        TiedDescent.of(gradient, LearningRate.constant(0.1)), StoppingRule.steps(3))
                .train(Fixtures.autoencoder(1, 6, 4, Activation.relu()));
        Path saved = folder.resolve("model");
        result.provenance().save(saved, result.parameters()::save);
        assertEquals(Optional.of(result.provenance()), Provenance.read(saved));
        assertIdentical(
                result.parameters().weights(), TiedAutoencoder.load(saved).weights());
    }
}
