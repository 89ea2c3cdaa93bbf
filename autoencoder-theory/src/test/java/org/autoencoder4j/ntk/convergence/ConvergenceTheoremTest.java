package org.autoencoder4j.ntk.convergence;

import static org.autoencoder4j.ntk.convergence.ConvergenceTheorem.JOINT_DESCENT;
import static org.autoencoder4j.ntk.convergence.ConvergenceTheorem.JOINT_FLOW;
import static org.autoencoder4j.ntk.convergence.ConvergenceTheorem.WEAK_DESCENT;
import static org.autoencoder4j.ntk.convergence.ConvergenceTheorem.WEAK_FLOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import org.autoencoder4j.ntk.convergence.ConvergenceTheorem.Factor;
import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Report;
import org.autoencoder4j.report.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConvergenceTheoremTest {
    private static final KernelConstants TOY = new KernelConstants(5, 4, 0.2, 0.1, 2, 1.4);

    private static void assertRelative(double expected, double actual) {
        assertEquals(expected, actual, 1e-12 * Math.abs(expected));
    }

    /** The formulas by hand: n = 5, d = 4, lambda_n = 2, h = 2, lambda_0 = .2, lambda_H = .1. */
    @Test
    void widthsByHand() {
        double fourth = Math.pow(0.2, 4);
        assertRelative(512.0 * 3125 * 256 * 2 / (fourth * 1e-3), WEAK_FLOW.width(TOY, 0.1));
        assertRelative(2048.0 * 3125 * 256 * 2 / (fourth * 1e-3), WEAK_DESCENT.width(TOY, 0.1));
        assertRelative(5.0 * 4 * 4 * 2 / (1e-4 * 0.1), JOINT_FLOW.width(TOY, 0.1));
        assertRelative(JOINT_FLOW.width(TOY, 0.1), JOINT_DESCENT.width(TOY, 0.1));
        assertEquals(Factor.EXPLICIT, WEAK_DESCENT.factor());
        assertEquals(Factor.UNKNOWN, JOINT_FLOW.factor());
        KernelConstants heavy = new KernelConstants(100, 100, 0.5, 0.34, 1, 16.256);
        assertRelative(100.0 * 100 * 16.256 / (Math.pow(0.34, 4) * 0.5), JOINT_FLOW.width(heavy, 0.5));
    }

    /** At two samples the bound on flipped units is the stronger condition of Theorem 4.2. */
    @Test
    void theBoundOnFlippedUnitsMayDecideTheWidth() {
        KernelConstants few = new KernelConstants(2, 3, 0.4, 0.3, 1.2, 0.6);
        assertRelative(131072.0 * 8 * 81 * 1.2 / Math.pow(0.4, 4), WEAK_DESCENT.width(few, 1));
    }

    /** The constants 512, 2048 and 131072 are those at which R' = R, with the residual of Claim 4.1. */
    @Property(tries = 200)
    void atTheWeakWidthsDriftIsRadius(
            @ForAll @IntRange(min = 1, max = 50) int n,
            @ForAll @IntRange(min = 2, max = 50) int d,
            @ForAll @Scale(3) @DoubleRange(min = 1e-3, max = 0.3) double lambda0,
            @ForAll @Scale(3) @DoubleRange(min = 1e-3, max = 1) double delta) {
        KernelConstants constants =
                new KernelConstants(n, d, lambda0, lambda0, Math.max(1, 0.7 * n), Math.max(0.5, 0.2 * n));
        double residual = GaussianNorms.initialResidualBound(n, delta);
        for (ConvergenceTheorem theorem : new ConvergenceTheorem[] {WEAK_FLOW, WEAK_DESCENT}) {
            double width = theorem.width(constants, delta);
            double drift = WeakRadii.drift(constants, theorem.dynamics(), width, Math.sqrt(d), residual);
            double radius = WeakRadii.radius(constants, theorem.dynamics(), delta);
            boolean sizedByDrift = width > InitialKernels.weakWidth(constants, delta);
            assertEquals(radius, drift, (sizedByDrift ? 1e-9 : 1) * radius);
            assertTrue(drift <= radius * (1 + 1e-9));
        }
    }

    /** The descent's steps add up to at most its path: the sum over k of eta (1 - eta lambda / (2d))^(k/2). */
    @Test
    void pathsAreLongEnough() {
        double lambda = 0.2;
        double d = 4;
        double eta = WEAK_DESCENT.step(TOY, 0.1).orElseThrow();
        double sum = eta / (1 - Math.sqrt(1 - eta * lambda / (2 * d)));
        assertTrue(sum <= Dynamics.DESCENT.path() * d / lambda);
        assertTrue(sum > 0.99 * Dynamics.DESCENT.path() * d / lambda);
        assertEquals(2, Dynamics.FLOW.path(), "the integral of exp(-lambda t / (2d)) is 2d / lambda");
    }

    @Test
    void stepsAndDurations() {
        assertRelative(0.2 / (4 * 5 * 4 * 2), WEAK_DESCENT.step(TOY, 0.1).orElseThrow());
        assertRelative(
                0.1 * Math.sqrt(0.05) / (64 * 5 * 2),
                JOINT_DESCENT.step(TOY, 0.1).orElseThrow());
        assertTrue(WEAK_FLOW.step(TOY, 0.1).isEmpty());
        assertRelative(4 * Math.log(1e6) / 0.2, WEAK_FLOW.duration(TOY, 0.1, 1e-6));
        assertRelative(4 * Math.log(1e6) / 0.1, JOINT_FLOW.duration(TOY, 0.1, 1e-6));
        double steps = WEAK_DESCENT.duration(TOY, 0.1, 1e-6);
        double factor = 1 - 0.2 / 160 * 0.2 / 8;
        assertTrue(Math.pow(factor, steps) <= 1e-6 && Math.pow(factor, steps - 1) > 1e-6);
        assertEquals(0, WEAK_DESCENT.duration(TOY, 0.1, 1));
    }

    @Test
    void theProbabilityHasAllEvents() {
        assertRelative(0.275, WEAK_FLOW.failureProbability(TOY, 1e20, 0.1));
        double radius = 0.2 * 0.1 / (8 * 25 * 4);
        assertRelative(0.275 + 5 * UnitFlips.failureBound(1e5, radius), WEAK_DESCENT.failureProbability(TOY, 1e5, 0.1));
        assertEquals(1, WEAK_FLOW.failureProbability(TOY, 1e20, 0.5));
        assertEquals(0.5, JOINT_FLOW.failureProbability(TOY, 10, 0.5));
    }

    @ParameterizedTest
    @EnumSource
    void theInverseOfTheWidth(ConvergenceTheorem theorem) {
        double width = theorem.width(TOY, 0.03) * (theorem.factor() == Factor.EXPLICIT ? 1 : 7);
        assertEquals(0.03, theorem.smallestDelta(TOY, width, 7).orElseThrow(), 1e-9);
        assertTrue(theorem.smallestDelta(TOY, 10, 7).isEmpty(), "ten units guarantee nothing");
    }

    @Test
    void reportsSayWhetherAnythingIsGuaranteed() {
        double width = WEAK_FLOW.width(TOY, 0.1);
        assertEquals(Verdict.HOLDS, WEAK_FLOW.report(TOY, width, 0.1, 1).verdict());
        assertEquals(Verdict.FAILS, WEAK_FLOW.report(TOY, 0.999 * width, 0.1, 1).verdict());
        assertEquals(Verdict.FAILS, WEAK_FLOW.report(TOY, 1e30, 0.5, 1).verdict(), "fails with certainty");
        KernelConstants parallel = new KernelConstants(5, 4, 0, 0, 2, 1.4);
        assertEquals(Double.POSITIVE_INFINITY, WEAK_FLOW.width(parallel, 0.1));
        assertEquals(Double.POSITIVE_INFINITY, JOINT_FLOW.duration(parallel, 0.1, 0.5));
        assertEquals(
                Verdict.NOT_APPLICABLE,
                WEAK_FLOW.report(parallel, 1e300, 0.1, 1).verdict());
    }

    /** The factor C of Theorem 5.1 is not known: what is assumed of it decides nothing, at any width, and is told. */
    @Test
    void anAssumedFactorDecidesNothing() {
        for (double units : new double[] {1, 1e9, 1e300}) {
            for (double factor : new double[] {1e-6, 1, 7, 1e6}) {
                Report report = JOINT_FLOW.report(TOY, units, 0.1, factor);
                assertEquals(Verdict.INCONCLUSIVE, report.verdict(), report::text);
                Bound assumed = report.bounds().get(0);
                assertEquals(factor, assumed.measured());
                assertRelative(units / JOINT_FLOW.width(TOY, 0.1), assumed.limit());
                assertTrue(report.toString().contains("C, which is not known and assumed"), report::toString);
            }
        }
        KernelConstants parallel = new KernelConstants(5, 4, 0, 0, 2, 1.4);
        assertEquals(
                Verdict.NOT_APPLICABLE,
                JOINT_FLOW.report(parallel, 1e300, 0.1, 1).verdict());
    }

    /** What the proof of Theorem 5.2 asks of flipped units cannot be had, at any samples and any width. */
    @Property(tries = 100)
    void theoremFiveTwoNeverApplies(
            @ForAll @IntRange(min = 1, max = 100) int n,
            @ForAll @DoubleRange(min = 0, max = 0.25) double lambdaH,
            @ForAll @DoubleRange(min = 0.5, max = 1) double share) {
        KernelConstants constants =
                new KernelConstants(n, 1 + n, lambdaH, lambdaH, Math.max(1, share * n), Math.max(0.5, 0.25 * n));
        assertEquals(
                Verdict.NOT_APPLICABLE,
                JOINT_DESCENT.report(constants, 1e300, 0.1, 1).verdict());
    }

    @Test
    void refusesWrongArguments() {
        assertThrows(IllegalArgumentException.class, () -> WEAK_FLOW.width(TOY, 0));
        assertThrows(IllegalArgumentException.class, () -> WEAK_FLOW.width(TOY, 1.1));
        assertThrows(IllegalArgumentException.class, () -> WEAK_FLOW.width(TOY, Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> WEAK_FLOW.duration(TOY, 0.1, 0));
        assertThrows(IllegalArgumentException.class, () -> WEAK_FLOW.smallestDelta(TOY, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> JOINT_FLOW.report(TOY, 10, 0.1, -1));
        assertThrows(IllegalArgumentException.class, () -> new KernelConstants(5, 4, 0.6, 0.1, 2, 1.4));
        assertThrows(IllegalArgumentException.class, () -> new KernelConstants(5, 4, 0.2, Double.NaN, 2, 1.4));
        assertThrows(IllegalArgumentException.class, () -> new KernelConstants(5, 4, 0.2, 0.1, 1.2, 1.2));
        assertThrows(IllegalArgumentException.class, () -> new KernelConstants(5, 4, 0.2, 0.1, 5.1, 2.5));
        assertThrows(IllegalArgumentException.class, () -> new KernelConstants(5, 4, 0.2, 0.1, 2, 2.6));
    }
}
