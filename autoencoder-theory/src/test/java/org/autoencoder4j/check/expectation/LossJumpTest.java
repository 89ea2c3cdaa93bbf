package org.autoencoder4j.check.expectation;

import static org.autoencoder4j.check.expectation.PopulationFixtures.greatestZ;
import static org.autoencoder4j.check.expectation.PopulationFixtures.normal;
import static org.autoencoder4j.testsupport.ArrayAssert.assertClose;
import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegrator;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegratorFactory;
import org.autoencoder4j.gradient.SampleGradient;
import org.autoencoder4j.gradient.TiedGradient;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.law.CodeLaw;
import org.autoencoder4j.model.law.ValueLaw;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.random.RandomStreams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class LossJumpTest {
    private static final RandomStreams STREAMS = RandomStreams.of(6);
    private static final double LAMBDA = 0.5;
    private static final double STEP = 1e-4;

    /**
     * n = m = 1, y standard normal (an atom that is next to nothing), w = 0.8, lambda = 1/2: the three numbers are
     * known. The boundary term is exact here; the gradient (4) is a mean over 100000 samples, within 4 standard errors.
     */
    @Test
    void theThreeNumbersInOneDimension() {
        GenerativeModel model =
                new GenerativeModel(Nd4j.createFromArray(new double[][] {{1e-12}}), CodeLaw.oneHotUniform(1), 1);
        LossJump jump = LossJump.of(
                model,
                TiedAutoencoder.withoutBias(
                        Nd4j.createFromArray(new double[][] {{0.8}}), Activation.hardThreshold(LAMBDA)),
                STREAMS,
                100_000);
        assertEquals(-0.087168, jump.boundary().weights().getDouble(0), 1e-6);
        assertEquals(0, jump.boundary().weightsError().getDouble(0), 1e-9);
        assertWithin(-0.542691, jump.expectedGradient());
        assertWithin(-0.629859, jump.gradientOfExpectation());
    }

    private static void assertWithin(double expected, LossJump.Term term) {
        double error = term.weightsError().getDouble(0);
        assertTrue(error < 0.01);
        assertEquals(expected, term.weights().getDouble(0), 4 * error);
    }

    /**
     * n = 1, three units, a mixture of two centres: E[L] is an integral over y, whose derivatives are taken by
     * differences. 30000 samples, 6 numbers for each activation within 4 standard errors.
     */
    @ParameterizedTest
    @ValueSource(doubles = {0, LAMBDA})
    void isTheGradientOfTheExpectedLossForSeveralUnits(double lambda) {
        double[] w = {0.9, -0.6, 0.8};
        double[] b = {0.1, 0.25, -0.3};
        double[] centres = {1, -0.7};
        GenerativeModel model =
                new GenerativeModel(Nd4j.createFromArray(new double[][] {centres}), CodeLaw.oneHot(0.6, 0.4), 0.5);
        Activation activation = lambda > 0 ? Activation.hardThreshold(lambda) : Activation.relu();
        LossJump jump = LossJump.of(
                model,
                new TiedAutoencoder(Nd4j.createFromArray(new double[][] {w}), Nd4j.createFromArray(b), activation),
                STREAMS,
                30_000);
        double[] gradient = new double[3];
        double[] biasGradient = new double[3];
        for (int i = 0; i < 3; i++) {
            gradient[i] = slope(w, i, v -> expectedLoss(v, b, centres, activation));
            biasGradient[i] = slope(b, i, v -> expectedLoss(w, v, centres, activation));
        }
        LossJump.Term total = jump.gradientOfExpectation();
        INDArray row = Nd4j.createFromArray(new double[][] {gradient});
        assertTrue(greatestZ(row, total.weights(), total.weightsError()) <= 4);
        assertTrue(greatestZ(Nd4j.createFromArray(biasGradient), total.bias(), total.biasError()) <= 4);
        LossJump.Term without = jump.expectedGradient();
        // Without the boundary term the gradient of the threshold's expected loss is missed, and that of ReLU's is not.
        assertEquals(lambda > 0, greatestZ(row, without.weights(), without.weightsError()) > 6);
        assertEquals(lambda > 0, jump.boundary().weights().norm2Number().doubleValue() > 0.05);
    }

    /** E[L] at n = 1, piece by piece between the points where a unit switches. */
    private static double expectedLoss(double[] w, double[] b, double[] centres, Activation activation) {
        double lambda = activation.equals(Activation.relu()) ? 0 : LAMBDA;
        double[] cuts = new double[2 * w.length + 2];
        for (int i = 0; i < w.length; i++) {
            cuts[2 * i] = (lambda - b[i]) / w[i];
            cuts[2 * i + 1] = (-lambda - b[i]) / w[i];
        }
        cuts[2 * w.length] = -6;
        cuts[2 * w.length + 1] = 6;
        return integral(cuts, y -> {
            double residual = y;
            for (int i = 0; i < w.length; i++) {
                residual -= w[i] * activation.apply(w[i] * y + b[i]);
            }
            return residual * residual / 2 * (0.6 * bell(y, centres[0], 0.5) + 0.4 * bell(y, centres[1], 0.5));
        });
    }

    /**
     * n = 3, one unit, sparse codes with signs: E[L] is then an integral over z alone, since W^T y = z - b. 30000
     * samples, 4 numbers within 4 standard errors.
     */
    @Test
    void isTheGradientOfTheExpectedLossInSeveralDimensions() {
        INDArray a = normal(3, "dictionary", 3, 2);
        double[] w = {0.6, -0.3, 0.5};
        double[] b = {0.15};
        double sigma = 0.4;
        GenerativeModel model = new GenerativeModel(a, CodeLaw.sparse(2, 2, ValueLaw.rademacher()), sigma);
        LossJump jump = LossJump.of(
                model,
                new TiedAutoencoder(
                        Nd4j.createFromArray(w).reshape(3, 1),
                        Nd4j.createFromArray(b),
                        Activation.hardThreshold(LAMBDA)),
                STREAMS,
                30_000);
        double[] gradient = new double[3];
        for (int j = 0; j < 3; j++) {
            gradient[j] = slope(w, j, v -> lossOfOneUnit(a.toDoubleMatrix(), v, b[0], sigma));
        }
        double biasGradient = slope(b, 0, v -> lossOfOneUnit(a.toDoubleMatrix(), w, v[0], sigma));
        LossJump.Term total = jump.gradientOfExpectation();
        INDArray column = Nd4j.createFromArray(gradient).reshape(3, 1);
        assertTrue(greatestZ(column, total.weights(), total.weightsError()) <= 4);
        assertEquals(
                biasGradient, total.bias().getDouble(0), 4 * total.biasError().getDouble(0));
        LossJump.Term without = jump.expectedGradient();
        assertTrue(greatestZ(column, without.weights(), without.weightsError()) > 6);
    }

    /** E[L] but for 1/2 E ||y||^2, which does not depend on W. */
    private static double lossOfOneUnit(double[][] a, double[] w, double b, double sigma) {
        double q = Arrays.stream(w).map(v -> v * v).sum();
        double sum = 0;
        for (int signs = 0; signs < 4; signs++) {
            double mean = b;
            for (int j = 0; j < 3; j++) {
                mean += w[j] * ((signs & 1) == 0 ? a[j][0] : -a[j][0]);
                mean += w[j] * ((signs & 2) == 0 ? a[j][1] : -a[j][1]);
            }
            double centre = mean;
            sum += 0.25
                    * integral(new double[] {-6, -LAMBDA, LAMBDA, 6}, z -> {
                        double x = Activation.hardThreshold(LAMBDA).apply(z);
                        return (-x * (z - b) + x * x * q / 2) * bell(z, centre, sigma * Math.sqrt(q));
                    });
        }
        return sum;
    }

    /** The first term is the library's own gradient over the same samples. */
    @Test
    void theExpectedGradientIsTheMeanOverSamples() {
        GenerativeModel model = new GenerativeModel(
                normal(5, "dictionary", 4, 6), CodeLaw.sparse(6, 2, ValueLaw.nonNegativeUniform(0.5, 2)), 0.3);
        TiedAutoencoder autoencoder = new TiedAutoencoder(
                normal(5, "weights", 4, 6),
                normal(5, "bias", 1, 6).reshape(6).mul(0.1),
                Activation.hardThreshold(LAMBDA));
        LossJump jump = LossJump.of(model, autoencoder, STREAMS, 1500);
        TiedGradient gradient = SampleGradient.of(model.batches(STREAMS, 1500)).at(autoencoder, 0);
        assertClose(gradient.weights(), jump.expectedGradient().weights(), 1e-12);
        assertClose(gradient.bias(), jump.expectedGradient().bias(), 1e-12);
        assertClose(
                jump.expectedGradient().weights().add(jump.boundary().weights()),
                jump.gradientOfExpectation().weights(),
                1e-12);
        LossJump again = LossJump.of(model, autoencoder, STREAMS, 1500);
        assertIdentical(jump.boundary().weights(), again.boundary().weights());
    }

    @Test
    void refusesAModelWithoutNoiseAndWhatDoesNotFit() {
        INDArray a = normal(5, "dictionary", 4, 6);
        TiedAutoencoder autoencoder = TiedAutoencoder.withoutBias(a, Activation.hardThreshold(LAMBDA));
        GenerativeModel silent = GenerativeModel.mixtureOfGaussians(a, 0);
        assertThrows(IllegalArgumentException.class, () -> LossJump.of(silent, autoencoder, STREAMS, 10));
        GenerativeModel noisy = GenerativeModel.mixtureOfGaussians(a, 0.1);
        assertThrows(IllegalArgumentException.class, () -> LossJump.of(noisy, autoencoder, STREAMS, 1));
        GenerativeModel floats = GenerativeModel.mixtureOfGaussians(a.castTo(DataType.FLOAT), 0.1);
        assertThrows(IllegalArgumentException.class, () -> LossJump.of(floats, autoencoder, STREAMS, 10));
        GenerativeModel other = GenerativeModel.mixtureOfGaussians(normal(5, "dictionary", 3, 6), 0.1);
        assertThrows(IllegalArgumentException.class, () -> LossJump.of(other, autoencoder, STREAMS, 10));
    }

    @FunctionalInterface
    private interface Loss {
        double at(double[] parameters);
    }

    private static double slope(double[] parameters, int index, Loss loss) {
        double[] up = parameters.clone();
        double[] down = parameters.clone();
        up[index] += STEP;
        down[index] -= STEP;
        return (loss.at(up) - loss.at(down)) / (2 * STEP);
    }

    private static double bell(double y, double mean, double deviation) {
        double standardised = (y - mean) / deviation;
        return Math.exp(-standardised * standardised / 2) / (deviation * Math.sqrt(2 * Math.PI));
    }

    private static double integral(double[] cuts, DoubleUnaryOperator integrand) {
        double[] ordered = Arrays.stream(cuts)
                .filter(y -> Math.abs(y) <= 6)
                .sorted()
                .distinct()
                .toArray();
        double sum = 0;
        for (int t = 1; t < ordered.length; t++) {
            GaussIntegrator gauss = new GaussIntegratorFactory().legendre(60, ordered[t - 1], ordered[t]);
            sum += gauss.integrate(integrand::applyAsDouble);
        }
        return sum;
    }
}
