package org.autoencoder4j.check.expectation;

import static org.autoencoder4j.testsupport.ArrayAssert.assertClose;
import static org.autoencoder4j.testsupport.ArrayAssert.assertUnchanged;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.autoencoder4j.init.Initialiser;
import org.autoencoder4j.model.Dictionaries;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.law.ValueLaw;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.random.RandomStreams;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class PopulationDynamicsTest {
    private static final RandomStreams STREAMS = RandomStreams.of(5);
    private static final int UNITS = 4;
    private final INDArray dictionary = Dictionaries.gaussian(12, UNITS, DataType.DOUBLE, STREAMS);
    private final GenerativeModel mixture = GenerativeModel.mixtureOfGaussians(dictionary, 0);

    private static INDArray bias(int units, double value) {
        return Nd4j.valueArrayOf(new long[] {units}, value, DataType.DOUBLE);
    }

    private PopulationDynamics mixtureDynamics(double bias, double learningRate) {
        return new PopulationDynamics(mixture, bias(UNITS, bias), learningRate);
    }

    /** With zeta = m, constant b in (-1, 0), the local rate is c/(1+c), c = 1 - (1+b)^2. */
    @Test
    void theLocalRateOfTheMixtureIsTheClosedForm() {
        for (double b : new double[] {-0.5, -0.2}) {
            double c = 1 - (1 + b) * (1 + b);
            double radius = mixtureDynamics(b, UNITS).spectralRadius(dictionary, STREAMS);
            assertEquals(c / (1 + c), radius, 1e-6);
        }
        assertEquals(0, mixtureDynamics(0, UNITS).spectralRadius(dictionary, STREAMS), 1e-6);
    }

    @Test
    void theMixtureConvergesToTheDictionaryItselfDespiteItsBias() {
        INDArray start = Initialiser.near(dictionary, 0.5).weights(UNITS, STREAMS);
        PopulationDynamics dynamics = mixtureDynamics(-0.5, UNITS);
        FixedPoint end = assertUnchanged(() -> dynamics.fixedPoint(start, 1e-12, 200), start, dictionary);
        assertTrue(end.converged());
        assertEquals(0, end.bias(), 1e-11);
        assertTrue(end.movement() <= 1e-12);
    }

    @Test
    void givingUpIsTold() {
        INDArray start = Initialiser.near(dictionary, 0.5).weights(UNITS, STREAMS);
        FixedPoint early = mixtureDynamics(-0.5, UNITS).fixedPoint(start, 1e-12, 2);
        assertFalse(early.converged());
        assertEquals(2, early.steps());
        assertTrue(early.bias() > 1e-3);
    }

    @Test
    void theSpectralRadiusIsTheMeasuredRate() {
        GenerativeModel sparse = GenerativeModel.sparseCoding(
                Dictionaries.orthonormal(8, 8, DataType.DOUBLE, STREAMS), 2, ValueLaw.symmetricUniform(0.8, 1.2), 0.05);
        PopulationDynamics dynamics = new PopulationDynamics(sparse, bias(8, 0), 2);
        FixedPoint end = dynamics.fixedPoint(sparse.dictionary(), 1e-13, 2000);
        double radius = dynamics.spectralRadius(end.weights(), STREAMS);
        INDArray weights = Initialiser.near(end.weights(), 1e-3).weights(8, STREAMS);
        double before = 0;
        double after = 0;
        for (int i = 0; i < 40; i++) {
            before = weights.sub(end.weights()).norm2Number().doubleValue();
            weights = dynamics.update(weights);
            after = weights.sub(end.weights()).norm2Number().doubleValue();
        }
        assertTrue(radius < 1, "radius " + radius);
        assertEquals(radius, after / before, 0.02);
    }

    @Test
    void theBasinIsWideForSmallStepsAndGoneForLongOnes() {
        assertTrue(mixtureDynamics(0, UNITS).basinRadius(3, 60, STREAMS) > 0.5);
        GenerativeModel sparse = GenerativeModel.sparseCoding(
                Dictionaries.gaussian(8, 16, DataType.DOUBLE, STREAMS), 2, ValueLaw.rademacher(), 0);
        double tooLong = new PopulationDynamics(sparse, bias(16, 0), 40).basinRadius(2, 60, STREAMS);
        assertEquals(0, tooLong, 0.01);
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThrows(IllegalArgumentException.class, () -> mixtureDynamics(0, 0));
        assertThrows(IllegalArgumentException.class, () -> new PopulationDynamics(mixture, bias(3, 0), 1));
        GenerativeModel inFloat = GenerativeModel.mixtureOfGaussians(dictionary.castTo(DataType.FLOAT), 0);
        assertThrows(IllegalArgumentException.class, () -> new PopulationDynamics(inFloat, bias(UNITS, 0), 1));
        GenerativeModel notUnit = GenerativeModel.mixtureOfGaussians(dictionary.mul(2), 0);
        assertThrows(IllegalArgumentException.class, () -> new PopulationDynamics(notUnit, bias(UNITS, 0), 1));
    }

    /** {@code W - zeta g}, divided by its lengths. */
    @Test
    void anUpdateIsADescentStepAndANormalisation() {
        INDArray start = Initialiser.near(dictionary, 0.5).weights(UNITS, STREAMS);
        INDArray step = start.sub(ExpectedGradient.of(mixture)
                .at(new TiedAutoencoder(start, bias(UNITS, -0.3), Activation.relu()), 0)
                .weights()
                .mul(0.7));
        assertClose(step.divRowVector(step.norm2(0)), mixtureDynamics(-0.3, 0.7).update(start), 1e-13);
        FixedPoint one = mixtureDynamics(-0.3, 0.7).fixedPoint(start, 1e-12, 1);
        assertEquals(1, one.steps());
        assertClose(one.weights().sub(start).norm2(0).maxNumber().doubleValue(), one.movement(), 1e-14);
        assertClose(one.weights().sub(dictionary).norm2(0), one.distances(), 1e-14);
        assertEquals(one.distances().maxNumber().doubleValue(), one.bias());
    }

    /** One atom on the line, W = A and b = 1: {@code g = (1 + b)^2 - 1 = 3}, so that zeta = 1/3 leaves nothing. */
    @Test
    void aColumnOfWhichNothingIsLeftStays() {
        INDArray one = Nd4j.createFromArray(new double[][] {{1}});
        GenerativeModel line = GenerativeModel.mixtureOfGaussians(one, 0);
        PopulationDynamics dynamics = new PopulationDynamics(line, bias(1, 1), 1.0 / 3);
        assertEquals(1, dynamics.update(one).getDouble(0));
        FixedPoint end = dynamics.fixedPoint(one, 1e-12, 5);
        assertTrue(end.converged());
        assertEquals(1, end.steps());
        assertEquals(0, end.movement());
        assertEquals(
                -1, new PopulationDynamics(line, bias(1, 1), 0.5).update(one).getDouble(0));
    }

    @Test
    void refusesSearchesWithoutSteps() {
        PopulationDynamics dynamics = mixtureDynamics(-0.5, UNITS);
        assertThrows(IllegalArgumentException.class, () -> dynamics.fixedPoint(dictionary, 0, 5));
        assertThrows(IllegalArgumentException.class, () -> dynamics.fixedPoint(dictionary, 1e-9, 0));
        assertThrows(IllegalArgumentException.class, () -> dynamics.basinRadius(0, 5, STREAMS));
        assertThrows(
                IllegalArgumentException.class,
                () -> new PopulationDynamics(mixture, bias(UNITS, 0).castTo(DataType.FLOAT), 1));
    }
}
