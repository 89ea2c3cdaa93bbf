package org.autoencoder4j.data.preprocessing;

import static org.autoencoder4j.data.Messages.assertRejected;
import static org.autoencoder4j.testsupport.ArrayAssert.assertClose;
import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.autoencoder4j.testsupport.ArrayAssert.assertUnchanged;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.data.Patches;
import org.autoencoder4j.linalg.SymmetricEigen;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.storage.SavedFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class PreprocessingTest {
    /** Correlated samples far from 0, with standard deviations from 0.1 to 10. */
    static INDArray observations(int samples, int features, long seed) {
        RandomGenerator random = RandomStreams.of(seed).at("test", 0, 0);
        double[][] mixing = new double[features][features];
        for (double[] row : mixing) {
            Arrays.setAll(row, j -> random.nextGaussian());
        }
        double[][] values = new double[samples][features];
        for (double[] sample : values) {
            Arrays.fill(sample, 5);
            for (double[] direction : mixing) {
                double value = random.nextGaussian() * Math.pow(10, random.nextDouble(-1, 1)) / features;
                Arrays.setAll(sample, j -> sample[j] + value * direction[j]);
            }
        }
        return Nd4j.createFromArray(values);
    }

    /** Plain Java: mean and covariance. */
    static double[][] covariance(INDArray observations) {
        double[][] values = observations.toDoubleMatrix();
        int n = values[0].length;
        double[] mean = mean(observations);
        double[][] covariance = new double[n][n];
        for (double[] sample : values) {
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    covariance[i][j] += (sample[i] - mean[i]) * (sample[j] - mean[j]) / values.length;
                }
            }
        }
        return covariance;
    }

    private static double[] mean(INDArray observations) {
        double[][] values = observations.toDoubleMatrix();
        double[] mean = new double[values[0].length];
        for (double[] sample : values) {
            Arrays.setAll(mean, j -> mean[j] + sample[j] / values.length);
        }
        return mean;
    }

    @Property(tries = 25)
    void whitenedVarianceIsItsShareAboveTheRegularisation(
            @ForAll @IntRange(min = 2, max = 1500) int samples,
            @ForAll @IntRange(min = 1, max = 12) int features,
            @ForAll @DoubleRange(min = 0.01, max = 10) double regularisation,
            @ForAll long seed) {
        INDArray observations = observations(samples, features, seed);
        Whitening whitening = Whitening.of(Batches.of(observations), regularisation);
        INDArray whitened = assertUnchanged(() -> whitening.apply(observations), observations);

        // With a single column both orders are the same.
        assertTrue(whitened.ordering() == 'c' || features == 1);
        assertClose(Nd4j.zeros(DataType.DOUBLE, features), Nd4j.createFromArray(mean(whitened)), 1e-11);
        double[] variances = SymmetricEigen.eigenvalues(Nd4j.createFromArray(covariance(observations)))
                .toDoubleVector();
        double[] shares =
                Arrays.stream(variances).map(l -> l / (l + regularisation)).toArray();
        INDArray measured = SymmetricEigen.eigenvalues(Nd4j.createFromArray(covariance(whitened)));
        assertClose(Nd4j.createFromArray(shares), measured, 1e-9);

        assertClose(observations, whitening.invert(whitened), 1e-10);
    }

    @Test
    void aShuffledBatchIsReadAsOnePiece() {
        INDArray observations = observations(50, 4, 3);
        Batches source = Batches.of(observations);
        Whitening whitening = Whitening.of(source, 0.3);
        RandomStreams streams = RandomStreams.of(7);
        Batches shuffled = whitening.apply(source).shuffled(20, streams);
        assertTrue(shuffled.changeWithStep());
        for (int step = 0; step < 5; step++) {
            assertIdentical(whitening.apply(source.shuffled(20, streams).batch(step)), shuffled.batch(step));
        }
        assertInstanceOf(PreprocessedBatches.class, shuffled, "rows are whitened together, after they are gathered");
    }

    @Test
    void whiteningIsTheSymmetricRoot() {
        INDArray observations = observations(50, 4, 3);
        double regularisation = 0.3;
        Whitening whitening = Whitening.of(Batches.of(observations), regularisation);
        INDArray origin = whitening.apply(Nd4j.zeros(DataType.DOUBLE, 1, 4));
        INDArray matrix = whitening.apply(Nd4j.eye(4).castTo(DataType.DOUBLE)).subRowVector(origin.getRow(0));
        assertClose(matrix, matrix.transpose(), 1e-12);
        INDArray regularised = Nd4j.createFromArray(covariance(observations))
                .add(Nd4j.eye(4).castTo(DataType.DOUBLE).mul(regularisation));
        // W (C + eps I) W = I
        assertClose(
                Nd4j.eye(4).castTo(DataType.DOUBLE), matrix.mmul(regularised).mmul(matrix), 1e-10);
    }

    @Test
    void degenerateDataCanBeWhitened() {
        INDArray observations = Patches.withoutMeans(observations(30, 6, 1));
        observations.getColumn(2).assign(7);
        Whitening whitening = Whitening.of(Batches.of(observations), 1e-6);
        assertClose(observations, whitening.invert(whitening.apply(observations)), 1e-9);
        INDArray single = observations.get(NDArrayIndex.interval(3, 4));
        Whitening ofOne = Whitening.of(Batches.of(single), 0.25);
        assertClose(Nd4j.zeros(DataType.DOUBLE, 1, 6), ofOne.apply(single), 1e-15);
        assertClose(single.add(0.5), ofOne.invert(Nd4j.ones(DataType.DOUBLE, 1, 6)), 1e-12);
    }

    /** Samples about a mean, with one direction fewer than features; rounded to the type. */
    private static INDArray rankDeficient(DataType type, double scale, double offset) {
        INDArray observations = observations(300, 6, 4);
        observations.putColumn(5, observations.getColumn(0).add(observations.getColumn(1)));
        return observations.add(offset).mul(scale).castTo(type);
    }

    private static double meanSquare(INDArray observations) {
        double norm = observations.castTo(DataType.DOUBLE).norm2Number().doubleValue();
        return norm * norm / observations.rows();
    }

    /**
     * Rounding was whitened to numbers of thousands, and what was inverted had nothing to do with the data. The bounds:
     * 2^-10 is what the limit leaves of rounding, and a product of six terms; an inverse that loses sqrt(2^28) of 2^24.
     */
    @Test
    void whiteningIsRefusedOrInvertibleAtEveryScale() {
        for (DataType type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
            double rounding = type == DataType.FLOAT ? 0x1p-28 : 6 * 0x1p-52;
            for (double scale : new double[] {1e-6, 1, 1e6}) {
                for (double offset : new double[] {-5, 0, 1000}) {
                    INDArray observations = rankDeficient(type, scale, offset);
                    Batches batches = Batches.of(observations);
                    double limit = rounding * meanSquare(observations);
                    for (double tooSmall : new double[] {limit / 10, limit * 1e-6, Double.MIN_NORMAL}) {
                        assertRejected("is too small for these " + type, () -> Whitening.of(batches, tooSmall));
                    }
                    for (double regularisation : new double[] {1.01 * limit, 100 * limit}) {
                        Whitening whitening = Whitening.of(batches, regularisation);
                        INDArray whitened = whitening.apply(observations);
                        assertEquals(0, excess(whitened), 0.01, type + " " + scale + " " + offset);
                        INDArray error = whitening.invert(whitened).sub(observations);
                        double relative = Math.sqrt(meanSquare(error) / meanSquare(observations));
                        assertTrue(relative < 1e-3, type + " " + scale + " " + offset + ": " + relative);
                    }
                }
            }
        }
    }

    /** By how much the greatest variance in a direction exceeds 1. */
    private static double excess(INDArray whitened) {
        INDArray variances =
                SymmetricEigen.eigenvalues(Nd4j.createFromArray(covariance(whitened.castTo(DataType.DOUBLE))));
        return Math.max(0, variances.getDouble(variances.length() - 1) - 1);
    }

    @Test
    void aTinyRegularisationIsFineWhereTheDataVaryInAllDirections() {
        INDArray observations = observations(500, 5, 8);
        Whitening whitening = Whitening.of(Batches.of(observations), Double.MIN_NORMAL);
        assertClose(observations, whitening.invert(whitening.apply(observations)), 1e-9);
    }

    @Property(tries = 40)
    void centringTakesTheMean(
            @ForAll @IntRange(min = 1, max = 1500) int samples,
            @ForAll @IntRange(min = 1, max = 8) int features,
            @ForAll long seed) {
        INDArray observations = observations(samples, features, seed);
        Centring centring = Centring.of(Batches.of(observations));
        INDArray centred = assertUnchanged(() -> centring.apply(observations), observations);
        assertEquals('c', centred.ordering());
        assertClose(Nd4j.zeros(DataType.DOUBLE, features), Nd4j.createFromArray(mean(centred)), 1e-12);
        assertClose(observations, centring.invert(centred), 1e-14);
    }

    @Test
    void floatAgreesWithDouble() {
        INDArray observations = observations(700, 5, 2);
        INDArray floats = observations.castTo(DataType.FLOAT);
        for (INDArray layout : List.of(floats, floats.dup('f'))) {
            Whitening whitening = Whitening.of(Batches.of(layout), 0.1);
            INDArray whitened = whitening.apply(layout);
            INDArray expected = Whitening.of(Batches.of(observations), 0.1).apply(observations);
            assertClose(expected.castTo(DataType.FLOAT), whitened, 1e-4);
            assertClose(floats, whitening.invert(whitened), 1e-4);
            INDArray centred = Centring.of(Batches.of(layout)).apply(layout);
            assertEquals('c', centred.ordering());
            assertClose(
                    Centring.of(Batches.of(observations)).apply(observations).castTo(DataType.FLOAT), centred, 1e-5);
        }
    }

    @Test
    void batchesAreTransformedWhenTheyAreRead() {
        INDArray observations = observations(300, 4, 5);
        Batches batches = Batches.of(observations);
        for (Preprocessing preprocessing : List.of(Centring.of(batches), Whitening.of(batches, 0.1))) {
            Batches transformed = preprocessing.apply(batches);
            INDArray expected = preprocessing.apply(observations);
            assertEquals(300, transformed.size());
            assertEquals(4, transformed.features());
            assertClose(expected, transformed.batch(0), 1e-12);
            Batches.Reader reader = transformed.reader();
            for (int from = 0; from < 290; from += 7) {
                INDArray rows = reader.rows(0, from, from + 5);
                assertEquals('c', rows.ordering());
                assertClose(expected.get(NDArrayIndex.interval(from, from + 5)), rows, 1e-12);
            }
            RandomStreams streams = RandomStreams.of(9);
            assertClose(
                    preprocessing.apply(batches.shuffled(32, streams).batch(11)),
                    transformed.shuffled(32, streams).batch(11),
                    1e-12);
        }
        assertIdentical(observations(300, 4, 5), observations);
    }

    @Test
    void savedAndLoadedItIsTheSame(@TempDir Path folder) throws IOException {
        for (DataType type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
            INDArray observations = observations(40, 5, 7).castTo(type);
            Batches batches = Batches.of(observations);
            for (Preprocessing saved : List.of(
                    Centring.of(batches),
                    Scaling.of(batches),
                    Whitening.of(batches, 0.01),
                    Preprocessing.fit(batches, Scaling::of, Centring::of, y -> Whitening.of(y, 0.01)))) {
                Path target = folder.resolve("new").resolve(saved.toString());
                saved.save(target);
                Preprocessing loaded = Preprocessing.load(target);
                assertInstanceOf(saved.getClass(), loaded);
                assertEquals(saved.toString(), loaded.toString());
                assertIdentical(saved.apply(observations), loaded.apply(observations));
                assertIdentical(saved.invert(observations), loaded.invert(observations));
                assertThrows(FileAlreadyExistsException.class, () -> saved.save(target));
            }
        }
        try (Stream<Path> files = Files.list(folder.resolve("new"))) {
            assertEquals(8, files.count());
        }
    }

    @Test
    void damagedFoldersAreRejected(@TempDir Path folder) throws IOException {
        assertThrows(NoSuchFileException.class, () -> Preprocessing.load(folder.resolve("missing")));
        Path target = folder.resolve("whitening");
        Whitening.of(Batches.of(observations(20, 3, 1)), 1).save(target);

        for (String name : List.of("mean.npy", "forward.npy", "backward.npy", "settings.json", "SHA256SUMS")) {
            Path file = target.resolve(name);
            byte[] right = Files.readAllBytes(file);
            byte[] wrong = right.clone();
            wrong[wrong.length - 2] ^= 1;
            Files.write(file, wrong);
            assertRejected("SHA", () -> Preprocessing.load(target));
            Files.write(file, right);
        }
        assertEquals(3, Preprocessing.load(target).apply(observations(1, 3, 2)).columns());
    }

    @Test
    void aSavedFolderThatIsNoPreprocessingIsRejected(@TempDir Path folder) throws IOException {
        INDArray ones = Nd4j.ones(DataType.DOUBLE, 2, 2);
        PreprocessingFolder.write(folder.resolve("kind"), "other", Map.of("mean.npy", Nd4j.createFromArray(1.0, 2)));
        assertRejected("kind other", () -> Preprocessing.load(folder.resolve("kind")));
        PreprocessingFolder.write(
                folder.resolve("shape"),
                "whitening",
                Map.of("mean.npy", Nd4j.createFromArray(1.0, 2, 3), "forward.npy", ones, "backward.npy", ones));
        assertRejected("whitening matrix has shape [2, 2]", () -> Preprocessing.load(folder.resolve("shape")));
        PreprocessingFolder.write(
                folder.resolve("nan"), "centring", Map.of("mean.npy", Nd4j.createFromArray(1, 2, Double.NaN)));
        assertRejected("mean [3] has an entry that is NaN", () -> Preprocessing.load(folder.resolve("nan")));
        SavedFolder.write(folder.resolve("none"), none -> Files.writeString(none.resolve("settings.json"), "no JSON"));
        assertRejected("is no JSON", () -> Preprocessing.load(folder.resolve("none")));
    }

    @Test
    void wrongArgumentsAreRejected() {
        INDArray observations = observations(20, 3, 1);
        Batches batches = Batches.of(observations);
        for (Preprocessing preprocessing : List.of(
                Centring.of(batches),
                Scaling.of(batches),
                Whitening.of(batches, 1),
                Preprocessing.fit(batches, Centring::of, Scaling::of))) {
            assertRejected("observations has shape [20, 2]", () -> preprocessing.apply(observations(20, 2, 1)));
            assertRejected("transformed has shape [20, 2]", () -> preprocessing.invert(observations(20, 2, 1)));
            assertRejected("FLOAT", () -> preprocessing.apply(observations.castTo(DataType.FLOAT)));
            assertRejected("FLOAT", () -> preprocessing.invert(observations.castTo(DataType.FLOAT)));
        }
        for (double bad : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertRejected("regularisation", () -> Whitening.of(batches, bad));
        }
    }
}
