package org.autoencoder4j.check.contraction;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.backend.internal.Vectors;
import org.autoencoder4j.random.RandomStreams;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Weights within an angle of a dictionary of unit columns: random ones and some that an adversary would take. */
enum Starts {
    /** Every column turns to a side of its own, by an angle of its own. */
    ANYWHERE,
    /** Every column turns to a side of its own, as far as it may. */
    FARTHEST,
    /** All columns turn to one common direction. */
    COMMON,
    /** Every column turns to another atom, or away from it. */
    TO_ANOTHER;

    /** One start of a kind that changes with the number. */
    static INDArray numbered(double[][] atoms, double angle, long number) {
        return values()[(int) (number % values().length)].of(atoms, angle, number);
    }

    INDArray of(double[][] atoms, double angle, long number) {
        RandomGenerator random = RandomStreams.of(number).at("starts", 0, 0);
        double[] common = normal(random, atoms[0].length);
        int shift = 1 + random.nextInt(Math.max(1, atoms.length - 1));
        double sign = random.nextBoolean() ? 1 : -1;
        double[][] columns = new double[atoms.length][];
        for (int i = 0; i < columns.length; i++) {
            double[] side = switch (this) {
                case ANYWHERE, FARTHEST -> normal(random, common.length);
                case COMMON -> common;
                case TO_ANOTHER -> scaled(atoms[(i + shift) % columns.length], sign);
            };
            columns[i] = turned(atoms[i], side, this == ANYWHERE ? angle * random.nextDouble() : angle);
        }
        return HeapMatrix.ofColumns(columns, DataType.DOUBLE);
    }

    private static double[] normal(RandomGenerator random, int length) {
        double[] numbers = new double[length];
        Arrays.setAll(numbers, i -> random.nextGaussian());
        return numbers;
    }

    private static double[] scaled(double[] vector, double factor) {
        return Arrays.stream(vector).map(value -> factor * value).toArray();
    }

    private static double[] turned(double[] atom, double[] side, double angle) {
        double[] beside = side.clone();
        Vectors.add(beside, -Vectors.dot(beside, atom), atom);
        Vectors.add(beside, -Vectors.dot(beside, atom), atom);
        double[] column = scaled(atom, Math.cos(angle));
        Vectors.add(column, Math.sin(angle) / Vectors.norm(beside), beside);
        return column;
    }
}
