package org.autoencoder4j.ntk.certificate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.autoencoder4j.flow.FlowState;
import org.autoencoder4j.flow.GradientFlow;
import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Along the gradient flow, kinks included: (A1), and the promises of certified starts. */
class CertifiedFlowsTest {
    /** Ten times what the flow's own tolerance leaves of numbers of order 1. */
    private static final double ROUNDING = 1e-7;

    private int joint;
    private int weak;
    private double mostUsed;

    private static double[] times(double end) {
        double[] times = new double[12];
        for (int k = 0; k < times.length; k++) {
            times[k] = end * (k + 1) * (k + 1) / times.length / times.length;
        }
        return times;
    }

    private static List<FlowState> flow(PlainRun start, Regime regime, double end) {
        List<FlowState> states = new ArrayList<>();
        GradientFlow.of(start.samples(), regime).follow(start.autoencoder(), times(end), states::add);
        return states;
    }

    private static PlainRun at(PlainRun start, FlowState state) {
        TwoLayerAutoencoder now = state.autoencoder();
        return new PlainRun(
                start.x,
                now.encoder().transpose().dup('c').toDoubleMatrix(),
                now.decoder().transpose().dup('c').toDoubleMatrix());
    }

    private void followJoint(long seed, PlainRun start) {
        JointFlowCertificate certificate =
                JointStart.of(start.autoencoder(), start.samples()).flow(1);
        joint += certificate.isCertain() ? 1 : 0;
        double first = Math.sqrt(start.squaredError());
        double smallest = PlainRun.smallest(start.hidden());
        double lipschitz = certificate.fall() / first;
        for (FlowState state : flow(start, Regime.JOINTLY_TRAINED, (double) start.x[0].length)) {
            PlainRun now = at(start, state);
            double error = Math.sqrt(now.squaredError());
            double fallen = smallest - PlainRun.smallest(now.hidden());
            String where = "seed " + seed + ", t = " + state.time();
            assertTrue(fallen <= lipschitz * (first - error) + ROUNDING, where + ": " + fallen);
            if (error < 0.9 * first) {
                mostUsed = Math.max(mostUsed, fallen / (lipschitz * (first - error)));
            }
            if (certificate.isCertain()) {
                double line = Math.exp(-certificate.rate() * state.time()) * first * first;
                assertTrue(error * error <= line * (1 + ROUNDING) + 1e-14, where + ": " + error * error);
            }
        }
    }

    private void followWeak(long seed, PlainRun start) {
        WeakFlowCertificate certificate =
                WeakStart.of(start.autoencoder(), start.samples()).flow();
        if (!certificate.isCertain()) {
            return;
        }
        weak++;
        double first = start.squaredError();
        for (FlowState state : flow(start, Regime.WEAKLY_TRAINED, (double) start.x[0].length)) {
            PlainRun now = at(start, state);
            double line = Math.exp(-certificate.rate() * state.time()) * first;
            String where = "seed " + seed + ", t = " + state.time();
            assertTrue(now.squaredError() <= line * (1 + ROUNDING) + 1e-14, where);
            assertTrue(PlainRun.smallest(now.encoderKernel()) >= certificate.mu() * (1 - ROUNDING), where);
        }
    }

    private void follow(long from, int starts) {
        for (long seed = from; seed < from + starts; seed++) {
            PlainRun start = AdversarialStarts.of(seed);
            if (start.w.length < 30) {
                followJoint(seed, start);
                followWeak(seed, start);
            }
        }
    }

    @Test
    void theSmallestEigenvalueFallsByNoMoreThanTheResidual() {
        follow(0, 10);
        assertTrue(joint >= 2, joint + " certified");
    }

    @Tag("slow")
    @Test
    void theSmallestEigenvalueFallsByNoMoreThanTheResidualFromMoreStarts() {
        follow(200, 30);
        String counts = joint + " and " + weak + " certified, room used " + mostUsed;
        assertTrue(joint >= 5 && mostUsed > 0.1, counts);
    }

    /** n = d = m = 1 and a = w > 0 with an output above the sample: what can fall does, to the end. */
    @Test
    void oneUnitFallsByAllThatItMay() {
        PlainRun start = new PlainRun(new double[][] {{1}}, new double[][] {{1.2}}, new double[][] {{1.2}});
        JointFlowCertificate certificate =
                JointStart.of(start.autoencoder(), start.samples()).flow(1);
        assertTrue(certificate.isCertain());
        FlowState end = flow(start, Regime.JOINTLY_TRAINED, 40).get(11);
        assertEquals(certificate.mu(), PlainRun.smallest(at(start, end).hidden()), 1e-8);
    }
}
