package org.autoencoder4j.ntk.kernel;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.autoencoder4j.backend.Checks;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Samples as lengths and unit vectors, for the angles between them. A sample of zeros has length 0 and no direction. */
final class Directions {
    private final double[] lengths;
    /** The unit vectors one after the other. */
    private final double[] units;

    private final int features;
    private final DataType type;

    private Directions(double[] lengths, double[] units, int features, DataType type) {
        this.lengths = lengths;
        this.units = units;
        this.features = features;
        this.type = type;
    }

    static Directions of(String name, INDArray samples) {
        Checks.finite(name, Checks.matrix(name, samples));
        int features = samples.columns();
        double[] units = samples.dup('c').data().asDouble();
        double[] lengths = new double[samples.rows()];
        IntStream.range(0, lengths.length)
                .parallel()
                .forEach(i -> lengths[i] = normalise(units, i * features, (i + 1) * features));
        return new Directions(lengths, units, features, samples.dataType());
    }

    /** Divides by the length, which is returned, in two steps so that no square overflows or vanishes. */
    private static double normalise(double[] numbers, int from, int to) {
        double largest = 0;
        for (int k = from; k < to; k++) {
            largest = Math.max(largest, Math.abs(numbers[k]));
        }
        if (largest == 0) {
            return 0;
        }
        double squares = 0;
        for (int k = from; k < to; k++) {
            numbers[k] /= largest;
            squares += numbers[k] * numbers[k];
        }
        double root = Math.sqrt(squares);
        for (int k = from; k < to; k++) {
            numbers[k] /= root;
        }
        return largest * root;
    }

    int count() {
        return lengths.length;
    }

    int features() {
        return features;
    }

    DataType dataType() {
        return type;
    }

    double length(int i) {
        return lengths[i];
    }

    /** A copy of the unit vector, or zeros where there is none. */
    double[] unit(int i) {
        return Arrays.copyOfRange(units, i * features, (i + 1) * features);
    }

    /** The same into an array. */
    void read(int i, double[] to) {
        System.arraycopy(units, i * features, to, 0, features);
    }

    /** The unit vectors as rows, in the samples' type. */
    INDArray rows() {
        return Nd4j.createFromArray(units).castTo(type).reshape('c', count(), features);
    }

    /** {@code || u - v ||} and {@code || u + v ||} of two unit vectors. */
    Chords chords(int i, Directions others, int j) {
        double difference = 0;
        double sum = 0;
        for (int k = 0; k < features; k++) {
            double u = units[i * features + k];
            double v = others.units[j * features + k];
            difference += (u - v) * (u - v);
            sum += (u + v) * (u + v);
        }
        return new Chords(Math.sqrt(difference), Math.sqrt(sum));
    }

    /** The sides of the rectangle of u, v, -u and -v; each has its digits where it is short. */
    record Chords(double difference, double sum) {
        /** The angle between u and v, to some units of roundoff of itself where it is small. */
        double angle() {
            return 2 * Math.atan2(difference, sum);
        }

        /** pi minus the angle, to some units of roundoff of itself where it is small. */
        double supplement() {
            return 2 * Math.atan2(sum, difference);
        }
    }
}
