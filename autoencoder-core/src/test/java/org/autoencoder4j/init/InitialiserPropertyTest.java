package org.autoencoder4j.init;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.random.RandomStreams;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class InitialiserPropertyTest {
    @Property(tries = 60)
    void nearColumnsHaveNormOneAndDistanceDelta(
            @ForAll long seed,
            @ForAll @IntRange(min = 2, max = 40) int features,
            @ForAll @IntRange(min = 1, max = 12) int units,
            @ForAll @DoubleRange(max = 2) double delta) {
        RandomStreams streams = RandomStreams.of(seed);
        INDArray dictionary = Initialiser.random(features, DataType.DOUBLE).weights(units, RandomStreams.of(~seed));
        double[][] atoms = HeapMatrix.columns(dictionary);

        double[][] weights =
                HeapMatrix.columns(Initialiser.near(dictionary, delta).weights(units, streams));
        double[][] single = HeapMatrix.columns(
                Initialiser.near(dictionary.castTo(DataType.FLOAT), delta).weights(units, streams));

        for (int i = 0; i < units; i++) {
            assertEquals(1, distance(weights[i], new double[features]), 1e-14);
            assertEquals(delta, distance(weights[i], atoms[i]), 1e-14);
            assertEquals(1, distance(single[i], new double[features]), 1e-6);
            assertEquals(delta, distance(single[i], atoms[i]), 1e-6);
        }
    }

    @Property(tries = 40)
    void randomColumnsHaveNormOne(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 40) int features,
            @ForAll @IntRange(min = 1, max = 12) int units) {
        INDArray weights = Initialiser.random(features, DataType.DOUBLE).weights(units, RandomStreams.of(seed));
        for (double[] column : HeapMatrix.columns(weights)) {
            assertEquals(1, distance(column, new double[features]), 1e-14);
        }
    }

    private static double distance(double[] a, double[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += (a[j] - b[j]) * (a[j] - b[j]);
        }
        return Math.sqrt(sum);
    }
}
