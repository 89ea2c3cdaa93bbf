package org.autoencoder4j.check.contraction;

import static org.autoencoder4j.testsupport.ArrayAssert.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.OptionalLong;
import java.util.function.LongFunction;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.descent.BiasSchedule;
import org.autoencoder4j.gradient.GradientSource;
import org.autoencoder4j.gradient.SampleGradient;
import org.autoencoder4j.gradient.TiedGradient;
import org.autoencoder4j.model.Dictionaries;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.OracleGradient;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.report.Report;
import org.autoencoder4j.report.Verdict;
import org.autoencoder4j.testsupport.Golden;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class MixtureSamplesTest {
    private static final Golden GOLDEN = Golden.read("beyond_p1_samples_0");
    private static final double FAILURE = 1e-3;
    private static final int FEATURES = 40;
    private static final int UNITS = 4;
    private static final INDArray ATOMS =
            Dictionaries.orthonormal(FEATURES, UNITS, DataType.DOUBLE, RandomStreams.of(3));
    private static final GenerativeModel MODEL = GenerativeModel.mixtureOfGaussians(ATOMS, 0.02);

    private static INDArray bias(double value) {
        return Nd4j.valueArrayOf(new long[] {UNITS}, value, DataType.DOUBLE);
    }

    private static MixtureInduction induction(double b, double zeta) {
        return MixtureInduction.of(MODEL, bias(b), Activation.relu(), zeta);
    }

    private static ClusterSamples golden(double sigma) {
        return new ClusterSamples(
                (int) GOLDEN.number("inputs/n"),
                GOLDEN.number("inputs/N"),
                GOLDEN.number("inputs/p"),
                GOLDEN.number("inputs/b"),
                sigma,
                GOLDEN.number("inputs/zeta"),
                GOLDEN.number("inputs/L"));
    }

    @Test
    void goldenSteps() {
        JsonNode rows = GOLDEN.node("outputs/rows");
        assertEquals(6, rows.size());
        double samples = GOLDEN.number("inputs/N");
        for (JsonNode row : rows) {
            ClusterSamples cluster = golden(row.get("sigma").asDouble());
            double angle = row.get("angle").asDouble();
            JsonNode constants = row.get("batch_constants");
            assertClose(row.get("fresh").asDouble(), cluster.fresh(angle), GOLDEN.tolerance());
            assertClose(row.get("batch").asDouble(), cluster.batch(angle), GOLDEN.tolerance());
            assertClose(constants.get("kappa").asDouble(), cluster.tilt(), GOLDEN.tolerance());
            assertClose(constants.get("theta").asDouble(), cluster.spread(), GOLDEN.tolerance());
            assertClose(constants.get("mu_lo").asDouble(), cluster.leastMoment(), GOLDEN.tolerance());
            assertClose(constants.get("mu_hi").asDouble(), cluster.greatestMoment(), GOLDEN.tolerance());
            assertClose(constants.get("s1").asDouble(), cluster.meanNoise(), GOLDEN.tolerance());
            assertClose(constants.get("lo").asDouble(), cluster.low() / samples, GOLDEN.tolerance());
            assertClose(constants.get("hi").asDouble(), cluster.high() / samples, GOLDEN.tolerance());
        }
    }

    /** The numbers of docs/INDUCTION.md: n = 784, m = 10, N = 10000, sigma = .01, zeta = m. */
    @Test
    void theSettingOfSectionSix() {
        INDArray atoms = Dictionaries.orthonormal(784, 10, DataType.DOUBLE, RandomStreams.of(1));
        GenerativeModel model = GenerativeModel.mixtureOfGaussians(atoms, 0.01);
        INDArray b = Nd4j.valueArrayOf(new long[] {10}, -0.7, DataType.DOUBLE);
        MixtureInduction induction = MixtureInduction.of(model, b, Activation.relu(), 10);
        MixtureSamples samples = MixtureSamples.of(induction, 10_000, FAILURE);
        CertifiedSteps fresh = samples.freshBatches(0.5, 1);
        assertEquals(0.2945, fresh.deltas()[1], 5e-4);
        assertEquals(FAILURE / 2, fresh.failure(), 1e-12);
        assertEquals(0.0114, samples.fullBatch(0.5, 14).limit().orElseThrow(), 5e-5);
        assertEquals(354, samples.leastSamples(0.5).orElseThrow());
    }

    /** Runs with a source of gradients; how near they come to their certificate at step 1 is returned. */
    private static double runsKeepToIt(
            CertifiedSteps certified,
            double b,
            double zeta,
            int runs,
            LongFunction<GradientSource<TiedAutoencoder, TiedGradient>> source) {
        assertTrue(certified.complete(), certified::toString);
        double nearest = 0;
        for (int run = 0; run < runs; run++) {
            INDArray weights =
                    Starts.numbered(HeapMatrix.columns(ATOMS), certified.angles()[0], run);
            GradientSource<TiedAutoencoder, TiedGradient> gradient = source.apply(run);
            double[] errors = new double[certified.asked() + 1];
            for (int step = 0; step < errors.length; step++) {
                errors[step] = weights.sub(ATOMS).norm2(0).maxNumber().doubleValue();
                TiedAutoencoder present = new TiedAutoencoder(weights, bias(b), Activation.relu());
                weights = weights.sub(gradient.at(present, step).weights().mul(zeta));
                weights = weights.divRowVector(weights.norm2(0));
            }
            Report report = certified.follows(errors);
            assertEquals(Verdict.HOLDS, report.verdict(), report::text);
            nearest = Math.max(nearest, errors[1] / certified.deltas()[1]);
        }
        return nearest;
    }

    /** 20 runs of 6 steps, the true encoder's: one fails with probability 1e-4, so all hold but with probability 0.2 %. */
    @Test
    void runsOnFreshSamplesKeepToTheirCertificate() {
        MixtureSamples samples = MixtureSamples.of(induction(-0.5, UNITS), 2000, 1e-4);
        CertifiedSteps certified = samples.freshBatches(0.3, 6);
        assertTrue(certified.failure() < 2e-4, "failure " + certified.failure());
        double nearest = runsKeepToIt(
                certified, -0.5, UNITS, 20, run -> SampleGradient.of(MODEL.batches(RandomStreams.of(100 + run), 2000)));
        assertTrue(nearest > 0.7, "came as near as " + nearest);
    }

    /** 12 runs of 20 steps, on the true support and of the true encoder: one fails with probability 1e-4. */
    @Test
    void runsOnTheSameSamplesKeepToTheirCertificateForEver() {
        MixtureSamples samples = MixtureSamples.of(induction(-0.5, 3), 1500, 1e-4);
        CertifiedSteps certified = samples.fullBatch(0.3, 20);
        assertEquals(1e-4, certified.failure());
        double oracle = runsKeepToIt(certified, -0.5, 3, 6, run -> {
            OracleGradient drawn = OracleGradient.of(MODEL, RandomStreams.of(200 + run), 1500);
            return (autoencoder, step) -> drawn.at(autoencoder, 0);
        });
        double own = runsKeepToIt(
                certified,
                -0.5,
                3,
                6,
                run -> SampleGradient.of(Batches.of(
                        MODEL.batches(RandomStreams.of(300 + run), 1500).batch(0))));
        assertTrue(Math.min(oracle, own) > 0.7, oracle + " and " + own);
    }

    /** 300 fresh steps and 60 batches of 40 steps at sizes where noise matters: none is above its bound, at eps = 1e-5. */
    @Test
    @Tag("slow")
    void manyRunsKeepToTheirCertificates() {
        for (long count : new long[] {300, 1000, 10_000}) {
            MixtureSamples samples = MixtureSamples.of(induction(-0.5, UNITS), count, 1e-5);
            runsKeepToIt(
                    samples.freshBatches(0.3, 4),
                    -0.5,
                    UNITS,
                    25,
                    run -> SampleGradient.of(MODEL.batches(RandomStreams.of(count + run), count)));
            runsKeepToIt(samples.fullBatch(0.3, 40), -0.5, UNITS, 20, run -> {
                OracleGradient drawn = OracleGradient.of(MODEL, RandomStreams.of(count + run), count);
                return (autoencoder, step) -> drawn.at(autoencoder, 0);
            });
        }
    }

    /** The floor of a mini-batch: about sigma sqrt((n - 1)/(N p)) times what a step weighs, and it falls with N. */
    @Test
    void theFloorFallsLikeTheRootOfTheSamples() {
        double few = MixtureSamples.of(induction(-0.5, UNITS), 4000, FAILURE)
                .freshBatches(0.3, 30)
                .angles()[30];
        double many = MixtureSamples.of(induction(-0.5, UNITS), 400_000, FAILURE)
                .freshBatches(0.3, 30)
                .angles()[30];
        double scale = 0.02 * Math.sqrt((FEATURES - 1) / 1000.0);
        assertTrue(few > scale && few < 5 * scale, few + " of " + scale);
        assertTrue(few / many > 8 && few / many < 14, few + " and " + many);
    }

    /** The least N contracts, one less does not. */
    @Test
    void theLeastSamplesAreTheLeast() {
        for (double delta : new double[] {0.5, 0.1, 0.03}) {
            MixtureSamples samples = MixtureSamples.of(induction(-0.5, UNITS), 1, FAILURE);
            long least = samples.leastSamples(delta).orElseThrow();
            // On the true support all of eps is for the samples; with misfires it is half.
            assertTrue(MixtureSamples.of(induction(-0.5, UNITS), least, 2 * FAILURE)
                            .freshBatches(delta, 1)
                            .deltas()[1]
                    < delta);
            CertifiedSteps less = MixtureSamples.of(induction(-0.5, UNITS), least - 1, 2 * FAILURE)
                    .freshBatches(delta, 1);
            assertTrue(!less.complete() || less.deltas()[1] >= delta);
        }
        // A step that mirrors what it finds contracts with no number of samples.
        assertEquals(
                OptionalLong.empty(),
                MixtureSamples.of(induction(0.8, UNITS), 1, FAILURE).leastSamples(0.1));
    }

    /** eps/2/(6 m T) for each event of fresh steps, eps/(9 m) for those of a batch. */
    @Test
    void theProbabilityIsSharedByAllEvents() {
        MixtureSamples samples = MixtureSamples.of(induction(-0.5, UNITS), 2000, FAILURE);
        ClusterSamples fresh =
                new ClusterSamples(FEATURES, 2000, 0.25, -0.5, 0.02, UNITS, Math.log(12 * UNITS * 5 / FAILURE));
        double angle = CertifiedSteps.angle(0.3);
        assertEquals(fresh.fresh(angle), samples.freshBatches(0.3, 5).angles()[1], 1e-14);
        ClusterSamples batch =
                new ClusterSamples(FEATURES, 2000, 0.25, -0.5, 0.02, UNITS, Math.log(9 * UNITS / FAILURE));
        assertEquals(batch.batch(angle), samples.fullBatch(0.3, 5).angles()[1], 1e-14);
    }

    /** Misfires come on top: N times their probability at each step, at the angle before it. */
    @Test
    void misfiresCount() {
        GenerativeModel noisy = GenerativeModel.mixtureOfGaussians(ATOMS, 0.07);
        MixtureInduction induction = MixtureInduction.of(noisy, bias(-0.55), Activation.relu(), UNITS);
        MixtureSamples samples = MixtureSamples.of(induction, 3000, FAILURE);
        CertifiedSteps certified = samples.freshBatches(0.2, 3);
        double expected = FAILURE / 2;
        for (int step = 0; step < 3; step++) {
            expected += 3000 * induction.misfire(0, certified.angles()[step]);
        }
        assertTrue(expected > 1.1 * FAILURE && expected < 0.5, "expected " + expected);
        assertEquals(expected, certified.failure(), 1e-12);
        // More than was asked for: no certificate. Asked for twice as much, it is one.
        assertEquals(Verdict.NOT_APPLICABLE, certified.report(1).verdict());
        assertEquals(Verdict.NOT_APPLICABLE, samples.contraction(0.2).verdict());
        MixtureSamples lenient = MixtureSamples.of(induction, 3000, 2 * expected);
        assertEquals(Verdict.HOLDS, lenient.freshBatches(0.2, 3).report(1).verdict());
        assertEquals(Verdict.HOLDS, lenient.contraction(0.2).verdict());
        GenerativeModel loud = GenerativeModel.mixtureOfGaussians(ATOMS, 0.2);
        MixtureSamples hopeless =
                MixtureSamples.of(MixtureInduction.of(loud, bias(-0.55), Activation.relu(), UNITS), 10_000, FAILURE);
        assertEquals(1, hopeless.freshBatches(0.2, 1).failure());
        assertEquals(Verdict.NOT_APPLICABLE, hopeless.contraction(0.2).verdict());
    }

    /** A batch keeps its bound for ever and on the true support; later steps on fresh samples may fail, on the encoder's own. */
    @Test
    void freshStepsHaveNoLimit() {
        MixtureSamples samples = MixtureSamples.of(induction(-0.5, UNITS), 2000, FAILURE);
        CertifiedSteps fresh = samples.freshBatches(0.3, 5);
        assertTrue(fresh.complete() && fresh.limit().isEmpty());
        assertTrue(!fresh.report(0.3).findings().containsKey("deltaInTheLimit"));
        assertEquals(CodeSupport.OWN, fresh.support());
        CertifiedSteps same = samples.fullBatch(0.3, 5);
        assertTrue(same.report(0.3).findings().containsKey("deltaInTheLimit"));
        assertEquals(CodeSupport.TRUE, same.support());
    }

    @Test
    void theReportSaysWhetherAStepContracts() {
        MixtureSamples samples = MixtureSamples.of(induction(-0.5, UNITS), 2000, FAILURE);
        Report report = samples.contraction(0.3);
        assertEquals(Verdict.HOLDS, report.verdict());
        assertEquals(2000, report.findings().get("samples"));
        assertEquals(
                (double) samples.leastSamples(0.3).orElseThrow(),
                report.findings().get("leastSamples"));
        assertEquals(Verdict.INCONCLUSIVE, samples.contraction(0.003).verdict());
        assertEquals(
                Verdict.NOT_APPLICABLE,
                MixtureSamples.of(induction(-0.5, UNITS), 20, FAILURE)
                        .contraction(0.3)
                        .verdict());
        Report mirrors = MixtureSamples.of(induction(0.8, UNITS), 2000, FAILURE).contraction(0.1);
        assertTrue(!mirrors.findings().containsKey("leastSamples"));
    }

    @Test
    void aScheduleIsTakenStepByStep() {
        BiasSchedule schedule = BiasSchedule.geometric(1.2, 0.5);
        MixtureSamples samples = MixtureSamples.of(induction(-0.7, UNITS).with(schedule), 3000, FAILURE);
        CertifiedSteps fresh = samples.freshBatches(0.3, 3);
        CertifiedSteps batch = samples.fullBatch(0.3, 3);
        double b = schedule.at(-0.7, 2);
        double angle = fresh.angles()[2];
        ClusterSamples last =
                new ClusterSamples(FEATURES, 3000, 0.25, b, 0.02, UNITS, Math.log(12 * UNITS * 3 / FAILURE));
        assertEquals(last.fresh(angle), fresh.angles()[3], 1e-14);
        ClusterSamples same = new ClusterSamples(FEATURES, 3000, 0.25, b, 0.02, UNITS, Math.log(9 * UNITS / FAILURE));
        assertEquals(same.batch(batch.angles()[2]), batch.angles()[3], 1e-14);
    }

    @Test
    void refusesWhatDoesNotFit() {
        MixtureInduction induction = induction(-0.5, 1);
        assertThrows(IllegalArgumentException.class, () -> MixtureSamples.of(induction, 0, FAILURE));
        assertThrows(IllegalArgumentException.class, () -> MixtureSamples.of(induction, 10, 0));
        assertThrows(IllegalArgumentException.class, () -> MixtureSamples.of(induction, 10, 1));
        assertThrows(IllegalArgumentException.class, () -> MixtureSamples.of(induction, 10, Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> MixtureSamples.of(induction.withBoundedNoise(0.1), 10, 0.1));
        MixtureSamples samples = MixtureSamples.of(induction, 10, 0.5);
        assertThrows(IllegalArgumentException.class, () -> samples.freshBatches(0.1, 0));
        assertThrows(IllegalArgumentException.class, () -> samples.fullBatch(2, 1));
        assertThrows(IllegalArgumentException.class, () -> samples.leastSamples(0));
        assertThrows(IllegalArgumentException.class, () -> samples.contraction(0));
        assertEquals("MixtureSamples[10 samples, failure=0.5, " + induction + "]", samples.toString());
    }
}
