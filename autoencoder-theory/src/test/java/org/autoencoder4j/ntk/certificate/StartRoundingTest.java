package org.autoencoder4j.ntk.certificate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What rounding may hide is taken to the safe side, in states in which nothing is rounded at all. */
class StartRoundingTest {
    private static final double ULP = Math.ulp(1.0);
    private static final double LONG = 0x1p20;

    private static StartState state(PlainRun run) {
        return new StartState(run.autoencoder(), run.samples(), 0);
    }

    private static double[][] rows(int count, double... row) {
        return Arrays.stream(new double[count][]).map(none -> row.clone()).toArray(double[][]::new);
    }

    /** One of n rows is exact for a matrix that is off by (n + 1) / 2 ulp of the trace. */
    @Test
    void aFactorisationIsTrustedUpToItsOwnRounding() {
        int n = 16;
        INDArray one = Nd4j.zeros(DataType.DOUBLE, n, n).putScalar(0, 0, LONG);
        double room = HiddenKernel.largest(one, LONG, 0, 0) - LONG;
        double needed = (n + 1) * ULP / 2 * (n - 1) * LONG;
        assertTrue(room / 2 >= needed && room < 100 * needed, "of LONG - A: " + room + " for " + needed);
        SmallestEigenvalue found =
                SmallestEigenvalue.of(Nd4j.eye(n).castTo(DataType.DOUBLE).mul(LONG), LONG, 0, 0);
        double taken = LONG - found.value();
        double least = (n + 1) * ULP / 2 * n * LONG;
        assertTrue(taken / 2 >= least && taken < 100 * least, "of A: " + taken + " for " + least);
        assertTrue(found.confirmed());
        assertEquals(
                new SmallestEigenvalue(0, true),
                SmallestEigenvalue.of(Nd4j.zeros(DataType.DOUBLE, n, n), 0, 1e-9, 0),
                "0 needs no confirmation");
    }

    /** A product of d = 2 terms is off by at most 10 ulp of both lengths, though here nothing but 4 times 1 is not 0. */
    @Test
    void codesAreOffByRoundingOfLongUnits() {
        PlainRun run = new PlainRun(new double[][] {{4, 0}}, rows(2, 1, LONG), rows(2, 1, 0));
        HiddenKernel kernel = HiddenKernel.of(state(run));
        double off = 10 * ULP * 4 * LONG;
        assertEquals(4 + off, kernel.codeLengths()[0], 1e-12);
        // H = 16 for ||Phi|| = 4 sqrt(2), and Phi is off by sqrt(2) off: 2 ||Phi|| ||Phi' - Phi|| / m = 8 off
        assertEquals(16 - 2 * 8 * off, kernel.smallest().value(), 1e-12);
        assertEquals(16 + 2 * 8 * off, kernel.norm(), 1e-12);
    }

    /** A sum of m products is off by m / 2 ulp of the sum of their absolute values. */
    @Test
    void kernelsAreOffByTheSumOverUnits() {
        int m = 100;
        PlainRun run = new PlainRun(new double[][] {{4}}, rows(m, 1), rows(m, 1));
        double taken = 16 - HiddenKernel.of(state(run)).smallest().value();
        assertTrue(taken / 2 >= m * ULP / 2 * 16 && taken < 1e-11, taken + " of 16");
    }

    /** G is the identity of 16 rows: m + 2 n + 2 d = 20 ulp of the trace for its entries, 16 + 8 for the factorisation. */
    @Test
    void theEncodersKernelIsOffByAllItsSums() {
        double[][] axes = new double[4][4];
        double[][] decoder = new double[4][4];
        for (int i = 0; i < 4; i++) {
            axes[i][i] = 1;
            decoder[i][i] = 2;
        }
        PlainRun run = new PlainRun(axes, rows(4, 1, 1, 1, 1), decoder);
        double taken = 1 - WeakStart.of(run.autoencoder(), run.samples(), 0, 16).smallestG();
        double expected = 2 * (20 + 24) * 16 * ULP;
        assertEquals(expected, taken, 0.05 * expected);
    }

    /** 20 ulp of the lengths of sample and unit for d = 2, though the products are exact here. */
    @Test
    void aPreActivationFlipsIfRoundingMayHideThatItIsZero() {
        PlainRun run = new PlainRun(
                new double[][] {{1, 0}},
                new double[][] {{4 * LONG * ULP, LONG}, {100 * LONG * ULP, LONG}, {0, 0}},
                rows(3, 1, 0));
        BitSet set = new FlippedDecoder(state(run)).sets(new double[3])[0];
        assertTrue(set.get(0), "4 ulp");
        assertTrue(!set.get(1), "100 ulp");
        assertTrue(set.get(2), "a unit of zeros is on every kink");
    }

    /** Of the norm of X nu is a part, so that a norm which is taken upwards would make it smaller. */
    @Test
    void theLengthOfCodesForTheNormOfSamplesIsTakenUpwards() {
        PlainRun run = new PlainRun(
                new double[][] {{1, 0}, {0, 1}}, new double[][] {{1, 2}, {2, 1}, {1, 1}}, new double[3][2]);
        double room = 0.01;
        double[] exact = reach(run, 0);
        double[] safe = reach(run, room);
        for (int r = 0; r < exact.length; r++) {
            double ratio = safe[r] / exact[r];
            assertTrue(ratio >= 1 + room - 1e-12 && ratio < Math.pow(1 + room, 3), "unit " + r + ": " + ratio);
        }
    }

    /** With a zero decoder, {@code nu (cosh(log 2) - 1)}. */
    private static double[] reach(PlainRun run, double room) {
        StartState state = new StartState(run.autoencoder(), run.samples(), room);
        HiddenKernel kernel = HiddenKernel.of(state);
        return new JointDescentParts(state, kernel, 0.5, 1, kernel.smallest().value() / 4).reach();
    }

    /** Where mu is 0, nothing is bounded, and all units may flip, those of zeros too. */
    @Test
    void nothingFollowsFromAnEigenvalueThatMayFallToZero() {
        PlainRun run =
                new PlainRun(new double[][] {{1, 0}, {0, 1}}, new double[][] {{1, 2}, {2, 1}, {0, 0}}, new double[][] {
                    {1, 0}, {0, 0}, {0, 3}
                });
        StartState state = state(run);
        HiddenKernel kernel = HiddenKernel.of(state);
        JointDescentParts parts =
                new JointDescentParts(state, kernel, 0.5, 1, kernel.smallest().value() / 2);
        for (FlipBound bound : FlipBound.values()) {
            JointDescentCertificate nothing = CertificateSearch.at(state, parts, bound);
            assertEquals(0, nothing.mu());
            assertEquals(3, nothing.flipNorm(), 1e-12);
            assertEquals(Double.POSITIVE_INFINITY, nothing.kappa());
            assertEquals(Double.POSITIVE_INFINITY, nothing.encoderDrift());
            assertEquals(Double.POSITIVE_INFINITY, nothing.flips());
            assertEquals(Double.NEGATIVE_INFINITY, nothing.largestStep());
            assertTrue(!nothing.isCertain());
        }
    }
}
