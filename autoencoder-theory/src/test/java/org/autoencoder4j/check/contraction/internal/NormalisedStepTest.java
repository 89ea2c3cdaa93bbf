package org.autoencoder4j.check.contraction.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.UnaryOperator;
import org.autoencoder4j.check.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class NormalisedStepTest {
    private static final int FEATURES = 5;
    private static final int UNITS = 3;
    private static final int ENTRIES = FEATURES * UNITS;

    private static NormalisedStep step(UnaryOperator<INDArray> update) {
        return new NormalisedStep(
                update, Samples.unitColumns(Samples.random(90), FEATURES, UNITS).dup('f'));
    }

    /** U = -c W: |U'| = c, all of it on tangents, and F(W) = -W. What rounding may do grows with c, from c = 1 on. */
    @ParameterizedTest
    @ValueSource(doubles = {1e-3, 1, 1e9})
    void roundingIsThatOfLargeNumbers(double c) {
        NormalisedStep step = step(weights -> weights.mul(-c));
        INDArray point = Samples.unitColumns(Samples.random(90), FEATURES, UNITS);
        double greatest = point.amaxNumber().doubleValue();
        double atPoint = 1e-14 * Math.max(1, c * greatest);
        assertEquals(c - atPoint * Math.sqrt(FEATURES), step.leastLength(), 1e-15 * Math.max(1, c));
        assertTrue(step.leastLength() < c);
        double moved = Math.PI * Math.sqrt(UNITS) + atPoint * Math.sqrt(ENTRIES) / step.leastLength();
        // Half a turn is the arc sine at its end, where it loses half of all digits.
        assertEquals(moved, step.movement(), 1e-7);
        NormalisedStep.Norms norms = step.norms();
        double least = 1e-13 * ENTRIES * Math.max(1, 2 * c);
        double most = 1e-13 * ENTRIES * Math.max(1, 3 * c);
        assertTrue(norms.step() - c >= 0.99 * least && norms.step() - c <= 1.01 * most, norms + " of " + c);
        double tangent = (norms.tangent() - 1) * c;
        assertTrue(tangent >= 0.99 * least && tangent <= 1.02 * most, norms + " of " + c);
        double full = (norms.full() - 1) * c;
        assertTrue(full >= 0.99 * least && full <= 1.02 * most, norms + " of " + c);
    }

    /** Columns that vanish have no direction: nothing is known of how far they go. */
    @Test
    void whatVanishesIsNotBounded() {
        NormalisedStep step = step(weights -> Nd4j.zeros(DataType.DOUBLE, FEATURES, UNITS));
        assertTrue(!(step.leastLength() > 0));
        assertEquals(Double.POSITIVE_INFINITY, step.movement());
    }
}
