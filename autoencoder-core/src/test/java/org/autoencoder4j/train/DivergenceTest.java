package org.autoencoder4j.train;

import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.LongToDoubleFunction;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.descent.LearningRate;
import org.autoencoder4j.descent.Normalisation;
import org.autoencoder4j.descent.TiedDescent;
import org.autoencoder4j.gradient.Fixtures;
import org.autoencoder4j.gradient.GradientSource;
import org.autoencoder4j.gradient.SampleGradient;
import org.autoencoder4j.gradient.TiedGradient;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.train.StopReason.Kind;
import org.autoencoder4j.train.internal.CollinearColumns;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Runs that destroy what they began with, and runs whose loss only goes up and down. */
class DivergenceTest {
    private static final int FEATURES = 64;
    private static final int UNITS = 128;
    private static final int SPARSITY = 5;

    private final INDArray truth =
            Fixtures.autoencoder(1, FEATURES, UNITS, Activation.relu()).weights();
    private final INDArray samples = samples(1000);

    /** Sums of five atoms with factors in [1, 2] and signs at random. */
    private INDArray samples(int count) {
        SplittableRandom random = new SplittableRandom(1);
        INDArray codes = Nd4j.zeros(DataType.DOUBLE, count, UNITS);
        for (int i = 0; i < count; i++) {
            for (int unit : random.ints(0, UNITS).distinct().limit(SPARSITY).toArray()) {
                double value = 1 + random.nextDouble();
                codes.putScalar(i, unit, random.nextBoolean() ? value : -value);
            }
        }
        return codes.mmul(truth.transpose());
    }

    private Trainer<TiedAutoencoder> trainer(LearningRate rate, int steps) {
        return Trainer.of(TiedDescent.of(SampleGradient.of(Batches.of(samples)), rate), StoppingRule.steps(steps));
    }

    private TiedAutoencoder atTheTruth(double threshold) {
        return TiedAutoencoder.withoutBias(truth.dup(), Activation.hardThreshold(threshold));
    }

    /** The step m / (8 k), which would do for codes of few conflicts, and a threshold of half the least code. */
    @Test
    void aRunThatDestroysTheTrueDictionarySaysSoAndKeepsTheBest() {
        TrainingResult<TiedAutoencoder> result =
                trainer(LearningRate.constant(UNITS / (8.0 * SPARSITY)), 60).train(atTheTruth(0.5));
        double[] losses = result.history().losses();
        assertTrue(result.loss() > 2 * result.initialLoss(), Arrays.toString(losses));
        assertEquals(Kind.DIVERGED, result.stopReason().kind());
        assertFalse(result.stopReason().converged());
        String message = result.stopReason().message();
        for (String part : List.of("60 steps done", "learning rate than 3.2", "backs off", "threshold", "best")) {
            assertTrue(message.contains(part), message);
        }
        double least = Arrays.stream(losses).min().orElseThrow();
        assertEquals(least, result.bestLoss());
        assertEquals(least, result.best().loss(samples), 1e-12 * least);
        assertNotEquals(result.best().weights(), result.parameters().weights());
    }

    /** What the Javadoc of {@link org.autoencoder4j.network.HardThreshold} says of thresholds, on fewer samples and steps. */
    @Test
    void halfTheLeastCodeDragsTrueAtomsFartherAwayThanTheLeastCode() {
        LearningRate rate = LearningRate.constant(UNITS / (40.0 * SPARSITY)).backingOff();
        double half = medianDistance(trainer(rate, 100).train(atTheTruth(0.5)));
        double whole = medianDistance(trainer(rate, 100).train(atTheTruth(1)));
        assertTrue(half > 1.5 * whole && half > 0.4, half + " and " + whole);
    }

    private double medianDistance(TrainingResult<TiedAutoencoder> result) {
        double[] distances = result.parameters().weights().sub(truth).norm2(0).toDoubleVector();
        Arrays.sort(distances);
        return distances[UNITS / 2];
    }

    @Test
    void columnsThatHaveCollapsedAreCountedAndNamed(@TempDir Path folder) throws IOException {
        TiedAutoencoder start = atTheTruth(1);
        start.weights().putColumn(7, start.weights().getColumn(3).mul(-1));
        start.weights()
                .putColumn(
                        100,
                        start.weights()
                                .getColumn(90)
                                .mul(0.99)
                                .add(truth.getColumn(0).mul(0.1)));
        start.weights().putColumn(11, Nd4j.zeros(DataType.DOUBLE, FEATURES));
        TrainingResult<TiedAutoencoder> result =
                trainer(LearningRate.constant(1e-6), 3).train(start);
        assertEquals(List.of(3, 7, 11, 90, 100), result.collinearColumns());
        assertEquals(Kind.BUDGET_SPENT, result.stopReason().kind());
        for (History.Row row : result.history().rows()) {
            assertEquals(5, row.collinearColumns());
        }
        Path file = folder.resolve("history.csv");
        result.history().toCsv(file);
        assertEquals(result.history().rows(), History.fromCsv(file).rows());
        assertEquals(
                List.of(),
                trainer(LearningRate.constant(1e-6), 3).train(atTheTruth(1)).collinearColumns());
        StopReason reason = new StopReason(Kind.BUDGET_SPENT, "3 steps done");
        assertTrue(judge(reason, 1, List.of(3, 7), 1, 3)
                .message()
                .contains("2 columns have collapsed or are collinear: 3, 7;"));
    }

