package org.autoencoder4j.learn.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.autoencoder4j.learn.sweep.SweepPlan.Course;
import org.autoencoder4j.learn.sweep.SweepPlan.Outcome;
import org.autoencoder4j.learn.sweep.SweepPlan.Stage;
import org.autoencoder4j.learn.sweep.internal.Columns;
import org.junit.jupiter.api.Test;

class SweepPlanTest {
    private static final long ALL = 20_000;

    /** Nothing is explained and all moves. */
    private static Outcome restless(double residual) {
        return new Outcome(3, 0.1, 0.5, 0.01, 50, residual);
    }

    private static Outcome quiet(double explained, double residual) {
        return new Outcome(0, explained, 0.02, 0.01, 1, residual);
    }

    private static List<Integer> sparsities(int most) {
        SweepPlan plan = new SweepPlan(most, 128, ALL);
        List<Integer> found = new ArrayList<>();
        for (Stage stage = plan.first(Course.FROM_ANYWHERE);
                stage.phase() == Phase.FINDING;
                stage = plan.next(stage, restless(1))) {
            found.add(stage.sparsity());
        }
        return found;
    }

    @Test
    void atomsAreFoundWithEverMoreUnitsThreeSweepsEach() {
        assertEquals(List.of(1, 1, 1), sparsities(1));
        assertEquals(List.of(1, 1, 1, 2, 2, 2, 3, 3, 3), sparsities(3));
        assertEquals(
                List.of(1, 2, 3, 4, 6, 8), sparsities(8).stream().distinct().toList());
        assertEquals(18, sparsities(8).size());
        assertEquals(List.of(1, 2, 3, 4, 5), sparsities(5).stream().distinct().toList());
    }

    /** 16 uses of each unit, and then 1.3 times as many, or 4 times where nothing is left to be found in so few. */
    @Test
    void samplesGrow() {
        SweepPlan plan = new SweepPlan(3, 128, ALL);
        assertEquals(683, plan.first(Course.FROM_ANYWHERE).samples());
        assertEquals(1366, plan.first(Course.FROM_NEAR).samples());
        assertEquals(
                887, plan.next(plan.first(Course.FROM_ANYWHERE), restless(1)).samples());
        assertEquals(
                2732, plan.next(plan.first(Course.FROM_ANYWHERE), quiet(0.5, 1)).samples());
        assertEquals(
                887, plan.next(plan.first(Course.FROM_ANYWHERE), quiet(0.49, 1)).samples());
        Stage stage = plan.first(Course.FROM_NEAR);
        for (int sweep = 0; sweep < 20; sweep++) {
            stage = plan.next(stage, restless(1 - 0.01 * sweep));
        }
        assertEquals(ALL, stage.samples());
        assertEquals(Phase.REFINING, stage.phase());
        assertEquals(500, new SweepPlan(3, 128, 500).first(Course.FROM_ANYWHERE).samples());
    }

    private static Stage refiningAll() {
        return new Stage(Phase.REFINING, 3, 4, ALL, 1, 0);
    }

    private static final SweepPlan PLAN = new SweepPlan(3, 128, ALL);

    @Test
    void foundAtomsAreRefinedWithAllSamples() {
        Stage stage = PLAN.first(Course.FROM_ANYWHERE);
        while (stage.phase() == Phase.FINDING) {
            stage = PLAN.next(stage, restless(1));
        }
        assertEquals(new Stage(Phase.REFINING, 3, 0, ALL, Double.POSITIVE_INFINITY, 0), stage);
    }

    @Test
    void aRunSettlesWhenNothingMovesByMoreThanItsError() {
        assertEquals(Phase.SETTLED, PLAN.next(refiningAll(), quiet(1, 0.5)).phase());
        assertEquals(Phase.SETTLED, PLAN.next(refiningAll(), quiet(0.6, 0.5)).phase());
        assertEquals(Phase.REFINING, PLAN.next(refiningAll(), quiet(0.4, 0.5)).phase());
        Outcome moves = new Outcome(0, 1, 0.001, 0.01, 1.5, 0.5);
        assertEquals(Phase.REFINING, PLAN.next(refiningAll(), moves).phase());
        Outcome swaps = new Outcome(1, 1, 0.001, 0.01, 0.05, 0.5);
        assertEquals(Phase.REFINING, PLAN.next(refiningAll(), swaps).phase());
        Stage fewer = new Stage(Phase.REFINING, 3, 4, 1000, 1, 0);
        assertEquals(Phase.REFINING, PLAN.next(fewer, quiet(1, 0.5)).phase());
    }

    @Test
    void aRunSettlesWhenTheResidualFallsNoMore() {
        Outcome still = new Outcome(0, 0.1, 0.5, 0.01, 50, 0.9995);
        assertEquals(Phase.SETTLED, PLAN.next(refiningAll(), still).phase());
        Outcome falls = new Outcome(0, 0.1, 0.5, 0.01, 50, 0.9985);
        assertEquals(Phase.REFINING, PLAN.next(refiningAll(), falls).phase());
    }

    /** Surplus units are replaced for ever; after three sweeps that gain nothing that is the end. */
    @Test
    void swapsThatGainNothingAreNoReasonToGoOn() {
        Stage stage = refiningAll();
        stage = PLAN.next(stage, restless(0.9995));
        stage = PLAN.next(stage, restless(0.9993));
        assertEquals(Phase.REFINING, stage.phase());
        assertEquals(2, stage.stalls());
        assertEquals(0, PLAN.next(stage, restless(0.99)).stalls());
        assertEquals(Phase.SETTLED, PLAN.next(stage, restless(0.9994)).phase());
    }

    @Test
    void samplesThatAreNotExplainedAreLeftOutOfTheLastSweeps() {
        Stage first = PLAN.next(refiningAll(), quiet(0.95, 0.5));
        assertEquals(Phase.POLISHING, first.phase());
        assertTrue(first.onlyExplained());
        Stage second = PLAN.next(first, quiet(0.95, 0.5));
        assertEquals(Phase.POLISHING, second.phase());
        Stage end = PLAN.next(second, quiet(0.95, 0.5));
        assertEquals(Phase.SETTLED, end.phase());
        assertTrue(end.onlyExplained(), "what is reported is what was made");
        assertEquals(end, PLAN.next(end, restless(9)));
        Stage moving = first;
        for (int sweep = 1; moving.phase() == Phase.POLISHING; sweep++) {
            assertTrue(sweep <= 20);
            moving = PLAN.next(moving, restless(0.5));
        }
        assertEquals(20, moving.done());
        Stage unpolished = PLAN.next(refiningAll(), quiet(0.89, 0.5));
        assertEquals(Phase.SETTLED, unpolished.phase());
        assertFalse(unpolished.onlyExplained());
    }

    /** The error of a unit that hardly any sample uses excuses no other one. */
    @Test
    void eachColumnIsJudgedByItsOwnError() {
        double[] errors = {0.01, 1.5, Double.POSITIVE_INFINITY, 0};
        assertEquals(3, Columns.greatestRatio(new double[] {0.03, 1, 2, 0}, errors, 1e-13), 1e-12);
        assertEquals(2.0 / 3, Columns.greatestRatio(new double[] {0.001, 1, 2, 1e-14}, errors, 1e-13), 1e-12);
        assertEquals(Double.POSITIVE_INFINITY, Columns.greatestRatio(new double[] {0, 0, 0, 1e-12}, errors, 1e-13));
        assertFalse(new Outcome(0, 1, 0.001, 0.01, 1.01, 0.5).isStill());
        assertTrue(new Outcome(0, 1, 0.001, 0.01, 1, 0.5).isStill());
    }
}
