package org.autoencoder4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.autoencoder4j.data.Npy;
import org.autoencoder4j.random.RandomStreams;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** {@code recover --data} and {@code encode}. */
class OwnDataTest {
    private static final Path BUNDLED = Path.of("src/main/resources/org/autoencoder4j/examples/data");

    @TempDir
    Path folder;

    private final RandomGenerator random = RandomStreams.of(3).at("test", 0, 0);

    private Execution recover(Path data, String... options) {
        return run("recover", data, options);
    }

    private Execution run(String example, Path data, String... options) {
        List<String> arguments = new ArrayList<>(List.of(example, "--data", data.toString()));
        arguments.addAll(Arrays.asList(options));
        return Execution.in(folder.resolve(example), arguments.toArray(String[]::new));
    }

    private Path csv(double[][] rows) throws IOException {
        return text(Arrays.stream(rows)
                .map(row -> Arrays.stream(row)
                        .mapToObj(x -> String.format(Locale.ROOT, "%.6g", x))
                        .collect(Collectors.joining(",")))
                .collect(Collectors.joining("\n")));
    }

    private Path text(String lines) throws IOException {
        return Files.writeString(folder.resolve("data.csv"), lines + "\n");
    }

    /** Sums of two of a few directions, and noise. */
    private double[][] rows(int count, int features) {
        double[][] directions = new double[features][features];
        for (double[] direction : directions) {
            Arrays.setAll(direction, i -> random.nextGaussian() / Math.sqrt(features));
        }
        double[][] rows = new double[count][features];
        for (double[] row : rows) {
            double[] first = directions[random.nextInt(features)];
            double[] second = directions[random.nextInt(features)];
            double a = random.nextGaussian();
            double b = random.nextGaussian();
            Arrays.setAll(row, i -> 5 + a * first[i] + b * second[i] + 0.01 * random.nextGaussian());
        }
        return rows;
    }

    private double[][] series(int length) {
        double[][] series = new double[length][1];
        for (int t = 0; t < length; t++) {
            series[t][0] = Math.sin(0.11 * t)
                    + 0.7 * Math.sin(0.31 * t + 1)
                    + 0.4 * Math.sin(0.047 * t)
                    + 0.2 * random.nextGaussian();
        }
        return series;
    }

    @Test
    void aTimeSeriesIsCutIntoWindowsAndDescribed() throws IOException {
        Execution run = recover(csv(series(1000))).succeeded();
        assertTrue(run.result("r2") >= 0.5, "measured 0.95; " + run.out());
        assertEquals(969, run.result("samples"));
        assertEquals(32, run.result("features"));
        assertEquals(64, run.result("units"), "twice the features");
        assertEquals(3.2, run.result("meanL0"), 0.4, "set for a tenth of the features");
        assertEquals(500, run.result("steps"));
        assertEquals(500 + 2, run.csv("history.csv").size());
        assertEquals(64 + 1, run.csv("units.csv").size());
        run.assertPicture("history.png");
        run.assertTidy();
        assertEquals(32, Npy.read(run.folder().resolve("W.npy")).rows());
        assertEquals(64, Npy.read(run.folder().resolve("b.npy")).length());
        assertFalse(run.summary().path("parameters").has("model"), "an option of the other half");
        assertEquals(64, run.summary().path("parameters").path("units").asInt(), "a default that was settled");
    }

    @Test
    void encodeRepeatsWhatRecoverDid() throws IOException {
        Path data = csv(rows(300, 6));
        Execution recovered = recover(data).succeeded();
        Execution encoded =
                run("encode", data, "--model", recovered.folder().toString()).succeeded();
        INDArray codes = Npy.read(encoded.folder().resolve("codes.npy"));
        assertEquals(List.of(300L, 12L), List.of(codes.size(0), codes.size(1)));
        assertEquals(
                recovered.result("meanL0"),
                codes.neq(0).castTo(DataType.DOUBLE).sumNumber().doubleValue() / 300,
                1e-9);
        assertEquals(recovered.result("r2"), encoded.result("r2"), 1e-9);
        assertEquals(recovered.result("meanL0"), encoded.result("meanL0"), 1e-9);

        Path wrong = csv(rows(10, 5));
        run("encode", wrong, "--model", recovered.folder().toString()).failed(2, "5 features; the model has 6");
        run(
                        "encode",
                        BUNDLED.resolve("raccoon.png"),
                        "--model",
                        recovered.folder().toString())
                .failed(2, "they came from the rows of a table");
    }

