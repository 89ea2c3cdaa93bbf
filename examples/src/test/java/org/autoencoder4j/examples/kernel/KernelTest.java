package org.autoencoder4j.examples.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.autoencoder4j.data.format.Npy;
import org.autoencoder4j.examples.Execution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.factory.Nd4j;

class KernelTest {
    @TempDir
    Path folder;

    /** Six samples in three dimensions, the fourth twice the first. */
    private String repeated() throws IOException {
        Path file = folder.resolve("X.npy");
        Npy.write(file, Nd4j.createFromArray(new double[][] {
            {1, 2, 0}, {0, 1, 1}, {-1, 0, 3}, {2, 4, 0}, {1, -1, 1}, {0.3, 0.2, -2}
        }));
        return file.toString();
    }

    @Test
    void repeatedRowsAreTheReasonForAnEigenvalueOfZero() throws IOException {
        Execution run = Execution.in(folder, "kernel", "--data", repeated(), "--widths", "200,3200");
        JsonNode results = run.results();
        JsonNode assumption = results.path("reports").get(1);
        assertEquals("FAILS", assumption.path("verdict").textValue());
        assertEquals("parallel: 0 and 3", assumption.path("witness").textValue());
        assertFalse(results.path("positiveDefinite").booleanValue());
        assertEquals(0, run.exitCode(), run.err());
        assertTrue(run.meaning().startsWith("A limit kernel of these samples is singular"), run.meaning());
        assertTrue(run.out().contains("\nNext: leave out one of the samples that the second report names"), run.out());
        JsonNode limits = results.path("limits");
        assertEquals(0, limits.path("G_inf").path("smallest").doubleValue(), 1e-12);
        assertTrue(limits.path("G_inf").path("disagreementWithLapack").doubleValue() < 1e-8);
        assertTrue(limits.path("H_inf").path("converged").booleanValue());
        JsonNode last = results.path("widths").get(1);
        assertTrue(last.path("distanceToCorrectedLimit").doubleValue()
                < last.path("distanceToPrintedLimit").doubleValue());
        double tied = last.path("distanceOfTiedWeights").doubleValue();
        assertTrue(tied > 0
                && tied
                        < 0.5
                                * results.path("widths")
                                        .get(0)
                                        .path("distanceOfTiedWeights")
                                        .doubleValue());
        run.assertPicture("spectra.png");
        run.assertPicture("widths.png");
        assertEquals(4, run.csv("limits.csv").size());
        assertEquals(3, run.csv("widths.csv").size());
        run.assertTidy();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void withoutMatricesTheLeastEigenvalueIsBoundedFromBothSides() throws IOException {
        Execution run = Execution.in(
                folder, "kernel", "--matrix-free", "--n", "30", "--d", "6", "--m", "150", "--iterations", "60");
        assertEquals(0, run.exitCode(), run.err());
        JsonNode findings = run.results().path("report").path("findings");
        assertEquals(180, findings.path("dimension").intValue());
        assertTrue(run.meaning().startsWith("The spectrum of K(0), which was never formed"), run.meaning());
        double below = findings.path("lambdaMinBelow").doubleValue();
        double above = findings.path("lambdaMinAbove").doubleValue();
        assertTrue(0 < below && below < above, below + " " + above);
        assertTrue(run.results().path("smallest").path("converged").booleanValue());
        assertTrue(run.results().path("smallest").path("products").intValue() > 0);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aLeastEigenvalueThatDoesNotConvergeIsAFailure() {
        String[] arguments = {"kernel", "--matrix-free", "--n", "30", "--d", "6", "--m", "150", "--iterations", "2"};
        Execution run = Execution.in(folder, arguments);
        assertEquals(1, run.exitCode(), run.err());
        assertTrue(run.out().contains("lambda_min DID NOT CONVERGE"), run.out());
        assertTrue(run.meaning().endsWith("do not build on this spectrum."), run.meaning());
    }

    /** Samples that are all parallel, a single one, equal ones, opposite ones: the kernels have few eigenvalues or zeros. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1,2,3;2,4,6;3,6,9           | false",
                "1,2,3                       | true",
                "1,2,3;1,2,3;1,2,3;1,2,3     | false",
                "1,2,3;-1,-2,-3              | true",
                "2;3                         | false"
            })
    void samplesOnOneLineGiveASummaryAndPictures(String rows, boolean definite) throws IOException {
        Path file = Files.writeString(folder.resolve("X.csv"), rows.replace(';', '\n') + "\n");
        Execution run =
                Execution.in(folder, "kernel", "--data", file.toString(), "--widths", "200,3200", "--header", "no");
        assertTrue(run.exitCode() == 0 || run.err().startsWith("the distance to the limit falls as m^"), run.err());
        assertEquals(rows.split(";", -1).length, (int) run.result("samples"));
        assertEquals(definite, run.results().path("positiveDefinite").booleanValue());
        assertFalse(run.results().toString().contains("\"NaN\""), run.results()::toString);
        run.assertPicture("spectra.png");
        run.assertPicture("widths.png");
    }

    @Test
    void zeroSamplesAreToldWithFileAndNumber() throws IOException {
        Path file = Files.writeString(folder.resolve("X.csv"), "1,2\n0,0\n");
        Execution.in(folder, "kernel", "--data", file.toString()).failed(2, file + ": sample 1, counted from 0");
        Execution.in(folder, "table1", "--data", file.toString()).failed(2, file + ": sample 1, counted from 0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--widths 5,5                | must differ",
                "--widths 0,5                | a number of --widths = 0 must be at least 1",
                "--n 5                       | --n and --d have a meaning with --synthetic or --matrix-free only",
                "--data X.csv --synthetic    | exclude each other",
                "--data X.csv --matrix-free  | exclude each other",
                "--array a                   | --array a has a meaning for a table or an array in a file (--data) only",
                "--columns 1-3               | --columns 1-3 has a meaning for a table or an array in a file (--data) only",
                "--ladder-samples 0          | --ladder-samples = 0 must be at least 1",
            })
    void optionsThatDoNotFitAreToldInOneLine(String options, String text) {
        Execution.in(folder, ("kernel " + options).split(" ", -1)).failed(2, text);
    }

    @Test
    void picturesAreNoTables() throws IOException {
        Path file = folder.resolve("X.png");
        ImageIO.write(new BufferedImage(9, 9, BufferedImage.TYPE_BYTE_GRAY), "png", file.toFile());
        Execution.in(folder, "kernel", "--data", file.toString()).failed(2, "X.png is a picture; a table is needed");
    }

    @Test
    void badOptionsAreToldInOneLine() {
        Execution.in(folder, "kernel", "--widths", "100").failed(2, "the number of --widths = 1 must be at least 2");
        Execution.in(folder, "kernel", "--synthetic", "--n", "1").failed(2, "--n = 1 must be at least 2");
        Execution.in(folder, "kernel", "--matrix-free", "--n", "2", "--tolerance", "0")
                .failed(2, "--tolerance = 0.0 must be");
    }
}
