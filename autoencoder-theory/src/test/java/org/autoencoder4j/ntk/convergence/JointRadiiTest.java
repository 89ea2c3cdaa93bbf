package org.autoencoder4j.ntk.convergence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;
import org.autoencoder4j.report.Verdict;
import org.junit.jupiter.api.Test;

class JointRadiiTest {
    /** Two orthonormal samples: lambda_H = 1/2 - 1/(2 pi), ||H_inf|| = 1/2 + 1/(2 pi). */
    private static final KernelConstants PAIR =
            new KernelConstants(2, 2, 0.5, 0.5 - 0.5 / Math.PI, 1, 0.5 + 0.5 / Math.PI);

    @Property(tries = 100)
    void atTheRadiusTheKernelHasMovedByAQuarter(
            @ForAll @Scale(6) @DoubleRange(min = 1e-6, max = 0.3) double lambdaH,
            @ForAll @DoubleRange(min = 0, max = 50) double normH,
            @ForAll @DoubleRange(min = 1, max = 1e9) double units) {
        KernelConstants constants = new KernelConstants(100, 30, 0.3, lambdaH, 17, 20);
        double radius =
                JointRadii.of(constants, Dynamics.FLOW, units, normH, 1, 1).encoderRadius();
        assertEquals(lambdaH / 4, HiddenKernelChange.bound(17, units, radius, normH), 1e-9 * lambdaH);
    }

    /** By hand, at a start with ||H(0)|| = 1, ||A(0)|| = 3, residual 2, n = 8, d = 4, lambda_n = 2, lambda_H = .2, m = 100. */
    @Test
    void byHand() {
        KernelConstants constants = new KernelConstants(8, 4, 0.3, 0.2, 2, 1.5);
        JointRadii flow = JointRadii.of(constants, Dynamics.FLOW, 100, 1, 3, 2);
        double radius = Math.sqrt(50) * (Math.sqrt(1.05) - 1);
        double decoder = 2 * 2 * (1 + Math.sqrt(0.02) * radius) * 2 / 0.2;
        assertEquals(radius, flow.encoderRadius(), 1e-12);
        assertEquals(decoder, flow.decoderDrift(), 1e-10);
        assertEquals(2 * Math.sqrt(0.08) * (3 + decoder) * 2 / 0.2, flow.encoderDrift(), 1e-10);
        JointRadii descent = JointRadii.of(constants, Dynamics.DESCENT, 100, 1, 3, 2);
        assertEquals(2 * decoder, descent.decoderDrift(), 1e-10);
        assertEquals(4 * Math.sqrt(0.08) * (3 + 2 * decoder) * 2 / 0.2, descent.encoderDrift(), 1e-10);
    }

    /** A normal start of 10^5 units at two orthonormal samples, of typical norms, is certain to converge; 10^4 are not. */
    @Test
    void aWideStartIsCertainToConverge() {
        for (int m : new int[] {10_000, 100_000}) {
            JointRadii radii =
                    JointRadii.of(PAIR, Dynamics.FLOW, m, PAIR.normH(), Math.sqrt(m) + Math.sqrt(2), Math.sqrt(3));
            Verdict verdict = radii.report(PAIR, PAIR.lambdaH()).verdict();
            assertEquals(m == 100_000 ? Verdict.HOLDS : Verdict.FAILS, verdict);
            assertEquals(Verdict.FAILS, radii.report(PAIR, 0.7 * PAIR.lambdaH()).verdict());
        }
    }

    @Test
    void degenerateSamplesDriftForEver() {
        KernelConstants parallel = new KernelConstants(8, 4, 0, 0, 2, 1.5);
        JointRadii radii = JointRadii.of(parallel, Dynamics.FLOW, 1e9, 1, 3, 2);
        assertEquals(Double.POSITIVE_INFINITY, radii.encoderDrift());
        assertEquals(Verdict.NOT_APPLICABLE, radii.report(parallel, 0).verdict());
        assertTrue(radii.encoderRadius() == 0);
        assertThrows(IllegalArgumentException.class, () -> JointRadii.of(parallel, Dynamics.FLOW, 0, 1, 3, 2));
        assertThrows(IllegalArgumentException.class, () -> JointRadii.of(parallel, Dynamics.FLOW, 1, -1, 3, 2));
        assertThrows(IllegalArgumentException.class, () -> JointRadii.of(parallel, Dynamics.FLOW, 1, 1, -3, 2));
        assertThrows(IllegalArgumentException.class, () -> JointRadii.of(parallel, Dynamics.FLOW, 1, 1, 3, Double.NaN));
    }
}
