package org.autoencoder4j.check.consistency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.random.RandomGenerator;
import org.autoencoder4j.check.Samples;
import org.autoencoder4j.model.Dictionaries;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/** Theorem 3 (i) at the size that its printed conditions ask for. The dictionary, [I, H] of 8192 x 16384, is never formed. */
class PrintedConsistencyTest {
    /**
     * n = 8192 is the first power of 2 at which mu = 1 is at most sqrt(n) / log^2 n, all hidden constants being 1; k = 909 is
     * n / log n, W = A, values are +-1, and there is no noise. None of 20 codes is recovered. Their products have a
     * standard deviation of about sqrt(k / (2n)) = .24 where .5 is allowed, at each of 16384 units.
     */
    @Test
    void thePrintedConditionsOfPartOneAreNotEnoughAtTheirOwnSize() {
        int n = 8192;
        int k = (int) (n / Math.log(n));
        assertEquals(909, k);
        assertTrue(1 <= Math.sqrt(n) / Math.pow(Math.log(n), 2), "the condition on mu");
        assertTrue(1 > Math.sqrt(n / 2.0) / Math.pow(Math.log(n / 2.0), 2), "no smaller size meets it");
        assertEquals(0, recovered(n, k, 20));
    }

    /** The product condition k = O(sqrt(n) / (mu log n)), with a constant of 1/2: all 20 codes of 5 values are recovered. */
    @Test
    void theProductConditionIsEnough() {
        int k = (int) (Math.sqrt(8192) / (2 * Math.log(8192)));
        assertEquals(5, k);
        assertEquals(20, recovered(8192, k, 20));
    }

    /** The transform used here is the dictionary that the library makes. */
    @Test
    void productsAreThoseOfTheDictionary() {
        double[][] atoms = Dictionaries.identityAndHadamard(16, DataType.DOUBLE).toDoubleMatrix();
        double[] codes = new double[32];
        for (int j = 0; j < 32; j++) {
            codes[j] = j * j % 7 - 3;
        }
        double[] products = products(observation(codes));
        for (int i = 0; i < 32; i++) {
            double z = 0;
            for (int row = 0; row < 16; row++) {
                for (int j = 0; j < 32; j++) {
                    z += atoms[row][i] * atoms[row][j] * codes[j];
                }
            }
            assertEquals(z, products[i], 1e-12);
        }
    }

    private static int recovered(int n, int k, int samples) {
        RandomGenerator random = Samples.random(1);
        int recovered = 0;
        for (int sample = 0; sample < samples; sample++) {
            double[] codes = new double[2 * n];
            int[] order = Samples.permutation(random, 2 * n);
            for (int j = 0; j < k; j++) {
                codes[order[j]] = random.nextBoolean() ? 1 : -1;
            }
            double[] z = products(observation(codes));
            boolean consistent = true;
            for (int i = 0; i < z.length && consistent; i++) {
                consistent = Math.abs(z[i]) < 0.5 ? codes[i] == 0 : Math.signum(z[i]) == codes[i];
            }
            recovered += consistent ? 1 : 0;
        }
        return recovered;
    }

    /** y = [I, H / sqrt(n)] x. */
    private static double[] observation(double[] codes) {
        int n = codes.length / 2;
        double[] y = new double[n];
        System.arraycopy(codes, n, y, 0, n);
        transform(y);
        for (int i = 0; i < n; i++) {
            y[i] += codes[i];
        }
        return y;
    }

    /** [I, H / sqrt(n)]^T y. */
    private static double[] products(double[] y) {
        double[] z = new double[2 * y.length];
        System.arraycopy(y, 0, z, 0, y.length);
        double[] other = y.clone();
        transform(other);
        System.arraycopy(other, 0, z, y.length, y.length);
        return z;
    }

    /** Walsh and Hadamard's transform in place, divided by sqrt(n). */
    private static void transform(double[] values) {
        for (int half = 1; half < values.length; half *= 2) {
            for (int i = 0; i < values.length; i++) {
                if ((i & half) == 0) {
                    double sum = values[i] + values[i + half];
                    values[i + half] = values[i] - values[i + half];
                    values[i] = sum;
                }
            }
        }
        for (int i = 0; i < values.length; i++) {
            values[i] /= Math.sqrt(values.length);
        }
    }
}
