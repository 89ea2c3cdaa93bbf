package org.autoencoder4j.check.expectation;

import static org.autoencoder4j.check.expectation.PopulationFixtures.autoencoder;
import static org.autoencoder4j.check.expectation.PopulationFixtures.relativeDifference;
import static org.autoencoder4j.testsupport.ArrayAssert.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.autoencoder4j.check.closeness.Incoherence;
import org.autoencoder4j.check.consistency.CodeSet;
import org.autoencoder4j.check.consistency.ConsistencyCertificate;
import org.autoencoder4j.descent.BiasSchedule;
import org.autoencoder4j.descent.LearningRate;
import org.autoencoder4j.descent.TiedDescent;
import org.autoencoder4j.gradient.SampleGradient;
import org.autoencoder4j.gradient.TiedGradient;
import org.autoencoder4j.model.Dictionaries;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.OracleGradient;
import org.autoencoder4j.model.law.CodeLaw;
import org.autoencoder4j.model.law.ValueLaw;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.report.Verdict;
import org.autoencoder4j.train.StoppingRule;
import org.autoencoder4j.train.Trainer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** What steps with the expected gradient do, where print errs about them, and when samples follow them. */
class ExpectedDynamicsTest {
    private static final int UNITS = 6;

    private static final int SAMPLES = 20_000;
    private static final RandomStreams STREAMS = RandomStreams.of(8);

    /** Orthonormal atoms in 7 dimensions, so that nothing but the support decides. */
    private static final INDArray ATOMS = Nd4j.eye(7)
            .castTo(DataType.DOUBLE)
            .get(NDArrayIndex.all(), NDArrayIndex.interval(0, UNITS))
            .dup('f');

    private static final CodeLaw LAW = CodeLaw.oneHotUniform(UNITS);

    /** Each column leans by the same angle towards the seventh direction. */
    private static INDArray leaning(double tangent) {
        INDArray weights = ATOMS.dup('f');
        weights.getRow(6).addi(tangent);
        return PopulationFixtures.unitColumns(weights);
    }

    private static double distance(INDArray weights) {
        return weights.sub(ATOMS).norm2(0).maxNumber().doubleValue();
    }

    /** zeta = 1 / (p lambda) and b = 0 at unit columns: W+ = normalise(A + (1 - lambda) W), so D+ is nearly D^3 / 2. */
    @Test
    void withoutBiasAStepCubesTheError() {
        GenerativeModel model = new GenerativeModel(ATOMS, LAW, 0.3);
        for (double tangent : new double[] {0.3, 0.1, 0.03}) {
            INDArray before = leaning(tangent);
            double lambda = before.getDouble(0, 0);
            TiedDescent rule = TiedDescent.of(ExpectedGradient.of(model), LearningRate.constant(UNITS / lambda));
            INDArray after = Trainer.of(rule, StoppingRule.steps(1))
                    .train(TiedAutoencoder.withoutBias(before, Activation.relu()))
                    .parameters()
                    .weights();
            double cube = Math.pow(distance(before), 3) / 2;
            assertEquals(1, distance(after) / cube, 0.1);
        }
    }

    /** With c = 1 - (1 + b)^2 the error shrinks by c / (1 + c) at each step near A, and A itself is the limit. */
    @Test
    void aConstantBiasGivesALinearRateToTheAtomsThemselves() {
        GenerativeModel model = new GenerativeModel(ATOMS, LAW, 0.3);
        double c = 1 - 0.5 * 0.5;
        List<Double> distances = new ArrayList<>();
        INDArray bias = Nd4j.valueArrayOf(new long[] {UNITS}, -0.5, DataType.DOUBLE);
        TiedDescent rule = TiedDescent.of(ExpectedGradient.of(model), LearningRate.constant(UNITS));
        Trainer.of(rule, StoppingRule.steps(30))
                .withListener((step, progress) ->
                        distances.add(distance(step.parameters().weights())))
                .train(autoencoder(leaning(0.05), bias));
        for (int step = 1; step < 30; step++) {
            assertEquals(c / (1 + c), distances.get(step) / distances.get(step - 1), 1e-3);
        }
        assertTrue(distances.get(30) < 1e-11);
    }

    /** Inside the window every sample's own code is the one on its support, so samples do average to the formula. */
    @Test
    void actualCodesFollowTheFormulaWhereTheyAreConsistent() {
        GenerativeModel model = new GenerativeModel(ATOMS, LAW, 0.05);
        TiedAutoencoder autoencoder =
                autoencoder(leaning(0.2), Nd4j.valueArrayOf(new long[] {UNITS}, -0.4, DataType.DOUBLE));
        TiedGradient oracle = oracle(model, autoencoder);
        TiedGradient actual = actual(model, autoencoder);
        assertClose(oracle.weights(), actual.weights(), 1e-13);
        assertClose(oracle.bias(), actual.bias(), 1e-13);
        assertClose(oracle.activity(), actual.activity(), 1e-13);
        assertClose(oracle.loss(), actual.loss(), 1e-13);
    }