    @Test
    void aModelIsOfTheTypeThatWasAskedForAndAnotherRunReplacesIt() throws IOException {
        Path data = csv(rows(200, 4));
        recover(data).succeeded();
        Execution second = recover(data, "--dtype", "double", "--units", "5", "--l0", "1.5")
                .succeeded();
        SavedModel model = SavedModel.load(second.folder());
        assertEquals(DataType.DOUBLE, model.autoencoder().dataType());
        assertEquals(5, model.autoencoder().units());
        assertEquals(1.5, second.result("meanL0"), 1e-9, "all samples set the threshold");
    }

    @Test
    void everyFileOfAModelIsGuardedAndNothingElseIsDeletedWithIt() throws IOException {
        Path data = csv(rows(50, 4));
        Path model = recover(data).succeeded().folder().resolve(SavedModel.FOLDER);
        Path sampling = model.resolve("sampling.json");
        String right = Files.readString(sampling);
        Files.writeString(sampling, right.replace("\"stride\" : ", "\"stride\" : 1"));
        run("encode", data, "--model", model.toString()).failed(2, "sampling.json has SHA-256");
        Files.writeString(sampling, right);
        Path note = Files.writeString(model.resolve("preprocessing").resolve("note.txt"), "mine");
        run("encode", data, "--model", model.toString()).failed(2, "note.txt is not listed");
        recover(data).failed(1, "it holds something else");
        assertEquals("mine", Files.readString(note));
    }

    @Test
    void whatAKilledRunLeftIsDeletedAndNothingElse() throws IOException {
        Path out = Files.createDirectories(folder.resolve("recover"));
        Path own = Files.writeString(out.resolve("unfinished-summary.json"), "mine");
        Path left = Files.writeString(out.resolve(".autoencoder4j-unfinished-file-units.csv"), "");
        recover(csv(rows(50, 4))).succeeded();
        assertEquals("mine", Files.readString(own));
        assertFalse(Files.exists(left));
    }

    @Test
    void theUnitOfMeasureDoesNotMatter() throws IOException {
        double[][] rows = rows(200, 4);
        double expected = recover(csv(rows)).succeeded().result("r2");
        for (double[] row : rows) {
            Arrays.setAll(row, i -> 1e-20 * row[i]);
        }
        assertEquals(expected, recover(csv(rows)).succeeded().result("r2"), 1e-3);
    }

    @Test
    void fewSamplesEqualSamplesAndConstantColumnsWork() throws IOException {
        double[][] few = rows(5, 4);
        for (double[] row : few) {
            row[2] = 7;
        }
        few[4] = few[3];
        Execution run = recover(csv(few)).succeeded();
        assertTrue(run.result("r2") > 0.5, run.out());
        assertEquals(8, run.result("units"));
        assertTrue(run.out().contains("dead units"));
        long idle = run.csv("units.csv").stream()
                .filter(line -> line.endsWith(",0.0"))
                .count();
        assertEquals((double) idle, run.result("deadUnits"));
    }

    @Test
    void aSingleFeatureNeedsASingleUnit() throws IOException {
        Execution run = recover(csv(series(50)), "--window", "1").succeeded();
        assertEquals(1, run.result("units"));
        assertEquals(1, run.result("r2"), 1e-6);
    }

