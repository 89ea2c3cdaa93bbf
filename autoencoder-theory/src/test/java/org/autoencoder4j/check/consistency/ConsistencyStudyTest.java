package org.autoencoder4j.check.consistency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.autoencoder4j.check.consistency.ConsistencyStudy.Level;
import org.autoencoder4j.init.Initialiser;
import org.autoencoder4j.model.Dictionaries;
import org.autoencoder4j.model.Draw;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.law.CodeLaw;
import org.autoencoder4j.model.law.ValueLaw;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.random.RandomStreams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class ConsistencyStudyTest {
    private static final RandomStreams STREAMS = RandomStreams.of(3);
    private static final INDArray DICTIONARY = Dictionaries.gaussian(40, 12, DataType.DOUBLE, STREAMS);
    private static final List<ConsistencyPoint> GRID = ConsistencyStudy.grid(
            new int[] {1, 2}, new double[] {0, 0.2}, new double[] {0.01}, new double[] {0.1, 0.4, 0.5});

    @TempDir
    private Path folder;

    @Test
    void theGridHasAllCombinations() {
        assertEquals(12, GRID.size());
        assertEquals(12, GRID.stream().distinct().count());
        assertEquals(new ConsistencyPoint(1, 0, 0.01, 0.4), GRID.get(1));
    }

    @Test
    void aPointIsTheConsistencyOfItsModelAndWeights() {
        ConsistencyPoint point = new ConsistencyPoint(2, 0.2, 0.01, 0.4);
        GenerativeModel model =
                new GenerativeModel(DICTIONARY, CodeLaw.sparse(12, 2, ValueLaw.rademacher()), point.noise());
        INDArray weights = Initialiser.near(DICTIONARY, 0.2).weights(12, STREAMS);
        Draw draw = model.draw(STREAMS, 0, 5000);
        Proportion expected = CodeConsistency.of(
                        TiedAutoencoder.withoutBias(weights, Activation.hardThreshold(0.4)),
                        draw.observations(),
                        draw.codes())
                .consistent();
        assertEquals(new ConsistencyRow(point, expected), study(5000).measure(point));
        assertTrue(expected.successes() > 0 && expected.successes() < 5000);
    }

    @Test
    void aBiasIsThatOfRelus() {
        ConsistencyStudy study = new ConsistencyStudy(
                DICTIONARY,
                k -> CodeLaw.sparse(12, k, ValueLaw.nonNegativeUniform(0.8, 1.2)),
                Level.RELU_BIAS,
                500,
                STREAMS);
        ConsistencyCertificate exact = ConsistencyCertificate.of(
                TiedAutoencoder.withoutBias(DICTIONARY, Activation.relu()),
                DICTIONARY,
                CodeSet.nonNegative(1, 0.8, 1.2),
                0);
        Interval window = exact.commonBiasWindow();
        double inside = (window.low() + window.high()) / 2;
        assertEquals(
                1,
                study.measure(new ConsistencyPoint(1, 0, 0, inside))
                        .consistent()
                        .rate());
        assertEquals(
                0, study.measure(new ConsistencyPoint(1, 0, 0, -3)).consistent().rate());
    }

    @Test
    void resumesAfterEachRow() throws IOException {
        Path whole = folder.resolve("whole.csv");
        List<ConsistencyRow> rows = study(600).run(GRID, whole);
        assertEquals(GRID, rows.stream().map(ConsistencyRow::point).toList());
        List<String> lines = Files.readAllLines(whole);
        assertEquals(GRID.size() + 1, lines.size());
        Path part = folder.resolve("part.csv");
        Files.write(part, lines.subList(0, 5));
        assertEquals(rows, study(600).run(GRID, part));
        assertEquals(lines, Files.readAllLines(part));
        assertEquals(rows.subList(2, 4), study(600).run(GRID.subList(2, 4), part));
        assertEquals(lines, Files.readAllLines(part));
    }

    /** A row that is there is believed and not measured again. */
    @Test
    void keepsTheRowsOfTheFile() throws IOException {
        Path csv = folder.resolve("kept.csv");
        List<ConsistencyPoint> one = GRID.subList(0, 1);
        study(600).run(one, csv);
        List<String> lines = Files.readAllLines(csv);
        String[] fields = lines.get(1).split(",", -1);
        assertEquals("600", fields[5]);
        assertEquals(Double.parseDouble(fields[4]) / 600, Double.parseDouble(fields[6]));
        fields[4] = "123";
        Files.write(csv, List.of(lines.get(0), String.join(",", fields)));
        assertEquals(123, study(600).run(one, csv).get(0).consistent().successes());
    }

    @Test
    void refusesAFileOfAnotherStudy() throws IOException {
        Path csv = folder.resolve("other.csv");
        List<ConsistencyPoint> one = GRID.subList(0, 1);
        study(600).run(one, csv);
        refused(study(601), one, csv);
        refused(new ConsistencyStudy(DICTIONARY.mul(-1), this::law, Level.THRESHOLD, 600, STREAMS), one, csv);
        refused(new ConsistencyStudy(DICTIONARY, this::law, Level.RELU_BIAS, 600, STREAMS), one, csv);
        refused(new ConsistencyStudy(DICTIONARY, this::law, Level.THRESHOLD, 600, RandomStreams.of(4)), one, csv);
        refused(
                new ConsistencyStudy(
                        DICTIONARY,
                        k -> CodeLaw.sparse(12, k, ValueLaw.symmetricUniform(0.5, 1)),
                        Level.THRESHOLD,
                        600,
                        STREAMS),
                one,
                csv);
        Files.writeString(csv, "x,y\n1,2\n");
        refused(study(600), one, csv);
        refusedPoint(0, 0, 0, 0);
        refusedPoint(1, -1, 0, 0);
        refusedPoint(1, 0, -1, 0);
        refusedPoint(1, 0, 0, Double.NaN);
    }

    private static void refused(ConsistencyStudy study, List<ConsistencyPoint> points, Path csv) {
        assertThrows(IllegalArgumentException.class, () -> study.run(points, csv));
    }

    private static void refusedPoint(int sparsity, double delta, double noise, double level) {
        assertThrows(IllegalArgumentException.class, () -> new ConsistencyPoint(sparsity, delta, noise, level));
    }

    private CodeLaw law(int sparsity) {
        return CodeLaw.sparse(12, sparsity, ValueLaw.rademacher());
    }

    private ConsistencyStudy study(long samples) {
        return new ConsistencyStudy(DICTIONARY, this::law, Level.THRESHOLD, samples, STREAMS);
    }

    @Test
    void theGridsLevelChangesFastest() {
        List<ConsistencyPoint> points = ConsistencyStudy.grid(
                new int[] {1, 2}, new double[] {0, 2}, new double[] {0, 0.5}, new double[] {-1, 1});
        assertEquals(16, points.size());
        assertEquals(new ConsistencyPoint(1, 0, 0, 1), points.get(1));
        assertEquals(new ConsistencyPoint(1, 2, 0, -1), points.get(2));
        assertEquals(new ConsistencyPoint(1, 0, 0.5, -1), points.get(4));
        assertEquals(new ConsistencyPoint(2, 0, 0, -1), points.get(8));
        refusedPoint(1, Math.nextUp(2.0), 0, 0);
        refusedPoint(1, 0, 0, Double.POSITIVE_INFINITY);
    }

    @Test
    void aRowHasItsNumbersAndTheStudysFingerprint() throws IOException {
        Path csv = folder.resolve("row.csv");
        ConsistencyPoint point = new ConsistencyPoint(2, 0.2, 0.01, 0.4);
        Proportion consistent = study(600).run(List.of(point), csv).get(0).consistent();
        Interval wilson = consistent.wilson(0.95);
        List<String> lines = Files.readAllLines(csv);
        assertEquals("sparsity,delta,noise,level,successes,trials,rate,wilson95Low,wilson95High,study", lines.get(0));
        String row = "2,0.2,0.01,0.4," + consistent.successes() + ",600," + consistent.rate() + "," + wilson.low() + ","
                + wilson.high() + ",";
        assertTrue(lines.get(1).startsWith(row), lines.get(1));
        assertTrue(lines.get(1).substring(row.length()).matches("[0-9a-f]{8}"), lines.get(1));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(csv), files.toList());
        }
    }

    @Test
    void refusesAFileThatIsNotWhole() throws IOException {
        Path csv = folder.resolve("broken.csv");
        List<ConsistencyPoint> one = GRID.subList(0, 1);
        Files.writeString(csv, "");
        refused(study(600), one, csv);
        Files.delete(csv);
        study(600).run(one, csv);
        List<String> lines = Files.readAllLines(csv);
        Files.write(csv, List.of(lines.get(0), lines.get(1) + ",1"));
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> study(600).run(one, csv));
        assertTrue(refusal.getMessage().contains("must have the fields"), refusal.getMessage());
        Files.write(csv, List.of("x", lines.get(1)));
        refused(study(600), one, csv);
        assertThrows(
                IllegalArgumentException.class,
                () -> new ConsistencyStudy(DICTIONARY, this::law, Level.THRESHOLD, 0, STREAMS));
    }
}
