package org.autoencoder4j.examples.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.descent.LearningRate;
import org.autoencoder4j.descent.TiedDescent;
import org.autoencoder4j.examples.Examples;
import org.autoencoder4j.gradient.SampleGradient;
import org.autoencoder4j.model.Dictionaries;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.train.StoppingRule;
import org.autoencoder4j.train.Trainer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;

/** The example on a cluster, small. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class SparkTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String options) {
        List<String> arguments = new ArrayList<>(Arrays.asList(("spark " + options).split(" ", -1)));
        arguments.addAll(List.of("--out", folder.toString()));
        CommandLine line = Examples.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(arguments.toArray(String[]::new));
    }

    private JsonNode results() throws IOException {
        return new ObjectMapper()
                .readTree(Files.readAllBytes(folder.resolve("summary.json")))
                .path("results");
    }

    /** The step has so many parts that those tasks are not over when half of them have begun. */
    @Tag("slow")
    @Test
    void aKilledProcessChangesNoBit() throws IOException {
        assertEquals(ExitCode.OK, run("--samples 400000 --steps 3 --tasks 24 --kill 2"), err::toString);
        assertEquals("", err.toString());
        JsonNode results = results();
        assertTrue(results.path("sameBits").asBoolean(), results.toString());
        assertEquals(1, results.path("killedExecutors").asInt());
        assertTrue(results.path("killedStepInOthers").asDouble() > 0, results.toString());
        assertEquals(5, Files.readAllLines(folder.resolve("spark.csv")).size(), "a header and steps 0 to 3");
        assertTrue(results.path("throughputPerCore").asDouble() > 0, results.toString());
        assertTrue(
                out.toString()
                        .contains("Meaning: 2 JVMs gave the same bits as one, although one JVM was killed in step 2"),
                out::toString);
    }

    @Test
    void oneProcessBesideThisOneWillDo() throws IOException {
        assertEquals(
                ExitCode.OK,
                run("--n 8 --m 12 --k 2 --samples 20000 --steps 2 --executors 1 --tasks 3 --dtype double"),
                err::toString);
        JsonNode results = results();
        assertTrue(results.path("sameBits").asBoolean(), results.toString());
        assertEquals(0, results.path("failedTasks").asInt());
        assertEquals(
                Files.isReadable(Path.of("/proc/self/status")) ? 1 : 0,
                results.path("residentMegabytes").size());
    }

    @ParameterizedTest
    @CsvSource({
        "--executors 0, --executors",
        "--kill 6, --kill",
        "--k 200, --k",
        "--heap 0, --heap",
        "--tasks 0, --tasks"
    })
    void badSizesAreToldBeforeAnythingStarts(String options, String option) {
        assertEquals(ExitCode.USAGE, run(options));
        assertTrue(err.toString().startsWith(option + " = "), err::toString);
    }

    private static TimedRun run(INDArray samples, int steps, double rate) {
        INDArray weights = Dictionaries.gaussian(6, 9, DataType.DOUBLE, RandomStreams.of(2));
        TiedDescent rule = TiedDescent.of(SampleGradient.of(Batches.of(samples)), LearningRate.constant(rate));
        TimedRun run = new TimedRun(() -> 0);
        Trainer.of(rule, StoppingRule.steps(steps))
                .withListener(run)
                .train(TiedAutoencoder.withoutBias(weights, Activation.relu()));
        return run;
    }

    /** The runs whose comparison decides whether the example fails. */
    @Test
    void runsThatDifferAreToldFromThoseThatDoNot() {
        INDArray samples = Dictionaries.gaussian(9, 6, DataType.DOUBLE, RandomStreams.of(1));
        TimedRun run = run(samples, 2, 0.1);
        assertEquals(Optional.empty(), run.difference(run(samples, 2, 0.1)));
        assertTrue(run.difference(run(samples, 3, 0.1)).orElseThrow().contains("step 3: one ends there"));
        assertTrue(run.difference(run(samples, 2, 0.2)).orElseThrow().contains("step 1: losses"));
        INDArray other = samples.dup();
        other.putScalar(0, 0, other.getDouble(0, 0) + 1e-12);
        assertTrue(run.difference(run(other, 2, 0.1)).isPresent(), "a little more than rounding");
    }
}
