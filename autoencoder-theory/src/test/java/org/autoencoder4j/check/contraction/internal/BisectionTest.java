package org.autoencoder4j.check.contraction.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class BisectionTest {
    /** To the last digit, upwards and downwards; the end itself is never taken. */
    @Test
    void theLastNumberAtWhichItHolds() {
        assertEquals(0.3, Bisection.last(x -> x <= 0.3, 0, 1));
        assertEquals(0.3, Bisection.last(x -> x >= 0.3, 1, 0));
        assertEquals(Math.nextDown(1.0), Bisection.last(x -> true, 0, 1));
        assertTrue(Bisection.last(x -> x > 0, 1, 0) < 1e-60);
        assertEquals(2, Bisection.last(x -> false, 2, 3));
    }
}
