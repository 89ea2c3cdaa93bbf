package org.autoencoder4j.check.expectation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

class DrawSumsTest {
    /** Draws 1, 3, 0, 0 of the first number: mean 1, mean square 2.5, error sqrt(1.5 / 3). The second is always -2. */
    @Test
    void zerosNeedNotBeAdded() {
        DrawSums moments = new DrawSums(3);
        moments.add(0, 1);
        moments.add(0, 3);
        for (int draw = 0; draw < 4; draw++) {
            moments.add(1, -2);
        }
        assertArrayEquals(new double[] {1, -2, 0}, moments.means(4));
        assertArrayEquals(new double[] {Math.sqrt(0.5), 0, 0}, moments.standardErrors(4), 1e-15);
    }
}
