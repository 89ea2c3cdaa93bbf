package org.autoencoder4j.check.refinement;

import static org.autoencoder4j.testsupport.ArrayAssert.assertClose;
import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.autoencoder4j.check.expectation.ExpectedGradient;
import org.autoencoder4j.init.Initialiser;
import org.autoencoder4j.model.Dictionaries;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.law.CodeLaw;
import org.autoencoder4j.model.law.ValueLaw;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.report.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ExpectedSweepTest {
    private static final RandomStreams STREAMS = RandomStreams.of(5);
    private static final INDArray ATOMS = Dictionaries.gaussian(16, 24, DataType.DOUBLE, STREAMS);
    private static final INDArray NEAR =
            Initialiser.near(ATOMS, 0.3).weights(24, STREAMS).mul(1.1);

    static List<ValueLaw> laws() {
        return List.of(ValueLaw.nonNegativeUniform(1, 2), ValueLaw.symmetricUniform(1, 2));
    }

    private static GenerativeModel model(ValueLaw values, double noise) {
        return new GenerativeModel(ATOMS, CodeLaw.sparse(24, 3, values), noise);
    }

    /** The sum over 2024 supports, written with n x n matrices in which the noise stands. */
    @ParameterizedTest
    @MethodSource("laws")
    void isTheLiteralSum(ValueLaw values) {
        GenerativeModel model = model(values, 0.5);
        LiteralSweep literal = new LiteralSweep(model, NEAR);
        ExpectedSweep sweep = ExpectedSweep.of(model, NEAR);
        assertClose(literal.gradientMatrix(), sweep.gradient(), 1e-14);
        assertClose(Nd4j.createFromArray(literal.secondMoment), sweep.secondMoment(), 1e-14);
        assertClose(literal.objective, sweep.objective(), 1e-13);
    }

    /**
     * (LS1): 0 at the dictionary for any noise, where the gradient of paper 1 is of the order sigma^2 and cross-talk.
     */
    @ParameterizedTest
    @MethodSource("laws")
    void theDictionaryIsStationaryForEveryNoise(ValueLaw values) {
        for (double noise : new double[] {0, 0.3}) {
            GenerativeModel model = model(values, noise);
            ExpectedSweep sweep = ExpectedSweep.of(model, ATOMS);
            assertEquals(0, sweep.gradient().amaxNumber().doubleValue(), 1e-15);
            assertEquals(noise * noise * (16 - 3) / 2, sweep.objective(), 1e-12);
            assertEquals(Verdict.HOLDS, sweep.report(1e-11).verdict());
            INDArray paper = ExpectedGradient.of(model)
                    .at(TiedAutoencoder.withoutBias(ATOMS, Activation.relu()), 0)
                    .weights();
            assertTrue(paper.amaxNumber().doubleValue() > 0.01);
        }
    }

    @ParameterizedTest
    @MethodSource("laws")
    void noiseAddsAConstantToTheObjectiveAndNothingToTheGradient(ValueLaw values) {
        ExpectedSweep silent = ExpectedSweep.of(model(values, 0), NEAR);
        ExpectedSweep noisy = ExpectedSweep.of(model(values, 0.5), NEAR);
        assertIdentical(silent.gradient(), noisy.gradient());
        assertEquals(silent.objective() + 0.25 * (16 - 3) / 2, noisy.objective(), 1e-13);
    }

    /** Central differences of the objective in one direction; their error is of the order step^2 = 1e-10. */
    @ParameterizedTest
    @MethodSource("laws")
    void isTheGradientOfTheObjective(ValueLaw values) {
        GenerativeModel model = model(values, 0.2);
        INDArray direction = Dictionaries.gaussian(16, 24, DataType.DOUBLE, RandomStreams.of(6));
        double step = 1e-5;
        double slope = (ExpectedSweep.of(model, NEAR.add(direction.mul(step))).objective()
                        - ExpectedSweep.of(model, NEAR.sub(direction.mul(step))).objective())
                / (2 * step);
        double expected = ExpectedSweep.of(model, NEAR)
                .gradient()
                .mul(direction)
                .sumNumber()
                .doubleValue();
        assertEquals(slope, expected, 1e-8 * Math.abs(expected));
    }

    @Test
    void theUpdateMovesByTheInverseSecondMoment() {
        ExpectedSweep sweep = ExpectedSweep.of(model(ValueLaw.nonNegativeUniform(1, 2), 0.2), NEAR);
        double[][] step = LiteralSweep.product(
                sweep.gradient().toDoubleMatrix(),
                LiteralSweep.inverse(sweep.secondMoment().toDoubleMatrix()));
        INDArray next = NEAR.sub(Nd4j.createFromArray(step));
        assertClose(next.divRowVector(next.norm2(0)), sweep.update(), 1e-12);
    }

    /**
     * 4000 supports of 24 units; 24 columns of 16 entries: the greatest deviation, in standard errors of a whole
     * column.
     */
    @ParameterizedTest
    @MethodSource("laws")
    void drawnSupportsEstimateIt(ValueLaw values) {
        GenerativeModel model = model(values, 0.2);
        INDArray exact = ExpectedSweep.of(model, NEAR).gradient();
        ExpectedSweep drawn = ExpectedSweep.sampled(model, NEAR, STREAMS, 4000);
        double mean = 0;
        for (int i = 0; i < 24; i++) {
            double distance = exact.getColumn(i).distance2(drawn.gradient().getColumn(i));
            double ratio = distance / drawn.standardError(i);
            assertTrue(ratio < 3, () -> "off by so many standard errors: " + ratio);
            mean += ratio / 24;
        }
        assertTrue(mean > 0.6 && mean < 1.3, "the standard error is of the size of the deviation");
        assertEquals(0, ExpectedSweep.of(model, NEAR).standardError(3));
    }

    @Test
    void aLawOfSupportsOfAnySizeIsSummedToo() {
        CodeLaw law = CodeLaw.bernoulli(new double[] {0.2, 0.3, 0.1, 0.4}, ValueLaw.nonNegativeUniform(1, 2));
        INDArray atoms = Dictionaries.gaussian(6, 4, DataType.DOUBLE, STREAMS);
        GenerativeModel model = new GenerativeModel(atoms, law, 0.1);
        ExpectedSweep sweep = ExpectedSweep.of(model, atoms);
        assertEquals(Verdict.HOLDS, sweep.report(1e-11).verdict());
        assertEquals(0.01 * (6 - 1) / 2, sweep.objective(), 1e-13);
    }

    @Test
    void sameDrawsSameBits() {
        GenerativeModel model = model(ValueLaw.rademacher(), 0.2);
        assertIdentical(
                ExpectedSweep.sampled(model, NEAR, STREAMS, 300).gradient(),
                ExpectedSweep.sampled(model, NEAR, STREAMS, 300).gradient());
    }

    @Test
    void refusesWhatDoesNotFit() {
        GenerativeModel model = model(ValueLaw.rademacher(), 0.2);
        assertThrows(IllegalArgumentException.class, () -> ExpectedSweep.of(model, ATOMS.transpose()));
        assertThrows(IllegalArgumentException.class, () -> ExpectedSweep.of(model, ATOMS.castTo(DataType.FLOAT)));
        assertThrows(IllegalArgumentException.class, () -> ExpectedSweep.sampled(model, ATOMS, STREAMS, 1));
        GenerativeModel large = new GenerativeModel(
                Dictionaries.gaussian(8, 100, DataType.DOUBLE, STREAMS),
                CodeLaw.sparse(100, 5, ValueLaw.rademacher()),
                0);
        String message = String.valueOf(
                assertThrows(IllegalArgumentException.class, () -> ExpectedSweep.of(large, large.dictionary()))
                        .getMessage());
        assertTrue(message.contains("take ExpectedSweep.sampled"), message);
        assertThrows(
                ArithmeticException.class,
                () -> ExpectedSweep.sampled(model, ATOMS, STREAMS, 2).update());
    }
}
