package org.autoencoder4j.examples.dictionary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.autoencoder4j.coding.SparseCoder;
import org.autoencoder4j.data.format.Npy;
import org.autoencoder4j.examples.Execution;
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
        assertEquals(3.2, run.result("meanL0"), 0.01, "set for a tenth of the features");
        assertTrue(run.results().path("stopReason").asText().startsWith("CONVERGED"), run.out());
        assertEquals(run.result("steps") + 2, run.csv("history.csv").size());
        assertEquals(64 + 1, run.csv("units.csv").size());
        run.assertPicture("history.png");
        run.assertTidy();
        assertEquals(32, Npy.read(run.folder().resolve("W.npy")).rows());
        assertFalse(run.summary().path("parameters").has("model"), "an option of the other half");
        assertEquals(64, run.summary().path("parameters").path("units").asInt(), "a default that was settled");
    }

    @Test
    void encodeRepeatsWhatRecoverDid() throws IOException {
        Path data = csv(rows(300, 6));
        Execution recovered = recover(data).succeeded();
        Execution encoded = run(
                        "encode", data, "--autoencoder", recovered.folder().toString())
                .succeeded();
        INDArray codes = Npy.read(encoded.folder().resolve("codes.npy"));
        assertEquals(List.of(300L, 12L), List.of(codes.size(0), codes.size(1)));
        assertEquals(
                recovered.result("meanL0"),
                codes.neq(0).castTo(DataType.DOUBLE).sumNumber().doubleValue() / 300,
                1e-9);
        assertEquals(recovered.result("r2"), encoded.result("r2"), 1e-9);
        assertEquals(recovered.result("meanL0"), encoded.result("meanL0"), 1e-9);

        Path wrong = csv(rows(10, 5));
        run("encode", wrong, "--autoencoder", recovered.folder().toString())
                .failed(2, "5 features; the dictionary has 6");
        run(
                        "encode",
                        BUNDLED.resolve("raccoon.png"),
                        "--autoencoder",
                        recovered.folder().toString())
                .failed(2, "they came from the rows of a table");
    }

    @Test
    void aModelIsOfTheTypeThatWasAskedForAndAnotherRunReplacesIt() throws IOException {
        Path data = csv(rows(200, 4));
        recover(data).succeeded();
        Execution second = recover(data, "--dtype", "double", "--units", "5", "--l0", "1.5")
                .succeeded();
        SparseCoder coder = SavedDictionary.load(second.folder()).learned().coder();
        assertEquals(DataType.DOUBLE, coder.dataType());
        assertEquals(5, coder.units());
        assertEquals(1.5, second.result("meanL0"), 1e-9, "all samples set the threshold");
    }

    @Test
    void everyFileOfAModelIsGuardedAndNothingElseIsDeletedWithIt() throws IOException {
        Path data = csv(rows(50, 4));
        Path saved = recover(data).succeeded().folder().resolve(SavedDictionary.FOLDER);
        Path sampling = saved.resolve("sampling.json");
        String right = Files.readString(sampling);
        Files.writeString(sampling, right.replace("\"stride\" : ", "\"stride\" : 1"));
        run("encode", data, "--autoencoder", saved.toString()).failed(2, "sampling.json has SHA-256");
        Files.writeString(sampling, right);
        Path note = Files.writeString(
                saved.resolve("learned").resolve("preprocessing").resolve("note.txt"), "mine");
        run("encode", data, "--autoencoder", saved.toString()).failed(2, "note.txt is not listed");
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
        assertEquals(5, run.result("units"), "no more than samples");
        assertTrue(run.out().contains("1 of 5 units are dead"), run.out());
        long idle = run.csv("units.csv").stream()
                .filter(line -> line.split(",", -1)[1].equals("0.0"))
                .count();
        assertEquals((double) idle, run.result("deadUnits"));
    }

    @Test
    void aSingleFeatureIsRefused() throws IOException {
        recover(csv(series(50)), "--window", "1")
                .failed(
                        2,
                        "data.csv, read as windows of 1 values, 1 apart, of a table's only column: the samples [50, 1]");
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
                "2,2;2,2            | data.csv, read as the rows of a table: the samples [2, 2] are all equal, beginning with 2.0",
                "1,2                | data.csv gives one sample only, [1, 2], read as the rows of a table; a dictionary",
                "1;2;3              | data.csv has 3 values; a window of 32 values (--window) must fit into it",
                "''                 | data.csv",
            })
    void badTablesAreToldInOneLine(String lines, String text) throws IOException {
        recover(text(lines.replace(';', '\n'))).failed(2, text);
    }

    /** 0.1 has no exact mean in DOUBLE; the second table varies by one unit in the last place. */
    @ParameterizedTest
    @CsvSource({"double, 0", "float, 0", "double, 1e-17"})
    void samplesThatDifferByRoundingOnlyAreRefused(String type, double noise) throws IOException {
        double[][] rows = new double[50][7];
        for (double[] row : rows) {
            Arrays.setAll(row, i -> 0.1 + noise * random.nextInt(2));
        }
        Path file = folder.resolve("equal.npy");
        Npy.write(file, Nd4j.createFromArray(rows));
        recover(file, "--dtype", type)
                .failed(2, "equal.npy, read as the rows of a table: the samples [50, 7] are all equal");
    }

    @Test
    void aColumnThatOnlyRoundingVariesIsNamed() throws IOException {
        double[][] rows = rows(100, 4);
        for (int i = 0; i < rows.length; i++) {
            rows[i][2] = 1e9 + 128 * (i % 3);
        }
        Execution run = recover(csvExact(rows));
        assertEquals("[3]", run.results().path("featuresThatOnlyRoundingVaries").toString(), run.out());
        assertTrue(run.out().contains("Features [3], counted from 1, vary by no more than rounding"), run.out());
        assertFalse(recover(csvExact(rows), "--dtype", "double").results().has("featuresThatOnlyRoundingVaries"));
    }

    private Path csvExact(double[][] rows) throws IOException {
        return text(Arrays.stream(rows)
                .map(row -> Arrays.stream(row).mapToObj(Double::toString).collect(Collectors.joining(",")))
                .collect(Collectors.joining("\n")));
    }

    /** Two samples of 400 that are a hundred times as long as they were. */
    private Path withTwoOutliers() throws IOException {
        double[][] rows = rows(400, 10);
        for (int row : new int[] {17, 203}) {
            Arrays.setAll(rows[row], i -> 5 + 100 * (rows[row][i] - 5 + 0.3));
        }
        return csv(rows);
    }

    @Test
    void outliersAreNamedAndKeptUnlessTheUserSaysOtherwise() throws IOException {
        Path data = withTwoOutliers();
        Execution kept = recover(data);
        JsonNode outliers = kept.results().path("outliers");
        assertEquals(2, outliers.path("count").intValue(), kept.out());
        assertEquals("keep", outliers.path("treatment").textValue());
        assertEquals(
                List.of(17, 203),
                outliers.path("farthest").findValues("sample").stream()
                        .map(JsonNode::intValue)
                        .sorted()
                        .toList());
        assertTrue(outliers.path("limitInMedianDistances").doubleValue() >= 10);
        assertTrue(kept.out().contains("--outliers drop"), kept.out());
        assertEquals("keep", kept.summary().path("parameters").path("outliers").textValue());
        double ruined = kept.results().path("r2WithoutOutliers").doubleValue();

        Execution dropped = recover(data, "--outliers", "drop").succeeded();
        assertEquals(398, dropped.result("samples"));
        assertTrue(dropped.result("r2") > ruined + 0.05, "measured 0.957 after 0.881: " + dropped.out());
        assertFalse(dropped.results().has("r2WithoutOutliers"));

        Execution clipped = recover(data, "--outliers", "clip").succeeded();
        assertEquals(400, clipped.result("samples"));
        assertTrue(clipped.result("r2WithoutOutliers") > ruined + 0.05, clipped.out());
    }

    @Test
    void aTargetIsReachedWithAsFewActiveUnitsAsItTakes() throws IOException {
        Path data = csv(rows(300, 12));
        Execution run = recover(data, "--r2", "0.99", "--units", "12").succeeded();
        assertTrue(run.result("r2") >= 0.99, run.out());
        assertEquals(2, run.result("mostActive"), "sums of two directions; " + run.out());
        assertTrue(
                run.csv("sparsity.csv").size() >= 1 + 2, run.csv("sparsity.csv").toString());
        assertEquals("mostActive,r2,meanL0", run.csv("sparsity.csv").get(0));
        run.assertPicture("sparsity.png");
        Execution fixed = recover(data, "--k", "2", "--units", "12").succeeded();
        assertEquals(2, fixed.result("meanL0"), 0.05, "all but samples of two directions that are the same");
        assertEquals(2, fixed.summary().path("parameters").path("k").asInt());
        assertTrue(
                recover(data, "--r2", "0.99999", "--units", "2").out().contains("No number of active units reaches"));
    }

    @Test
    void soundDataHaveNoOutliers() throws IOException {
        Execution run = recover(csv(rows(100, 4))).succeeded();
        assertEquals(0, run.results().path("outliers").path("count").intValue());
        assertFalse(run.out().contains("outliers"), run.out());
        assertFalse(run.results().has("r2WithoutOutliers"));
    }

    @Test
    void fewUnitsHaveADefaultOfActiveOnesThatFits() throws IOException {
        assertEquals(1.5, recover(csv(rows(60, 40)), "--units", "3").result("meanL0"), 0.02);
        assertEquals(1, recover(csv(rows(60, 40)), "--units", "1").result("meanL0"), 0.02);
    }

    @Test
    void picturesThatGiveNoSamplesAreToldWithTheirName() throws IOException {
        recover(picture(20, 20, false)).failed(2, "pixels of a picture: the samples [169, 64] are all equal");
        recover(picture(4, 5, true))
                .failed(2, "black.png has 4 x 5 pixels; a patch of 8 x 8 pixels (--shape) must fit");
        recover(picture(8, 8, true)).failed(2, "black.png gives one sample only, [1, 64]");
        recover(picture(20, 20, true), "--columns", "1").failed(2, "black.png is not");
        recover(picture(20, 20, true), "--window", "5").failed(2, "--window 5 has a meaning for a table of one column");
    }

    private Path picture(int height, int width, boolean noise) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; noise && i < height * width; i++) {
            image.setRGB(i % width, i / width, 0x010101 * random.nextInt(256));
        }
        Path file = folder.resolve("black.png");
        ImageIO.write(image, "png", file.toFile());
        return file;
    }

    @Test
    void arraysWithoutSamplesAreToldWithTheirName() throws IOException {
        Path file = folder.resolve("x.npy");
        Npy.write(file, Nd4j.scalar(DataType.DOUBLE, 3));
        recover(file).failed(2, "x.npy has shape []; it must be a");
        Npy.write(file, Nd4j.createFromArray(rows(500, 1)).reshape(1, 500));
        recover(file).failed(2, "x.npy gives one sample only, [1, 500]");
    }

    @Test
    void aModelThatDoesNotFitItsSamplesIsTold() throws IOException {
        Execution recovered = recover(csv(rows(100, 6)), "--k", "1").succeeded();
        double[][] others = rows(50, 6);
        for (double[] row : others) {
            Arrays.setAll(row, i -> 1000 + row[i]);
        }
        Execution encoded = run(
                        "encode",
                        csv(others),
                        "--autoencoder",
                        recovered.folder().toString())
                .succeeded();
        assertTrue(encoded.result("r2") < 0);
        assertTrue(encoded.out().contains("no better than their mean does"), encoded.out());
        assertTrue(encoded.meaning().startsWith("The dictionary was not made for such samples"), encoded.meaning());
        Execution fitting = run(
                        "encode",
                        csv(rows(100, 6)),
                        "--autoencoder",
                        recovered.folder().toString())
                .succeeded();
        assertTrue(fitting.meaning().contains("these samples keep "), fitting.meaning());
        assertTrue(fitting.out()
                .contains(
                        "\nNext: numpy.load or Npy.read of " + fitting.folder().resolve("codes.npy")));
        recover(csv(rows(100, 6))).succeeded();
        Execution described = run(
                        "encode",
                        csv(others),
                        "--autoencoder",
                        recovered.folder().toString())
                .succeeded();
        assertTrue(described.result("meanL0") > 2, "down to the threshold, whatever it takes");
        assertTrue(described.out().contains("they are not like them"), described.out());
        Execution single = run(
                        "encode",
                        text("1,2,3,4,5,6"),
                        "--autoencoder",
                        recovered.folder().toString())
                .succeeded();
        assertTrue(single.results().path("r2").isNull(), "a number that does not exist");
        assertEquals("NaN", single.summary().path("notFinite").path("/r2").textValue());
        assertTrue(single.out().contains("R^2 is not defined"), single.out());
    }

    @Test
    void badFilesAreToldInOneLine() throws IOException {
        recover(folder.resolve("none.csv")).failed(2, "--data: there is no file " + folder.resolve("none.csv"));
        recover(folder.resolve("none.png")).failed(2, "--data: there is no file");
        recover(Files.writeString(folder.resolve("data.doc"), "1,2\n")).failed(2, "must end with .npy, .csv");
        recover(Files.writeString(folder.resolve("data.png"), "no picture")).failed(2, "is no picture");
        recover(Files.writeString(folder.resolve("data.npy"), "no array")).failed(2, "data.npy");
        Path array = folder.resolve("nan.npy");
        Npy.write(array, Nd4j.createFromArray(new double[][] {{1, 2}, {Double.NaN, 3}}));
        recover(array).failed(2, "NaN");
        recover(array, "--columns", "1").failed(2, "--columns 1 selects from a CSV file only");
        Path data = csv(rows(20, 4));
        run("encode", data, "--autoencoder", folder.resolve("none").toString())
                .failed(2, "--autoencoder: there is no file");
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
                "--l0 13          | = 13.0 must be at most 5, with 12 units and fewer than the 6 features",
                "--l0 NaN         | --l0 = NaN",
                "--l0 4 --units 3 | data.csv, read as the rows of a table: the mean number of active units = 4.0 must be at",
                "--k 0            | --k = 0",
                "--k 6            | the most active units = 6 must be at most 5",
                "--r2 1           | --r2 = 1.0 must be above 0 and below 1",
                "--k 2 --l0 2     | --k, --l0 and --r2 each say how many units are active: give one of them",
                "--window 3       | --window 3 has a meaning for a table of one column only, which",
                "--window 0       | --window = 0",
                "--outliers cut   | --outliers",
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
        assertTrue(run.result("r2") >= 0.92, "measured 0.942; " + run.out());
        assertEquals(6.4, run.result("meanL0"), 0.1);
        assertEquals(128, run.result("units"));
        assertEquals(0, run.result("deadUnits"));
    }

    @Test
    @Tag("slow")
    void rawPatchesAreDescribedWithNothingElse() throws IOException {
        Execution run = recover(BUNDLED.resolve("raccoon.png")).succeeded();
        assertTrue(run.result("r2") >= 0.96, "measured 0.980; " + run.out());
        assertEquals(6.4, run.result("meanL0"), 0.1);
        assertEquals(0, run.result("deadUnits"));
        run.assertPicture("atoms.png");
    }

    /** Beats of five waves each, at uneven distances, on a slow drift with a little noise: the paper's rule gave 0.968. */
    @Test
    @Tag("slow")
    void aHeartbeatIsDescribedWithNothingElse() throws IOException {
        double[][] waves = {{-14, 0.12, 4}, {-3, -0.15, 1.2}, {0, 1, 1.3}, {3, -0.25, 1.5}, {18, 0.3, 6}};
        double[][] series = new double[20_000][1];
        for (int t = 0; t < series.length; t++) {
            series[t][0] = 0.2 * Math.sin(t / 300.0) + 0.01 * random.nextGaussian();
        }
        for (double beat = 20; beat < series.length; beat += 80 + 8 * random.nextGaussian()) {
            double size = 1 + 0.1 * random.nextGaussian();
            for (double[] wave : waves) {
                for (int t = (int) Math.max(0, beat - 50); t < Math.min(series.length, beat + 50); t++) {
                    double place = (t - beat - wave[0]) / wave[2];
                    series[t][0] += size * wave[1] * Math.exp(-place * place / 2);
                }
            }
        }
        Execution run = recover(csv(series)).succeeded();
        assertTrue(run.result("r2") >= 0.985, "measured 0.996; " + run.out());
        assertEquals(3.2, run.result("meanL0"), 0.1);
        assertEquals(0, run.result("deadUnits"));
    }
}