    /** Without bias units fire on the noise of any sample: the formula is then far from what samples give. */
    @Test
    void actualCodesLeaveTheFormulaWhereTheyAreNot() {
        GenerativeModel model = new GenerativeModel(ATOMS, LAW, 0.5);
        TiedAutoencoder autoencoder = TiedAutoencoder.withoutBias(leaning(0.6), Activation.relu());
        INDArray expected = ExpectedGradient.of(model).at(autoencoder, 0).weights();
        assertTrue(relativeDifference(expected, oracle(model, autoencoder).weights()) < 0.1);
        assertTrue(relativeDifference(expected, actual(model, autoencoder).weights()) > 0.5);
    }

    /**
     * Lemma 1 asks for |b| of the order D^2, Theorem 3 for b &lt;= -2 D. At b = -2 D, D = .01, the plain step makes the error
     * 3.96 times as large; the normalised one makes it c / (1 + c), c = .0396, as large.
     */
    @Test
    void aBiasOfThePrintedWindowMakesThePlainStepGrow() {
        INDArray weights = leaning(0.01);
        double error = distance(weights);
        double lambda = weights.getDouble(0, 0);
        TiedAutoencoder before = autoencoder(weights, bias(-2 * error));
        INDArray gradient = ExpectedGradient.of(new GenerativeModel(ATOMS, LAW, 0))
                .at(before, 0)
                .weights();
        INDArray after = weights.sub(gradient.mul(UNITS / lambda));
        assertEquals(3.96, distance(after) / error, 0.005);
        assertEquals(0.0396 / 1.0396, distance(PopulationFixtures.unitColumns(after)) / error, 1e-4);
    }

    /** Lengthened atoms, no bias: the expected gradient is 4 p times the excess, so a plain step zeta must be below m/2. */
    @Test
    void thePlainStepOfLengthMDiverges() {
        double excess = 1e-4;
        GenerativeModel model = new GenerativeModel(ATOMS, LAW, 0);
        INDArray gradient = ExpectedGradient.of(model)
                .at(autoencoder(ATOMS.mul(1 + excess), bias(0)), 0)
                .weights();
        assertClose(ATOMS.mul(4 * excess / UNITS), gradient, 1e-7);
        assertEquals(3, distance(ATOMS.mul(1 + excess).sub(gradient.mul(UNITS))) / excess, 1e-2);
        assertEquals(0.6, distance(ATOMS.mul(1 + excess).sub(gradient.mul(0.4 * UNITS))) / excess, 1e-2);
    }

    /** At W = A itself: halving the bias for ever lets units fire on others' atoms; a constant floor does not. */
    @Test
    void halvingTheBiasForEverLosesTheSupport() {
        INDArray atoms = Dictionaries.gaussian(64, 10, DataType.DOUBLE, STREAMS);
        double floor = Incoherence.of(atoms).coherence() + 0.05;
        assertEquals(Verdict.HOLDS, support(atoms, BiasSchedule.geometric(2, floor), 10));
        assertEquals(Verdict.HOLDS, support(atoms, BiasSchedule.geometric(2), 1));
        assertEquals(Verdict.FAILS, support(atoms, BiasSchedule.geometric(2), 10));
    }

    private static Verdict support(INDArray atoms, BiasSchedule schedule, int steps) {
        INDArray bias = Nd4j.valueArrayOf(new long[] {atoms.columns()}, schedule.at(-1.25, steps), DataType.DOUBLE);
        TiedAutoencoder autoencoder = autoencoder(atoms, bias);
        return ConsistencyCertificate.of(autoencoder, atoms, CodeSet.nonNegative(1, 1, 1), 0.04)
                .report()
                .verdict();
    }

    /** Codes of two atoms: without bias the atoms are the fixed point, with a bias another one is. */
    @Test
    void aBiasMovesTheFixedPointOfNonNegativeCodes() {
        INDArray atoms = Nd4j.eye(8).castTo(DataType.DOUBLE).dup('f');
        GenerativeModel model =
                new GenerativeModel(atoms, CodeLaw.sparse(8, 2, ValueLaw.nonNegativeUniform(0.8, 1.2)), 0);
        assertEquals(0, settled(model, 0), 1e-9);
        assertTrue(settled(model, -0.2) > 0.02);
        assertTrue(settled(model, -0.4) > 1.5 * settled(model, -0.2));
    }

    private static double settled(GenerativeModel model, double bias) {
        INDArray biases = Nd4j.valueArrayOf(new long[] {model.units()}, bias, DataType.DOUBLE);
        FixedPoint end = new PopulationDynamics(model, biases, 2).fixedPoint(model.dictionary(), 1e-10, 2000);
        assertTrue(end.converged());
        return end.bias();
    }

    private static INDArray bias(double value) {
        return Nd4j.valueArrayOf(new long[] {UNITS}, value, DataType.DOUBLE);
    }

    private static TiedGradient oracle(GenerativeModel model, TiedAutoencoder autoencoder) {
        return OracleGradient.of(model, STREAMS, SAMPLES).at(autoencoder, 0);
    }

    private static TiedGradient actual(GenerativeModel model, TiedAutoencoder autoencoder) {
        return SampleGradient.of(model.batches(STREAMS, SAMPLES)).at(autoencoder, 0);
    }
}
