package org.autoencoder4j.check.contraction;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.autoencoder4j.report.Relation;
import org.autoencoder4j.report.Report;
import org.autoencoder4j.report.Verdict;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

class CertifiedStepsTest {
    private static final StepBound HALVES = (step, angle) -> angle / 2;

    private static CertifiedSteps steps(double delta, int steps, StepBound bound) {
        return CertifiedSteps.of("(X)", CodeSupport.TRUE, delta, steps, bound);
    }

    /** A chord of a unit circle: delta = 1 is an angle of pi/3. */
    @Test
    void eachStepGoesOnFromTheLast() {
        CertifiedSteps steps = steps(1, 3, HALVES);
        assertArrayEquals(new double[] {Math.PI / 3, Math.PI / 6, Math.PI / 12, Math.PI / 24}, steps.angles(), 1e-15);
        assertEquals(1, steps.deltas()[0], 1e-15);
        assertEquals(2 * Math.sin(Math.PI / 48), steps.deltas()[3], 1e-15);
        assertEquals(3, steps.asked());
        assertEquals(3, steps.certified());
        assertTrue(steps.complete());
        assertEquals(0, steps.failure());
        steps.angles()[0] = 7;
        assertEquals(Math.PI / 3, steps.angles()[0], 1e-15);
    }

    @Test
    void theBoundKnowsTheStep() {
        CertifiedSteps steps = steps(1, 3, (step, angle) -> 0.1 * (step + 1));
        assertArrayEquals(new double[] {Math.PI / 3, 0.1, 0.2, 0.3}, steps.angles(), 1e-15);
    }

