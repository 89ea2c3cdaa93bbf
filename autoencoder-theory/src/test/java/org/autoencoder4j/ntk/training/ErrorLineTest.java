package org.autoencoder4j.ntk.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Verdict;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

class ErrorLineTest {
    /**
     * In FLOAT rounding adds 1e-5 of the sample to the error at each step, which is 2e-5 of that at the start, 1/2. What was added
     * before shrinks as the error of the line does, by the root of the line's factor {@code 1 - eta / 4}; so that the squared
     * error may be {@code (sqrt(line) + added)^2}, but for the rounding of the comparison itself.
     */
    @Test
    void roundingAddsToTheErrorAtEachStepAndShrinksWithTheLine() {
        double[] rates = {0.25, 0.5, 0.125};
        ErrorLine line = new ErrorLine(0.25);
        double error = 1;
        double value = 1;
        double added = 0;
        for (RecordedStep step : ScalarRun.steps(Regime.WEAKLY_TRAINED, DataType.FLOAT, rates)) {
            line.pass(step);
            double eta = rates[(int) step.step()];
            error *= 1 - eta;
            value *= 1 - eta / 4;
            added = added * Math.sqrt(1 - eta / 4) + 2e-5;
            double reach = Math.pow(Math.sqrt(value) + added, 2) + 1e-9 * value;
            Bound bound = line.bound();
            assertEquals(error * error, line.fraction(), 1e-14);
            assertEquals(error * error, bound.measured(), 1e-14);
            assertEquals(value, bound.limit(), 1e-14);
            assertEquals(reach - value, bound.high() - bound.measured(), 1e-13);
            assertEquals(error * error / reach, line.excess(), 1e-13);
            assertEquals(Verdict.HOLDS, bound.verdict(), bound::toString);
        }
        assertEquals(2e-5 * (1 + Math.sqrt(0.96875) + Math.sqrt(0.96875 * 0.875)), added, 1e-15);
    }

    /** {@code (1 - eta)^2 = 1 - eta / 4} at eta = 7/4: the error is on the line, and rounding decides. */
    @Test
    void anErrorOnTheLineIsUndecided() {
        ErrorLine line = afterOneStep(1.75);
        assertEquals(0.5625, line.bound().limit(), 1e-15);
        assertEquals(Verdict.INCONCLUSIVE, line.bound().verdict(), line.bound()::toString);
        assertTrue(line.excess() <= 1 && line.excess() > 1 - 1e-8, "excess " + line.excess());
    }

    @Test
    void aLongerStepEndsAboveTheLineAndAShorterOneBelow() {
        ErrorLine above = afterOneStep(1.875);
        assertEquals(Verdict.FAILS, above.bound().verdict());
        assertEquals(0.765625 / 0.53125, above.excess(), 1e-8);
        ErrorLine below = afterOneStep(1.625);
        assertEquals(Verdict.HOLDS, below.bound().verdict());
        assertEquals(0.390625 / 0.59375, below.excess(), 1e-8);
    }

    private static ErrorLine afterOneStep(double eta) {
        ErrorLine line = new ErrorLine(0.25);
        line.pass(ScalarRun.steps(Regime.WEAKLY_TRAINED, DataType.DOUBLE, eta).get(0));
        return line;
    }
}
