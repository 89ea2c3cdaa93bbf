package org.autoencoder4j.check.descent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.autoencoder4j.check.expectation.ExpectedGradient;
import org.autoencoder4j.check.expectation.FixedPoint;
import org.autoencoder4j.check.expectation.PopulationDynamics;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.law.CodeLaw;
import org.autoencoder4j.model.law.UnstatedConstantException;
import org.autoencoder4j.model.law.ValueLaw;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.report.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class StableStepTest {
    private static final int UNITS = 6;
    private static final ValueLaw ONE = ValueLaw.nonNegativeUniform(1, 1);

    /** Six coordinate vectors of eight dimensions. */
    private static GenerativeModel model(CodeLaw law) {
        INDArray atoms = Nd4j.eye(UNITS + 2)
                .castTo(DataType.DOUBLE)
                .get(NDArrayIndex.all(), NDArrayIndex.interval(0, UNITS))
                .dup('f');
        return new GenerativeModel(atoms, law, 0);
    }

    private static PopulationDynamics dynamics(CodeLaw law, double step) {
        return new PopulationDynamics(model(law), Nd4j.zeros(DataType.DOUBLE, UNITS), step);
    }

    /** k = 3 of 6, values 1: p1 = 1/2, and 2 / (.5 (1 + 2)) = 4/3; m/k = 2 is beyond. */
    @Test
    void byHand() {
        StableStep step = StableStep.of(CodeLaw.sparse(UNITS, 3, ONE));
        assertEquals(4.0 / 3, step.limit(), 1e-15);
        assertEquals(2.0 / 3, step.suggested(), 1e-15);
        assertEquals(-2, step.together(2), 1e-15);
        assertEquals(2, step.apart(2), 1e-15);
        assertEquals(0, step.together(step.suggested()), 1e-15);
        assertEquals(Verdict.FAILS, step.report(2, UNITS + 2).verdict());
        assertTrue(step.report(2, UNITS + 2).witness().orElseThrow().contains("2.0"));
        assertEquals(Verdict.HOLDS, step.report(1, UNITS + 2).verdict());
        assertFalse(step.report(1, UNITS + 2).witness().isPresent());
        assertEquals(-0.5, step.report(1, UNITS + 2).findings().get("factorOfASharedError"));
        assertEquals(1.5, step.report(1, UNITS + 2).findings().get("factorOfAnOppositeError"));
        assertEquals(2.0 / 3, step.report(1, UNITS + 2).findings().get("suggestedStep"), 1e-15);
    }

    /** Without a direction at right angles to m orthonormal atoms there is no such error: nothing is said of n = m. */
    @Test
    void theReportNeedsADirectionBesideTheAtoms() {
        StableStep step = StableStep.of(CodeLaw.sparse(UNITS, 3, ONE));
        assertEquals(Verdict.NOT_APPLICABLE, step.report(2, UNITS).verdict());
        assertEquals(Verdict.NOT_APPLICABLE, step.report(1, UNITS).verdict());
        assertEquals(Verdict.FAILS, step.report(2, UNITS + 1).verdict());
        assertTrue(step.report(2, UNITS + 1).statement().startsWith("at orthonormal atoms, without bias and noise"));
        assertThrows(IllegalArgumentException.class, () -> step.report(2, 0));
    }

    /** Of zero-mean codes and mixtures nothing is shared: 2 / (p1 kappa2). */
    @Test
    void codesThatShareNothing() {
        assertEquals(
                4, StableStep.of(CodeLaw.sparse(6, 3, ValueLaw.rademacher())).limit(), 1e-15);
        assertEquals(20, StableStep.of(CodeLaw.oneHotUniform(10)).limit(), 1e-14);
    }

    /** Both factors against differences of the expected update, by the sum over all supports, for three models. */
    @ParameterizedTest
    @CsvSource({"2, 1, 1, 0.7", "3, 0.5, 1.5, 1.3", "4, 0.8, 1.2, 0.2"})
    void factorsAreThoseOfTheLinearisedUpdate(int k, double a1, double a2, double zeta) {
        CodeLaw law = CodeLaw.sparse(UNITS, k, ValueLaw.nonNegativeUniform(a1, a2));
        StableStep step = StableStep.of(law);
        GenerativeModel model = model(law);
        ExpectedGradient gradient = ExpectedGradient.byEnumeration(model);
        INDArray none = Nd4j.zeros(DataType.DOUBLE, UNITS);
        for (boolean alike : new boolean[] {true, false}) {
            INDArray move = Nd4j.zeros(DataType.DOUBLE, UNITS + 2, UNITS);
            for (int j = 0; j < UNITS; j++) {
                move.putScalar(UNITS, j, alike || j == 0 ? 1e-5 : -1e-5);
            }
            double[] entries = new double[2];
            for (int side = 0; side < 2; side++) {
                INDArray w = side == 0
                        ? model.dictionary().add(move)
                        : model.dictionary().sub(move);
                INDArray next = w.sub(gradient.at(new TiedAutoencoder(w.dup('f'), none, Activation.relu()), 0)
                        .weights()
                        .mul(zeta));
                entries[side] = next.getDouble(UNITS, 0);
            }
            double factor = (entries[0] - entries[1]) / 2e-5;
            assertEquals(alike ? step.together(zeta) : step.apart(zeta), factor, 1e-8);
        }
    }

    /** zeta p1 kappa2 = .9 leaves A, whatever the start; .35 comes back to it. Values 1, k = 3. */
    @Test
    void aStepBeyondTheLimitDiverges() {
        CodeLaw law = CodeLaw.sparse(UNITS, 3, ONE);
        INDArray start = model(law).dictionary().dup();
        start.getRow(UNITS).addi(1e-3);
        start.diviRowVector(start.norm2(0));
        FixedPoint long9 = dynamics(law, 1.8).fixedPoint(start, 1e-10, 300);
        FixedPoint short35 = dynamics(law, 0.7).fixedPoint(start, 1e-10, 300);
        assertTrue(long9.bias() > 0.1, long9.toString());
        assertTrue(short35.converged() && short35.bias() < 1e-8, short35.toString());
        assertEquals(Verdict.FAILS, StableStep.of(law).report(1.8, UNITS + 2).verdict());
        assertEquals(Verdict.HOLDS, StableStep.of(law).report(0.7, UNITS + 2).verdict());
    }

    /**
     * Beyond the limit the local rate at A is at least that of a shared error, and above 1; at half of it it is below 1
     * here.
     */
    @ParameterizedTest
    @CsvSource({"2, 1, 1", "3, 1, 1", "3, 0.5, 1.5"})
    void theLimitIsNecessary(int k, double a1, double a2) {
        CodeLaw law = CodeLaw.sparse(UNITS, k, ValueLaw.nonNegativeUniform(a1, a2));
        StableStep step = StableStep.of(law);
        INDArray atoms = model(law).dictionary();
        RandomStreams streams = RandomStreams.of(9);
        double beyond = dynamics(law, 1.1 * step.limit()).spectralRadius(atoms, streams);
        double half = dynamics(law, step.suggested()).spectralRadius(atoms, streams);
        assertTrue(beyond >= Math.abs(step.together(1.1 * step.limit())) - 1e-3, "rate " + beyond);
        assertTrue(half < 1, "rate at the suggested step " + half);
    }

    /**
     * And not sufficient: W_i = A_i + e sum_j A_j, j != i, is multiplied by 1 - zeta p1 (k + (k - 1)(3 k - 4)/(m - 1)) if
     * values are 1, which at k = 4 of 6 and half the limit is 1 - 8.8/4.
     */
    @Test
    void whereSupportsAreLargeLessIsNeeded() {
        CodeLaw law = CodeLaw.sparse(UNITS, 4, ONE);
        double step = StableStep.of(law).suggested();
        double rate = dynamics(law, step).spectralRadius(model(law).dictionary(), RandomStreams.of(9));
        assertEquals(1.2, rate, 1e-3);
    }

    @Test
    void refusesWhatItIsNotAbout() {
        assertThrows(IllegalArgumentException.class, () -> StableStep.of(CodeLaw.oneHot(0.2, 0.8)));
        assertThrows(
                UnstatedConstantException.class, () -> StableStep.of(CodeLaw.bernoulli(new double[] {0.2, 0.2}, ONE)));
        StableStep step = StableStep.of(CodeLaw.sparse(UNITS, 3, ONE));
        assertThrows(IllegalArgumentException.class, () -> step.together(0));
        assertThrows(IllegalArgumentException.class, () -> step.apart(-1));
    }
}
