package org.autoencoder4j.learn;

import static org.autoencoder4j.testsupport.ArrayAssert.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.autoencoder4j.coding.CodeSign;
import org.autoencoder4j.coding.Planted;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.data.preprocessing.Outliers.Outlier;
import org.autoencoder4j.data.preprocessing.Preprocessing;
import org.autoencoder4j.gradient.Fixtures;
import org.autoencoder4j.random.RandomStreams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Samples that are few, equal, constant, far away or wrong, and options that do not fit them. */
class DifficultSamplesTest {
    private static final RandomStreams STREAMS = RandomStreams.of(1);
    private final DictionaryLearning learning = DictionaryLearning.withDefaults();

    private static INDArray samples(int count, int features) {
        return Fixtures.observations(3, count, features);
    }

    private String refusal(INDArray samples, DictionaryLearning with) {
        return String.valueOf(assertThrows(IllegalArgumentException.class, () -> with.fit(samples))
                .getMessage());
    }

    @Test
    void fewSamplesAreTheirOwnAtoms() {
        Learned learned = learning.withSparsity(Sparsity.most(1)).fit(samples(5, 8));
        assertEquals(5, learned.coder().units(), "by default no more than samples");
        assertEquals(1, learned.r2(), 1e-9);
    }

    @Test
    void moreUnitsThanSamplesAreToldAsDead() {
        Learned learned = learning.withUnits(20).withSparsity(Sparsity.most(1)).fit(samples(6, 8));
        assertEquals(1, learned.r2(), 1e-9);
        assertTrue(learned.fit().deadUnits().size() >= 14, learned.toString());
        assertTrue(learned.units().surplus().containsAll(learned.fit().deadUnits()), learned.toString());
    }

    @Test
    void equalSamplesAndConstantFeaturesAreNoTrouble() {
        INDArray rows = samples(40, 6);
        rows.putColumn(2, Nd4j.valueArrayOf(new long[] {40}, 7.0, DataType.DOUBLE));
        for (int i = 1; i < 40; i++) {
            rows.putRow(i, rows.getRow(i % 4));
        }
        Learned learned = learning.fit(rows);
        assertTrue(learned.r2() > 0.99, learned.toString());
        assertClose(rows, learned.reconstruct(rows), 1e-9);
    }

    @Test
    void samplesThatAllPointOneWayAreDescribed() {
        INDArray rows = samples(300, 1).mmul(samples(1, 8)).addi(100);
        Learned learned = learning.fit(rows);
        assertTrue(learned.r2() > 0.999, learned.toString());
    }

    @Test
    void aFeatureThatOnlyRoundingVariesIsNamed() {
        INDArray rows = samples(100, 4);
        for (int i = 0; i < 100; i++) {
            rows.putScalar(i, 2, 1e9 + 128 * (i % 3));
        }
        assertEquals(
                List.of(2), learning.fit(rows.castTo(DataType.FLOAT)).findings().roundedFeatures());
        assertEquals(List.of(), learning.fit(rows).findings().roundedFeatures());
    }

    /** Two of 2000 samples of 100 features, a hundred times as long as they were; they alone have decided what is learned. */
    @Test
    void outliersAreNamedAndIfDroppedOthersAreDescribedAsWithoutThem() {
        Planted planted = Planted.of(7, 100, 60, 3, 2000, CodeSign.SIGNED, 0.1);
        DictionaryLearning three = learning.withUnits(60).withSparsity(Sparsity.most(3));
        INDArray with = planted.samples().dup();
        for (int row : new int[] {17, 1203}) {
            with.putRow(row, Fixtures.observations(row, 1, 100).muli(100).getRow(0));
        }
        int[] rest =
                IntStream.range(0, 2000).filter(row -> row != 17 && row != 1203).toArray();
        Batches others = Batches.of(Nd4j.pullRows(planted.samples(), 1, rest, 'c'));
        double without = three.fit(others, STREAMS).r2();

        Learned kept = three.fit(with.dup());
        assertEquals(
                List.of(17L, 1203L),
                kept.findings().outliers().stream().map(Outlier::row).toList());
        assertEquals(OutlierTreatment.KEEP, kept.findings().treatment());
        for (OutlierTreatment treatment : List.of(OutlierTreatment.DROP, OutlierTreatment.CLIP)) {
            Learned treated = three.withOutliers(treatment).fit(with.dup());
            assertEquals(kept.findings().outliers(), treated.findings().outliers());
            assertEquals(
                    treatment == OutlierTreatment.DROP ? 1998 : 2000,
                    treated.fit().samples());
            assertEquals(without, treated.evaluate(others).r2(), 0.02);
        }
    }

