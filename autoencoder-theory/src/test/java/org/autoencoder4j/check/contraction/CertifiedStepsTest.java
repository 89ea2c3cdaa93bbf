package org.autoencoder4j.check.contraction;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalDouble;
import org.autoencoder4j.report.Report;
import org.autoencoder4j.report.Verdict;
import org.junit.jupiter.api.Test;

class CertifiedStepsTest {
    private static final StepBound HALVES = (step, angle) -> angle / 2;

    private static CertifiedSteps steps(double delta, int steps, StepBound bound) {
        return CertifiedSteps.of("(X)", delta, steps, bound);
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
        assertEquals(Verdict.HOLDS, steps.follows(1).verdict());
        assertEquals(Verdict.HOLDS, steps.follows(0.4, 0.3, 0.1).verdict());
        Report left = steps.follows(0.4, deltas[1] + 0.01, deltas[2] + 0.001);
        assertEquals(Verdict.FAILS, left.verdict());
        assertEquals("step 1", left.witness().orElseThrow());
        assertEquals("step 2", steps.follows(0.4, 0.3, 0.25).witness().orElseThrow());
        assertEquals(Verdict.FAILS, steps.follows(0.4, 0.3, deltas[2] + 1e-10).verdict());
        assertEquals(Verdict.NOT_APPLICABLE, steps.follows(1.01, 0.3).verdict());
        assertThrows(IllegalArgumentException.class, steps::follows);
        assertThrows(IllegalArgumentException.class, () -> steps.follows(1, 1, 1, 1));
    }

    @Test
    void aCertificateThatMayFailSaysSo() {
        CertifiedSteps steps = steps(1, 2, HALVES).exceptWith(0.01);
        assertEquals(0.01, steps.failure());
        assertEquals(Verdict.HOLDS, steps.report(1).verdict());
        assertEquals(2, steps.report(1).conditions().size());
        assertEquals(Verdict.NOT_APPLICABLE, steps.exceptWith(1).report(1).verdict());
        assertEquals(1, steps.exceptWith(0).report(1).conditions().size());
        assertThrows(IllegalArgumentException.class, () -> steps.exceptWith(1.1));
        assertThrows(IllegalArgumentException.class, () -> steps.exceptWith(-0.1));
    }
}
