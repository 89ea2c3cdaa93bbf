package org.autoencoder4j.examples.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.autoencoder4j.check.closeness.Matching;
import org.autoencoder4j.check.closeness.SignFlips;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.descent.BiasSchedule;
import org.autoencoder4j.descent.LearningRate;
import org.autoencoder4j.descent.Normalisation;
import org.autoencoder4j.descent.TiedDescent;
import org.autoencoder4j.examples.Execution;
import org.autoencoder4j.gradient.SampleGradient;
import org.autoencoder4j.init.Initialiser;
import org.autoencoder4j.model.Dictionaries;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.train.StoppingRule;
import org.autoencoder4j.train.Trainer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The experiment of section 6, small, and at full size as slow tests. */
class FiguresTest {
    @TempDir
    Path folder;

    private Execution figures(String options) {
        return Execution.in(folder, ("figures " + options).split(" ", -1)).succeeded();
    }

    @ParameterizedTest
    @ValueSource(strings = {"analysed", "published"})
    void everyStartIsRunAtEveryNoise(String preset) throws IOException {
        Execution run = figures("--preset " + preset + " --n 400 --m 4 --samples 500 --steps 12");

        List<String> names = new ArrayList<>();
        for (JsonNode node : run.results().path("runs")) {
            names.add(node.path("init").asText() + " " + node.path("noise").asText());
            for (String curve : new String[] {"lossCurve", "errorCurve", "activityCurve"}) {
                assertEquals(13, node.path(curve).size(), curve);
            }
            assertEquals(0, node.path("activityCurve").get(0).asDouble(), "at b = -1.25 no unit fires");
            assertEquals(node.path("activityCurve").get(12), node.path("activity"));
            assertEquals(node.path("errorCurve").get(12), node.path("frobenius"));
        }
        assertEquals(
                List.of(
                        "perturbed 0.01",
                        "pca 0.01",
                        "random 0.01",
                        "perturbed 0.02",
                        "pca 0.02",
                        "random 0.02",
                        "perturbed 0.03",
                        "pca 0.03",
                        "random 0.03"),
                names);
        assertEquals(1 + 9 * 13, run.csv("curves.csv").size());
        run.assertPicture("figure2.png");
        run.assertPicture("figure3.png");
        assertTrue(run.meaning().startsWith("At the least noise the error ends at "), run.meaning());
    }

    /** Within a factor: with so few features, atoms overlap by more than the bias floor. */
    @Test
    void thePerturbedStartComesNearWhatTheSamplesAllow() throws IOException {
        Execution run = figures("--n 400 --m 4 --samples 500 --steps 12");
        for (JsonNode node : run.results().path("runs")) {
            if (node.path("init").asText().equals("perturbed")) {
                double error = node.path("frobenius").asDouble();
                assertTrue(error < 3 * node.path("errorFloor").asDouble(), "error " + error);
            }
        }
    }

    @Tag("slow")
    @Test
    void theAnalysedAlgorithmReachesTheStatisticalFloor() throws IOException {
        for (String init : new String[] {"perturbed", "pca"}) {
            for (double noise : new double[] {0.01, 0.02, 0.03}) {
                double floor = Math.sqrt(100.0 * 784 * noise * noise / 10_000);
                assertTrue(median("analysed", init, noise, "frobenius") <= 1.15 * floor);
            }
        }
    }

    /**
     * The two starts near the data's directions reach the floor that noise leaves in 50 steps, and random ones come seven
     * eighths of the way to it at least (in 148 runs eight ninths: some are late, see below).
     */
    @Tag("slow")
    @Test
    void thePublishedFindingsAreReproduced() throws IOException {
        for (double noise : new double[] {0.01, 0.02, 0.03}) {
            double floor = noiseFloor(noise);
            assertTrue(values("published", "perturbed", noise, "loss").get(2) <= 1.02 * floor);
            assertTrue(median("published", "pca", noise, "loss") <= (noise == 0.01 ? 1.6 : 1.1) * floor);
            for (JsonNode run : runs("published", "random", noise)) {
                double start = run.path("lossCurve").get(0).asDouble();
                double loss = run.path("loss").asDouble();
                assertTrue(loss - floor <= (start - floor) / 8, "random at " + noise + ": " + start + " to " + loss);
            }
            assertTrue(median("published", "perturbed", noise, "frobenius") <= 0.25);
            assertTrue(median("published", "pca", noise, "frobenius") >= 1);
            assertTrue(median("published", "random", noise, "frobenius") >= 1);
        }
    }

