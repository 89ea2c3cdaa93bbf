package org.autoencoder4j.gradient.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.autoencoder4j.gradient.internal.rows.Shape;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * What the choice promises whatever a machine's speed: each form where its count of operations is far the least, no other
 * order of forms as one size grows than that of their counts, and memory that stays within bounds. That every form gives
 * the right gradient is tested where the gradient is.
 */
class FormChoiceTest {
    /** From few active units to all: work for each active unit gives way to products of matrices, and does not come back. */
    private static final List<List<FormChoice>> BY_ACTIVITY = List.of(
            List.of(FormChoice.VECTOR_GRAM, FormChoice.SPARSE_GRAM, FormChoice.SPARSE_RESIDUAL),
            List.of(FormChoice.DENSE_GRAM, FormChoice.DENSE_RESIDUAL));

    private static int kind(FormChoice choice) {
        return BY_ACTIVITY.get(0).contains(choice) ? 0 : 1;
    }

    @Property(tries = 300)
    void moreActiveUnitsNeverLeadBackToWorkForEachOfThem(
            @ForAll @IntRange(min = 1, max = 4096) int features,
            @ForAll @IntRange(min = 1, max = 8192) int units,
            @ForAll @IntRange(min = 1, max = 1_000_000) int samples) {
        int before = 0;
        int residualBefore = 0;
        for (int part = 0; part <= 64; part++) {
            double active = units * (part / 64.0);
            int kind = kind(FormChoice.of(features, units, active, samples));
            assertTrue(kind >= before, () -> "at " + active + " active units");
            before = kind;
            int residual = kind(FormChoice.residual(features, units, active));
            assertTrue(residual >= residualBefore, () -> "residuals at " + active + " active units");
            residualBefore = residual;
        }
    }

    /** A Gram matrix pays the more, the more samples share it. */
    @Property(tries = 300)
    void moreSamplesNeverLeadAwayFromTheGramMatrix(
            @ForAll @IntRange(min = 1, max = 4096) int features,
            @ForAll @IntRange(min = 1, max = 8192) int units,
            @ForAll @IntRange(min = 1, max = 100) int percentActive) {
        boolean gram = false;
        for (double samples = 1; samples <= 1e9; samples *= 10) {
            boolean now = FormChoice.of(features, units, units * percentActive / 100.0, samples)
                    .isGram();
            assertTrue(now || !gram, "at " + samples + " samples");
            gram = now;
        }
    }

    /** Sizes at which one form does with a tenth of the operations of each that is not of its kind. */
    @Test
    void theFormOfFarTheFewestOperationsIsChosen() {
        assertEquals(FormChoice.VECTOR_GRAM, FormChoice.of(10_000, 2, 0.1, 1e6));
        assertEquals(FormChoice.SPARSE_GRAM, FormChoice.of(1000, 1000, 3, 1e6));
        assertEquals(FormChoice.SPARSE_RESIDUAL, FormChoice.of(1000, 100_000, 3, 1e6));
        assertEquals(FormChoice.DENSE_GRAM, FormChoice.of(4000, 500, 500, 1e6));
        assertEquals(FormChoice.DENSE_RESIDUAL, FormChoice.of(100, 10_000, 10_000, 1e6));
        assertEquals(FormChoice.SPARSE_RESIDUAL, FormChoice.residual(1000, 1000, 3));
        assertEquals(FormChoice.DENSE_RESIDUAL, FormChoice.residual(1000, 1000, 1000));
    }

    @Test
    void manyUnitsNeedNoMemoryThatGrowsWithTheirSquare() {
        for (double active : new double[] {1, 100, 5000, 10_000}) {
            FormChoice choice = FormChoice.of(100, 10_000, active, 1e9);
            assertFalse(choice.isGram());
            assertEquals(1_000_000, choice.sums(new Shape(100, 10_000, DataType.FLOAT)));
        }
    }
}
