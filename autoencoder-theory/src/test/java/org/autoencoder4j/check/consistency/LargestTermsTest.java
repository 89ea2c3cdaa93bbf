package org.autoencoder4j.check.consistency;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.autoencoder4j.check.Samples;
import org.junit.jupiter.api.Test;

class LargestTermsTest {
    @Property(tries = 200)
    void largestTermsAreThoseOfASort(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int size, @ForAll @IntRange(max = 32) int count) {
        RandomGenerator random = Samples.random(seed);
        // A few values only, so that there are ties; the sum does not depend on which of equal terms are taken.
        double[] terms = random.ints(size, -3, 4).mapToDouble(i -> i).toArray();
        int skipped = random.nextInt(size + 1) - 1;
        int[] largest = LargestTerms.of(terms, count, skipped);
        double[] sorted = IntStream.range(0, size)
                .filter(j -> j != skipped)
                .mapToDouble(j -> -terms[j])
                .sorted()
                .limit(count)
                .toArray();
        assertEquals(sorted.length, largest.length);
        assertEquals(
                0,
                Arrays.stream(sorted).sum()
                        + Arrays.stream(largest).mapToDouble(j -> terms[j]).sum());
        for (int j = 0; j < largest.length; j++) {
            assertTrue(largest[j] != skipped && (j == 0 || largest[j - 1] < largest[j]), "ascending");
        }
    }

    /** Of equal terms the first ones are taken. */
    @Test
    void tiesAreBrokenByOrder() {
        assertArrayEquals(new int[] {0, 1}, LargestTerms.of(new double[] {2, 2, 2, 2}, 2, -1));
        assertArrayEquals(new int[] {1, 3}, LargestTerms.of(new double[] {9, 5, 1, 4, 4}, 2, 0));
        assertArrayEquals(new int[] {}, LargestTerms.of(new double[] {9, 5}, 0, 0));
        assertArrayEquals(new int[] {1}, LargestTerms.of(new double[] {9, 5}, 3, 0));
    }
}