    @ParameterizedTest
    @CsvSource({"FLOAT, 0", "DOUBLE, 0", "DOUBLE, 1e-17"})
    void samplesThatDifferByRoundingOnlyAreRefused(DataType type, double noise) {
        INDArray rows = Nd4j.valueArrayOf(new long[] {50, 7}, 0.1, DataType.DOUBLE);
        rows.addi(samples(50, 7).gt(0).castTo(DataType.DOUBLE).muli(noise));
        String message = refusal(rows.castTo(type), learning);
        assertTrue(message.startsWith("the samples [50, 7] are all equal, beginning with 0.1"), message);
        assertTrue(message.endsWith("up to rounding in " + type + "; a dictionary needs samples that differ"), message);
    }

    @Test
    void whatNoDictionaryCanBeLearnedFromIsToldInOneSentence() {
        String one = refusal(samples(1, 5), learning);
        assertTrue(one.contains("one sample only, [1, 5]; a dictionary needs several"), one);
        String series = refusal(samples(50, 1), learning);
        assertTrue(series.contains("[50, 1] have one feature") && series.contains("Patches.windows"), series);
        INDArray broken = samples(20, 5);
        broken.putScalar(3, 4, Double.NaN);
        assertTrue(refusal(broken, learning).contains("NaN or infinite, at [3, 4]"));
        String large = refusal(samples(20, 5).muli(1e30).castTo(DataType.FLOAT), learning);
        assertTrue(large.contains("must lie between 1.0E-30 and 1.0E18 for FLOAT: scale the samples"), large);
        assertTrue(refusal(Nd4j.ones(DataType.INT32, 3, 3), learning).contains("it must be FLOAT or DOUBLE"));
    }

    @Test
    void optionsThatDoNotFitAreToldWithTheirValues() {
        INDArray rows = samples(30, 6);
        String most = refusal(rows, learning.withSparsity(Sparsity.most(6)));
        assertTrue(
                most.contains(
                        "the most active units = 6 must be at most 5, with 12 units and fewer than the 6 features"),
                most);
        String mean = refusal(rows, learning.withUnits(3).withSparsity(Sparsity.mean(3.5)));
        assertTrue(mean.contains("3.5 must be at most 3, with 3 units"), mean);
        String both = refusal(rows, learning.withUnitsUpTo(9).withSparsity(Sparsity.reaching(0.5)));
        assertTrue(both.contains("units up to 9") && both.contains("0.5"), both);
        String few = refusal(rows, learning.withUnitsUpTo(9));
        assertTrue(few.contains("at least 100 samples"), few);
        for (Runnable wrong : List.<Runnable>of(
                () -> learning.withUnits(0),
                () -> learning.withUnitsUpTo(0),
                () -> learning.withSweepsUpTo(0),
                () -> Sparsity.most(0),
                () -> Sparsity.mean(Double.NaN),
                () -> Sparsity.mean(0),
                () -> Sparsity.reaching(1),
                () -> Sparsity.reaching(Double.NaN))) {
            assertThrows(IllegalArgumentException.class, wrong::run);
        }
    }

    @Test
    void otherSamplesThanBeforeAreRefused() {
        Learned before = learning.fit(samples(50, 6));
        String features = String.valueOf(assertThrows(
                        IllegalArgumentException.class, () -> learning.fit(Batches.of(samples(50, 5)), STREAMS, before))
                .getMessage());
        assertTrue(features.contains("5 features") && features.contains("had 6"), features);
        Batches floats = Batches.of(samples(50, 6).castTo(DataType.FLOAT));
        assertThrows(IllegalArgumentException.class, () -> learning.fit(floats, STREAMS, before));
        assertEquals(
                before.coder().units(),
                learning.fit(Batches.of(samples(50, 6)), STREAMS, before)
                        .coder()
                        .units());
    }

    @Test
    void noPreprocessingLeavesSamplesAsTheyAre() {
        INDArray rows = samples(50, 6);
        assertEquals(rows, Preprocessing.none(Batches.of(rows)).apply(rows));
    }
}
