package org.autoencoder4j.check.expectation.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.autoencoder4j.model.law.CodeLaw;
import org.autoencoder4j.model.law.ValueLaw;
import org.autoencoder4j.random.RandomStreams;
import org.junit.jupiter.api.Test;

class SupportsTest {
    private static final CodeLaw PAIRS = CodeLaw.sparse(5, 2, ValueLaw.rademacher());

    /** The blocks of any number of supports hold all of them and end, also where an int cannot count to their end. */
    @Test
    void theLastBlockEndsAtTheGreatestNumber() {
        int greatest = Integer.MAX_VALUE;
        int last = greatest / RandomStreams.BLOCK_SIZE;
        assertEquals(RandomStreams.BLOCK_SIZE, DrawnSupports.inBlock(greatest, last - 1));
        assertEquals(greatest % RandomStreams.BLOCK_SIZE, DrawnSupports.inBlock(greatest, last));
        assertTrue(DrawnSupports.holdsAny(greatest, last));
        assertFalse(DrawnSupports.holdsAny(greatest, last + 1));
        assertEquals(44, DrawnSupports.inBlock(300, 1));
        assertFalse(DrawnSupports.holdsAny(512, 2));
    }

    @Test
    void allAreThereOnceWithTheirProbabilities() {
        for (CodeLaw law : List.of(PAIRS, CodeLaw.bernoulli(new double[] {0.2, 0.5, 1}, ValueLaw.rademacher()))) {
            Set<List<Integer>> seen = new HashSet<>();
            double[] total = {0};
            Supports.all(law, "").forEach((support, weight) -> {
                assertTrue(seen.add(listed(support)));
                total[0] += weight;
            });
            assertEquals(law == PAIRS ? 10 : 8, seen.size());
            assertEquals(1, total[0], 1e-15);
        }
        assertEquals(0, Supports.all(PAIRS, "").draws());
    }

    /** 300 are one full block and part of the next. */
    @Test
    void drawnOnesAreTheSameEachTime() {
        Supports drawn = Supports.drawn(PAIRS, RandomStreams.of(7), 3, 300);
        List<List<Integer>> first = listed(drawn);
        assertEquals(300, first.size());
        assertEquals(300, drawn.draws());
        assertEquals(first, listed(drawn));
        assertFalse(first.equals(listed(Supports.drawn(PAIRS, RandomStreams.of(7), 4, 300))));
        drawn.forEach((support, weight) -> assertEquals(1.0 / 300, weight));
    }

    private static List<List<Integer>> listed(Supports supports) {
        List<List<Integer>> all = new ArrayList<>();
        supports.forEach((support, weight) -> all.add(listed(support)));
        return all;
    }

    private static List<Integer> listed(int[] support) {
        List<Integer> units = new ArrayList<>();
        for (int unit : support) {
            units.add(unit);
        }
        return units;
    }
}
