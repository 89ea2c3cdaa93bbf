package org.autoencoder4j.ntk.convergence;

import static org.autoencoder4j.ntk.convergence.ConvergenceTheorem.JOINT_DESCENT;
import static org.autoencoder4j.ntk.convergence.ConvergenceTheorem.JOINT_DESCENT_SLOW_ENCODER;
import static org.autoencoder4j.ntk.convergence.ConvergenceTheorem.JOINT_DESCENT_ZERO_DECODER;
import static org.autoencoder4j.ntk.convergence.ConvergenceTheorem.JOINT_FLOW;
import static org.autoencoder4j.ntk.convergence.ConvergenceTheorem.JOINT_FLOW_ZERO_DECODER;
import static org.autoencoder4j.ntk.convergence.ConvergenceTheorem.WEAK_DESCENT;
import static org.autoencoder4j.ntk.convergence.ConvergenceTheorem.WEAK_FLOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.autoencoder4j.report.Report;
import org.autoencoder4j.report.Verdict;
import org.autoencoder4j.testsupport.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConvergenceTheoremTest {
    private static final KernelConstants TOY = new KernelConstants(5, 4, 0.2, 0.1, 2, 1.4);
    private static final KernelConstants PARALLEL = new KernelConstants(5, 4, 0, 0, 2, 1.4);

    private static void assertRelative(double expected, double actual) {
        assertEquals(expected, actual, 1e-12 * Math.abs(expected));
    }

    private static double width(ConvergenceTheorem theorem, int variant, KernelConstants constants, double delta) {
        return theorem.widths().get(variant).width(constants, delta);
    }

    /** Widths, steps and gamma of three sets of samples, by an independent program. */
    @ParameterizedTest
    @ValueSource(strings = {"beyond_p2_widths_0", "beyond_p2_widths_1", "beyond_p2_widths_2"})
    void golden(String name) {
        Golden golden = Golden.read(name);
        KernelConstants c =
                KernelConstants.of(golden.matrix("inputs/X").transpose().dup());
        double delta = golden.number("inputs/delta");
        assertGolden(golden, "joint_flow_width", width(JOINT_FLOW, 0, c, delta));
        assertGolden(golden, "joint_flow_width_log", width(JOINT_FLOW, 1, c, delta));
        assertGolden(golden, "zero_decoder_flow_width", width(JOINT_FLOW_ZERO_DECODER, 0, c, delta));
        assertGolden(golden, "joint_descent_width", width(JOINT_DESCENT, 0, c, delta));
        assertGolden(golden, "joint_descent_width_log", width(JOINT_DESCENT, 1, c, delta));
        assertGolden(golden, "joint_descent_step", JOINT_DESCENT.largestStep(c).orElseThrow());
        assertGolden(golden, "slow_encoder_width", width(JOINT_DESCENT_SLOW_ENCODER, 0, c, delta));
        assertGolden(golden, "slow_encoder_width_log", width(JOINT_DESCENT_SLOW_ENCODER, 1, c, delta));
        assertGolden(golden, "slow_encoder_gamma", JOINT_DESCENT_SLOW_ENCODER.gamma(c));
        assertGolden(
                golden,
                "slow_encoder_step",
                JOINT_DESCENT_SLOW_ENCODER.largestStep(c).orElseThrow());
        assertGolden(golden, "zero_decoder_width", width(JOINT_DESCENT_ZERO_DECODER, 0, c, delta));
        assertGolden(golden, "zero_decoder_width_log", width(JOINT_DESCENT_ZERO_DECODER, 1, c, delta));
        assertGolden(
                golden,
                "zero_decoder_step",
                JOINT_DESCENT_ZERO_DECODER.largestStep(c).orElseThrow());
        assertGolden(golden, "weak_flow_width", width(WEAK_FLOW, 0, c, delta));
        assertGolden(golden, "weak_flow_width_log", width(WEAK_FLOW, 1, c, delta));
        assertGolden(golden, "weak_descent_width", width(WEAK_DESCENT, 0, c, delta));
        assertGolden(golden, "weak_descent_width_log", width(WEAK_DESCENT, 1, c, delta));
        assertGolden(golden, "weak_descent_step", WEAK_DESCENT.largestStep(c).orElseThrow());
    }

    private static void assertGolden(Golden golden, String name, double actual) {
        double expected = golden.number("outputs/" + name);
        assertEquals(expected, actual, golden.tolerance() * (1 + Math.abs(expected)), name);
    }

    /** The sufficient width without V_F is never below: by the same files. */
    @ParameterizedTest
    @ValueSource(strings = {"beyond_p2_widths_0", "beyond_p2_widths_1", "beyond_p2_widths_2"})
    void theSimpleWidthOfTheFlowIsNotBelow(String name) {
        Golden golden = Golden.read(name);
        KernelConstants c =
                KernelConstants.of(golden.matrix("inputs/X").transpose().dup());
        double delta = golden.number("inputs/delta");
        double simple = 48 * c.samples() * c.features() * c.lambdaN() / (c.lambdaH() * c.lambdaH() * delta);
        assertGolden(golden, "joint_flow_width_simple", simple);
        assertTrue(width(JOINT_FLOW, 0, c, delta) <= simple);
    }

    /** Subsets of moving units, n = 20, d = 100, delta = .1: computed by SciPy's brentq from the formulas alone. */
    @Test
    void subsetsMakeTheWidthSmallerInManyDimensions() {
        KernelConstants many = new KernelConstants(20, 100, 0.4, 0.2, 1.5, 3.4);
        double subsets = width(JOINT_DESCENT, 2, many, 0.1);
        assertEquals(46264344219.52414, subsets, 1e-9 * subsets);
        assertEquals(62846941838.81521, width(JOINT_DESCENT, 1, many, 0.1), 1e-9 * subsets);
        assertEquals(subsets, JOINT_DESCENT.width(many, 0.1));
        assertEquals("T5.2a-R1", JOINT_DESCENT.least(many, 0.1).reference().item());
        KernelConstants eighty = new KernelConstants(20, 80, 0.4, 0.2, 1.5, 3.4);
        assertEquals(Double.POSITIVE_INFINITY, width(JOINT_DESCENT, 2, eighty, 0.1));
        KernelConstants next = new KernelConstants(20, 81, 0.4, 0.2, 1.5, 3.4);
        assertTrue(width(JOINT_DESCENT, 2, next, 0.1) < Double.POSITIVE_INFINITY);
    }

    /** By hand, where the logarithm of delta decides: d = 1000, delta = e^-300. */
    @Test
    void theDecodersNormMayDecideTheWidth() {
        KernelConstants one = new KernelConstants(1, 1000, 0.5, 0.5, 1, 0.5);
        double delta = Math.exp(-300);
        assertRelative(9300 * Math.log(3000 / delta), width(JOINT_DESCENT_SLOW_ENCODER, 1, one, delta));
    }

    @Test
    void stepsAndDurations() {
        assertRelative(0.4, WEAK_DESCENT.largestStep(TOY).orElseThrow());
        assertRelative(4 / (7 * 1.4 + 20), JOINT_DESCENT.largestStep(TOY).orElseThrow());
        assertRelative(4 / 16.8, JOINT_DESCENT_ZERO_DECODER.largestStep(TOY).orElseThrow());
        assertTrue(WEAK_FLOW.largestStep(TOY).isEmpty()
                && JOINT_FLOW.largestStep(TOY).isEmpty());
        assertTrue(JOINT_FLOW_ZERO_DECODER.largestStep(TOY).isEmpty());
        assertRelative(0.014, JOINT_DESCENT_SLOW_ENCODER.gamma(TOY));
        assertEquals(1, JOINT_DESCENT.gamma(TOY));
        assertRelative(4 * Math.log(1e6) / 0.2, WEAK_FLOW.duration(TOY, 1e-6));
        assertRelative(4 * Math.log(1e6) / 0.1, JOINT_FLOW.duration(TOY, 1e-6));
        double steps = WEAK_DESCENT.duration(TOY, 1e-6);
        double factor = 1 - 0.4 * 0.2 / 8;
        assertTrue(Math.pow(factor, steps) <= 1e-6 && Math.pow(factor, steps - 1) > 1e-6);
        assertEquals(0, WEAK_DESCENT.duration(TOY, 1));
        assertEquals(Double.POSITIVE_INFINITY, JOINT_FLOW.duration(PARALLEL, 0.5));
        assertEquals(Double.POSITIVE_INFINITY, JOINT_DESCENT.duration(PARALLEL, 0.5));
        assertEquals(0, JOINT_FLOW.duration(PARALLEL, 1));
        assertEquals(0, JOINT_DESCENT.duration(PARALLEL, 1));
        assertEquals(Dynamics.DESCENT, WEAK_DESCENT.dynamics());
    }

    @ParameterizedTest
    @EnumSource
    void theInverseOfTheWidth(ConvergenceTheorem theorem) {
        double width = theorem.width(TOY, 0.03);
        assertTrue(theorem.failureProbability(TOY, width) <= 0.03 + 1e-9);
        assertTrue(theorem.failureProbability(TOY, 0.999 * width) > 0.03);
        assertEquals(1, theorem.failureProbability(TOY, 10), "ten units guarantee nothing");
        for (ProvedWidth proof : theorem.widths()) {
            double wide = proof.width(TOY, 1e-5);
            if (wide < Double.POSITIVE_INFINITY) {
                assertRelative(1e-5, proof.failureProbability(TOY, wide) / (1 + 1e-14));
            }
            assertTrue(width <= proof.width(TOY, 0.03), proof::toString);
            assertTrue(
                    wide > proof.width(TOY, 0.03)
                            || wide == Double.POSITIVE_INFINITY
                            || theorem == JOINT_DESCENT_ZERO_DECODER,
                    "widths fall with delta");
        }
        assertEquals(Double.POSITIVE_INFINITY, theorem.width(PARALLEL, 0.1));
        assertEquals(1, theorem.failureProbability(PARALLEL, 1e300));
    }

    @ParameterizedTest
    @EnumSource
    void reportsSayWhetherAnythingIsGuaranteed(ConvergenceTheorem theorem) {
        double width = theorem.width(TOY, 0.1);
        Report holds = theorem.report(TOY, width, 0.1);
        assertEquals(Verdict.HOLDS, holds.verdict(), holds::text);
        assertEquals(theorem.failureProbability(TOY, width), holds.findings().get("failureProbability"));
        assertTrue(holds.findings().get("failureProbability") <= 0.1 + 1e-9);
        assertEquals(theorem.least(TOY, 0.1).reference(), holds.reference());
        assertEquals(Verdict.FAILS, theorem.report(TOY, 0.999 * width, 0.1).verdict());
        Report vacuous = theorem.report(TOY, 1e300, 1);
        assertEquals(Verdict.FAILS, vacuous.verdict(), "a probability of 0 is no guarantee");
        assertEquals(
                Verdict.NOT_APPLICABLE, theorem.report(PARALLEL, 1e300, 0.1).verdict());
        assertFalse(holds.text().contains("C, "), "no factor is left open");
        for (ProvedWidth proof : theorem.widths()) {
            assertTrue(holds.findings().containsValue(proof.width(TOY, 0.1)), proof::toString);
        }
    }

    /** The step is told where the samples alone allow it, which is preferred, and not where it is the start's. */
    @Test
    void reportsTellTheStepOfTheirProof() {
        KernelConstants two = new KernelConstants(2, 2, 0.5, 0.5 - 0.5 / Math.PI, 1, 0.5 + 0.5 / Math.PI);
        double stated = width(JOINT_DESCENT_SLOW_ENCODER, 0, two, 0.01);
        double log = width(JOINT_DESCENT_SLOW_ENCODER, 1, two, 0.01);
        assertTrue(log < stated);
        Report ofTheStart = JOINT_DESCENT_SLOW_ENCODER.report(two, log, 0.01);
        assertEquals("T5.2b-log", ofTheStart.reference().item());
        assertFalse(ofTheStart.findings().containsKey("largestStep"), ofTheStart::text);
        Report wide = JOINT_DESCENT_SLOW_ENCODER.report(two, stated, 0.01);
        assertEquals("T5.2b", wide.reference().item());
        assertRelative(2 / (12 * two.normH()), wide.findings().get("largestStep"));
        assertRelative(0.28 * two.lambdaH(), wide.findings().get("gamma"));
        assertTrue(wide.findings().containsKey("widthT52bLog"), wide::text);
        assertFalse(JOINT_DESCENT.report(two, stated, 0.01).findings().containsKey("gamma"));
        assertFalse(JOINT_FLOW.report(two, stated, 0.01).findings().containsKey("largestStep"));
        assertEquals(
                "T5.2b-log",
                JOINT_DESCENT_SLOW_ENCODER.report(two, 10, 0.01).reference().item(),
                "the least width");
    }

    /** One that states its step, before the first that holds, before the least. */
    @Test
    void theProofThatDecides() {
        ProvedWidth start = new ProvedWidth("a", ProvedWidth.Step.OF_THE_START, "10", (c, delta) -> 10);
        ProvedWidth stated = new ProvedWidth("b", ProvedWidth.Step.STATED, "100", (c, delta) -> 100);
        ProvedWidth least = new ProvedWidth("c", ProvedWidth.Step.OF_THE_START, "5", (c, delta) -> 5);
        List<ProvedWidth> proofs = List.of(start, stated, least);
        assertSame(stated, ProvedWidth.deciding(proofs, TOY, 100, 0.1));
        assertSame(start, ProvedWidth.deciding(proofs, TOY, 99, 0.1));
        assertSame(least, ProvedWidth.deciding(proofs, TOY, 9, 0.1));
        assertSame(least, ProvedWidth.deciding(proofs, TOY, 4, 0.1));
    }

    /** Which steps each proof is about, and its tag. */
    @Test
    void proofsHaveTheirTags() {
        assertEquals(List.of("T4.1", "T4.1-log"), tags(WEAK_FLOW));
        assertEquals(List.of("T4.2", "T4.2-log"), tags(WEAK_DESCENT));
        assertEquals(List.of("T5.1", "T5.1-log"), tags(JOINT_FLOW));
        assertEquals(List.of("T5.1-0"), tags(JOINT_FLOW_ZERO_DECODER));
        assertEquals(List.of("T5.2a", "T5.2a-log", "T5.2a-R1"), tags(JOINT_DESCENT));
        assertEquals(List.of("T5.2b", "T5.2b-log"), tags(JOINT_DESCENT_SLOW_ENCODER));
        assertEquals(List.of("T5.2c", "T5.2c-log"), tags(JOINT_DESCENT_ZERO_DECODER));
        assertEquals(ProvedWidth.Step.FLOW, JOINT_FLOW.widths().get(0).step());
        assertEquals(ProvedWidth.Step.STATED, JOINT_DESCENT.widths().get(1).step());
        assertEquals(
                "autoencoder4j T5.1: m >= (24 n d lambda_n + 16 V_F) / (lambda_H^2 delta)",
                JOINT_FLOW.widths().get(0).toString());
        assertEquals(
                "(24 n d lambda_n + 16 V_F) / (lambda_H^2 delta)",
                JOINT_FLOW.widths().get(0).formula());
        assertEquals("both layers learn, by the flow", JOINT_FLOW.training());
    }

    private static List<String> tags(ConvergenceTheorem theorem) {
        return theorem.widths().stream().map(width -> width.reference().item()).toList();
    }

    @Test
    void refusesWrongArguments() {
        assertThrows(IllegalArgumentException.class, () -> WEAK_FLOW.width(TOY, 0));
        assertThrows(IllegalArgumentException.class, () -> WEAK_FLOW.width(TOY, 1.1));
        assertThrows(IllegalArgumentException.class, () -> WEAK_FLOW.width(TOY, Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> WEAK_FLOW.duration(TOY, 0));
        assertThrows(IllegalArgumentException.class, () -> WEAK_FLOW.duration(TOY, 1.1));
        assertThrows(IllegalArgumentException.class, () -> WEAK_FLOW.failureProbability(TOY, 0));
        assertThrows(IllegalArgumentException.class, () -> JOINT_FLOW.report(TOY, -1, 0.1));
        assertThrows(IllegalArgumentException.class, () -> JOINT_FLOW.report(TOY, 10, 2));
    }
}
