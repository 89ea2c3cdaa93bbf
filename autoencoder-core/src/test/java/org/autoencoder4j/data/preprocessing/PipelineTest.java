package org.autoencoder4j.data.preprocessing;

import static org.autoencoder4j.data.Messages.assertRejected;
import static org.autoencoder4j.testsupport.ArrayAssert.assertClose;
import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.autoencoder4j.testsupport.ArrayAssert.assertUnchanged;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.data.format.Npy;
import org.autoencoder4j.linalg.SymmetricEigen;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.storage.SavedFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class PipelineTest {
    private static final List<Preprocessing.Step> KINDS =
            List.of(Centring::of, Scaling::of, data -> Whitening.of(data, 0.1));

    private static Preprocessing.Step[] steps(int count, RandomGenerator random) {
        Preprocessing.Step[] steps = new Preprocessing.Step[count];
        Arrays.setAll(steps, i -> KINDS.get(random.nextInt(KINDS.size())));
        return steps;
    }

    @Property(tries = 40)
    void itIsOneStepAfterTheOther(
            @ForAll @IntRange(min = 1, max = 600) int samples,
            @ForAll @IntRange(min = 1, max = 8) int features,
            @ForAll @IntRange(min = 1, max = 4) int more,
            @ForAll boolean isFloat,
            @ForAll long seed) {
        INDArray observations = PreprocessingTest.observations(samples, features, seed)
                .castTo(isFloat ? DataType.FLOAT : DataType.DOUBLE);
        Batches data = Batches.of(observations.dup());
        RandomGenerator random = RandomStreams.of(seed).at("steps", 0, 0);
        Preprocessing.Step first = KINDS.get(random.nextInt(KINDS.size()));
        Preprocessing.Step[] next = steps(more, random);
        Preprocessing all = Preprocessing.fit(data, first, next);

        List<Preprocessing> steps = new ArrayList<>(List.of(first.fit(data)));
        INDArray expected = steps.get(0).apply(observations);
        for (Preprocessing.Step step : next) {
            Preprocessing fitted = step.fit(steps.get(steps.size() - 1).apply(data(steps, data)));
            steps.add(fitted);
            expected = fitted.apply(expected);
        }
        INDArray transformed = assertUnchanged(() -> all.apply(observations), observations);
        assertIdentical(expected, transformed);
        assertEquals(steps.toString(), ((Pipeline) all).steps().toString());
        INDArray back = transformed;
        for (int i = steps.size() - 1; i >= 0; i--) {
            back = steps.get(i).invert(back);
        }
        INDArray inverted = assertUnchanged(() -> all.invert(transformed), transformed);
        assertIdentical(back, inverted);
        // A step of whitening multiplies rounding by at most sqrt((max L + 0.1) / 0.1), some 10^2 for these data.
        assertClose(observations, inverted, isFloat ? 1e-3 : 1e-11);
        assertIdentical(transformed, all.apply(data).reader().rows(0, 0, samples));
    }

    /** What all steps but the last make of the data. */
    private static Batches data(List<Preprocessing> steps, Batches data) {
        Batches transformed = data;
        for (Preprocessing step : steps.subList(0, steps.size() - 1)) {
            transformed = step.apply(transformed);
        }
        return transformed;
    }

    /** After scaling, whitening sees the correlations, whose eigenvalues sum to n, in whatever units features are. */
    @Property(tries = 20)
    void whiteningAfterScalingDoesNotDependOnUnits(
            @ForAll @IntRange(min = 2, max = 400) int samples,
            @ForAll @IntRange(min = 1, max = 8) int features,
            @ForAll long seed) {
        INDArray observations = PreprocessingTest.observations(samples, features, seed);
        INDArray whitened = whitenedAfterScaling(observations);
        double[][] correlations = PreprocessingTest.covariance(observations);
        double[] variances = new double[features];
        Arrays.setAll(variances, j -> correlations[j][j]);
        for (int i = 0; i < features; i++) {
            double[] row = correlations[i];
            double variance = variances[i];
            Arrays.setAll(row, j -> row[j] / Math.sqrt(variance * variances[j]));
        }
        double[] shares = Arrays.stream(SymmetricEigen.eigenvalues(Nd4j.createFromArray(correlations))
                        .toDoubleVector())
                .map(l -> l / (l + 0.1))
                .toArray();
        INDArray measured = SymmetricEigen.eigenvalues(Nd4j.createFromArray(PreprocessingTest.covariance(whitened)));
        assertClose(Nd4j.createFromArray(shares), measured, 1e-9);

        double[] units = new double[features];
        Arrays.setAll(units, j -> Math.pow(7, j - 3.0));
        INDArray inOtherUnits = observations.mulRowVector(Nd4j.createFromArray(units));
        assertClose(whitened, whitenedAfterScaling(inOtherUnits), 1e-8);
    }

    private static INDArray whitenedAfterScaling(INDArray observations) {
        return Preprocessing.fit(
                        Batches.of(observations.dup()), Centring::of, Scaling::of, scaled -> Whitening.of(scaled, 0.1))
                .apply(observations);
    }

    @Test
    void pipelinesInPipelinesAreTheirSteps() {
        Batches data = Batches.of(PreprocessingTest.observations(20, 3, 1));
        Centring centring = Centring.of(data);
        Scaling scaling = Scaling.of(data);
        Pipeline both = centring.then(scaling);
        assertEquals(
                List.of(scaling, centring, scaling, centring, scaling),
                scaling.then(both).then(both).steps());
        assertSame(centring, Preprocessing.fit(data, any -> centring));
        assertEquals(3, both.features());
        assertEquals(DataType.DOUBLE, both.dataType());
    }

    @Test
    void stepsThatDoNotFitEachOtherAreRejected() {
        INDArray observations = PreprocessingTest.observations(20, 3, 1);
        Centring centring = Centring.of(Batches.of(observations));
        Centring other = Centring.of(Batches.of(PreprocessingTest.observations(20, 4, 1)));
        assertRejected("Centring[features=4, DOUBLE], after Centring[features=3", () -> centring.then(other));
        Scaling inFloat = Scaling.of(Batches.of(observations.castTo(DataType.FLOAT)));
        assertRejected("FLOAT", () -> centring.then(inFloat));
    }

    /** Folders as they were before there were pipelines, written by hand. */
    @Test
    void foldersOfEarlierVersionsAreRead(@TempDir Path folder) throws IOException {
        INDArray mean = Nd4j.createFromArray(1.0, 2);
        SavedFolder.write(folder.resolve("centring"), old -> {
            Npy.write(old.resolve("mean.npy"), mean);
            oldSettings(old, "centring");
        });
        INDArray sample = Nd4j.createFromArray(new double[][] {{3, 5}});
        Preprocessing centring = Preprocessing.load(folder.resolve("centring"));
        assertInstanceOf(Centring.class, centring);
        assertIdentical(Nd4j.createFromArray(new double[][] {{2, 3}}), centring.apply(sample));

        SavedFolder.write(folder.resolve("whitening"), old -> {
            Npy.write(old.resolve("mean.npy"), mean);
            Npy.write(old.resolve("forward.npy"), Nd4j.createFromArray(new double[][] {{2, 1}, {1, 2}}));
            Npy.write(old.resolve("backward.npy"), Nd4j.createFromArray(new double[][] {{4, 0}, {0, 8}}));
            oldSettings(old, "whitening");
        });
        Preprocessing whitening = Preprocessing.load(folder.resolve("whitening"));
        assertInstanceOf(Whitening.class, whitening);
        assertIdentical(Nd4j.createFromArray(new double[][] {{7, 8}}), whitening.apply(sample));
        assertIdentical(Nd4j.createFromArray(new double[][] {{13, 42}}), whitening.invert(sample));
    }

    private static void oldSettings(Path folder, String kind) throws IOException {
        Files.writeString(
                folder.resolve("settings.json"),
                "{\n  \"format\" : \"autoencoder4j-preprocessing-2\",\n  \"kind\" : \"" + kind + "\"\n}");
    }

    @Test
    void damagedStepsAreRejected(@TempDir Path folder) throws IOException {
        Path saved = folder.resolve("saved");
        Preprocessing.fit(Batches.of(PreprocessingTest.observations(20, 3, 1)), Centring::of, Scaling::of)
                .save(saved);
        try (Stream<Path> paths = Files.walk(saved)) {
            List<Path> files = paths.filter(Files::isRegularFile).toList();
            assertEquals(2 + 2 * 3, files.size());
            for (Path file : files) {
                byte[] right = Files.readAllBytes(file);
                byte[] wrong = right.clone();
                wrong[wrong.length - 2] ^= 1;
                Files.write(file, wrong);
                assertRejected("SHA", () -> Preprocessing.load(saved));
                Files.delete(file);
                assertRejected("SHA256SUMS", () -> Preprocessing.load(saved));
                Files.write(file, right);
            }
        }
        assertEquals(3, Preprocessing.load(saved).features());
    }

    @Test
    void aSavedFolderThatIsNoPipelineIsRejected(@TempDir Path folder) throws IOException {
        SavedFolder.write(folder.resolve("one"), one -> settings(one, 1));
        assertRejected("steps 1; it must be at least 2", () -> Preprocessing.load(folder.resolve("one")));
        SavedFolder.write(folder.resolve("features"), two -> {
            for (int features = 1; features <= 2; features++) {
                PreprocessingFolder.write(
                        two.resolve("step-" + features),
                        "scaling",
                        Map.of("deviation.npy", Nd4j.ones(DataType.DOUBLE, features)));
            }
            settings(two, 2);
        });
        assertRejected("the same features", () -> Preprocessing.load(folder.resolve("features")));
    }

    private static void settings(Path folder, int steps) throws IOException {
        Files.writeString(
                folder.resolve("settings.json"),
                "{\"format\": \"autoencoder4j-preprocessing-2\", \"kind\": \"pipeline\", \"steps\": " + steps + "}");
    }
}
