package org.autoencoder4j.check.descent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Relation;
import org.autoencoder4j.report.Report;
import org.autoencoder4j.report.Verdict;
import org.junit.jupiter.api.Test;

/** Contraction, HypothesisLog and HypothesisFailure. */
class ContractionTest {
    /** Noise of .75 at an error of 1 raises it to 1.25 = sqrt(1 + .5625): by .25, which is .005 of an error of 50. */
    @Test
    void theFloorItselfIsAboveTheFloor() {
        assertTrue(new Contraction(0, 50, 1, 1, 0, 0.75).aboveNoiseFloor());
        assertFalse(new Contraction(0, Math.nextDown(50), 1, 1, 0, Math.nextUp(0.75)).aboveNoiseFloor());
        assertFalse(new Contraction(0, 0, 1, 1, 0, 0).aboveNoiseFloor());
        assertFalse(new Contraction(0, 49, 1, 1, 0, 0.75).aboveNoiseFloor());
    }

    @Test
    void aDiscrepancyIsMeasuredInErrorsOrByTheAllowance() {
        assertEquals(0.1 / 0.04, new Contraction(0, 2, 1, 1.2, 0.01, 0).discrepancy(), 1e-12);
        assertEquals(0.1 / 0.04, new Contraction(0, 2, 1, 0.8, 0.01, 0).discrepancy(), 1e-12);
        assertEquals(0.1 / 0.01, new Contraction(0, 2, 1, 1.2, 0.002, 0).discrepancy(), 1e-12);
    }

    private static Bound above(String quantity, double measured) {
        return new Bound(quantity, measured, Relation.ABOVE, 0);
    }

    @Test
    void whatNeverFailedIsKeptWhereItCameClosest() {
        HypothesisLog log = new HypothesisLog();
        log.add(0, 0, List.of(above("a", 3), above("b", 1)));
        log.add(0, 1, List.of(above("a", 2), above("b", 4)));
        log.add(1, 0, List.of(above("a", 2), above("b", 5)));
        assertEquals(Optional.empty(), log.firstFailure());
        Report report = log.report("all hold");
        assertEquals(Verdict.HOLDS, report.verdict());
        assertEquals("a at step 0, column 1", report.bounds().get(0).quantity());
        assertEquals(2, report.bounds().get(0).measured());
        assertEquals("b at step 0, column 0", report.bounds().get(1).quantity());
        assertEquals(2, report.bounds().size());
        assertEquals(Optional.empty(), report.witness());
    }

    /** Each hypothesis where it first failed, whatever came closer or farther later; the witness is the first of all. */
    @Test
    void whatFailedIsKeptWhereItFirstDid() {
        HypothesisLog log = new HypothesisLog();
        log.add(0, 0, List.of(above("a", 0.5), above("b", 1)));
        log.add(3, 1, List.of(above("a", 2), above("b", -2)));
        log.add(4, 0, List.of(above("a", -7), above("b", -0.1)));
        log.add(5, 0, List.of(above("a", 0.001), above("b", -3)));
        HypothesisFailure first = log.firstFailure().orElseThrow();
        assertEquals(new HypothesisFailure(3, 1, above("b", -2)), first);
        assertEquals("step 3, column 1: b = -2 > 0", first.toString());
        Report report = log.report("all hold");
        assertEquals(Verdict.FAILS, report.verdict());
        assertEquals("all hold", report.statement());
        assertEquals("a at step 4, column 0", report.bounds().get(0).quantity());
        assertEquals(-7, report.bounds().get(0).measured());
        assertEquals("b at step 3, column 1", report.bounds().get(1).quantity());
        assertEquals("step 3, column 1: b = -2 > 0", report.witness().orElseThrow());
    }
}
