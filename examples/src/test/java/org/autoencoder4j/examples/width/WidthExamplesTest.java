package org.autoencoder4j.examples.width;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.autoencoder4j.examples.Examples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class WidthExamplesTest {
    @TempDir
    private Path folder;

    private final StringWriter printed = new StringWriter();
    private final StringWriter errors = new StringWriter();

    private int execute(String... arguments) {
        CommandLine line =
                Examples.commandLine().setOut(new PrintWriter(printed, true)).setErr(new PrintWriter(errors, true));
        String[] all = new String[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--out";
        all[arguments.length + 1] = folder.toString();
        return line.execute(all);
    }

    private JsonNode results() throws IOException {
        return new ObjectMapper()
                .readTree(folder.resolve("summary.json").toFile())
                .get("results");
    }

    /** Seeded. At 1024 units Lemma 6.1 expects .128; the network reconstructs noise before and after it has learnt digits. */
    @Test
    void weightTiedNetworksReconstructNoise() throws IOException {
        String[] small = {"weight-tied", "--units", "1024", "--samples", "40", "--steps", "20", "--draws", "20"};
        assertEquals(0, execute(small), errors::toString);
        assertEquals(12, results().get("lemma61").size());
        JsonNode degeneracy = results().get("degeneracy");
        double expected = 131.0 / 1024;
        for (JsonNode row : degeneracy) {
            assertEquals(expected, row.get("before").doubleValue(), 0.3 * expected);
        }
        JsonNode trained = degeneracy.get(0);
        assertTrue(
                trained.get("after").doubleValue() < 0.5 * trained.get("before").doubleValue(), "it has learnt");
        JsonNode noise = degeneracy.get(2);
        assertEquals("noise", noise.get("inputs").textValue());
        assertTrue(noise.get("after").doubleValue() < 2 * expected);
        assertTrue(
                printed.toString()
                        .contains("so a small error alone does not show that an autoencoder has learned anything."),
                printed::toString);
        assertTrue(Files.exists(folder.resolve("weight-tied.png")) && Files.exists(folder.resolve("weight-tied.csv")));
    }

    /** Sixteen units reconstruct nothing: the example says so. */
    @Test
    void aNarrowNetworkDoesNotReconstructNoise() {
        assertEquals(1, execute("weight-tied", "--units", "16", "--samples", "5", "--steps", "1", "--draws", "20"));
        assertTrue(errors.toString().contains("more --units"), errors::toString);
        assertTrue(printed.toString().contains("does not show what wide autoencoders do."), printed::toString);
    }

    /** Five random directions in four dimensions: by hand from the constants that it prints; at 10^30 units all is guaranteed. */
    @Test
    void tableOneForRandomDirections() throws IOException {
        String[] small = {
            "table1", "--synthetic", "--samples", "5", "--features", "4", "--delta", "0.1", "--units", "1e30"
        };
        assertEquals(0, execute(small), errors::toString);
        JsonNode constants = results().get("constants");
        double fourth = Math.pow(constants.get("lambda0").doubleValue(), 4);
        double du = results().get("table").get(0).get("width").doubleValue();
        assertEquals(15625 / (fourth * 1e-3), du, 1e-6 * du);
        assertEquals(29, results().get("table").size());
        JsonNode zou = results().get("table").get(5);
        assertEquals("W and A", zou.get("trained").textValue());
        assertEquals(4, zou.get("outputs").intValue());
        double phi = constants.get("separation").doubleValue();
        assertEquals(
                4 * Math.pow(5, 8) / Math.pow(phi, 4),
                zou.get("width").doubleValue(),
                1e-6 * zou.get("width").doubleValue());
        JsonNode flow = results().get("table").get(19);
        assertEquals("T5.1, both layers learn, by the flow", flow.get("source").textValue());
        assertEquals("proved", flow.get("kind").textValue());
        double lambdaH = constants.get("lambdaH").doubleValue();
        double numerator = 24 * 20 * constants.get("lambdaN").doubleValue()
                + 16 * constants.get("varianceH").doubleValue();
        assertEquals(
                numerator / (lambdaH * lambdaH * 0.1),
                flow.get("width").doubleValue(),
                1e-6 * flow.get("width").doubleValue());
        assertEquals(7, results().get("guarantees").size());
        for (JsonNode report : results().get("guarantees")) {
            assertEquals("HOLDS", report.get("verdict").textValue(), report::toString);
        }
        String meaning =
                "Meaning: With 1.00e+30 units 7 of 7 ways to train are proved to converge from a random start on these"
                        + " samples, but for a probability of 0.10.";
        assertTrue(printed.toString().contains(meaning), printed::toString);
    }

    /** A duration is told of a guarantee with a step of its own: not of what fails, nor where the start has the step. */
    @Test
    void durationsAreThoseOfGuarantees() throws IOException {
        String[] small = {
            "table1", "--synthetic", "--samples", "5", "--features", "4", "--delta", "0.001", "--units", "10,1e30"
        };
        assertEquals(0, execute(small), errors::toString);
        assertEquals(7, lines(" FAILS ", "  -"));
        assertEquals(7, lines(" HOLDS ", ""));
        assertEquals(0, lines(" HOLDS ", "  -"));
        double log = 0;
        for (JsonNode row : results().get("table")) {
            log = row.get("source").textValue().startsWith("T5.2b-log,")
                    ? row.get("width").doubleValue()
                    : log;
        }
        small[small.length - 1] = Double.toString(log);
        printed.getBuffer().setLength(0);
        assertEquals(0, execute(small), errors::toString);
        assertEquals(1, lines(" HOLDS    T5.2b-log ", "  -"), printed::toString);
        assertEquals(lines(" the start's ", ""), lines(" the start's ", "  -"), printed::toString);
    }

    private long lines(String part, String end) {
        return printed.toString()
                .lines()
                .filter(line -> line.contains(part) && line.endsWith(end))
                .count();
    }

    @Test
    void tableOneOfDigits() throws IOException {
        assertEquals(0, execute("table1", "--samples", "50"), errors::toString);
        assertEquals(64, results().get("constants").get("features").intValue());
        assertTrue(results().get("constants").get("lambdaH").doubleValue() > 0);
        assertEquals(2, execute("table1", "--synthetic", "--data", "x.npy"));
    }

    /**
     * Two orthonormal samples, delta = 1/2: what T5.1 and T5.2c ask for by golden files, what is certified between that and what
     * is observed. Three starts a width and five steps a run, seeded.
     */
    @Test
    void widthFindsTheGapBetweenTheoremsAndRuns() throws IOException {
        String[] small = {
            "width", "--sets", "orthonormal:2", "--delta", "0.5", "--trials", "3", "--steps", "5", "--largest", "1024"
        };
        assertEquals(0, execute(small), errors::toString);
        JsonNode widths = results().get("widths");
        assertEquals(7, widths.size());
        for (JsonNode found : widths) {
            double observed = found.get("observed").doubleValue();
            double proved = found.get("proved").doubleValue();
            assertTrue(observed >= 2 && 5 * observed < proved, found::toString);
            JsonNode certified = found.get("certified");
            assertTrue(
                    certified.isNull() || (certified.doubleValue() > observed && certified.doubleValue() < proved),
                    found::toString);
        }
        JsonNode flow = widths.get(2);
        assertEquals("joint_flow", flow.get("training").textValue());
        assertEquals("T5.1", flow.get("by").textValue());
        assertEquals(2465.056951526236, flow.get("proved").doubleValue(), 1e-6);
        assertEquals(390, flow.get("certified").doubleValue(), 200);
        assertTrue(
                flow.get("corrected").doubleValue() > 600 * flow.get("proved").doubleValue());
        JsonNode zero = widths.get(6);
        assertEquals(1067.352041474086, zero.get("proved").doubleValue(), 1e-6);
        assertEquals(700, zero.get("certified").doubleValue(), 220);
        assertTrue(zero.get("printed").isNull() && zero.get("corrected").isNull(), zero::toString);
        assertTrue(widths.get(1).get("certified").isNull(), "beyond 1024");
        assertEquals(8, Files.readAllLines(folder.resolve("width.csv")).size());
        assertTrue(Files.exists(folder.resolve("width.png")));
        assertEquals(0, results().get("exponents").size(), "one set fits no exponents");
        assertTrue(
                printed.toString().contains("Meaning: Runs keep the rate of the theorems at widths from "),
                printed::toString);
    }

    /** Sets that differ in n and d have exponents; those of one d, by which n alone could be told, have none and do no harm. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"random:2x3,random:3x3,random:2x4 | 2 | 2", "random:2x3,random:3x3 | 3 | 0"})
    void widthFitsExponentsOfRandomSamples(String sets, String draws, int fits) throws IOException {
        String[] small = {"width", "--sets", sets, "--draws", draws, "--trials", "1", "--steps", "2", "--largest", "64"
        };
        assertEquals(0, execute(small), errors::toString);
        assertEquals(42, results().get("widths").size());
        for (JsonNode found : results().get("widths")) {
            if (found.get("training").textValue().equals("joint_descent_slow_encoder")) {
                assertEquals("T5.2b", found.get("by").textValue(), "the proof whose step is certified");
            }
        }
        JsonNode exponents = results().get("exponents");
        assertEquals(fits, exponents.size());
        for (JsonNode fit : exponents) {
            assertTrue(fit.get("inverseLambda").isDouble() && fit.get("dError").doubleValue() > 0, fit::toString);
        }
    }

    @Test
    void widthSaysIfNoWidthServes() {
        assertEquals(1, execute("width", "--sets", "orthonormal:3", "--trials", "1", "--steps", "3", "--largest", "2"));
        assertTrue(errors.toString().contains("no width up to 2 keeps the rate"), errors::toString);
        assertTrue(printed.toString().contains("those without a number under observed are these."), printed::toString);
        assertEquals(2, execute("width", "--sets", "orthonormal"));
        assertTrue(errors.toString().contains("must be orthonormal:N or random:NxD"), errors::toString);
        assertEquals(2, execute("width", "--delta", "0"));
    }
}
