package org.autoencoder4j.check.descent;

import static org.autoencoder4j.check.expectation.PopulationFixtures.autoencoder;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.autoencoder4j.check.expectation.ExpectedGradient;
import org.autoencoder4j.check.expectation.FixedPoint;
import org.autoencoder4j.check.expectation.PopulationDynamics;
import org.autoencoder4j.model.Dictionaries;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.law.CodeLaw;
import org.autoencoder4j.model.law.ValueLaw;
import org.autoencoder4j.random.RandomStreams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Statements on descent that fail as they are printed, each beside the form that holds. */
class PrintedDescentTest {
    /**
     * Print has {@code p lambda D^2} for the first term of Lemma 2. At orthonormal atoms and supports of one unit the remainder
     * is 0, and the printed bound is missed by {@code p lambda D^4 / 4}. This does not depend on n, so no constant of
     * {@code O(p k^2 / (n^2 lambda))} covers it: at n = 256 it is more than 100 times that.
     */
    @ParameterizedTest
    @ValueSource(ints = {8, 256})
    void lemma2AsPrintedMissesTheFourthPower(int n) {
        INDArray atoms = Nd4j.eye(n).castTo(DataType.DOUBLE).dup('f');
        GenerativeModel model = new GenerativeModel(atoms, CodeLaw.sparse(n, 1, ValueLaw.rademacher()), 0);
        INDArray weights = DescentLemmaTest.near(atoms, 0.5, 3);
        TiedCase tied = new TiedCase(model, weights);
        DescentLemma lemma = tied.lemma();
        for (int i = 0; i < 8; i++) {
            double slope = lemma.lambda(i) / n;
            double square = lemma.error(i) * lemma.error(i);
            double printed = slope * square + tied.squaredGradient(i) / slope;
            assertEquals(0, lemma.remainderNorm(i), 1e-14);
            assertEquals(-slope * square * square / 4, lemma.product(i) - printed, 1e-13 / n);
            double order = 1.0 / n / ((double) n * n * lemma.lambda(i));
            assertTrue(n == 8 || printed - lemma.product(i) > 100 * order);
            assertTrue(lemma.product(i) >= lemma.lowerBound(i));
        }
    }

    /** A model, weights without bias, and the expected gradient there. */
    private record TiedCase(GenerativeModel model, INDArray weights) {
        DescentLemma lemma() {
            return DescentLemma.of(model, autoencoder(weights, Nd4j.zeros(DataType.DOUBLE, model.units())));
        }

        double squaredGradient(int i) {
            INDArray gradient = ExpectedGradient.of(model)
                    .at(autoencoder(weights, Nd4j.zeros(DataType.DOUBLE, model.units())), 0)
                    .weights();
            return Math.pow(gradient.getColumn(i).norm2Number().doubleValue(), 2);
        }
    }

    /**
     * Theorem 4 (iii) has O(k^3 / m) for what its own step m/k leaves of the sum of squared errors. It is O(k^2): the sum over
     * columns, at orthonormal atoms and a bias of -.5, stays where it is while m goes from 32 to 512, where print asks for a sixteenth. From k = 4 to 16 it grows by 16
     * or so, by {@code (15/3)^2} of {@code (k - 1)^2} at most, where print asks for 64.
     */
    @Test
    void theRemainderOfTheoremFourDoesNotFallWithTheUnits() {
        double few = remainder(32, 4);
        double many = remainder(512, 4);
        assertTrue(many > 0.5 * few && many < 2 * few, few + " and " + many);
        double dense = remainder(512, 16);
        assertTrue(dense > 8 * many && dense < 32 * many, many + " and " + dense);
    }

    private static double remainder(int units, int sparsity) {
        INDArray atoms = Dictionaries.orthonormal(units, units, DataType.DOUBLE, RandomStreams.of(1));
        CodeLaw law = CodeLaw.sparse(units, sparsity, ValueLaw.nonNegativeUniform(0.8, 1.2));
        INDArray bias = Nd4j.valueArrayOf(new long[] {units}, -0.5, DataType.DOUBLE);
        DescentCertificate certificate = DescentCertificate.of(DescentLemma.of(
                new GenerativeModel(atoms, law, 0), autoencoder(DescentLemmaTest.near(atoms, 0.01, 2), bias)));
        double sum = 0;
        for (int i = 0; i < units; i++) {
            sum += certificate.remainder((double) units / sparsity, i);
        }
        return sum;
    }

    /**
     * A random dictionary of 128 x 128, k = 3, values in [.8, 1.2], and the expected gradient: without bias the fixed point lies
     * about .035 from A, which is what the atoms' products leave; a constant bias of -.4 moves it to about .08.
     */
    @Test
    void aBiasMovesTheFixedPointOfARandomDictionary() {
        double unbiased = fixedPoint(0);
        double biased = fixedPoint(-0.4);
        assertEquals(0.037, unbiased, 0.02);
        assertEquals(0.08, biased, 0.03);
        assertTrue(biased > 1.4 * unbiased, biased + " and " + unbiased);
    }

    private static double fixedPoint(double bias) {
        INDArray atoms = Dictionaries.gaussian(128, 128, DataType.DOUBLE, RandomStreams.of(1));
        GenerativeModel model =
                new GenerativeModel(atoms, CodeLaw.sparse(128, 3, ValueLaw.nonNegativeUniform(0.8, 1.2)), 0);
        INDArray biases = Nd4j.valueArrayOf(new long[] {128}, bias, DataType.DOUBLE);
        FixedPoint end = new PopulationDynamics(model, biases, 128 / 6.0).fixedPoint(atoms, 1e-6, 300);
        assertTrue(end.converged());
        return end.bias();
    }
}
