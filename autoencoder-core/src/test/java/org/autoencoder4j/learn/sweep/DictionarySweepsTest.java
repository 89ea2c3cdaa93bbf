package org.autoencoder4j.learn.sweep;

import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.coding.CodeSign;
import org.autoencoder4j.coding.Gram;
import org.autoencoder4j.coding.Planted;
import org.autoencoder4j.coding.SparseCoder;
import org.autoencoder4j.coding.SparseEncoder;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.init.Initialiser;
import org.autoencoder4j.learn.sweep.SweepPlan.Spread;
import org.autoencoder4j.learn.sweep.internal.UpdateMemory;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.train.History;
import org.autoencoder4j.train.StopReason;
import org.autoencoder4j.train.StoppingRule;
import org.autoencoder4j.train.Trainer;
import org.autoencoder4j.train.TrainingResult;
import org.bytedeco.openblas.presets.openblas_nolapack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class DictionarySweepsTest {
    private static final SparseEncoder PURSUIT = SparseEncoder.pursuit(2, CodeSign.SIGNED);
    private static final int UNITS = 48;

    private final Planted planted = Planted.of(2, 32, UNITS, 2, 3000, CodeSign.SIGNED, 0.01);
    private final Batches samples = Batches.of(planted.samples());

    @TempDir
    private Path folder;

    private static SparseCoder start(Batches data, int units, SparseEncoder encoder) {
        return new SparseCoder(Initialiser.sampleColumns(data).weights(units, RandomStreams.of(1)), encoder);
    }

    private static TrainingResult<SparseCoder> train(DictionarySweeps rule, SparseCoder start) {
        return Trainer.of(rule, DictionarySweeps.settled().or(StoppingRule.steps(60)))
                .train(start);
    }

    /** The greatest distance of an atom from the column nearest to it. */
    private static double delta(INDArray weights, INDArray dictionary) {
        double[][] cosines =
                dictionary.transpose().mmul(weights.castTo(DataType.DOUBLE)).toDoubleMatrix();
        double delta = 0;
        for (double[] row : cosines) {
            double greatest = 0;
            for (double cosine : row) {
                greatest = Math.max(greatest, Math.abs(cosine));
            }
            delta = Math.max(delta, Math.sqrt(Math.max(0, 2 - 2 * greatest)));
        }
        return delta;
    }

    /**
     * From samples as columns. The estimated error of a column is its length on average, and the greatest of 48 columns in
     * 31 dimensions is at most twice that but once in 10^9 runs.
     */
    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE"})
    void findsTheDictionaryUpToTheStatisticalError(DataType type) {
        Batches data = Batches.of(planted.samples().castTo(type));
        List<SweepGradient> seen = new ArrayList<>();
        TrainingResult<SparseCoder> result = Trainer.of(
                        DictionarySweeps.of(data), DictionarySweeps.settled().or(StoppingRule.steps(60)))
                .withListener((step, progress) -> seen.add((SweepGradient) step.gradient()))
                .train(start(data, UNITS, PURSUIT));
        assertEquals(StopReason.Kind.CONVERGED, result.stopReason().kind());
        SweepGradient last = seen.get(seen.size() - 1);
        double error = Spread.of(last.sums().errors()).median();
        double delta = delta(result.parameters().weights(), planted.dictionary());
        assertTrue(delta < 2 * error && delta > error / 2, "delta " + delta + ", estimated " + error);
        assertEquals(0.01, last.sums().noise(), 0.0003);
        assertTrue(last.swaps() == 0 && last.movement() <= 2 * error);
        assertTrue(seen.stream().anyMatch(sweep -> sweep.swaps() > 0), "samples as columns need swaps");
        assertEquals(1 - 2 * last.loss() * 3000 / last.sums().energy(), last.r2(), 1e-12);
        assertEquals(0, last.deadUnits());
        assertEquals(PURSUIT, result.parameters().encoder());
        String reason = result.stopReason().message();
        assertTrue(reason.contains("replaced 0 units") && reason.contains("estimated error"), reason);
    }

    @ParameterizedTest
    @EnumSource
    void withoutNoiseNothingIsLeft(CodeSign sign) {
        Planted exact = Planted.of(5, 32, UNITS, 2, 2000, sign, 0);
        Batches data = Batches.of(exact.samples());
        TrainingResult<SparseCoder> result =
                train(DictionarySweeps.of(data), start(data, UNITS, SparseEncoder.pursuit(2, sign)));
        // Cosines cannot tell distances below 1e-8.
        double[][] atoms = HeapMatrix.columns(exact.dictionary());
        double delta = 0;
        for (double[] atom : atoms) {
            double least = 2;
            for (double[] column : HeapMatrix.columns(result.parameters().weights())) {
                double plus = 0;
                double minus = 0;
                for (int j = 0; j < atom.length; j++) {
                    plus += (atom[j] + column[j]) * (atom[j] + column[j]);
                    minus += (atom[j] - column[j]) * (atom[j] - column[j]);
                }
                least = Math.min(least, Math.sqrt(Math.min(plus, minus)));
            }
            delta = Math.max(delta, least);
        }
        assertTrue(delta < 1e-12, "delta " + delta + ", " + result.stopReason());
    }

    /** One sweep more for the rank-one form of the moment, in the same place. */
    @Test
    void bothUpdatesEndInTheSamePlaceFromNear() {
        SparseCoder near = new SparseCoder(
                Initialiser.near(planted.dictionary(), 0.5).weights(UNITS, RandomStreams.of(1)), PURSUIT);
        DictionarySweeps rule = DictionarySweeps.of(samples).fromNear();
        INDArray one = train(rule, near).parameters().weights();
        INDArray other = train(rule.with(DictionaryUpdate.rankOneMoment()), near)
                .parameters()
                .weights();
        double error = delta(one, planted.dictionary());
        assertTrue(error < 0.02, "delta " + error);
        assertTrue(one.sub(other).norm2(0).maxNumber().doubleValue() < error / 3);
    }

    /** More units than atoms: some are replaced for ever, and the run ends nevertheless. */
    @Test
    void surplusUnitsDoNotKeepARunFromItsEnd() {
        TrainingResult<SparseCoder> result = train(DictionarySweeps.of(samples), start(samples, 60, PURSUIT));
        assertEquals(StopReason.Kind.CONVERGED, result.stopReason().kind());
        assertTrue(delta(result.parameters().weights(), planted.dictionary()) < 0.05);
    }

    @Test
    void batchesThatChangeAreReadOneAfterTheOther() {
        Batches stream = samples.shuffled(256, RandomStreams.of(4));
        List<Long> counts = new ArrayList<>();
        DictionarySweeps rule = DictionarySweeps.of(stream).upTo(3000);
        TrainingResult<SparseCoder> result = Trainer.of(
                        rule, DictionarySweeps.settled().or(StoppingRule.steps(60)))
                .withListener((step, progress) ->
                        counts.add(((SweepGradient) step.gradient()).sums().samples()))
                .train(start(samples, UNITS, PURSUIT));
        assertTrue(delta(result.parameters().weights(), planted.dictionary()) < 0.02);
        assertEquals(384, counts.get(0));
        assertEquals(3000, counts.get(counts.size() - 1));
    }

    @Test
    void theNumberOfThreadsChangesNoBit() {
        int found = openblas_nolapack.blas_get_num_threads();
        try {
            openblas_nolapack.blas_set_num_threads(1);
            TrainingResult<SparseCoder> one = train(DictionarySweeps.of(samples), start(samples, UNITS, PURSUIT));
            openblas_nolapack.blas_set_num_threads(2);
            TrainingResult<SparseCoder> two = train(DictionarySweeps.of(samples), start(samples, UNITS, PURSUIT));
            assertIdentical(one.parameters().weights(), two.parameters().weights());
            assertEquals(one.history().rows(), two.history().rows());
        } finally {
            openblas_nolapack.blas_set_num_threads(found);
        }
    }

    /** From the checkpoint of each step the run ends in the same bits, whatever its phase was. */
    @Test
    void resumesFromEveryPhase() throws IOException {
        Planted noisy = Planted.of(3, 16, 24, 3, 1500, CodeSign.SIGNED, 0.05);
        Batches stream = Batches.of(noisy.samples()).shuffled(400, RandomStreams.of(4));
        DictionarySweeps rule = DictionarySweeps.of(stream).upTo(1500);
        SparseCoder start = start(Batches.of(noisy.samples()), 24, SparseEncoder.pursuit(3, CodeSign.SIGNED));
        List<Phase> phases = new ArrayList<>();
        TrainingResult<SparseCoder> whole = Trainer.of(rule, StoppingRule.steps(40))
                .withListener((step, progress) -> phases.add(((SweepGradient) step.gradient()).phase()))
                .train(start);
        assertTrue(phases.containsAll(List.of(Phase.FINDING, Phase.REFINING, Phase.SETTLED)), phases.toString());
        for (int step : new int[] {1, 4, 11, 16, 28, 39}) {
            Path checkpoints = folder.resolve("after" + step);
            Trainer.of(rule, StoppingRule.steps(step + 1))
                    .withCheckpoints(checkpoints, step)
                    .train(start);
            List<String> messages = new ArrayList<>();
            TrainingResult<SparseCoder> resumed = Trainer.of(rule, StoppingRule.steps(40))
                    .withListener((s, progress) -> messages.add(s.gradient().toString()))
                    .resume(checkpoints);
            assertIdentical(whole.parameters().weights(), resumed.parameters().weights());
            assertIdentical(whole.best().weights(), resumed.best().weights());
            List<History.Row> rows = whole.history().rows();
            assertEquals(rows.size(), resumed.history().rows().size());
            for (int i = 0; i < rows.size(); i++) {
                assertEquals(rows.get(i).loss(), resumed.history().row(i).loss());
            }
            assertEquals(40 - step + 1, messages.size());
        }
    }

    private static String refusal(org.junit.jupiter.api.function.Executable action) {
        return String.valueOf(
                assertThrows(IllegalArgumentException.class, action).getMessage());
    }

    @Test
    void anotherRunIsNotResumed() throws IOException {
        DictionarySweeps rule = DictionarySweeps.of(samples);
        SparseCoder start = start(samples, UNITS, PURSUIT);
        Trainer.of(rule, StoppingRule.steps(3)).withCheckpoints(folder, 2).train(start);
        for (DictionarySweeps other :
                List.of(rule.fromNear(), rule.upTo(2000), rule.with(DictionaryUpdate.rankOneMoment()))) {
            String message =
                    refusal(() -> Trainer.of(other, StoppingRule.steps(3)).resume(folder));
            assertTrue(message.contains("resume with the rule of that run"), message);
        }
        INDArray rows = planted.samples().dup();
        rows.getRow(2999).muli(1.5);
        DictionarySweeps others = DictionarySweeps.of(Batches.of(rows));
        // The sweep of step 2 reads samples 883 to 1530, and the sketch is that of the first 256.
        Trainer.of(others, StoppingRule.steps(3)).resume(folder);
        rows.getRow(900).muli(1.5);
        String message = refusal(() -> Trainer.of(DictionarySweeps.of(Batches.of(rows)), StoppingRule.steps(3))
                .resume(folder));
        assertTrue(message.contains("samples of that run"), message);
    }

    /** A user's own encoder: pursuit under another name. */
    private record Own() implements SparseEncoder {
        @Override
        public String name() {
            return "own";
        }

        @Override
        public Worker worker(Gram gram) {
            return PURSUIT.worker(gram);
        }

        @Override
        public OptionalInt most() {
            return PURSUIT.most();
        }
    }

    @Test
    void anEncoderOfOnesOwnTrainsAndResumes() throws IOException {
        SparseCoder start = start(samples, UNITS, new Own());
        DictionarySweeps rule = DictionarySweeps.of(samples).resuming(new Own());
        TrainingResult<SparseCoder> whole =
                Trainer.of(rule, StoppingRule.steps(12)).train(start);
        Trainer.of(rule, StoppingRule.steps(9)).withCheckpoints(folder, 8).train(start);
        TrainingResult<SparseCoder> resumed =
                Trainer.of(rule, StoppingRule.steps(12)).resume(folder);
        assertIdentical(whole.parameters().weights(), resumed.parameters().weights());
        assertIdentical(
                whole.parameters().weights(),
                Trainer.of(DictionarySweeps.of(samples), StoppingRule.steps(12))
                        .train(start.with(PURSUIT))
                        .parameters()
                        .weights());
    }

    @Test
    void badInputIsNamed() {
        DictionarySweeps rule = DictionarySweeps.of(samples);
        INDArray weights = planted.dictionary();
        String unlimited =
                refusal(() -> rule.start(new SparseCoder(weights, SparseEncoder.pursuitTo(0.5, CodeSign.SIGNED))));
        assertTrue(unlimited.contains("pursuitTo(0.5, SIGNED)") && unlimited.contains("pursuit(k, sign)"), unlimited);
        String many = refusal(() -> rule.start(new SparseCoder(weights, SparseEncoder.pursuit(32, CodeSign.SIGNED))));
        assertTrue(many.contains("the most active units = 32") && many.contains("31"), many);
        String features = refusal(() -> rule.start(new SparseCoder(Nd4j.ones(DataType.DOUBLE, 8, 4), PURSUIT)));
        assertTrue(features.contains("32 features") && features.contains("8"), features);
        String type = refusal(() -> rule.start(new SparseCoder(weights.castTo(DataType.FLOAT), PURSUIT)));
        assertTrue(type.contains("FLOAT"), type);
        INDArray zero = weights.dup('f');
        zero.getColumn(3).assign(0);
        assertTrue(refusal(() -> rule.start(new SparseCoder(zero, PURSUIT))).contains("column 3"));
        assertTrue(refusal(() -> rule.upTo(0)).contains("count"));
        assertThrows(
                IllegalStateException.class,
                () -> rule.start(new SparseCoder(weights.dup('f'), PURSUIT)).advance());
    }

    /** With as many atoms as these share of a sample some supports are wrong, and the last sweeps leave those samples out. */
    @Test
    void resumesWhilePolishing() throws IOException {
        Planted full = Planted.of(6, 32, 64, 4, 4000, CodeSign.SIGNED, 0.01);
        Batches data = Batches.of(full.samples());
        SparseCoder start = new SparseCoder(
                full.dictionary().mul(0.9).add(Planted.dictionary(8, 32, 64).mul(0.3)),
                SparseEncoder.pursuit(4, CodeSign.SIGNED));
        DictionarySweeps rule = DictionarySweeps.of(data).fromNear();
        List<Phase> phases = new ArrayList<>();
        List<Long> counted = new ArrayList<>();
        TrainingResult<SparseCoder> whole = Trainer.of(rule, StoppingRule.steps(30))
                .withListener((step, progress) -> {
                    phases.add(((SweepGradient) step.gradient()).phase());
                    counted.add(((SweepGradient) step.gradient()).sums().counted());
                })
                .train(start);
        int polishing = phases.indexOf(Phase.POLISHING);
        int settled = phases.indexOf(Phase.SETTLED);
        assertTrue(polishing > 0 && settled > polishing, phases.toString());
        assertEquals(4000, counted.get(polishing - 1));
        assertTrue(counted.get(polishing) < 4000 && counted.get(polishing) > 3500, counted.toString());
        assertTrue(counted.get(settled) < 4000, counted.toString());
        for (int at : new int[] {polishing, settled}) {
            Path checkpoints = folder.resolve("polishing" + at);
            Trainer.of(rule, StoppingRule.steps(at))
                    .withCheckpoints(checkpoints, at)
                    .train(start);
            TrainingResult<SparseCoder> resumed =
                    Trainer.of(rule, StoppingRule.steps(30)).resume(checkpoints);
            assertIdentical(whole.parameters().weights(), resumed.parameters().weights());
        }
    }

    @Test
    void noSampleIsReadTwiceInASweep() {
        List<Long> counts = new ArrayList<>();
        Trainer.of(DictionarySweeps.of(samples).upTo(30_000), StoppingRule.steps(25))
                .withListener((step, progress) ->
                        counts.add(((SweepGradient) step.gradient()).sums().samples()))
                .train(start(samples, UNITS, PURSUIT));
        assertEquals(3000, counts.stream().mapToLong(Long::longValue).max().orElseThrow());
    }

    /** What an update makes of the atoms of a sweep. */
    @FunctionalInterface
    private interface Maker {
        double[][] of(Sweep sweep);
    }

    private static DictionaryUpdate update(int remembered, Maker maker) {
        return new DictionaryUpdate() {
            @Override
            public String name() {
                return "odd";
            }

            @Override
            public int remembered(int features, int units) {
                return remembered;
            }

            @Override
            public double[][] atoms(Sweep sweep) {
                return maker.of(sweep);
            }
        };
    }

    @Test
    void updatesThatCannotBeUsedAreRefused() {
        SparseCoder start = start(samples, UNITS, PURSUIT);
        for (Maker odd : List.<Maker>of(
                Sweep::atoms, sweep -> Arrays.copyOf(sweep.copyOfAtoms(), UNITS - 1), sweep -> new double[UNITS][31])) {
            DictionarySweeps rule = DictionarySweeps.of(samples).with(update(0, odd));
            String message =
                    refusal(() -> Trainer.of(rule, StoppingRule.steps(1)).train(start));
            assertTrue(message.contains("update odd must make 48 new arrays of 32 numbers"), message);
        }
        DictionarySweeps remembering = DictionarySweeps.of(samples).with(update(3, Sweep::copyOfAtoms));
        String message = refusal(() -> remembering.start(start.copy()));
        assertTrue(message.contains("odd") && message.contains("alternating()"), message);
        remembering.alternating().start(start.copy());
    }

    @Test
    void aMemoryIsReadAsItWasWritten() throws IOException {
        double[][] memory = {{1, 2, 3}, {4, 5, 1e-300}};
        UpdateMemory.write(folder, memory);
        double[][] read = new double[2][3];
        UpdateMemory.read(folder, read);
        assertTrue(Arrays.deepEquals(memory, read));
        assertTrue(refusal(() -> UpdateMemory.read(folder, new double[3][2])).contains("[2, 3]"));
        assertTrue(refusal(() -> UpdateMemory.read(folder, new double[2][0])).contains("has a memory.npy"));
        assertTrue(
                refusal(() -> UpdateMemory.read(folder.resolve("none"), read)).contains("has no memory.npy"));
    }
}
