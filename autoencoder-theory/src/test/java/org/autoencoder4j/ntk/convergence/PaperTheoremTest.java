package org.autoencoder4j.ntk.convergence;

import static org.autoencoder4j.ntk.convergence.PaperTheorem.THEOREM_4_1;
import static org.autoencoder4j.ntk.convergence.PaperTheorem.THEOREM_4_2;
import static org.autoencoder4j.ntk.convergence.PaperTheorem.THEOREM_5_1;
import static org.autoencoder4j.ntk.convergence.PaperTheorem.THEOREM_5_2;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import org.autoencoder4j.ntk.Draws;
import org.junit.jupiter.api.Test;

class PaperTheoremTest {
    private static final KernelConstants TOY = new KernelConstants(5, 4, 0.2, 0.1, 2, 1.4);

    private static void assertRelative(double expected, double actual) {
        assertEquals(expected, actual, 1e-12 * Math.abs(expected));
    }

    /** The formulas by hand: n = 5, d = 4, lambda_n = 2, h = 2, lambda_0 = .2, lambda_H = .1. */
    @Test
    void widthsByHand() {
        double fourth = Math.pow(0.2, 4);
        double weak = 3125.0 * 256 * 2 / fourth;
        assertRelative(weak / 1e-2, THEOREM_4_1.printed(TOY, 0.1));
        assertRelative(weak / 1e-3, THEOREM_4_2.printed(TOY, 0.1));
        assertRelative(5.0 * 4 * 8 / (fourth * 1e-2), THEOREM_5_1.printed(TOY, 0.1));
        assertRelative(THEOREM_5_1.printed(TOY, 0.1), THEOREM_5_2.printed(TOY, 0.1));
        assertRelative(512 * weak / 1e-3, THEOREM_4_1.corrected(TOY, 0.1).orElseThrow());
        assertRelative(2048 * weak / 1e-3, THEOREM_4_2.corrected(TOY, 0.1).orElseThrow());
        assertRelative(
                2600.0 * 5 * 4 * 4 * 2 / (1e-4 * 0.1),
                THEOREM_5_1.corrected(TOY, 0.1).orElseThrow());
        assertTrue(THEOREM_5_2.corrected(TOY, 0.1).isEmpty(), "no proof to correct");
        assertRelative(1100 * weak / 1e-2, THEOREM_4_1.sufficient(TOY, 0.1));
        assertRelative(4400 * weak / 1e-3, THEOREM_4_2.sufficient(TOY, 0.1));
        assertRelative(12 * 5.0 * 4 * 8 / (1e-4 * 1e-2), THEOREM_5_1.sufficient(TOY, 0.1));
        assertRelative(210 * 5.0 * 4 * 8 / (1e-4 * 1e-2), THEOREM_5_2.sufficient(TOY, 0.1));
        assertRelative(210 * 2, THEOREM_5_2.factor(TOY, 0.5));
        KernelConstants heavy = new KernelConstants(100, 100, 0.5, 0.34, 1, 16.256);
        assertRelative(
                2600 * 100.0 * 100 * 16.256 / (Math.pow(0.34, 4) * 0.5),
                THEOREM_5_1.corrected(heavy, 0.5).orElseThrow());
    }

    /** At two samples the bound on flipped units is the stronger condition of Theorem 4.2. */
    @Test
    void theBoundOnFlippedUnitsMayDecideTheWidth() {
        KernelConstants few = new KernelConstants(2, 3, 0.4, 0.3, 1.2, 0.6);
        assertRelative(
                131072.0 * 8 * 81 * 1.2 / Math.pow(0.4, 4),
                THEOREM_4_2.corrected(few, 1).orElseThrow());
    }

    /** The constants 512, 2048 and 131072 are those at which R' = R, with the residual of Claim 4.1. */
    @Property(tries = 200)
    void atTheWeakWidthsDriftIsRadius(
            @ForAll @IntRange(min = 2, max = 50) int n,
            @ForAll @IntRange(min = 2, max = 50) int d,
            @ForAll @Scale(3) @DoubleRange(min = 1e-3, max = 0.3) double lambda0,
            @ForAll @Scale(3) @DoubleRange(min = 1e-3, max = 1) double delta) {
        KernelConstants constants =
                new KernelConstants(n, d, lambda0, lambda0, Math.max(1, 0.7 * n), Math.max(0.5, 0.2 * n));
        double residual = GaussianNorms.initialResidualBound(n, delta);
        for (PaperTheorem theorem : new PaperTheorem[] {THEOREM_4_1, THEOREM_4_2}) {
            double width = theorem.corrected(constants, delta).orElseThrow();
            Dynamics dynamics = theorem.replacement().dynamics();
            double drift = WeakRadii.drift(constants, dynamics, width, Math.sqrt(d), residual);
            double radius = WeakRadii.radius(constants, dynamics, delta);
            assertEquals(radius, drift, 1e-9 * radius);
        }
    }

