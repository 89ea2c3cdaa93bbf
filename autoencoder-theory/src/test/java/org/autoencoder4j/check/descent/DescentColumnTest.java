package org.autoencoder4j.check.descent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.autoencoder4j.check.descent.DescentColumn.Lemma;
import org.junit.jupiter.api.Test;

/** Each formula by hand, at numbers none of which is 0, 1 or the same as another. */
class DescentColumnTest {
    private static DescentColumn column(Lemma lemma, double lambda, double shift) {
        return new DescentColumn(lemma, 0.5, lambda, 0.6, shift, 0.1, 0.09, 0.2, 0.05, 0.07, 0.5, 0.15);
    }

    private static final DescentColumn FOURTH = column(Lemma.NON_NEGATIVE, 0.8, -0.3);
    private static final DescentColumn SECOND = column(Lemma.SPARSE, 0.8, -0.3);

    @Test
    void theLemmasFormulas() {
        assertEquals(0.3 + 0.8 * 0.36 / 2, FOURTH.biasEffect(), 1e-15);
        assertEquals(0.36, FOURTH.biasLimit(), 1e-15);
        assertEquals(0.5 * (0.8 - 2 * 0.01 / 0.8), FOURTH.factor(0.1), 1e-15);
        assertEquals(0.5 * (0.8 - 2 * 0.01 / 0.8), column(Lemma.MIXTURE, 0.8, 0).factor(0.1), 1e-15);
        assertEquals(0.4 * (1 - 0.01 / 2), SECOND.factor(0.1), 1e-15);
        assertEquals(2 * 0.04 / 0.4, FOURTH.remainder(), 1e-15);
        assertEquals(0.3875 * 0.36 + 0.09 / 0.4 - 0.2, FOURTH.lowerBound(0.1), 1e-15);
        assertTrue(FOURTH.lemma().hasBiasCondition());
        assertFalse(SECOND.lemma().hasBiasCondition());
    }

    @Test
    void aStep() {
        assertEquals(2.5, FOURTH.largestStep(), 1e-15);
        assertEquals(0, column(Lemma.MIXTURE, 0, 0).largestStep());
        assertEquals(0, column(Lemma.MIXTURE, -0.5, 0).largestStep());
        assertEquals(0.1 / 0.09, FOURTH.stepLimit(), 1e-15);
        assertEquals(0.09 / 0.4, FOURTH.growthLimit(), 1e-15);
        assertEquals(Math.sqrt(0.2 / 0.3875), FOURTH.radius(0.1), 1e-15);
        assertEquals(Double.POSITIVE_INFINITY, FOURTH.radius(0.8));
        assertEquals(Double.POSITIVE_INFINITY, column(Lemma.MIXTURE, -0.5, 0).radius(0.1));
        assertFalse(FOURTH.rests(1));
        assertEquals((1 - 3 * 0.3875) * 0.36 + 3 * 0.2, FOURTH.squaredErrorBound(0.1, 3), 1e-15);
    }

    /** alpha = 1 - 3 * .5 * (.64 - .3) = .49 and beta = 3 * .5 * .8 = 1.2. */
    @Test
    void aNormalisedStep() {
        assertEquals(0.49 / 1.69, FOURTH.normalisedRate(3), 1e-15);
        assertEquals((0.49 * 0.6 + 3 * 0.2) / 1.69, FOURTH.distanceBound(3), 1e-15);
        DescentColumn growing = column(Lemma.NON_NEGATIVE, 0.8, 0.3);
        assertEquals(0.41 / 0.79, growing.normalisedRate(3), 1e-14);
        assertEquals((0.41 * 0.6 + 3 * 0.2) / 0.79, growing.distanceBound(3), 1e-14);
    }

    /** Along the atom .49 * .8 + 1.2 - 3 * .05 = 1.442 is left, and 1.05 of it turns the column. */
    @Test
    void anAngle() {
        assertEquals(1.442, FOURTH.lengthAlong(3), 1e-14);
        assertEquals(1.05 * 0.5 / 0.8 - 3 * 0.07, FOURTH.tangentialSlack(3), 1e-14);
        assertEquals(0.21 / 1.05, FOURTH.tangentialRadius(3), 1e-14);
        assertEquals(1.69 * 0.6 * Math.sqrt(0.91) - 0.49 * 0.6 - 0.6, FOURTH.normSlack(3), 1e-14);
        DescentColumn far = column(Lemma.MIXTURE, -0.5, 0);
        assertEquals(Double.POSITIVE_INFINITY, far.tangentialRadius(3));
    }

    /** alpha = 1 - 2 * .5 * (1 + 1) = -1 and beta = 1: nothing is left of the column. */
    @Test
    void aStepThatLeavesNothingHasNoRate() {
        DescentColumn vanishing = column(Lemma.NON_NEGATIVE, 1, 1);
        assertEquals(Double.POSITIVE_INFINITY, vanishing.normalisedRate(2));
        assertEquals(Double.POSITIVE_INFINITY, vanishing.distanceBound(2));
    }
}
