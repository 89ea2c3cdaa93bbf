package org.autoencoder4j.ntk.convergence;

import static org.autoencoder4j.ntk.convergence.ConvergenceTheorem.JOINT_DESCENT;
import static org.autoencoder4j.ntk.convergence.ConvergenceTheorem.JOINT_DESCENT_SLOW_ENCODER;
import static org.autoencoder4j.ntk.convergence.ConvergenceTheorem.JOINT_DESCENT_ZERO_DECODER;
import static org.autoencoder4j.ntk.convergence.ConvergenceTheorem.JOINT_FLOW;
import static org.autoencoder4j.ntk.convergence.ConvergenceTheorem.JOINT_FLOW_ZERO_DECODER;
import static org.autoencoder4j.ntk.convergence.ConvergenceTheorem.WEAK_DESCENT;
import static org.autoencoder4j.ntk.convergence.ConvergenceTheorem.WEAK_FLOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.random.RandomGenerator;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.autoencoder4j.ntk.Draws;
import org.autoencoder4j.ntk.certificate.FlipBound;
import org.autoencoder4j.ntk.certificate.JointDescentCertificate;
import org.autoencoder4j.ntk.certificate.JointStart;
import org.autoencoder4j.ntk.certificate.StartCertificate;
import org.autoencoder4j.ntk.certificate.WeakStart;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Starts at the width of a theorem have the certificate that the theorem says most of them have, at its rate and its largest step;
 * narrow ones do not, so that each test can fail. Two orthonormal samples, delta = 1/2: of 60 starts at most 46 may fail, and more
 * do by chance with probability 2e-5 if each fails with probability 1/2; of 20 starts at most 18, with the same probability.
 */
class CertifiedWidthsTest {
    private static final INDArray SAMPLES = Draws.identity(2);
    private static final KernelConstants TWO = KernelConstants.of(SAMPLES);
    private static final double HALF = 0.5;

    /** Whether a start is certain to keep the rate of a theorem, with steps up to the one it states. */
    private static boolean isCertain(ConvergenceTheorem theorem, RandomGenerator random, int units) {
        TwoLayerAutoencoder start = start(theorem, random, units);
        double eta = theorem.largestStep(TWO).orElse(0);
        double gamma = theorem.gamma(TWO);
        StartCertificate certificate = switch (theorem) {
            case WEAK_FLOW -> WeakStart.of(start, SAMPLES).flow();
            case WEAK_DESCENT -> WeakStart.of(start, SAMPLES).descentAt(eta);
            case JOINT_FLOW, JOINT_FLOW_ZERO_DECODER ->
                JointStart.of(start, SAMPLES).flow(gamma);
            case JOINT_DESCENT, JOINT_DESCENT_SLOW_ENCODER, JOINT_DESCENT_ZERO_DECODER ->
                JointStart.of(start, SAMPLES).descentAt(gamma, eta);
        };
        double rate = theorem.lambda(TWO) / 2 * (theorem.dynamics() == Dynamics.FLOW ? 1 : 0.5);
        return certificate.isCertain() && certificate.largestStep() >= eta && certificate.rate() >= rate;
    }

    private static TwoLayerAutoencoder start(ConvergenceTheorem theorem, RandomGenerator random, int units) {
        boolean zero = theorem == JOINT_FLOW_ZERO_DECODER || theorem == JOINT_DESCENT_ZERO_DECODER;
        return new TwoLayerAutoencoder(
                Draws.gaussian(random, 2, units),
                zero ? Nd4j.zeros(Draws.identity(1).dataType(), 2, units) : Draws.rademacher(random, 2, units));
    }

    private static int failures(ConvergenceTheorem theorem, long seed, int units, int starts) {
        RandomGenerator random = Draws.random(seed);
        int failures = 0;
        for (int start = 0; start < starts; start++) {
            failures += isCertain(theorem, random, units) ? 0 : 1;
        }
        return failures;
    }

    private static void assertMostAreCertain(ConvergenceTheorem theorem, double width, int narrow) {
        int failures = failures(theorem, 41, (int) Math.ceil(width), 60);
        assertTrue(failures <= 46, failures + " of 60 starts fail");
        int failuresOfNarrow = failures(theorem, 42, narrow, 60);
        assertTrue(failuresOfNarrow > 46, failuresOfNarrow + " of 60 narrow starts fail");
    }

