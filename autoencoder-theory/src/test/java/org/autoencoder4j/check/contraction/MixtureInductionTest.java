package org.autoencoder4j.check.contraction;

import static org.autoencoder4j.testsupport.ArrayAssert.assertClose;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.autoencoder4j.descent.BiasSchedule;
import org.autoencoder4j.model.Dictionaries;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.law.CodeLaw;
import org.autoencoder4j.model.law.ValueLaw;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.report.Verdict;
import org.autoencoder4j.testsupport.Golden;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class MixtureInductionTest {
    private static final Golden GOLDEN = Golden.read("beyond_p1_mixture_induction_0");
    private static final INDArray ATOMS = Nd4j.eye(4).castTo(DataType.DOUBLE);

    private static INDArray bias(int units, double value) {
        return Nd4j.valueArrayOf(new long[] {units}, value, DataType.DOUBLE);
    }

    private static GenerativeModel golden() {
        return new GenerativeModel(
                GOLDEN.matrix("inputs/A"), CodeLaw.oneHot(GOLDEN.doubles("inputs/p")), GOLDEN.number("inputs/sigma"));
    }

    private static MixtureInduction relu() {
        return MixtureInduction.of(
                golden(), bias(4, GOLDEN.number("inputs/b")), Activation.relu(), GOLDEN.number("inputs/zeta"));
    }

    private static MixtureInduction hard() {
        return MixtureInduction.of(
                golden(),
                bias(4, 0),
                Activation.hardThreshold(GOLDEN.number("inputs/hard_threshold")),
                GOLDEN.number("inputs/zeta"));
    }

    /** Gamma is of the order of 1e-21, so that its tolerance is relative. */
    @Test
    void goldenMisfireTerms() {
        double angle = CertifiedSteps.angle(GOLDEN.number("inputs/delta0"));
        assertClose(GOLDEN.number("outputs/angle0"), angle, 1e-14);
        assertRelative(GOLDEN.doubles("outputs/gamma_bound_relu"), relu().misfireTerms(0, angle));
        assertRelative(GOLDEN.doubles("outputs/gamma_bound_hard"), hard().misfireTerms(0, angle));
    }

    private static void assertRelative(double[] expected, double[] actual) {
        assertEquals(expected.length, actual.length);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(1, actual[i] / expected[i], GOLDEN.tolerance());
        }
    }

    @Test
    void goldenSteps() {
        double delta = GOLDEN.number("inputs/delta0");
        double[] certified = GOLDEN.doubles("outputs/relu_certified");
        assertArrayEquals(certified, relu().from(delta, certified.length - 1).deltas(), GOLDEN.tolerance());
        certified = GOLDEN.doubles("outputs/hard_certified");
        assertArrayEquals(certified, hard().from(delta, certified.length - 1).deltas(), GOLDEN.tolerance());
    }

    /** Section 6: 784 features, 10 components, noise .01. The numbers are those of the theory's note. */
    @Test
    void theSettingOfSectionSix() {
        INDArray atoms = Dictionaries.orthonormal(784, 10, DataType.DOUBLE, RandomStreams.of(1));
        MixtureInduction induction = MixtureInduction.of(
                GenerativeModel.mixtureOfGaussians(atoms, 0.01), bias(10, -0.7), Activation.relu(), 10);
        CertifiedSteps steps = induction.from(0.5, 14);
        assertTrue(steps.complete());
        double[] deltas = steps.deltas();
        double[] told = {0.5, 0.265, 0.130, 0.063, 0.030};
        for (int s = 0; s < told.length; s++) {
            assertEquals(told[s], deltas[s], 5e-4, "step " + s);
        }
        assertEquals(1.8e-5, deltas[14], 5e-7);
        assertEquals(Verdict.HOLDS, steps.report(1.9e-5).verdict());
    }
}
