package org.autoencoder4j.ntk;

import org.autoencoder4j.linalg.Checks;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Samples as lengths and unit vectors, for the angles between them. A sample of zeros has length 0 and no direction. */
final class Directions {
    private final double[] lengths;
    private final double[][] units;
    private final DataType type;

    private Directions(double[] lengths, double[][] units, DataType type) {
        this.lengths = lengths;
        this.units = units;
        this.type = type;
    }

    static Directions of(String name, INDArray samples) {
        Checks.finite(name, Checks.matrix(name, samples));
        int count = samples.rows();
        int features = samples.columns();
        double[] flat = samples.castTo(DataType.DOUBLE).dup('c').data().asDouble();
        double[][] units = new double[count][features];
        double[] lengths = new double[count];
        for (int i = 0; i < count; i++) {
            System.arraycopy(flat, i * features, units[i], 0, features);
            lengths[i] = normalise(units[i]);
        }
        return new Directions(lengths, units, samples.dataType());
    }

    /** Divides by the length, which is returned, in two steps so that no square overflows or vanishes. */
    private static double normalise(double[] vector) {
        double largest = 0;
        for (double each : vector) {
            largest = Math.max(largest, Math.abs(each));
        }
        if (largest == 0) {
            return 0;
        }
        double squares = 0;
        for (int k = 0; k < vector.length; k++) {
            vector[k] /= largest;
            squares += vector[k] * vector[k];
        }
        double root = Math.sqrt(squares);
        for (int k = 0; k < vector.length; k++) {
            vector[k] /= root;
        }
        return largest * root;
    }

    int count() {
        return lengths.length;
    }

    int features() {
        return units[0].length;
    }

    DataType dataType() {
        return type;
    }

    double length(int i) {
        return lengths[i];
    }

    /** A unit vector itself. */
    double[] unit(int i) {
        return units[i];
    }

    /** The unit vectors as rows, in the samples' type. */
    INDArray rows() {
        return Nd4j.createFromArray(units).castTo(type);
    }

    /** {@code || u - v ||} and {@code || u + v ||} of two unit vectors. */
    Chords chords(int i, Directions others, int j) {
        double[] u = units[i];
        double[] v = others.units[j];
        double difference = 0;
        double sum = 0;
        for (int k = 0; k < u.length; k++) {
            difference += (u[k] - v[k]) * (u[k] - v[k]);
            sum += (u[k] + v[k]) * (u[k] + v[k]);
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
