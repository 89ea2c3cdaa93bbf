package org.autoencoder4j.train;

import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.descent.BiasSchedule;
import org.autoencoder4j.descent.LearningRate;
import org.autoencoder4j.descent.Normalisation;
import org.autoencoder4j.descent.SavedRuns;
import org.autoencoder4j.descent.SavedRuns.Run.End;
import org.autoencoder4j.descent.TiedDescent;
import org.autoencoder4j.gradient.Fixtures;
import org.autoencoder4j.gradient.SampleGradient;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.storage.SavedFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What a user may put beside checkpoints, do to them, and expect of them. */
class CheckpointsTest {
    @TempDir
    Path folder;

    private static void assertSame(End expected, End actual) {
        assertEquals(expected.rows(), actual.rows());
        for (int i = 0; i < expected.arrays().size(); i++) {
            assertIdentical(expected.arrays().get(i), actual.arrays().get(i));
        }
    }

    private static String refusal(SavedRuns.Run<?> run, Path folder) {
        return assertThrows(IllegalArgumentException.class, () -> run.resume(5, folder, 1))
                .getMessage();
    }

    private List<Path> checkpoints() throws IOException {
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.filter(Files::isDirectory).sorted().toList();
        }
    }

    private static void deleteTree(Path tree) throws IOException {
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aResumedRunIsTheSameRun(SavedRuns kind) throws IOException {
        kind.run().train(11, folder, 3);
        assertEquals(2, checkpoints().size());
        assertSame(kind.run().whole(20), kind.run().resume(20, folder, 3));
    }

    @Test
    void whatAUserCallsStepStaysAndDisturbsNothing() throws IOException {
        List<Path> own = List.of(
                folder.resolve("step-0.png"),
                folder.resolve("step-1.png"),
                folder.resolve("step-notes.txt"),
                folder.resolve("step-plan.txt"),
                folder.resolve("step-0-pictures").resolve("a").resolve("b.png"),
                folder.resolve("step-000000000000").resolve("c.png"),
                folder.resolve("unfinished-thesis").resolve("d.tex"));
        for (Path file : own) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, "mine");
        }
        SavedRuns.TIED.run().train(7, folder, 1);
        assertSame(SavedRuns.TIED.run().whole(9), SavedRuns.TIED.run().resume(9, folder, 1));
        for (Path file : own) {
            assertEquals("mine", Files.readString(file));
        }
    }

    @Test
    void whatAUserPutsIntoACheckpointIsNotDeleted() throws IOException {
        SavedRuns.TIED.run().train(3, folder, 1);
        Path note = checkpoints().get(0).resolve("session").resolve("note.txt");
        Files.writeString(note, "mine");
        SavedRuns.TIED.run().resume(7, folder, 1);
        assertEquals("mine", Files.readString(note));
        Path newest = checkpoints().get(checkpoints().size() - 1).resolve("note.txt");
        Files.writeString(newest, "mine");
        assertTrue(refusal(SavedRuns.TIED.run(), folder).contains(newest.toString()));
    }

    @Test
    void aRunGoesOnUnderAnotherLocale() throws IOException {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            SavedRuns.TIED.run().train(4, folder, 1);
            Locale.setDefault(Locale.ENGLISH);
            assertSame(SavedRuns.TIED.run().whole(9), SavedRuns.TIED.run().resume(9, folder, 1));
            Locale.setDefault(Locale.forLanguageTag("fa-IR-u-nu-arabext"));
            assertSame(SavedRuns.TIED.run().whole(12), SavedRuns.TIED.run().resume(12, folder, 1));
        } finally {
            Locale.setDefault(before);
        }
        for (Path checkpoint : checkpoints()) {
            assertTrue(checkpoint.getFileName().toString().matches("\\p{ASCII}+"), checkpoint.toString());
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyFileIsGuarded(SavedRuns kind) throws IOException {
        kind.run().train(2, folder, 2);
        SavedRuns.Run<?> run = kind.run();
        for (Path file : SavedRuns.files(folder)) {
            byte[] right = Files.readAllBytes(file);
            byte[] wrong = right.clone();
            wrong[wrong.length / 2] ^= 1;
            Files.write(file, wrong);
            refusal(run, folder);
            Files.delete(file);
            assertThrows(Exception.class, () -> run.resume(5, folder, 1), file + " is missing");
            Files.write(file, right);
            Path extra = Files.writeString(file.resolveSibling("extra"), "");
            assertTrue(refusal(run, folder).contains("extra"));
            Files.delete(extra);
        }
        assertEquals(2 + 1, kind.run().resume(2, folder, 2).rows().size());
    }

    @ParameterizedTest
    @EnumSource
    void otherSamplesOfTheSameShapeAreNoticed(SavedRuns kind) throws IOException {
        kind.run().train(2, folder, 2);
        String message = refusal(kind.run(SavedRuns.samples(3), 0.2), folder);
        assertTrue(message.contains("samples"), message);
        assertTrue(message.contains(folder.toString()), message);
        INDArray one = SavedRuns.samples(2);
        one.getRow(13).muli(1.01);
        assertTrue(refusal(kind.run(one, 0.2), folder).contains("samples"));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SWEEPS")
    void anotherLearningRateIsNoticed(SavedRuns kind) throws IOException {
        kind.run().train(2, folder, 2);
        String message = refusal(kind.run(SavedRuns.samples(2), 0.1), folder);
        assertTrue(message.contains("learningRate"), message);
    }

    @Test
    void anotherScheduleAndNormalisationAreNoticed() throws IOException {
        TiedAutoencoder start = Fixtures.autoencoder(1, 6, 4, Activation.hardThreshold(0.2));
        TiedDescent rule =
                TiedDescent.of(SampleGradient.of(Batches.of(SavedRuns.samples(2))), LearningRate.constant(0.2));
        Trainer.of(rule, StoppingRule.steps(1)).withCheckpoints(folder, 1).train(start);
        Trainer.of(rule, StoppingRule.steps(3)).resume(folder);
        Trainer<TiedAutoencoder> shrinking = Trainer.of(rule.with(BiasSchedule.geometric(2)), StoppingRule.steps(3));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> shrinking.resume(folder))
                .getMessage()
                .contains("bias"));
        Trainer<TiedAutoencoder> free = Trainer.of(rule.with(Normalisation.NONE), StoppingRule.steps(3));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> free.resume(folder))
                .getMessage()
                .contains("unit columns"));
    }

    @Test
    void aCheckpointOfAnotherRuleIsRefused() throws IOException {
        SavedRuns.TWO_LAYER.run().train(2, folder, 2);
        assertTrue(refusal(SavedRuns.SPAN.run(), folder).contains("format"));
        assertTrue(refusal(SavedRuns.TIED.run(), folder).contains("resume with the rule of that run"));
    }

    @ParameterizedTest
    @EnumSource
    void aDiskThatIsFullCostsNoResult(SavedRuns kind) throws IOException {
        End expected = kind.run().whole(4);
        End found = new Failing<>(kind.run(), CheckpointsTest::diskIsFull).train(9, folder, 1);
        assertEquals("CHECKPOINT_FAILED", found.reason().kind().name());
        assertTrue(
                found.reason().message().contains("No space left on device"),
                found.reason().message());
        assertSame(expected, found);
        try (Stream<Path> all = Files.list(folder)) {
            assertEquals(2, all.count(), "two checkpoints and nothing unfinished");
        }
        assertSame(kind.run().whole(9), kind.run().resume(9, folder, 1));
    }

    @Test
    void aFolderThatIsGoneCostsNoResult() {
        SavedRuns.Run<?> run = SavedRuns.TIED.run();
        End found = new Vanishing<>(run, folder.resolve("run")).train(9, folder.resolve("run"), 1);
        assertEquals("CHECKPOINT_FAILED", found.reason().kind().name());
        assertSame(run.whole(3), found);
    }

    @Test
    void anInterruptDuringACheckpointIsAnInterrupt() throws IOException {
        End found = new Failing<>(
                        SavedRuns.TIED.run(), inner -> Thread.currentThread().interrupt())
                .train(9, folder, 1);
        assertTrue(Thread.interrupted(), "the flag stays set");
        assertEquals(StopReason.Kind.INTERRUPTED, found.reason().kind());
        assertSame(SavedRuns.TIED.run().whole(4), found);
        try (Stream<Path> all = Files.list(folder)) {
            assertEquals(2, all.count(), "two checkpoints and nothing unfinished");
        }
    }

    /** The checkpoint is moved to its place before its folder is forced to the disk, and old ones are deleted. */
    @Test
    void anInterruptAfterACheckpointIsWrittenSaysThatItIsThere() throws IOException {
        Path place = folder.resolve("autoencoder4j-checkpoint-000000000004");
        String said = new Failing<>(SavedRuns.TIED.run(), inner -> {
                    SavedFolder.write(place, made -> Files.writeString(made.resolve("a"), ""));
                    Thread.currentThread().interrupt();
                })
                .train(9, folder, 1)
                .reason()
                .message();
        assertTrue(Thread.interrupted());
        assertTrue(said.contains("which is there"), said);
    }

    @Test
    void whatAnotherHandCancelsIsNoInterrupt() {
        Failing<?> failing = new Failing<>(SavedRuns.TIED.run(), inner -> {
            throw new CancellationException("by another hand");
        });
        assertThrows(CancellationException.class, () -> failing.train(9, folder, 1));
    }

    /** What befalls the checkpoint of step 4. */
    private interface Trouble {
        void happen(Path folder) throws IOException;
    }

    private static void diskIsFull(Path folder) throws IOException {
        Files.writeString(Files.createDirectory(folder).resolve("half"), "");
        throw new IOException("No space left on device");
    }

    /** A run whose checkpoint of step 4 meets with trouble. */
    private record Failing<P>(SavedRuns.Run<P> run, Trouble trouble) {
        End train(long steps, Path folder, long every) {
            return new SavedRuns.Run<>(new FailingRule<>(run.rule(), trouble), run.start(), run.arrays())
                    .train(steps, folder, every);
        }
    }

    private record FailingRule<P>(UpdateRule<P> rule, Trouble trouble) implements UpdateRule<P> {
        @Override
        public Session<P> start(P initial) {
            return new FailingSession<>(rule.start(initial), trouble);
        }

        @Override
        public Session<P> resume(Path folder) throws IOException {
            return new FailingSession<>(rule.resume(folder), trouble);
        }

        @Override
        public void saveParameters(P parameters, Path folder) throws IOException {
            rule.saveParameters(parameters, folder);
        }

        @Override
        public P loadParameters(Path folder) throws IOException {
            return rule.loadParameters(folder);
        }
    }

    private static final class FailingSession<P> implements UpdateRule.Session<P> {
        private final UpdateRule.Session<P> session;
        private final Trouble trouble;
        private long step;

        FailingSession(UpdateRule.Session<P> session, Trouble trouble) {
            this.session = session;
            this.trouble = trouble;
        }

        @Override
        public Step<P> evaluate() {
            Step<P> found = session.evaluate();
            step = found.index();
            return found;
        }

        @Override
        public void advance() {
            session.advance();
        }

        @Override
        public P result() {
            return session.result();
        }

        @Override
        public P best() {
            return session.best();
        }

        @Override
        public double lossOfBest(long onStep) {
            return session.lossOfBest(onStep);
        }

        @Override
        public List<Integer> collinearColumns() {
            return session.collinearColumns();
        }

        @Override
        public void save(Path folder) throws IOException {
            if (step == 4) {
                trouble.happen(folder);
            }
            session.save(folder);
        }
    }

    /** A run whose folder is replaced by a file after step 2. */
    private record Vanishing<P>(SavedRuns.Run<P> run, Path folder) {
        End train(long steps, Path folder, long every) {
            TrainingResult<P> result = Trainer.of(run.rule(), StoppingRule.steps(steps))
                    .withCheckpoints(folder, every)
                    .withListener((step, progress) -> {
                        if (step.index() == 3) {
                            replaceByAFile();
                        }
                    })
                    .train(run.start());
            return new End(
                    run.arrays().apply(result.parameters()), result.history().rows(), result.stopReason());
        }

        private void replaceByAFile() {
            try {
                deleteTree(folder);
                Files.writeString(folder, "");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