    /** Around the sizes of blocks, against all pairs; 24 features, so that others are not collinear by chance. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 1023, 1024, 1025, 1449, 2049})
    void collinearColumnsAreFoundInEveryBlock(int units) {
        INDArray weights = Fixtures.observations(4, 24, units).castTo(DataType.FLOAT);
        for (int pair : new int[] {0, units / 2, units - 1}) {
            weights.putColumn(pair, weights.getColumn(units / 3).mul(-2));
        }
        List<Integer> expected = bruteForce(weights);
        assertTrue(units < 3 || expected.size() >= 4, expected.toString());
        assertEquals(expected, CollinearColumns.of(weights));
    }

    private static List<Integer> bruteForce(INDArray weights) {
        float[][] atoms = weights.transpose().dup('c').toFloatMatrix();
        return IntStream.range(0, atoms.length)
                .filter(i -> IntStream.range(0, atoms.length)
                        .anyMatch(j -> j != i && Math.abs(cosine(atoms[i], atoms[j])) >= CollinearColumns.COSINE))
                .boxed()
                .toList();
    }

    private static double cosine(float[] a, float[] b) {
        double product = 0;
        double first = 0;
        double second = 0;
        for (int j = 0; j < a.length; j++) {
            product += (double) a[j] * b[j];
            first += (double) a[j] * a[j];
            second += (double) b[j] * b[j];
        }
        return product / Math.sqrt(first * second);
    }

    private static StopReason judge(StopReason reason, double again, List<Integer> collinear, double... losses) {
        return judge(reason, step -> again, collinear, losses);
    }

    private static StopReason judge(
            StopReason reason, LongToDoubleFunction lossOfBest, List<Integer> collinear, double... losses) {
        History history = new History();
        for (int i = 0; i < losses.length; i++) {
            history.add(new History.Row(i, losses[i], Double.NaN, 1, 1, 1, 0, 0, collinear.size(), Map.of()));
        }
        TiedGradient gradient =
                new TiedGradient(Nd4j.zeros(2, 2), Nd4j.zeros(2), Nd4j.zeros(2), losses[losses.length - 1]);
        return Divergence.judge(
                reason,
                new Step<>(losses.length - 1, "", gradient, gradient.norm(), 1, 0),
                history,
                collinear,
                lossOfBest);
    }

    @Test
    void onTheSameBatchTwiceTheLeastLossAndHalfOfTheGainDecide() {
        StopReason spent = new StopReason(Kind.BUDGET_SPENT, "steps done");
        StopReason converged = new StopReason(Kind.CONVERGED, "stalled");
        assertEquals(Kind.DIVERGED, judge(spent, 7, List.of(), 7, 1653).kind());
        assertEquals(
                Kind.DIVERGED, judge(converged, 7, List.of(), 7, 1653, 1653).kind());
        assertEquals(spent, judge(spent, 7, List.of(), 7, 13.9), "not twice the least");
        assertEquals(spent, judge(spent, 1, List.of(), 1000, 1, 400), "most of the gain is there");
        assertEquals(Kind.DIVERGED, judge(spent, 1, List.of(), 1000, 1, 600).kind());
        assertEquals(spent, judge(spent, 0, List.of(), 1, 0, 0.4), "most of the gain is there");
        assertEquals(spent, judge(spent, 6, List.of(), 7, 1653), "another batch, and too few steps to tell from noise");
        StopReason interrupted = new StopReason(Kind.INTERRUPTED, "interrupted");
        assertEquals(interrupted, judge(interrupted, 7, List.of(), 7, 1653));
    }

    /**
     * Losses of single samples, independent and exponentially distributed, at a level that stays or falls; those of the best
     * parameters as independent of them. 2000 runs of fixed seeds: one of them is misjudged with a probability below 4 %.
     */
    @Test
    void noiseIsNoDivergence() {
        SplittableRandom random = new SplittableRandom(1);
        StopReason spent = new StopReason(Kind.BUDGET_SPENT, "steps done");
        for (int run = 0; run < 2000; run++) {
            double fall = random.nextBoolean() ? 0 : random.nextDouble() / 10;
            double[] losses = IntStream.range(0, 1 + random.nextInt(300))
                    .mapToDouble(i -> exponential(random) / (1 + fall * i))
                    .toArray();
            double end = 1 + fall * losses.length;
            assertEquals(spent, judge(spent, step -> exponential(random) / end, List.of(), losses), "run " + run);
        }
    }

