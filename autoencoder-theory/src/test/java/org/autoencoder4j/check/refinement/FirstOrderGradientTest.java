package org.autoencoder4j.check.refinement;

import static org.autoencoder4j.testsupport.ArrayAssert.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.autoencoder4j.init.Initialiser;
import org.autoencoder4j.model.Dictionaries;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.law.CodeLaw;
import org.autoencoder4j.model.law.ValueLaw;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.report.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class FirstOrderGradientTest {
    private static final RandomStreams STREAMS = RandomStreams.of(5);
    private static final INDArray ATOMS = Dictionaries.gaussian(16, 24, DataType.DOUBLE, STREAMS);

    private static GenerativeModel model(ValueLaw values) {
        return new GenerativeModel(ATOMS, CodeLaw.sparse(24, 3, values), 0.3);
    }

    private static INDArray near(double distance) {
        return Initialiser.near(ATOMS, distance).weights(24, STREAMS);
    }

    /** Four decades: the relative error is of the order of the distance, and not of its root or its square. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theRelativeErrorShrinksLikeTheDistance(boolean signed) {
        GenerativeModel model = model(signed ? ValueLaw.symmetricUniform(1, 2) : ValueLaw.nonNegativeUniform(1, 2));
        for (double distance : new double[] {1e-1, 1e-2, 1e-3, 1e-4}) {
            FirstOrderGradient first = FirstOrderGradient.of(model, near(distance));
            assertEquals(distance, first.distance(), 1e-6 * distance);
            assertTrue(first.relativeError() / distance > 0.2, first::toString);
            assertTrue(first.relativeError() / distance < 3, first::toString);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isTheSumOfConditionalProjections(boolean signed) {
        GenerativeModel model = model(signed ? ValueLaw.symmetricUniform(1, 2) : ValueLaw.nonNegativeUniform(1, 2));
        INDArray weights = near(0.2);
        double[][] literal = new LiteralRate(model).hessian(weights.sub(ATOMS).toDoubleMatrix());
        assertClose(
                Nd4j.createFromArray(literal),
                FirstOrderGradient.of(model, weights).gradient(),
                1e-14);
    }

    /** At a distance of 1e-9 the difference of the two is rounding: it says nothing. */
    @Test
    void whatRoundingHidesIsNotDecided() {
        GenerativeModel model = model(ValueLaw.rademacher());
        assertEquals(
                Verdict.HOLDS, FirstOrderGradient.of(model, near(1e-2)).order(5).verdict());
        assertEquals(
                Verdict.FAILS,
                FirstOrderGradient.of(model, near(1e-2)).order(0.01).verdict());
        assertEquals(
                Verdict.INCONCLUSIVE,
                FirstOrderGradient.of(model, near(1e-9)).order(0.01).verdict());
        assertEquals(
                Verdict.INCONCLUSIVE,
                FirstOrderGradient.of(model, ATOMS).order(1).verdict());
    }

    /** There the gradient to first order is 0, and the exact one is what rounding makes of 0. */
    @Test
    void nothingIsSaidAtTheDictionary() {
        INDArray atoms = Dictionaries.gaussian(8, 10, DataType.DOUBLE, RandomStreams.of(1));
        GenerativeModel model = new GenerativeModel(atoms, CodeLaw.sparse(10, 2, ValueLaw.nonNegativeUniform(1, 2)), 0);
        FirstOrderGradient gradient = FirstOrderGradient.of(model, atoms);
        assertEquals(Double.NaN, gradient.relativeError());
        assertEquals(Verdict.INCONCLUSIVE, gradient.order(1).verdict());
    }
}
