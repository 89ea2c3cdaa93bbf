package org.autoencoder4j.ntk.convergence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.random.RandomGenerator;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.autoencoder4j.linalg.SpectralNorm;
import org.autoencoder4j.ntk.Draws;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

class GaussianNormsTest {
    /** Chi-squared with 1 and 2 degrees: 2 Q(2) of tables, and exp(-t / 2). */
    @Test
    void tails() {
        assertEquals(0.0455002639, GaussianNorms.squaredNormTail(1, 4), 1e-9);
        assertEquals(Math.exp(-30), GaussianNorms.squaredNormTail(2, 60), 1e-9 * Math.exp(-30));
        assertEquals(1, GaussianNorms.squaredNormTail(5, 0));
    }

    @Test
    void theCorrectedBoundHoldsExactly() {
        for (int d : new int[] {1, 2, 3, 10, 100, 1000}) {
            for (int exponent = 0; exponent <= 100; exponent++) {
                double delta = Math.pow(10, -exponent);
                assertTrue(GaussianNorms.squaredNormTail(d, GaussianNorms.squaredNormBound(d, delta)) <= delta);
            }
        }
    }

    /** A bound of order d sqrt(log(1 / delta)), here 4 d sqrt(log(2 / delta)), is exceeded more often: 3.9e-4 for delta = 1e-4. */
    @Test
    void theRootOfTheLogarithmIsNotEnoughInSmallDimensions() {
        double tail = GaussianNorms.squaredNormTail(1, 4 * Math.sqrt(Math.log(2 / 1e-4)));
        assertEquals(3.9e-4, tail, 0.05e-4);
        assertTrue(GaussianNorms.squaredNormTail(2, 8 * Math.sqrt(Math.log(2 / 1e-8))) > 1e-8);
        assertTrue(GaussianNorms.squaredNormTail(3, 12 * Math.sqrt(Math.log(2 / 1e-8))) <= 1e-8);
    }

    /** At d = 1, ||W||^2 is chi-squared with m degrees. */
    @Test
    void theWeightsBoundNeedsTheHalf() {
        double bound = GaussianNorms.weightsBound(1, 200);
        double exact = GaussianNorms.squaredNormTail(200, bound * bound);
        assertTrue(exact > 2 * Math.exp(-200), "as printed: " + exact);
        assertTrue(exact <= GaussianNorms.weightsFailure(200));
        assertEquals(2 * Math.sqrt(200) + 1, bound, 1e-12);
    }

    /** 60 matrices of 5 x 40: each exceeds the bound with probability below 5e-9. */
    @Test
    void drawnWeightsKeepTheirBound() {
        RandomGenerator random = Draws.random(6);
        SummaryStatistics norms = new SummaryStatistics();
        for (int t = 0; t < 60; t++) {
            norms.addValue(SpectralNorm.of(Draws.gaussian(random, 5, 40)));
        }
        assertTrue(norms.getMax() <= GaussianNorms.weightsBound(5, 40));
        assertTrue(norms.getMean() > 0.5 * GaussianNorms.weightsBound(5, 40), "of the right size");
    }

    /** E ||w||^4 from 100000 draws, 4 standard errors (false alarm 1e-4); the bound of Lemma C.3 for relu features below it. */
    @Test
    void fourthMoments() {
        RandomGenerator random = Draws.random(7);
        int d = 3;
        double[][] x = Draws.unitRows(random, 6, d).toDoubleMatrix();
        double lambdaN = Math.pow(SpectralNorm.of(Nd4j.createFromArray(x)), 2);
        SummaryStatistics fourth = new SummaryStatistics();
        SummaryStatistics features = new SummaryStatistics();
        for (int t = 0; t < 100_000; t++) {
            double[] w = Draws.gaussian(random, d);
            double norm = w[0] * w[0] + w[1] * w[1] + w[2] * w[2];
            fourth.addValue(norm * norm);
            double z = 0;
            for (double[] row : x) {
                double product = Math.max(0, row[0] * w[0] + row[1] * w[1] + row[2] * w[2]);
                z += product * product;
            }
            assertTrue(z <= lambdaN * norm * (1 + 1e-12), "Lemma C.1 (i)");
            features.addValue(z * z);
        }
        double bound = GaussianNorms.rootFourthMoment(d, 1);
        assertEquals(bound * bound, fourth.getMean(), 4 * fourth.getStandardDeviation() / Math.sqrt(100_000));
        assertTrue(Math.sqrt(features.getMean()) <= GaussianNorms.rootFourthMoment(d, lambdaN));
        assertTrue(bound <= Math.sqrt(3) * d, "the printed one is weaker");
    }

    /** 2000 starts; mean within 4 standard errors (false alarm 1e-4); Markov's bound at delta = .5 is exceeded in at most 3/8. */
    @Test
    void theFirstErrorIsThreeHalvesOfTheSamples() {
        RandomGenerator random = Draws.random(8);
        int n = 4;
        int d = 3;
        int m = 10;
        double[][] x = Draws.unitRows(random, n, d).toDoubleMatrix();
        SummaryStatistics errors = new SummaryStatistics();
        double limit = Math.pow(GaussianNorms.initialResidualBound(n, 0.5), 2);
        int exceeded = 0;
        for (int t = 0; t < 2000; t++) {
            double error = firstError(random, x, m);
            errors.addValue(error);
            exceeded += error > limit ? 1 : 0;
        }
        assertEquals(16, limit, 1e-12);
        double standardError = errors.getStandardDeviation() / Math.sqrt(2000);
        assertEquals(GaussianNorms.initialError(n), errors.getMean(), 4 * standardError);
        assertTrue(exceeded <= 0.375 * 2000);
    }

    /** ||X - U(0)||_F^2 of one start with a Rademacher decoder. */
    private static double firstError(RandomGenerator random, double[][] x, int units) {
        int d = x[0].length;
        double[][] rest = new double[x.length][];
        for (int i = 0; i < x.length; i++) {
            rest[i] = x[i].clone();
        }
        for (int r = 0; r < units; r++) {
            double[] w = Draws.gaussian(random, d);
            double[] a = new double[d];
            for (int k = 0; k < d; k++) {
                a[k] = (random.nextBoolean() ? 1 : -1) / Math.sqrt(units * d);
            }
            for (int i = 0; i < x.length; i++) {
                double hidden = 0;
                for (int k = 0; k < d; k++) {
                    hidden += w[k] * x[i][k];
                }
                for (int k = 0; k < d; k++) {
                    rest[i][k] -= a[k] * Math.max(0, hidden);
                }
            }
        }
        double sum = 0;
        for (double[] row : rest) {
            for (double entry : row) {
                sum += entry * entry;
            }
        }
        return sum;
    }

    @Test
    void refusesWrongArguments() {
        assertThrows(IllegalArgumentException.class, () -> GaussianNorms.squaredNormBound(0, 0.1));
        assertThrows(IllegalArgumentException.class, () -> GaussianNorms.squaredNormBound(1, 0));
        assertThrows(IllegalArgumentException.class, () -> GaussianNorms.squaredNormTail(1, -1));
        assertThrows(IllegalArgumentException.class, () -> GaussianNorms.rootFourthMoment(1, Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> GaussianNorms.weightsBound(1, 0));
        assertThrows(IllegalArgumentException.class, () -> GaussianNorms.initialError(-1));
        assertThrows(IllegalArgumentException.class, () -> GaussianNorms.initialResidualBound(1, 2));
    }
}
