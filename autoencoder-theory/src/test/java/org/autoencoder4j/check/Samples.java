package org.autoencoder4j.check;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Seeded random inputs. */
public final class Samples {
    private Samples() {}

    public static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    public static INDArray gaussian(RandomGenerator random, int rows, int columns) {
        double[][] values = new double[rows][columns];
        for (double[] row : values) {
            for (int j = 0; j < columns; j++) {
                row[j] = random.nextGaussian();
            }
        }
        return Nd4j.createFromArray(values);
    }

    public static INDArray unitColumns(RandomGenerator random, int rows, int columns) {
        INDArray matrix = gaussian(random, rows, columns);
        return matrix.diviRowVector(matrix.norm2(0));
    }

    public static double[][] costs(RandomGenerator random, int rows, int columns) {
        return gaussian(random, rows, columns).toDoubleMatrix();
    }

    public static int[] permutation(RandomGenerator random, int size) {
        int[] permutation = IntStream.range(0, size).toArray();
        for (int i = size - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = permutation[i];
            permutation[i] = permutation[j];
            permutation[j] = swapped;
        }
        return permutation;
    }

    /** Column i of the result is {@code signs[i]} times column {@code columns[i]}. */
    public static INDArray rearranged(INDArray matrix, int[] columns, int[] signs) {
        INDArray result = Nd4j.create(matrix.dataType(), matrix.rows(), columns.length);
        for (int i = 0; i < columns.length; i++) {
            result.putColumn(i, matrix.getColumn(columns[i]).mul(signs[i]));
        }
        return result;
    }

    public static int[] signs(RandomGenerator random, int size) {
        return IntStream.range(0, size).map(i -> random.nextBoolean() ? 1 : -1).toArray();
    }
}
