package org.autoencoder4j.spark.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.autoencoder4j.parts.SampleParts;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlockPlanTest {
    /** Parts that are no multiple of a block, one row a block, one block a part, and one row in all. */
    @ParameterizedTest
    @CsvSource({
        "40000, 1",
        "40000, 48",
        "40000, 63",
        "40000, 64",
        "100, 3000",
        "16385, 300000",
        "1, 1",
        "16384, 16",
        "5000000, 64"
    })
    void blocksFollowEachOtherAndNoneCrossesAPart(long rows, int features) {
        SampleParts parts = SampleParts.of(rows);
        BlockPlan plan = BlockPlan.of(parts, features);
        assertEquals(0, plan.firstOf(0));
        assertEquals(rows, plan.start(plan.firstOf(parts.count())));
        for (int part = 0; part < parts.count(); part++) {
            assertEquals(parts.start(part), plan.start(plan.firstOf(part)), "part " + part);
            for (long block = plan.firstOf(part); block < plan.firstOf(part + 1); block++) {
                assertEquals(part, plan.part(block));
                assertTrue(plan.start(block) < plan.start(block + 1), "block " + block);
                assertEquals(block, plan.of(plan.start(block)));
                assertEquals(block, plan.of(plan.start(block + 1) - 1));
            }
        }
    }

    @Property
    void everyRowIsInItsBlock(
            @ForAll @LongRange(min = 1, max = 1L << 40) long rows,
            @ForAll @LongRange(min = 1, max = 1 << 19) long features,
            @ForAll @Size(5) List<@LongRange(min = 0, max = (1L << 40) - 1) Long> some) {
        BlockPlan plan = BlockPlan.of(SampleParts.of(rows), (int) features);
        for (long number : some) {
            long row = number % rows;
            long block = plan.of(row);
            assertTrue(plan.start(block) <= row && row < plan.start(block + 1), "row " + row + " of " + rows);
        }
    }
}