    @Test
    void arraysWork() throws IOException {
        Path matrix = folder.resolve("data.npy");
        Npy.write(matrix, Nd4j.createFromArray(rows(100, 4)));
        assertEquals(100, recover(matrix).succeeded().result("samples"));
        Npy.write(matrix, Nd4j.createFromArray(series(100)).reshape(100));
        assertEquals(69, recover(matrix).succeeded().result("samples"), "a vector is a time series");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1,2;3              | line 2",
                "1,2;3,NaN          | NaN",
                "1,2;3,x            | x",
                "2,2;2,2            | they must differ",
                "''                 | data.csv",
            })
    void badTablesAreToldInOneLine(String lines, String text) throws IOException {
        recover(text(lines.replace(';', '\n'))).failed(2, text);
    }

    @Test
    void badFilesAreToldInOneLine() throws IOException {
        recover(folder.resolve("none.csv")).failed(1, "there is no file");
        recover(folder.resolve("none.png")).failed(1, "there is no file");
        recover(Files.writeString(folder.resolve("data.txt"), "1,2\n")).failed(2, "must end with .npy, .csv");
        recover(Files.writeString(folder.resolve("data.png"), "no picture")).failed(2, "is no picture");
        recover(Files.writeString(folder.resolve("data.npy"), "no array")).failed(2, "data.npy");
        Path array = folder.resolve("nan.npy");
        Npy.write(array, Nd4j.createFromArray(new double[][] {{1, 2}, {Double.NaN, 3}}));
        recover(array).failed(2, "NaN");
        recover(array, "--columns", "1").failed(2, "--columns 1 selects from a CSV file only");
        Path data = csv(rows(20, 4));
        run("encode", data, "--model", folder.resolve("none").toString()).failed(1, "there is no file");
        Files.createDirectories(folder.resolve("recover/model"));
        recover(data).failed(1, "it holds something else");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--columns 1-9    | asks for column 9",
                "--columns 2-1    | 2-1",
                "--shape 3x3      | --shape 3x3 has 9 pixels; a sample has 6 features",
                "--shape 3        | must be height x width",
                "--atoms          | --atoms needs --shape",
                "--units 0        | --units = 0",
                "--l0 0           | --l0 = 0",
                "--l0 13          | --l0 = 13",
                "--model sparse   | --model has no meaning with --data FILE",
                "--sigma 0.1      | --sigma has no meaning with --data FILE",
            })
    void badOptionsAreToldInOneLine(String options, String text) throws IOException {
        recover(csv(rows(20, 6)), options.split(" ", -1)).failed(2, text);
        Execution.in(folder, "recover", "--units", "3").failed(2, "--units has no meaning without --data FILE");
    }

    /** Where columns that look like samples would all fire together. */
    @Test
    void samplesThatAllPointOneWayWork() throws IOException {
        double[][] rows = new double[300][8];
        for (double[] row : rows) {
            double size = random.nextGaussian();
            Arrays.setAll(row, i -> 100 + size * (i + 1));
        }
        Execution run = recover(csv(rows)).succeeded();
        assertTrue(run.result("r2") > 0.9, run.out());
    }

    @Test
    void atomsAreDrawnWhereSamplesArePictures() throws IOException {
        recover(csv(rows(100, 6)), "--shape", "2x3").succeeded().assertPicture("atoms.png");
        recover(csv(rows(100, 4)), "--atoms").succeeded().assertPicture("atoms.png");
    }

    @Test
    @Tag("slow")
    void digitsAreDescribedWithNothingElse() throws IOException {
        Execution run =
                recover(BUNDLED.resolve("digits.csv.gz"), "--columns", "1-64").succeeded();
        assertTrue(run.result("r2") >= 0.5, "measured 0.81; " + run.out());
        assertEquals(128, run.result("units"));
    }

    @Test
    @Tag("slow")
    void rawPatchesAreDescribedWithNothingElse() throws IOException {
        Execution run = recover(BUNDLED.resolve("raccoon.png")).succeeded();
        assertTrue(run.result("r2") >= 0.5, "measured 0.94; " + run.out());
        run.assertPicture("atoms.png");
    }
}
