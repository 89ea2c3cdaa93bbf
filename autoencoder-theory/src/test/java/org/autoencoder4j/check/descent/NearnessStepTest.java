package org.autoencoder4j.check.descent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.random.RandomGenerator;
import org.autoencoder4j.check.Samples;
import org.autoencoder4j.check.expectation.ExpectedGradient;
import org.autoencoder4j.gradient.TiedGradient;
import org.autoencoder4j.init.Initialiser;
import org.autoencoder4j.linalg.SpectralNorm;
import org.autoencoder4j.model.Dictionaries;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.law.CodeLaw;
import org.autoencoder4j.model.law.ValueLaw;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.report.Verdict;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class NearnessStepTest {
    private static final RandomStreams STREAMS = RandomStreams.of(4);

    private static TiedAutoencoder units(INDArray weights, double bias) {
        return new TiedAutoencoder(
                weights.dup('f'),
                Nd4j.valueArrayOf(new long[] {weights.columns()}, bias, DataType.DOUBLE),
                Activation.relu());
    }

    /** One atom of the plane, x = 2 always: kappa2 = 4, p = 1. W at lambda = .6; g given as c (W - A) + v, v = (0, .3). */
    @Test
    void byHand() {
        INDArray atom = Nd4j.createFromArray(new double[][] {{1}, {0}});
        INDArray weight = Nd4j.createFromArray(new double[][] {{0.6}, {0.8}});
        GenerativeModel model = new GenerativeModel(atom, CodeLaw.sparse(1, 1, ValueLaw.nonNegativeUniform(2, 2)), 0);
        double bias = -0.5;
        double c = 4 * 0.6;
        double s = 4 * 0.36 + 4 * bias * 0.6 + bias * bias;
        INDArray g = weight.mul(s).sub(atom.mul(c)).add(Nd4j.createFromArray(new double[][] {{0}, {0.3}}));
        TiedGradient gradient = new TiedGradient(g, Nd4j.zeros(DataType.DOUBLE, 1), Nd4j.zeros(DataType.DOUBLE, 1), 0);
        NearnessStep step = NearnessStep.of(model, units(weight, bias), gradient);
        double xi = Math.sqrt(0.8);
        assertEquals(xi, step.xi(), 1e-14);
        assertEquals(0.3 / c, step.hiddenConstant(), 1e-14);
        assertEquals((1 - 0.1 * c) * xi + 0.1 * (c - s + 0.3), step.bound(0.1), 1e-14);
        assertEquals(Math.hypot(0.6 - 0.1 * (0.6 * s - c) - 1, 0.8 - 0.1 * (0.8 * s + 0.3)), step.xiAfter(0.1), 1e-14);
        assertEquals(Verdict.HOLDS, step.report(0.1).verdict());
        assertEquals(xi, step.report(0.1).findings().get("before"), 1e-14);
        assertEquals(
                2 * (1 - 0.1 * c) + 0.1 * (3 * (c - s) + 0.3),
                step.induction(0.1).bounds().get(0).measured(),
                1e-14);
        assertEquals(Verdict.FAILS, step.induction(0.1).verdict());
        assertEquals(Verdict.FAILS, step.report(3).verdict());
        assertThrows(IllegalArgumentException.class, () -> step.bound(0));
        assertThrows(IllegalArgumentException.class, () -> step.xiAfter(-1));
        assertThrows(IllegalArgumentException.class, () -> step.induction(Double.NaN));
    }

    /** Whatever the model, the weights, the gradient and the step: the bound is above what is measured. */
    @Test
    void theBoundIsNeverExceeded() {
        RandomGenerator random = Samples.random(90);
        double closest = 0;
        for (int trial = 0; trial < 60; trial++) {
            int m = 2 + random.nextInt(8);
            INDArray atoms = Samples.unitColumns(random, 6, m);
            INDArray weights = atoms.add(Samples.gaussian(random, 6, m).mul(random.nextDouble()));
            weights.diviRowVector(weights.norm2(0));
            CodeLaw law = trial % 3 == 0
                    ? CodeLaw.oneHotUniform(m)
                    : CodeLaw.sparse(
                            m,
                            1 + random.nextInt(Math.min(3, m)),
                            trial % 3 == 1 ? ValueLaw.rademacher() : ValueLaw.nonNegativeUniform(0.8, 1.2));
            GenerativeModel model = new GenerativeModel(atoms, law, 0.1);
            TiedAutoencoder units = units(weights, -random.nextDouble());
            NearnessStep step = NearnessStep.of(model, units);
            double zeta = m * random.nextDouble();
            assertTrue(step.xiAfter(zeta) <= step.bound(zeta) + 1e-12);
            closest = Math.max(closest, step.xiAfter(zeta) / step.bound(zeta));
            INDArray next = weights.sub(
                    ExpectedGradient.of(model).at(units, 0).weights().mul(zeta));
            assertEquals(SpectralNorm.of(next.sub(atoms)) / SpectralNorm.of(atoms), step.xiAfter(zeta), 1e-12);
        }
        assertTrue(closest > 0.5, "the bound is within " + closest);
    }

    /** Orthonormal atoms and codes of mean 0: near starts are kept, and the induction closes; far ones are not the lemma's. */
    @Test
    void theInductionClosesNearTheAtoms() {
        INDArray atoms = Dictionaries.orthonormal(32, 32, DataType.DOUBLE, STREAMS);
        GenerativeModel model = GenerativeModel.sparseCoding(atoms, 3, ValueLaw.rademacher(), 0);
        INDArray near = Initialiser.near(atoms, 0.1).weights(32, STREAMS);
        NearnessStep step = NearnessStep.of(model, units(near, 0));
        double zeta = 32 / 3.0;
        assertEquals(Verdict.HOLDS, step.report(zeta).verdict());
        assertEquals(Verdict.HOLDS, step.induction(zeta).verdict(), step.induction(zeta)::toString);
        assertTrue(step.hiddenConstant() < 1);
        assertEquals(Verdict.FAILS, step.report(1e3).verdict());
        assertEquals(Verdict.FAILS, step.induction(1e3).verdict());
        INDArray opposite = Nd4j.zeros(DataType.DOUBLE, 32, 32);
        for (int i = 0; i < 32; i++) {
            opposite.putColumn(i, atoms.getColumn(0).neg());
        }
        NearnessStep away = NearnessStep.of(model, units(near.neg(), 0));
        assertEquals(Double.POSITIVE_INFINITY, away.hiddenConstant());
        assertEquals(Double.POSITIVE_INFINITY, away.report(zeta).findings().get("hiddenConstant"));
        NearnessStep far = NearnessStep.of(model, units(opposite, 0));
        assertEquals(Verdict.NOT_APPLICABLE, far.report(zeta).verdict());
        assertEquals(Verdict.NOT_APPLICABLE, far.induction(zeta).verdict());
        assertEquals(
                Verdict.NOT_APPLICABLE,
                NearnessStep.of(model, units(near.mul(1.1), 0)).report(zeta).verdict());
    }
}
