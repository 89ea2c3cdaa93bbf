package org.autoencoder4j.data.preprocessing;

import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.data.preprocessing.Outliers.Outlier;
import org.autoencoder4j.random.RandomStreams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class OutliersTest {
    private static final RandomGenerator RANDOM = RandomStreams.of(5).at("test", 0, 0);

    private static double[][] samples(int count, int features, ToDoubleFunction<RandomGenerator> law) {
        double[][] samples = new double[count][features];
        for (double[] sample : samples) {
            Arrays.setAll(sample, j -> law.applyAsDouble(RANDOM));
        }
        return samples;
    }

    private static Batches batches(double[][] samples, DataType type) {
        return Batches.of(Nd4j.createFromArray(samples).castTo(type));
    }

    private static List<Long> rows(Outliers outliers) {
        return outliers.all().stream().map(Outlier::row).toList();
    }

    /** The first of the two stands among the 1024 samples that make the centre, at which it must not pull. */
    private static double[][] twoFarSamples() {
        double[][] samples = samples(2000, 6, RandomGenerator::nextGaussian);
        for (int row : new int[] {1000, 1203}) {
            Arrays.setAll(samples[row], j -> 100 * samples[row][j] + 200);
        }
        return samples;
    }

    @ParameterizedTest
    @CsvSource({"FLOAT, 0, 1", "DOUBLE, 0, 1", "FLOAT, 1000, 1", "DOUBLE, 0, 1e-200", "DOUBLE, 0, 1e200"})
    void twoFarSamplesAmongTwoThousandAreFound(DataType type, double offset, double scale) {
        double[][] samples = twoFarSamples();
        for (double[] sample : samples) {
            Arrays.setAll(sample, j -> scale * (offset + sample[j]));
        }
        Outliers outliers = Outliers.of(batches(samples, type));
        assertEquals(List.of(1000L, 1203L), rows(outliers));
        assertTrue(outliers.all().stream().allMatch(outlier -> outlier.distance() > 20), outliers::toString);
        // The length of a standard normal vector in six dimensions has median 2.31; of 2000 draws, within 0.1.
        assertEquals(2.31, outliers.median() / scale, 0.1);
        assertEquals(10, outliers.limit());
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE"})
    void theOthersStayAsTheyAre(DataType type) {
        Batches data = batches(twoFarSamples(), type);
        Outliers outliers = Outliers.of(data);
        Batches dropped = outliers.dropped();
        assertEquals(1998, dropped.size());
        assertIdentical(
                Nd4j.vstack(
                        data.batch(0).get(NDArrayIndex.interval(0, 1000)),
                        data.batch(0).get(NDArrayIndex.interval(1001, 1203)),
                        data.batch(0).get(NDArrayIndex.interval(1204, 2000))),
                dropped.batch(0));
        Batches clipped = outliers.clipped();
        assertIdentical(
                data.reader().rows(0, 1001, 1203).dup('c'), clipped.reader().rows(0, 1001, 1203));
        assertEquals(List.of(), rows(Outliers.of(dropped)));
    }

    /** A clipped sample lies on the way from the centre, which is near 0, to where it was. */
    @Test
    void aClippedSampleLiesAtTheLimit() {
        Batches data = batches(twoFarSamples(), DataType.DOUBLE);
        Outliers outliers = Outliers.of(data);
        double[] before = data.batch(0).getRow(1203).toDoubleVector();
        double[] after = outliers.clipped().batch(0).getRow(1203).toDoubleVector();
        double length = Math.sqrt(Arrays.stream(after).map(x -> x * x).sum());
        // The centre is the median of 1024 normal numbers, so each entry is within 0.2 of 0: five standard errors.
        double allowed = 0.2 * Math.sqrt(6);
        assertEquals(10 * outliers.median(), length, allowed);
        double scale = 10 / outliers.all().get(1).distance();
        for (int j = 0; j < after.length; j++) {
            assertEquals(scale * before[j], after[j], allowed);
        }
    }

    @Test
    void rowsAreReadFromAnySource() {
        Batches data = batches(twoFarSamples(), DataType.DOUBLE);
        Batches centred = Centring.of(data).apply(data);
        Outliers outliers = Outliers.of(centred);
        assertEquals(List.of(1000L, 1203L), rows(outliers));
        assertIdentical(
                centred.reader().rows(0, 1203 + 1, 2000).dup('c'),
                outliers.dropped().reader().rows(0, 1202, 1998));
    }

    /**
     * 20000 samples of each law. Of Student's t with three degrees of freedom 1.4 alarms are expected for a single feature;
     * 8 or more of a Poisson number of mean 1.4 have probability 1e-4. Sparse codes have their mass at 0.
     */
    @ParameterizedTest
    @CsvSource({"NORMAL, 0", "LAPLACE, 0", "SPARSE, 0", "STUDENT, 7"})
    void soundDataWithHeavyTailsSeldomGiveAnAlarm(Law law, int most) {
        for (int features : new int[] {1, 8}) {
            double[][] samples = samples(20_000, features, law::draw);
            int alarms = Outliers.of(batches(samples, DataType.DOUBLE)).all().size();
            assertTrue(alarms <= most, law + ", " + features + " features: " + alarms);
        }
    }

    /** Expected are 0.52 alarms; 6 or more have probability 2e-5. */
    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1, 3})
    void logNormalLengthsSeldomGiveAnAlarm(double sigma) {
        double[][] samples = samples(20_000, 2, RandomGenerator::nextGaussian);
        for (double[] sample : samples) {
            double scale = Math.exp(sigma * RANDOM.nextGaussian()) / Math.hypot(sample[0], sample[1]);
            Arrays.setAll(sample, j -> scale * sample[j]);
        }
        int alarms = Outliers.of(batches(samples, DataType.DOUBLE)).all().size();
        assertTrue(alarms <= 5, "alarms: " + alarms);
    }

    private enum Law {
        NORMAL,
        LAPLACE,
        SPARSE,
        STUDENT;

        double draw(RandomGenerator random) {
            double normal = random.nextGaussian();
            return switch (this) {
                case NORMAL -> normal;
                case LAPLACE -> Math.signum(normal) * random.nextExponential();
                case SPARSE -> random.nextInt(10) == 0 ? normal : 0;
                case STUDENT ->
                    normal
                            / Math.sqrt((square(random.nextGaussian())
                                            + square(random.nextGaussian())
                                            + square(random.nextGaussian()))
                                    / 3);
            };
        }

        private static double square(double x) {
            return x * x;
        }
    }

    @Test
    void equalAndFewSamplesHaveNone() {
        for (double[][] samples : new double[][][] {{{3, 4}}, {{3, 4}, {3, 4}, {3, 4}}, {{0}}, {{1}, {1e9}}}) {
            Batches data = batches(samples, DataType.DOUBLE);
            Outliers outliers = Outliers.of(data);
            assertEquals(List.of(), outliers.all());
            assertSame(data, outliers.dropped());
            assertSame(data, outliers.clipped());
        }
        assertEquals(0, Outliers.of(batches(new double[2][2], DataType.FLOAT)).median());
    }

    @Test
    void oneOfFiveIsFound() {
        double[][] samples = {{1, 0}, {0, 1}, {1e4, 0}, {1, 1}, {0, 2}};
        assertEquals(List.of(2L), rows(Outliers.of(batches(samples, DataType.DOUBLE))));
    }
}
