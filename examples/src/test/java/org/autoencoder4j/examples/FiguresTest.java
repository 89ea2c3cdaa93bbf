package org.autoencoder4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.shade.jackson.databind.JsonNode;

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

    @Tag("slow")
    @Test
    void thePublishedFindingsAreReproduced() throws IOException {
        for (double noise : new double[] {0.01, 0.02, 0.03}) {
            double floor = 774 * noise * noise / 2;
            for (String init : new String[] {"perturbed", "pca", "random"}) {
                double loss = median("published", init, noise, "loss");
                assertTrue(loss <= (noise == 0.01 ? 1.6 : 1.1) * floor, init + " at " + noise + ": " + loss);
            }
            assertTrue(median("published", "perturbed", noise, "frobenius") <= 0.25);
            assertTrue(median("published", "pca", noise, "frobenius") >= 1);
            assertTrue(median("published", "random", noise, "frobenius") >= 1);
        }
    }

    private final List<JsonNode> seeds = new ArrayList<>();

    /** The median of a result over seeds 1 to 3, which are run once. */
    private double median(String preset, String init, double noise, String name) throws IOException {
        while (seeds.size() < 3) {
            seeds.add(figures("--preset " + preset + " --seed " + (seeds.size() + 1))
                    .results());
        }
        List<Double> values = new ArrayList<>();
        for (JsonNode results : seeds) {
            for (JsonNode run : results.path("runs")) {
                if (run.path("init").asText().equals(init) && run.path("noise").asDouble() == noise) {
                    values.add(run.path(name).asDouble());
                }
            }
        }
        assertEquals(3, values.size());
        Collections.sort(values);
        return values.get(1);
    }
}
