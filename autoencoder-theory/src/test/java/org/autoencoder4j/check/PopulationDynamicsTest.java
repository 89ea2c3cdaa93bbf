package org.autoencoder4j.check;

import static org.autoencoder4j.check.PopulationFixtures.autoencoder;
import static org.autoencoder4j.check.PopulationFixtures.relativeDifference;
import static org.autoencoder4j.testsupport.ArrayAssert.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.autoencoder4j.model.CodeLaw;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.OracleGradient;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.train.LearningRate;
import org.autoencoder4j.train.SampleGradient;
import org.autoencoder4j.train.StoppingRule;
import org.autoencoder4j.train.TiedDescent;
import org.autoencoder4j.train.TiedGradient;
import org.autoencoder4j.train.Trainer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** What the population dynamics do, and when samples follow them. */
class PopulationDynamicsTest {
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

    private static TiedGradient oracle(GenerativeModel model, TiedAutoencoder autoencoder) {
        return OracleGradient.of(model, STREAMS, SAMPLES).at(autoencoder, 0);
    }

    private static TiedGradient actual(GenerativeModel model, TiedAutoencoder autoencoder) {
        return SampleGradient.of(model.batches(STREAMS, SAMPLES)).at(autoencoder, 0);
    }
}
