package org.autoencoder4j.check.refinement;

import java.util.Arrays;
import java.util.Comparator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.autoencoder4j.check.Samples;
import org.autoencoder4j.check.consistency.CodeSet;
import org.autoencoder4j.check.consistency.ValueSigns;

/**
 * Codes of a set that are hard for a unit outside their support: the supports that it likes best or random ones, values
 * at the ends, with the unit's signs or random ones.
 */
final class ExtremeCodes {
    private final double[][] weights;
    private final CodeSet codes;
    private final RandomGenerator random;

    int[] support = {};
    double[] values = {};
    /** The unit outside of the support for which it is made. */
    int rival;

    ExtremeCodes(double[][] weights, CodeSet codes, RandomGenerator random) {
        this.weights = weights;
        this.codes = codes;
        this.random = random;
    }

    void next() {
        int k = codes.sparsity();
        rival = random.nextInt(weights.length);
        int[] order = Samples.permutation(random, weights.length);
        double[] products = IntStream.range(0, weights.length)
                .mapToDouble(j -> ReferencePursuit.dot(weights[rival], weights[j]))
                .toArray();
        int liked = random.nextInt(k + 1);
        support = IntStream.concat(
                        Arrays.stream(order)
                                .filter(j -> j != rival)
                                .boxed()
                                .sorted(Comparator.comparingDouble(j -> -Math.abs(products[j])))
                                .mapToInt(j -> j)
                                .limit(liked),
                        Arrays.stream(order).filter(j -> j != rival))
                .distinct()
                .limit(k)
                .sorted()
                .toArray();
        boolean follow = random.nextBoolean();
        values = new double[k];
        for (int t = 0; t < k; t++) {
            double magnitude = random.nextInt(3) == 0 ? codes.a1() : codes.a2();
            double sign = follow ? Math.signum(products[support[t]] + 1e-300) : (random.nextBoolean() ? 1 : -1);
            values[t] = codes.signs() == ValueSigns.SIGNED ? sign * magnitude : magnitude;
        }
        values[random.nextInt(k)] = (values[0] < 0 ? -1 : 1) * codes.a1();
    }

    /** {@code A_S x}. */
    double[] sample(double[][] atoms) {
        double[] sample = new double[atoms[0].length];
        for (int t = 0; t < support.length; t++) {
            for (int row = 0; row < sample.length; row++) {
                sample[row] += values[t] * atoms[support[t]][row];
            }
        }
        return sample;
    }

    /** Something towards the rival and away from one of the support, or anything. */
    double[] disturbance() {
        double[] direction = new double[weights[0].length];
        double[] away = weights[support[random.nextInt(support.length)]];
        double sign = random.nextBoolean() ? 1 : -1;
        double noise = random.nextInt(3) == 0 ? 1 : 0;
        for (int row = 0; row < direction.length; row++) {
            direction[row] = sign * weights[rival][row]
                    - (random.nextInt(4) > 0 ? 1 : 0) * away[row]
                    + noise * random.nextGaussian();
        }
        return direction;
    }
}
