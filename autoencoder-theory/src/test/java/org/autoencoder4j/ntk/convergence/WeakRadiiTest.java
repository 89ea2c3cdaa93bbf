package org.autoencoder4j.ntk.convergence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class WeakRadiiTest {
    private static final KernelConstants TOY = new KernelConstants(5, 4, 0.2, 0.1, 2, 1.4);

    /** At this radius Corollary 4.1's 2 n^2 d R / delta is lambda_0 / 4; as printed, times delta, it would not be. */
    @Test
    void atTheRadiusTheKernelHasMovedByAQuarter() {
        double radius = WeakRadii.radius(TOY, Dynamics.FLOW, 0.1);
        assertEquals(0.2 / 4, 2 * 25 * 4 * radius / 0.1, 1e-15);
        assertEquals(radius, WeakRadii.radius(TOY, Dynamics.DESCENT, 0.1));
        assertEquals(
                0.2 / (64 * 2 * 3), WeakRadii.radius(new KernelConstants(2, 3, 0.2, 0.1, 1, 0.5), Dynamics.DESCENT, 1));
    }

    /** n = 5, d = 4, lambda_n = 2, lambda_0 = .2, m = 200, columns of length 2, residual 3: 2 * 4 * sqrt(2) * 3 / (sqrt(200) * .2). */
    @Test
    void drifts() {
        assertEquals(12, WeakRadii.drift(TOY, Dynamics.FLOW, 200, 2, 3), 1e-12);
        assertEquals(24, WeakRadii.drift(TOY, Dynamics.DESCENT, 200, 2, 3), 1e-12);
        KernelConstants parallel = new KernelConstants(5, 4, 0, 0, 2, 1.4);
        assertEquals(Double.POSITIVE_INFINITY, WeakRadii.drift(parallel, Dynamics.FLOW, 200, 2, 3));
        assertThrows(IllegalArgumentException.class, () -> WeakRadii.drift(TOY, Dynamics.FLOW, 0, 2, 3));
        assertThrows(IllegalArgumentException.class, () -> WeakRadii.drift(TOY, Dynamics.FLOW, 1, 2, -3));
        assertThrows(IllegalArgumentException.class, () -> WeakRadii.drift(TOY, Dynamics.FLOW, 1, -2, 3));
        assertThrows(IllegalArgumentException.class, () -> WeakRadii.radius(TOY, Dynamics.FLOW, 0));
    }
}