    /** T5.1. */
    @Test
    void theFlowsWidthIsEnough() {
        assertEquals(2466, Math.ceil(JOINT_FLOW.width(TWO, HALF)));
        assertMostAreCertain(JOINT_FLOW, JOINT_FLOW.width(TWO, HALF), 100);
    }

    /** T5.1-0. */
    @Test
    void theFlowsWidthFromAZeroDecoderIsEnough() {
        assertMostAreCertain(JOINT_FLOW_ZERO_DECODER, JOINT_FLOW_ZERO_DECODER.width(TWO, HALF), 50);
    }

    /** T5.2b. */
    @Test
    void theWidthOfASlowerEncoderIsEnough() {
        ProvedWidth stated = JOINT_DESCENT_SLOW_ENCODER.widths().get(0);
        assertMostAreCertain(JOINT_DESCENT_SLOW_ENCODER, stated.width(TWO, HALF), 50);
    }

    /** T5.2c. */
    @Test
    void theWidthOfAZeroDecoderIsEnough() {
        ProvedWidth stated = JOINT_DESCENT_ZERO_DECODER.widths().get(0);
        assertEquals(1068, Math.ceil(stated.width(TWO, HALF)));
        assertMostAreCertain(JOINT_DESCENT_ZERO_DECODER, stated.width(TWO, HALF), 300);
    }

    /** T5.2b-log and T5.2c-log: the step of the start is within that of the certificate with the proof's own c, at the rate. */
    @Test
    void theStepOfTheStartIsThatOfItsCertificate() {
        assertStepsOfStarts(JOINT_DESCENT_SLOW_ENCODER, 0.4, 0.02);
        assertStepsOfStarts(JOINT_DESCENT_ZERO_DECODER, 0.6, 1e-4);
    }

    private static void assertStepsOfStarts(ConvergenceTheorem theorem, double c, double delta) {
        ProvedWidth proof = theorem.widths().get(1);
        assertEquals(ProvedWidth.Step.OF_THE_START, proof.step());
        double gamma = theorem.gamma(TWO);
        RandomGenerator random = Draws.random(43);
        int failures = 0;
        int narrow = 0;
        for (int k = 0; k < 20; k++) {
            failures += hasItsStep(theorem, c, gamma, random, (int) Math.ceil(proof.width(TWO, delta))) ? 0 : 1;
            narrow += hasItsStep(theorem, c, gamma, random, 100) ? 0 : 1;
        }
        // At most one start in fifty fails: four of 20 do by chance with probability 6e-4.
        assertTrue(failures <= 3, failures + " of 20 starts fail");
        assertTrue(narrow > 3, narrow + " of 20 narrow starts fail");
    }

    private static boolean hasItsStep(
            ConvergenceTheorem theorem, double c, double gamma, RandomGenerator random, int units) {
        JointStart start = JointStart.of(start(theorem, random, units), SAMPLES);
        JointDescentCertificate certificate = start.descent(c, gamma, FlipBound.COUNTED);
        double fall = Math.sqrt(2 * gamma * start.lambdaN() / units) * start.residual();
        double stated = 0.2 * 2 / (certificate.outputSpeed() + fall);
        return certificate.isCertain()
                && certificate.largestStep() >= stated
                && certificate.rate() >= TWO.lambdaH() / 4;
    }

    /** T5.2a at its 250000 units. */
    @Test
    @Tag("slow")
    void theWidthOfOneStepIsEnough() {
        assertFewCannot(JOINT_DESCENT);
    }

    /** T4.1 at its 280000 units. */
    @Test
    @Tag("slow")
    void theWeakFlowsWidthIsEnough() {
        assertFewCannot(WEAK_FLOW);
    }

    /** T4.2 at its million units. */
    @Test
    @Tag("slow")
    void theWeakDescentsWidthIsEnough() {
        assertFewCannot(WEAK_DESCENT);
    }

    private static void assertFewCannot(ConvergenceTheorem theorem) {
        RandomGenerator random = Draws.random(44);
        int units = (int) Math.ceil(theorem.width(TWO, HALF));
        int certain = 0;
        for (int start = 0; start < 20 && certain < 2; start++) {
            certain += isCertain(theorem, random, units) ? 1 : 0;
        }
        assertTrue(certain >= 2, "19 of 20 starts fail or more");
        assertEquals(20, failures(theorem, 45, 1000, 20), "narrow starts fail");
    }
}