    /**
     * The proof of Theorem 5.1 with 2600: R'_w is at most R_w at a start of m units with the residual of Claim 4.1, {@code
     * ||A(0)|| <= 2 sqrt(m)} and an H(0) that has lost nothing.
     */
    @Property(tries = 200)
    void atTheJointWidthTheDriftIsWithinTheRadius(
            @ForAll @IntRange(min = 1, max = 50) int n,
            @ForAll @Scale(3) @DoubleRange(min = 1e-3, max = 0.25) double lambdaH,
            @ForAll @DoubleRange(min = 0, max = 0.9) double share,
            @ForAll @Scale(3) @DoubleRange(min = 1e-3, max = 1) double delta) {
        double lambdaN = Math.max(1, share * n);
        double normH = n / (2 * Math.PI) + (0.5 - 0.5 / Math.PI) * lambdaN;
        double greatest = n == 1 ? 0.5 : (n / 2.0 - normH) / (n - 1);
        KernelConstants sized =
                new KernelConstants(n, n, n == 1 ? 0.5 : 0, n == 1 ? 0.5 : Math.min(lambdaH, greatest), lambdaN, normH);
        double m = THEOREM_5_1.corrected(sized, delta).orElseThrow();
        double residual = GaussianNorms.initialResidualBound(n, delta);
        JointRadii radii = JointRadii.of(sized, Dynamics.FLOW, m, normH, 2 * Math.sqrt(m), residual);
        assertTrue(radii.encoderDrift() <= radii.encoderRadius());
    }

    /** With its C each printed width is at least the least that is proved, and the printed step is allowed. */
    @Property(tries = 200)
    void thePrintedWidthsAreEnoughWithTheirFactors(
            @ForAll @IntRange(min = 1, max = 12) int n,
            @ForAll @IntRange(min = 1, max = 12) int d,
            @ForAll @Scale(3) @DoubleRange(min = 1e-3, max = 1) double delta,
            @ForAll long seed) {
        KernelConstants constants = KernelConstants.of(Draws.unitRows(Draws.random(seed), n, d));
        for (PaperTheorem theorem : PaperTheorem.values()) {
            double printed = theorem.sufficient(constants, delta);
            double proved = theorem.replacement().widths().get(0).width(constants, delta);
            assertTrue(proved <= printed * (1 + 1e-12) || printed == Double.POSITIVE_INFINITY, theorem::name);
            theorem.step(constants)
                    .ifPresent(step -> assertTrue(
                            step <= theorem.replacement().largestStep(constants).orElseThrow()));
        }
    }

    @Test
    void printedSteps() {
        assertRelative(0.2 / (4 * 5 * 4 * 2), THEOREM_4_2.step(TOY).orElseThrow());
        assertRelative(0.2 / (64 * 5 * 2), THEOREM_5_2.step(TOY).orElseThrow());
        assertTrue(THEOREM_4_1.step(TOY).isEmpty() && THEOREM_5_1.step(TOY).isEmpty());
    }

    /** The paper's sums of steps: that over k of eta (1 - eta lambda / (2d))^(k/2) is at most 4d / lambda. */
    @Test
    void pathsAreLongEnough() {
        double lambda = 0.2;
        double d = 4;
        double eta = THEOREM_4_2.step(TOY).orElseThrow();
        double sum = eta / (1 - Math.sqrt(1 - eta * lambda / (2 * d)));
        assertTrue(sum <= Dynamics.DESCENT.path() * d / lambda);
        assertTrue(sum > 0.99 * Dynamics.DESCENT.path() * d / lambda);
        assertEquals(2, Dynamics.FLOW.path(), "the integral of exp(-lambda t / (2d)) is 2d / lambda");
    }

    /** What the proof of Theorem 5.2 asks of flipped units cannot be had, at any samples: lambda_n >= 1 and lambda_H <= 1/2. */
    @Property(tries = 100)
    void theProofOfTheoremFiveTwoNeverApplies(
            @ForAll @IntRange(min = 1, max = 12) int n, @ForAll @IntRange(min = 1, max = 12) int d, @ForAll long seed) {
        KernelConstants constants = KernelConstants.of(Draws.unitRows(Draws.random(seed), n, d));
        assertTrue(8 * constants.lambdaN() > constants.lambdaH() / 8);
        assertTrue(THEOREM_5_2.corrected(constants, 0.1).isEmpty());
    }

    @Test
    void refusesWrongArguments() {
        assertThrows(IllegalArgumentException.class, () -> THEOREM_4_1.printed(TOY, 0));
        assertThrows(IllegalArgumentException.class, () -> THEOREM_4_1.corrected(TOY, 1.1));
        assertThrows(IllegalArgumentException.class, () -> THEOREM_5_2.factor(TOY, Double.NaN));
        KernelConstants parallel = new KernelConstants(5, 4, 0, 0, 2, 1.4);
        assertEquals(Double.POSITIVE_INFINITY, THEOREM_5_1.printed(parallel, 0.1));
        assertEquals(Double.POSITIVE_INFINITY, THEOREM_5_1.sufficient(parallel, 0.1));
    }
}