    private static double exponential(SplittableRandom random) {
        return -Math.log(1 - random.nextDouble());
    }

    /** Losses of half to twice their level, which is 8.1 times that of the best parameters. */
    @Property(tries = 500)
    void aLevelAboveAllNoiseIsDivergence(
            @ForAll int seed,
            @ForAll @IntRange(max = 200) int before,
            @ForAll @IntRange(min = 10, max = 50) int after) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] losses = IntStream.rangeClosed(0, before + after)
                .mapToDouble(i -> (i <= before ? 1 : 8.1) * noise(random))
                .toArray();
        StopReason spent = new StopReason(Kind.BUDGET_SPENT, "steps done");
        assertEquals(
                Kind.DIVERGED,
                judge(spent, step -> noise(random), List.of(), losses).kind());
    }

    private static double noise(SplittableRandom random) {
        return Math.pow(2, 2 * random.nextDouble() - 1);
    }

    /** Batches of two samples each, at the truth with a threshold and a step that keep it; seeds fixed. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void smallBatchesOfASteadyRunAreNoDivergence(int seed) {
        Batches batches = Batches.of(samples).shuffled(2, RandomStreams.of(seed));
        TiedDescent rule = TiedDescent.of(SampleGradient.of(batches), LearningRate.constant(1e-3));
        TrainingResult<TiedAutoencoder> result =
                Trainer.of(rule, StoppingRule.steps(60)).train(atTheTruth(1));
        double least = result.bestLoss();
        double greatest = Arrays.stream(result.history().losses()).max().orElseThrow();
        assertTrue(greatest > 2 * least, "there is noise");
        assertEquals(Kind.BUDGET_SPENT, result.stopReason().kind());
    }

    @Test
    void freshBatchesThatDivergeAreNoticed() {
        Batches batches = Batches.of(samples).shuffled(100, RandomStreams.of(1));
        TiedDescent rule = TiedDescent.of(SampleGradient.of(batches), LearningRate.constant(UNITS / (8.0 * SPARSITY)));
        TrainingResult<TiedAutoencoder> result =
                Trainer.of(rule, StoppingRule.steps(80)).train(atTheTruth(0.5));
        assertEquals(Kind.DIVERGED, result.stopReason().kind());
    }

    @Test
    void theBestSurvivesAResumption(@TempDir Path folder) throws IOException {
        LearningRate rate = LearningRate.constant(UNITS / (8.0 * SPARSITY));
        TrainingResult<TiedAutoencoder> whole = trainer(rate, 60).train(atTheTruth(0.5));
        trainer(rate, 50).withCheckpoints(folder, 20).train(atTheTruth(0.5));
        TrainingResult<TiedAutoencoder> resumed = trainer(rate, 60).resume(folder);
        assertEquals(whole.bestLoss(), resumed.bestLoss());
        assertIdentical(whole.best().weights(), resumed.best().weights());
        assertIdentical(whole.parameters().weights(), resumed.parameters().weights());
        assertEquals(whole.stopReason(), resumed.stopReason());
        assertEquals(whole.history().rows(), resumed.history().rows());
    }

    /** Losses up and down, so that each of the three sets of parameters is the best at some time. */
    @Test
    void theBestIsThatOfTheLeastLossAtEachStep() {
        double[] losses = {5, 3, 4, 2, 6, 7, 1, 8, 9, 0.5, 3};
        GradientSource<TiedAutoencoder, TiedGradient> source = (a, step) ->
                new TiedGradient(Nd4j.ones(DataType.DOUBLE, 2, 2), Nd4j.zeros(2), Nd4j.ones(2), losses[(int) step]);
        UpdateRule.Session<TiedAutoencoder> session = TiedDescent.of(source, LearningRate.constant(1))
                .with(Normalisation.NONE)
                .start(TiedAutoencoder.withoutBias(Nd4j.zeros(DataType.DOUBLE, 2, 2), Activation.relu()));
        int best = 0;
        for (int step = 0; step < losses.length; step++) {
            assertEquals(-step, session.evaluate().parameters().weights().getDouble(0));
            best = losses[step] < losses[best] ? step : best;
            assertEquals(-best, session.best().weights().getDouble(0), "step " + step);
            if (step < losses.length - 1) {
                session.advance();
            }
        }
    }
}