    @Test
    void whatBreaksOffCertifiesTheStepsBefore() {
        for (double nothing : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Math.PI / 2}) {
            CertifiedSteps steps = steps(1, 5, (step, angle) -> step < 2 ? angle / 2 : nothing);
            assertEquals(2, steps.certified());
            assertEquals(3, steps.angles().length);
            assertFalse(steps.complete());
            assertEquals(OptionalDouble.empty(), steps.limit());
            assertEquals(Verdict.NOT_APPLICABLE, steps.report(1).verdict());
            assertEquals(Verdict.NOT_APPLICABLE, steps.follows(1, 0.1).verdict());
        }
    }

    @Test
    void theLimitIsWhereBoundsSettle() {
        assertEquals(0, steps(1, 3, HALVES).limit().orElseThrow(), 1e-15);
        assertEquals(
                0.02, steps(1, 3, (step, angle) -> angle / 2 + 0.01).limit().orElseThrow(), 1e-10);
        assertEquals(0, steps(0, 1, HALVES).limit().orElseThrow());
        // One that does not settle, one that breaks off later, and one whose steps are too small to settle in time.
        assertTrue(steps(1, 3, (step, angle) -> 0.1 + step % 2).limit().isEmpty());
        assertTrue(
                steps(1, 3, (step, angle) -> step < 4 ? angle / 2 : 2).limit().isEmpty());
        assertTrue(steps(1, 3, (step, angle) -> angle * (1 - 1e-4)).limit().isEmpty());
        // One that settles only until a bias has shrunk: at step 1000, or at 2^39.
        assertTrue(steps(1, 3, (step, angle) -> step < 1000 ? angle / 2 : 0.3)
                .limit()
                .isEmpty());
        assertTrue(steps(1, 3, (step, angle) -> step < 1L << 39 ? angle / 2 : 0.3)
                .limit()
                .isEmpty());
        // 1999 further steps are enough for one, 2001 are not.
        assertTrue(steps(1, 1, (step, angle) -> step < 2000 ? 0.1 + 1e-4 * step : 0.2)
                .limit()
                .isEmpty());
        assertTrue(steps(1, 1, (step, angle) -> step < 1998 ? 0.1 + 1e-4 * step : 0.2)
                .limit()
                .isPresent());
    }

    @Test
    void errorsAndAnglesAreChordsAndArcs() {
        assertEquals(Math.PI / 3, CertifiedSteps.angle(1), 1e-15);
        assertEquals(1, CertifiedSteps.delta(Math.PI / 3), 1e-15);
        assertEquals(0, CertifiedSteps.angle(0));
        assertThrows(IllegalArgumentException.class, () -> CertifiedSteps.angle(Math.sqrt(2)));
        assertThrows(IllegalArgumentException.class, () -> CertifiedSteps.angle(-0.1));
        assertThrows(IllegalArgumentException.class, () -> CertifiedSteps.angle(3));
        assertThrows(IllegalArgumentException.class, () -> CertifiedSteps.angle(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> steps(1, 0, HALVES));
    }

    @Test
    void theReportIsAboutTheWorstStart() {
        CertifiedSteps steps = steps(1, 2, HALVES);
        double last = steps.deltas()[2];
        assertEquals(2 * Math.sin(Math.PI / 24), last, 1e-15);
        assertEquals(Verdict.HOLDS, steps.report(last).verdict());
        assertEquals(Verdict.HOLDS, steps.report(1).verdict());
        Report open = steps.report(last / 2);
        assertEquals(Verdict.INCONCLUSIVE, open.verdict());
        assertEquals(last, open.bounds().get(0).measured());
        assertEquals(1, open.findings().get("deltaAtStart"), 1e-15);
        assertEquals(0, open.findings().get("deltaInTheLimit"), 1e-15);
        assertFalse(steps(1, 2, (step, angle) -> 0.1 + step % 2)
                .report(1)
                .findings()
                .containsKey("deltaInTheLimit"));
        assertThrows(IllegalArgumentException.class, () -> steps.report(-1));
    }

    @Test
    void aRunIsHeldAgainstItsBounds() {
        CertifiedSteps steps = steps(1, 2, HALVES);
        double[] deltas = steps.deltas();
        assertEquals(Verdict.HOLDS, steps.follows(deltas).verdict());
        assertEquals(Verdict.HOLDS, steps.follows(0.4, 0.3, 0.1).verdict());
        Report left = steps.follows(0.4, deltas[1] + 0.01, deltas[2] + 0.001);
        assertEquals(Verdict.FAILS, left.verdict());
        assertEquals("step 1", left.witness().orElseThrow());
        assertEquals("step 2", steps.follows(0.4, 0.3, 0.25).witness().orElseThrow());
        assertEquals(Verdict.FAILS, steps.follows(0.4, 0.3, deltas[2] + 1e-10).verdict());
        assertEquals(Verdict.NOT_APPLICABLE, steps.follows(1.01, 0.3).verdict());
        assertThrows(IllegalArgumentException.class, steps::follows);
        assertThrows(IllegalArgumentException.class, () -> steps.follows(1));
        assertThrows(IllegalArgumentException.class, () -> steps.follows(1, 1, 1, 1));
    }

    /** A run that broke at some step keeps to no certificate, wherever the step is. */
    @Test
    void aRunThatBrokeKeepsToNothing() {
        CertifiedSteps steps = steps(1, 2, HALVES);
        for (double[] broken :
                new double[][] {{0.4, Double.NaN, 0.1}, {0.4, 0.1, Double.NaN}, {Double.NaN, 0.1, 0.1}}) {
            assertEquals(Verdict.INCONCLUSIVE, steps.follows(broken).verdict());
        }
        assertEquals("step 1", steps.follows(0.4, Double.NaN, 0.1).witness().orElseThrow());
        assertEquals("step 2", steps.follows(0.4, 0.1, Double.NaN).witness().orElseThrow());
        assertEquals(
                Verdict.FAILS, steps.follows(0.4, Double.POSITIVE_INFINITY, 0.1).verdict());
    }

    /** What the start keeps to by condition is no evidence: the step told is a later one, though the start has less to spare. */
    @Test
    void theStartIsNoEvidence() {
        CertifiedSteps steps = steps(1, 2, HALVES);
        assertEquals("step 1", steps.follows(1, 0.3).witness().orElseThrow());
        assertEquals("step 2", steps.follows(1, 0.1, 0.1).witness().orElseThrow());
    }

    /** A floor of 1e-7 above a bound of 0 is rounding in FLOAT, and is not in DOUBLE. */
    @Test
    void runsInFloatMayRound() {
        CertifiedSteps steps = steps(1, 1, (step, angle) -> 0);
        assertEquals(Verdict.FAILS, steps.follows(1, 1e-7).verdict());
        assertEquals(Verdict.FAILS, steps.follows(DataType.DOUBLE, 1, 1e-7).verdict());
        assertEquals(Verdict.HOLDS, steps.follows(DataType.FLOAT, 1, 1e-7).verdict());
        assertEquals(Verdict.HOLDS, steps.follows(DataType.FLOAT, 1.00001, 1e-7).verdict());
        assertEquals(Verdict.FAILS, steps.follows(DataType.FLOAT, 1, 2e-4).verdict());
        assertEquals(Verdict.HOLDS, steps.follows(1, 5e-13).verdict());
        assertEquals(Verdict.FAILS, steps.follows(1, 2e-12).verdict());
        assertThrows(IllegalArgumentException.class, () -> steps.follows(DataType.INT32, 1, 1));
    }

    @Test
    void aCertificateThatMayFailSaysSo() {
        CertifiedSteps steps = steps(1, 2, HALVES).exceptWith(0.01, 0.02);
        assertEquals(0.01, steps.failure());
        assertEquals(Verdict.HOLDS, steps.report(1).verdict());
        assertEquals(Verdict.HOLDS, steps.follows(0.4, 0.3).verdict());
        assertEquals(2, steps.report(1).conditions().size());
        assertEquals(0.02, steps.report(1).conditions().get(1).limit());
        assertEquals(0, steps.limit().orElseThrow(), 1e-15);
        assertEquals(Verdict.HOLDS, steps.exceptWith(0.02, 0.02).report(1).verdict());
        assertEquals(
                Verdict.NOT_APPLICABLE, steps.exceptWith(0.99, 0.02).report(1).verdict());
        assertEquals(
                Verdict.NOT_APPLICABLE,
                steps.exceptWith(0.03, 0.02).follows(0.4, 0.3).verdict());
        assertEquals(1, steps.exceptWith(0, 0).report(1).conditions().size());
        assertThrows(IllegalArgumentException.class, () -> steps.exceptWith(1.1, 0.5));
        assertThrows(IllegalArgumentException.class, () -> steps.exceptWith(-0.1, 0.5));
        assertThrows(IllegalArgumentException.class, () -> steps.exceptWith(0.1, 1));
        assertThrows(IllegalArgumentException.class, () -> steps.exceptWith(0.1, -0.1));
        assertThrows(IllegalArgumentException.class, () -> steps.exceptWith(0.1, Double.NaN));
    }

    /** Of steps that may each fail nothing is said for ever, and nothing is lost of the T that were asked for. */
    @Test
    void nothingIsSaidOfStepsThatAreNotCertified() {
        CertifiedSteps steps = steps(1, 2, HALVES).exceptWith(0.01, 0.02).withoutLimit();
        assertTrue(steps.limit().isEmpty());
        assertFalse(steps.report(1).findings().containsKey("deltaInTheLimit"));
        assertEquals(0.01, steps.failure());
        assertTrue(steps.complete());
        assertEquals(Verdict.HOLDS, steps.report(1).verdict());
        assertEquals(
                Verdict.NOT_APPLICABLE, steps.exceptWith(0.03, 0.02).report(1).verdict());
    }

    /** The statement is another on the other support. */
    @Test
    void theSupportIsPartOfTheStatement() {
        CertifiedSteps truth = steps(1, 2, HALVES);
        CertifiedSteps own = CertifiedSteps.of("(X)", CodeSupport.OWN, 1, 2, HALVES)
                .exceptWith(0.1, 0.1)
                .withoutLimit();
        assertEquals(CodeSupport.TRUE, truth.support());
        assertEquals(CodeSupport.OWN, own.support());
        assertEquals(
                "on the true support from any start within delta_0 the error after T steps is at most the target",
                truth.report(1).statement());
        assertTrue(own.report(1).statement().startsWith("on the encoder's own support from any start"));
        assertEquals(
                "on the true support the run keeps to the certificate",
                truth.follows(1, 0.1).statement());
        assertEquals(
                "on the encoder's own support the run keeps to the certificate",
                own.follows(1, 0.1).statement());
    }

    /** No step beyond T is asked for until somebody wants the limit. */
    @Test
    void theLimitIsFoundWhenItIsAskedFor() {
        List<Long> asked = new ArrayList<>();
        CertifiedSteps steps = steps(1, 3, (step, angle) -> {
            asked.add(step);
            return angle / 2;
        });
        steps.follows(1, 0.1);
        steps.claiming("it holds", Relation.AT_MOST, 1);
        assertEquals(List.of(0L, 1L, 2L), asked);
        assertTrue(steps.limit().isPresent());
        assertTrue(asked.size() > 30);
    }
}
