package org.autoencoder4j.init;

import java.util.Arrays;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.progress.Work;
import org.autoencoder4j.random.RandomStreams;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The columns of starting weights: their streams, laws and lengths. */
final class RandomColumns {
    private RandomColumns() {}

    static INDArray draw(int units, RandomStreams streams, Function<RandomGenerator, double[]> column, DataType type) {
        double[][] columns = new double[Math.toIntExact(Checks.atLeast("units", units, 1))][];
        try (Work work = Work.begin("start: columns", units)) {
            Arrays.setAll(columns, i -> {
                work.advance(1);
                return column.apply(stream(streams, i));
            });
        }
        return HeapMatrix.ofColumns(columns, type);
    }

    static RandomGenerator stream(RandomStreams streams, int column) {
        return streams.at("initialiser", 0, column);
    }

    static double[] gaussian(RandomGenerator random, int features) {
        double deviation = 1 / Math.sqrt(features);
        double[] column = new double[features];
        Arrays.setAll(column, i -> deviation * random.nextGaussian());
        return column;
    }

    static double[] direction(RandomGenerator random, int features) {
        double[] column;
        do {
            column = gaussian(random, features);
        } while (!normalise(column));
        return column;
    }

    /** Divides a column by its norm, or returns false and leaves it if the norm is 0. */
    static boolean normalise(double[] column) {
        double scale = Arrays.stream(column).map(Math::abs).max().orElse(0);
        if (scale == 0) {
            return false;
        }
        double norm = scale
                * Math.sqrt(
                        Arrays.stream(column).map(x -> x / scale * (x / scale)).sum());
        Arrays.setAll(column, i -> column[i] / norm);
        return true;
    }

    static void requireUnits(int units, INDArray matrix, String name) {
        if (units != matrix.columns()) {
            throw new IllegalArgumentException(
                    "units = " + units + " must be " + matrix.columns() + ", the number of columns of " + name);
        }
    }
}