    /**
     * Of 100 random starts at noise .02 (seeds 1 to 100), 69 were within a tenth of the floor after 50 steps, and all after
     * 97. Here are 24 of them. If the chance is .69, fewer than 9 or all 24 are there in 5 of 10^4 samples; the rare late
     * ones get fewer by e in some 15 steps, so that one of 24 is late after 200 in some 3 of 10^4.
     */
    @Tag("slow")
    @Test
    void publishedRandomStartsReachTheFloorMostOfThemBy50StepsAndAllBy200() {
        double near = 1.1 * noiseFloor(0.02);
        int by50 = 0;
        for (long seed = 1; seed <= 24; seed++) {
            double[] losses = publishedLossesFromARandomStart(RandomStreams.of(seed), 200);
            by50 += losses[50] <= near ? 1 : 0;
            assertTrue(losses[200] <= near, "seed " + seed + ": " + losses[200]);
        }
        assertTrue(by50 >= 9 && by50 < 24, by50 + " of 24");
    }

    private static double noiseFloor(double noise) {
        return 774 * noise * noise / 2;
    }

    private static double[] publishedLossesFromARandomStart(RandomStreams streams, int steps) {
        INDArray dictionary = Dictionaries.gaussianUnnormalised(784, 10, DataType.FLOAT, streams);
        GenerativeModel model = GenerativeModel.mixtureOfGaussians(dictionary, 0.02);
        SampleGradient gradient =
                SampleGradient.of(Batches.of(model.draw(streams, 0, 10_000).observations()));
        TiedDescent rule = TiedDescent.of(gradient, LearningRate.constant(2.5)).with(BiasSchedule.geometric(2));
        INDArray weights = Initialiser.gaussian(784, DataType.FLOAT).weights(10, streams);
        return Trainer.of(rule.with(Normalisation.NONE), StoppingRule.steps(steps))
                .train(new TiedAutoencoder(weights, initialBias(), Activation.relu()))
                .history()
                .losses();
    }

    private static INDArray initialBias() {
        return Nd4j.valueArrayOf(new long[] {10}, -1.25, DataType.FLOAT);
    }

    /**
     * The floor under the bias, .1, is about the largest product of a random start with the atoms: units stay dead. None of
     * nine runs, three seeds at three noises, comes nearer than 1 to the dictionary.
     */
    @Tag("slow")
    @Test
    void randomStartsDoNotRecoverAboveTheFloor() throws IOException {
        for (double noise : new double[] {0.01, 0.02, 0.03}) {
            List<Double> errors = values("analysed", "random", noise, "bestFrobenius");
            assertTrue(errors.get(0) >= 1, "errors at noise " + noise + ": " + errors);
        }
    }

    /** The analysed step without the floor, the bias halved for ever as in print: random starts do recover, in 4 of 5 seeds or more. */
    @Tag("slow")
    @Test
    void randomStartsRecoverIfTheBiasIsHalvedForEver() {
        List<Double> errors = new ArrayList<>();
        for (long seed = 1; seed <= 5; seed++) {
            errors.add(errorFromARandomStart(RandomStreams.of(seed)));
        }
        assertTrue(errors.stream().filter(error -> error < 0.8).count() >= 4, "errors: " + errors);
    }

    private static double errorFromARandomStart(RandomStreams streams) {
        INDArray dictionary = Dictionaries.gaussian(784, 10, DataType.FLOAT, streams);
        GenerativeModel model = GenerativeModel.mixtureOfGaussians(dictionary, 0.01);
        INDArray weights = Initialiser.gaussian(784, DataType.FLOAT).weights(10, streams);
        weights.diviRowVector(weights.norm2(0));
        SampleGradient gradient =
                SampleGradient.of(Batches.of(model.draw(streams, 0, 10_000).observations()));
        TiedDescent rule = TiedDescent.of(gradient, LearningRate.constant(10)).with(BiasSchedule.geometric(2));
        INDArray end = Trainer.of(rule, StoppingRule.steps(50))
                .train(new TiedAutoencoder(weights, initialBias(), Activation.relu()))
                .parameters()
                .weights();
        return Matching.minimumSum(end, dictionary, SignFlips.FORBIDDEN).frobenius();
    }

    private final List<JsonNode> seeds = new ArrayList<>();

    private double median(String preset, String init, double noise, String name) throws IOException {
        return values(preset, init, noise, name).get(1);
    }

    /** A result over seeds 1 to 3 in ascending order. */
    private List<Double> values(String preset, String init, double noise, String name) throws IOException {
        List<Double> values = new ArrayList<>();
        for (JsonNode run : runs(preset, init, noise)) {
            values.add(run.path(name).asDouble());
        }
        Collections.sort(values);
        return values;
    }

    /** The runs of seeds 1 to 3, which are made once. */
    private List<JsonNode> runs(String preset, String init, double noise) throws IOException {
        while (seeds.size() < 3) {
            seeds.add(figures("--preset " + preset + " --seed " + (seeds.size() + 1))
                    .results());
        }
        List<JsonNode> runs = new ArrayList<>();
        for (JsonNode results : seeds) {
            for (JsonNode run : results.path("runs")) {
                if (run.path("init").asText().equals(init) && run.path("noise").asDouble() == noise) {
                    runs.add(run);
                }
            }
        }
        assertEquals(3, runs.size());
        return runs;
    }
}
