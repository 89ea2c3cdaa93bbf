package org.autoencoder4j.ntk;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Seeded random inputs. */
public final class Draws {
    private Draws() {}

    public static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    public static double[] gaussian(RandomGenerator random, int length) {
        double[] values = new double[length];
        for (int i = 0; i < length; i++) {
            values[i] = random.nextGaussian();
        }
        return values;
    }

    public static INDArray gaussian(RandomGenerator random, int rows, int columns) {
        return Nd4j.createFromArray(gaussian(random, rows * columns)).reshape('c', rows, columns);
    }

    public static INDArray rademacher(RandomGenerator random, int rows, int columns) {
        double[] values = new double[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextBoolean() ? 1 : -1;
        }
        return Nd4j.createFromArray(values).reshape('c', rows, columns);
    }

    public static INDArray unitRows(RandomGenerator random, int rows, int columns) {
        INDArray matrix = gaussian(random, rows, columns);
        return matrix.diviColumnVector(matrix.norm2(1));
    }

    public static INDArray identity(int n) {
        return Nd4j.eye(n).castTo(DataType.DOUBLE);
    }
}
