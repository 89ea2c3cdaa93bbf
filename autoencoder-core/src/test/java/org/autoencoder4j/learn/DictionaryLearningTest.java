package org.autoencoder4j.learn;

import static org.autoencoder4j.testsupport.ArrayAssert.assertClose;
import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.autoencoder4j.coding.CodeSign;
import org.autoencoder4j.coding.Planted;
import org.autoencoder4j.coding.SparseEncoder;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.data.preprocessing.Centring;
import org.autoencoder4j.data.preprocessing.Scaling;
import org.autoencoder4j.data.preprocessing.Whitening;
import org.autoencoder4j.init.Initialiser;
import org.autoencoder4j.learn.sweep.Phase;
import org.autoencoder4j.learn.sweep.SweepGradient;
import org.autoencoder4j.progress.ProgressListener;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.train.StopReason.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class DictionaryLearningTest {
    private static final RandomStreams STREAMS = RandomStreams.of(1);
    private static final Planted PLANTED = Planted.of(1, 24, 32, 2, 2000, CodeSign.SIGNED, 0.01);
    private final DictionaryLearning learning = DictionaryLearning.withDefaults();

    private static Batches batches() {
        return Batches.of(PLANTED.samples());
    }

    /** Measured at seeds 1 to 5 and all OpenBLAS kernels: 32 of 32. */
    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE"})
    void theDictionaryBehindSamplesIsFound(DataType type) {
        Learned learned = learning.withUnits(32)
                .withSparsity(Sparsity.most(2))
                .fit(PLANTED.samples().castTo(type));
        assertEquals(32, Atoms.found(PLANTED.dictionary(), learned.dictionary().castTo(DataType.DOUBLE), 0.06));
        assertEquals(type, learned.coder().dataType());
        assertEquals(Kind.CONVERGED, learned.stopReason().kind());
        assertEquals(List.of(), learned.units().surplus());
        assertEquals(List.of(), learned.fit().deadUnits());
        assertTrue(learned.r2() > 0.998, learned.toString());
    }

    @Test
    void nothingNeedsToBeSaid() {
        Learned learned = learning.fit(PLANTED.samples());
        assertEquals(48, learned.coder().units(), "twice the features");
        assertEquals(2.4, learned.meanL0(), 0.05, "a tenth of the features, set on all samples");
        assertTrue(learned.r2() > 0.99, learned.toString());
        assertTrue(learned.preprocessing() instanceof Centring);
        assertEquals(32, Atoms.found(PLANTED.dictionary(), learned.dictionary(), 0.1), learned.toString());
    }

    @Test
    void theSameSeedGivesTheSameBitsAndAnotherSeedAnotherStart() {
        Learned first = learning.fit(batches(), STREAMS);
        Learned again = learning.fit(batches(), RandomStreams.of(1));
        assertIdentical(first.coder().weights(), again.coder().weights());
        assertEquals(first.history(), again.history());
        assertEquals(first.fit(), again.fit());
        double other =
                learning.fit(batches(), RandomStreams.of(2)).history().get(0).loss();
        assertTrue(other != first.history().get(0).loss());
    }

    /** A file that is sorted by class; read in its order, the first sweeps would see one class alone. */
    @Test
    void theOrderOfSamplesDoesNotHurt() {
        int[] sorted = IntStream.range(0, 2000)
                .boxed()
                .sorted((a, b) -> Integer.compare(PLANTED.supports()[a][0], PLANTED.supports()[b][0]))
                .mapToInt(Integer::intValue)
                .toArray();
        INDArray rows = Nd4j.pullRows(PLANTED.samples(), 1, sorted, 'c');
        List<SweepRow> rowsOfHistory = new ArrayList<>();
        Learned learned = learning.withUnits(32).withSparsity(Sparsity.most(2)).fit(rows);
        rowsOfHistory.addAll(learned.history());
        assertEquals(32, Atoms.found(PLANTED.dictionary(), learned.dictionary(), 0.06));
        assertTrue(rowsOfHistory.get(0).deadUnits() <= 3, "the first sweep uses units of all classes");
    }

    /** A power of two changes no digit of a sample, and so none of an atom. */
    @ParameterizedTest
    @CsvSource({"FLOAT, -60", "FLOAT, 40", "DOUBLE, -300", "DOUBLE, 300"})
    void theUnitOfMeasureDoesNotMatter(DataType type, int exponent) {
        INDArray samples = PLANTED.samples().castTo(type);
        Learned expected = learning.fit(samples);
        Learned scaled = learning.fit(samples.mul(Math.scalb(1.0, exponent)));
        assertIdentical(expected.coder().weights(), scaled.coder().weights());
        assertEquals(expected.fit().uses(), scaled.fit().uses());
        assertEquals(expected.r2(), scaled.r2(), 1e-12);
        assertEquals(expected.units().surplus(), scaled.units().surplus());
    }

    @Test
    void codesOfOneSignComeOfSamplesThatAreLeftAsTheyAre() {
        Planted planted = Planted.of(2, 24, 32, 2, 2000, CodeSign.NON_NEGATIVE, 0.01);
        Learned learned = learning.withUnits(32)
                .withSparsity(Sparsity.most(2))
                .withSign(CodeSign.NON_NEGATIVE)
                .fit(planted.samples());
        assertEquals(32, Atoms.found(planted.dictionary(), learned.dictionary(), 0.06));
        assertTrue(learned.encode(planted.samples()).minNumber().doubleValue() >= 0);
    }

    @ParameterizedTest
    @CsvSource({"0.7", "2", "3.3"})
    void theMeanNumberOfActiveUnitsIsTheOneThatWasAskedFor(double wanted) {
        Learned learned = learning.withSparsity(Sparsity.mean(wanted)).fit(PLANTED.samples());
        assertEquals(wanted, learned.meanL0(), 1e-3 * wanted, "2000 samples, all of which set the threshold");
        assertEquals(wanted, learned.codes(batches()).meanL0(), 1e-3 * wanted);
    }

    /** Both see the same mean number of active units; the threshold gives them to the samples that need them. */
    @Test
    void oneThresholdForAllDescribesSamplesOfUnequalSizeBetter() {
        INDArray samples = PLANTED.samples().dup();
        for (int row = 0; row < samples.rows(); row += 2) {
            samples.getRow(row).muli(0.1);
        }
        double fixed =
                learning.withSparsity(Sparsity.most(1)).fit(samples.dup()).r2();
        double mean = learning.withSparsity(Sparsity.mean(1)).fit(samples).r2();
        assertTrue(mean > fixed + 0.1, mean + " against " + fixed);
    }

    @Test
    void preprocessingIsUndoneInAllThatIsSaidOfSamples() {
        INDArray offset = PLANTED.samples().mul(3).addi(7);
        Learned learned = learning.withPreprocessing(Centring::of, Scaling::of, scaled -> Whitening.of(scaled, 1e-3))
                .fit(offset);
        INDArray reconstructed = learned.reconstruct(offset);
        double errors = offset.sub(reconstructed).norm2Number().doubleValue();
        double deviations = offset.subRowVector(offset.mean(0)).norm2Number().doubleValue();
        assertEquals(1 - errors * errors / (deviations * deviations), learned.r2(), 1e-12);
        assertTrue(learned.r2() > 0.95, learned.toString());
        INDArray codes = learned.encode(offset);
        INDArray constant = learned.decode(codes.mul(0));
        assertClose(reconstructed, codes.mmul(learned.dictionary().transpose()).add(constant), 1e-9);
    }

    @Test
    void whatWasLearnedIsRefinedWithOtherSamples() {
        Planted more = new Planted(
                PLANTED.dictionary(),
                PLANTED.samples().mul(0.5).addi(PLANTED.samples().mean(0).muli(0.5)),
                PLANTED.supports(),
                PLANTED.codes());
        DictionaryLearning two = learning.withUnits(32).withSparsity(Sparsity.most(2));
        Learned first = two.withSweepsUpTo(7).fit(batches(), STREAMS);
        assertEquals(Kind.BUDGET_SPENT, first.stopReason().kind());
        Learned second = two.fit(Batches.of(more.samples()), STREAMS, first);
        assertIdentical(
                first.preprocessing().apply(PLANTED.samples()),
                second.preprocessing().apply(PLANTED.samples()));
        assertEquals(Phase.REFINING, second.history().get(0).phase(), "nothing is found anew");
        assertEquals(2, second.history().get(0).mostActive());
        assertTrue(second.r2() > 0.998, second.toString());
        assertEquals(
                32, Atoms.found(PLANTED.dictionary(), second.coder().weights(), 0.06), "" + first.fit() + second.fit());
    }

    @Test
    void samplesThatChangeWithTheStepAreReadAsTheyCome() {
        Batches fresh = batches().shuffled(500, RandomStreams.of(9));
        Learned learned = learning.withUnits(32).withSparsity(Sparsity.most(2)).fit(fresh, STREAMS);
        assertEquals(32, Atoms.found(PLANTED.dictionary(), learned.dictionary(), 0.1));
        assertEquals(500, learned.fit().samples(), "those of step 0");
        assertEquals(
                200 * 32, learned.history().get(learned.history().size() - 1).samples(), "13 batches a sweep");
        Learned few = learning.withUnits(32)
                .withSparsity(Sparsity.most(2))
                .withSamplesOfASweep(700)
                .fit(fresh, STREAMS);
        assertEquals(700, few.history().get(few.history().size() - 1).samples());
        for (OutlierTreatment treatment : List.of(OutlierTreatment.DROP, OutlierTreatment.CLIP)) {
            String message = String.valueOf(assertThrows(
                            IllegalArgumentException.class,
                            () -> learning.withOutliers(treatment).fit(fresh, STREAMS))
                    .getMessage());
            assertTrue(message.contains(treatment.name()) && message.contains("changes with the step"), message);
        }
        assertEquals(0, learned.findings().outlierLimit(), "outliers are not sought");
    }

    @Test
    void theStartAndTheListenersAreTheCallers() {
        List<Long> told = new ArrayList<>();
        Learned learned = learning.withUnits(32)
                .withSparsity(Sparsity.most(2))
                .withStart(Initialiser.explicit(PLANTED.dictionary()))
                .withListener((step, progress) -> told.add(step.index()))
                .fit(PLANTED.samples());
        assertEquals(learned.history().stream().map(SweepRow::step).toList(), told);
        assertEquals(32, Atoms.found(PLANTED.dictionary(), learned.dictionary(), 0.01));
        assertEquals(SparseEncoder.pursuit(2, CodeSign.SIGNED), learned.coder().encoder());
    }

    /** While samples are looked through there is no result yet. */
    @Test
    void anInterruptBeforeTheFirstSweepEndsTheCall() {
        List<String> told = new ArrayList<>();
        ProgressListener stopping = (what, done, total) -> {
            told.add(what);
            Thread.currentThread().interrupt();
        };
        try {
            assertThrows(CancellationException.class, () -> stopping.during(() -> learning.fit(PLANTED.samples())));
        } finally {
            assertTrue(Thread.interrupted());
        }
        assertEquals(List.of("outliers: samples"), told);
    }

    /** In the middle of a sweep: the result is that of the sweeps before, judged on all samples. */
    @Test
    void anInterruptWithinASweepEndsARunWithTheSweepsBefore() {
        Batches samples = Batches.of(PLANTED.samples());
        int[] sweeps = {0};
        Batches interrupting = new Batches() {
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
                return false;
            }

            @Override
            public Reader reader() {
                Reader reader = samples.reader();
                return (step, from, to) -> {
                    if (sweeps[0] == 2) {
                        sweeps[0] = 3;
                        caller.interrupt();
                    }
                    return reader.rows(step, from, to);
                };
            }

            private final Thread caller = Thread.currentThread();
        };
        List<INDArray> swept = new ArrayList<>();
        try {
            Learned learned = learning.withListener((step, progress) -> {
                        sweeps[0]++;
                        swept.add(step.parameters().weights().dup());
                    })
                    .fit(interrupting, RandomStreams.of(1));
            assertEquals(Kind.INTERRUPTED, learned.stopReason().kind());
            assertEquals(2, learned.history().size());
            assertIdentical(swept.get(1), learned.coder().weights());
            assertTrue(Double.isFinite(learned.r2()));
        } finally {
            assertTrue(Thread.interrupted());
        }
    }

    @Test
    void allPhasesOfALearningAreTold() {
        Set<String> told = new LinkedHashSet<>();
        ProgressListener listener = (what, done, total) -> told.add(what);
        Learned heard = listener.during(() -> learning.fit(PLANTED.samples()));
        assertTrue(
                told.containsAll(List.of(
                        "outliers: samples",
                        "training: steps",
                        "threshold of the codes: trials",
                        "fit of the dictionary: samples")),
                told.toString());
        assertIdentical(learning.fit(PLANTED.samples()).dictionary(), heard.dictionary());
    }

    @Test
    void anInterruptEndsARunWithAResult() {
        try {
            Learned learned = learning.withSparsity(Sparsity.reaching(0.99))
                    .withListener((step, progress) -> {
                        if (step.index() == 2) {
                            Thread.currentThread().interrupt();
                        }
                    })
                    .fit(PLANTED.samples());
            assertEquals(Kind.INTERRUPTED, learned.stopReason().kind());
            assertEquals(3, learned.history().size(), "and no run is begun after it");
            assertEquals(1, learned.path().orElseThrow().points().size());
        } finally {
            assertTrue(Thread.interrupted());
        }
    }

    /** A second run of the path is interrupted while it closes in: what was found stays, and the reason is told. */
    @Test
    void anInterruptBetweenTwoPointsIsHeededToo() {
        Planted many = Planted.of(7, 24, 32, 5, 1500, CodeSign.SIGNED, 0.01);
        List<Integer> ks = new ArrayList<>();
        try {
            Learned learned = learning.withUnits(32)
                    .withSparsity(Sparsity.reaching(0.99))
                    .withListener((step, progress) -> {
                        int k = ((SweepGradient) step.gradient()).mostActive();
                        if (step.index() == 0) {
                            ks.add(k);
                        }
                        boolean between = ks.size() > 1 && ks.get(ks.size() - 1) < ks.get(ks.size() - 2);
                        if (between && step.index() == 1) {
                            Thread.currentThread().interrupt();
                        }
                    })
                    .fit(many.samples());
            assertTrue(ks.get(ks.size() - 1) < ks.get(ks.size() - 2), ks.toString());
            assertEquals(Kind.INTERRUPTED, learned.stopReason().kind(), ks.toString());
            assertEquals(ks.size(), learned.path().orElseThrow().points().size());
            assertEquals(ks.get(ks.size() - 2), learned.coder().encoder().most().orElseThrow());
        } finally {
            assertTrue(Thread.interrupted());
        }
    }

    /** The units do not grow any more, and no other run is begun. */
    @Test
    void anInterruptWhileUnitsGrowEndsWithAResult() {
        int[] runs = {0};
        for (int wanted : new int[] {1, 2}) {
            runs[0] = 0;
            try {
                Learned learned = learning.withUnitsUpTo(100)
                        .withSparsity(Sparsity.most(2))
                        .withListener((step, progress) -> {
                            runs[0] += step.index() == 0 ? 1 : 0;
                            if (runs[0] == wanted && step.index() == 2) {
                                Thread.currentThread().interrupt();
                            }
                        })
                        .fit(PLANTED.samples());
                assertEquals(Kind.INTERRUPTED, learned.stopReason().kind());
                assertEquals(wanted, runs[0]);
                assertTrue(Double.isFinite(learned.r2()));
                assertEquals(2000, learned.fit().samples());
            } finally {
                assertTrue(Thread.interrupted());
            }
        }
    }

    /** As a further run begins: it has no sweep, but those before it have. */
    @ParameterizedTest
    @CsvSource({"true, 2", "true, 3", "false, 2"})
    void anInterruptAsAFurtherRunBeginsCostsNothing(boolean growing, int further) {
        DictionaryLearning sought = growing
                ? learning.withUnitsUpTo(36).withSparsity(Sparsity.most(2))
                : learning.withUnits(32).withSparsity(Sparsity.reaching(0.9999));
        int[] runs = {0};
        ProgressListener stopping = (what, done, total) -> {
            if (what.equals("training: steps") && done == 0 && ++runs[0] == further) {
                Thread.currentThread().interrupt();
            }
        };
        try {
            Learned learned = stopping.during(() -> sought.withSweepsUpTo(5).fit(PLANTED.samples()));
            assertEquals(Kind.INTERRUPTED, learned.stopReason().kind());
            assertEquals(further, runs[0]);
            assertTrue(learned.history().size() > 1, learned.toString());
            assertTrue(Double.isFinite(learned.r2()));
        } finally {
            assertTrue(Thread.interrupted());
        }
    }

    @Test
    void goingOnKeepsTheSignAndTheSparsity() {
        Planted positive = Planted.of(3, 24, 32, 2, 1000, CodeSign.NON_NEGATIVE, 0.01);
        Batches samples = Batches.of(positive.samples());
        DictionaryLearning first = learning.withUnits(32).withSign(CodeSign.NON_NEGATIVE);
        Learned most = first.withSparsity(Sparsity.most(2)).fit(samples, STREAMS);
        Learned again = learning.fit(samples, STREAMS, most);
        assertEquals(most.coder().encoder(), again.coder().encoder());
        Learned mean = first.withSparsity(Sparsity.mean(1.7)).fit(samples, STREAMS);
        Learned meanAgain = learning.fit(samples, STREAMS, mean);
        assertEquals(CodeSign.NON_NEGATIVE, meanAgain.coder().encoder().sign());
        assertEquals(1.7, meanAgain.meanL0(), 0.05);
        Learned other = learning.withSparsity(Sparsity.most(1)).fit(samples, STREAMS, most);
        assertEquals(
                SparseEncoder.pursuit(1, CodeSign.NON_NEGATIVE), other.coder().encoder());
        String message = String.valueOf(assertThrows(
                        IllegalArgumentException.class,
                        () -> learning.withSign(CodeSign.SIGNED).fit(samples, STREAMS, most))
                .getMessage());
        assertTrue(message.contains("SIGNED") && message.contains("NON_NEGATIVE"), message);
    }

    @Test
    void unitsThatGrowHaveNoStartOfOnesOwn() {
        String message = String.valueOf(assertThrows(
                        IllegalArgumentException.class,
                        () -> learning.withUnitsUpTo(40)
                                .withStart(Initialiser.explicit(PLANTED.dictionary()))
                                .fit(PLANTED.samples()))
                .getMessage());
        assertTrue(message.contains("units up to 40") && message.contains("start"), message);
    }
}
