package org.autoencoder4j.ntk.convergence;

import static org.autoencoder4j.ntk.convergence.JointFlowWidths.LOSS;
import static org.autoencoder4j.ntk.convergence.JointFlowWidths.square;

import java.util.List;
import org.autoencoder4j.ntk.convergence.ProvedWidth.Step;

/** Where both layers learn by descent: (B2a) and R1, (B2b), (B2c), which all make the certificate of a start likely. */
final class JointDescentWidths {
    /** Below, the widths without subsets are the smaller ones. */
    private static final int LEAST_FEATURES_OF_SUBSETS = 81;

    static final List<ProvedWidth> ONE_STEP = List.of(
            new ProvedWidth(
                    "T5.2a",
                    Step.STATED,
                    "210 n d^2 lambda_n^3 / (lambda_H^4 delta)",
                    (c, delta) -> 210 * c.samples() * flips(c) / delta),
            new ProvedWidth(
                    "T5.2a-log",
                    Step.STATED,
                    "max(83 d^2 lambda_n^3 E2(delta/5) / lambda_H^4, width_H(1/10, delta/5), 27 (d lambda_n / lambda_H) log(5 n d"
                            + " / delta), 9.3 d log(5 d / delta))",
                    (c, delta) ->
                            Math.max(83 * flips(c) * InitialResidual.wide(c, delta / 5), logarithms(c, delta / 5, 27))),
            new ProvedWidth(
                    "T5.2a-R1",
                    Step.STATED,
                    "max(the least m with 2 (N + 2 sqrt(N t) + 2 t) <= .298 m lambda_H / lambda_n, 330 d lambda_n E2(delta/5)"
                            + " / lambda_H^2, width_H(1/10, delta/5), 46.3 (d lambda_n / lambda_H) log(5 n d / delta),"
                            + " 9.3 d log(5 d / delta)), N = 40 d E2(delta/5) lambda_n^2 / lambda_H^3, t = d log 9 + N log(e m /"
                            + " N) + log(5 / delta), for d > 80",
                    JointDescentWidths::subsets));

    static final List<ProvedWidth> SLOW_ENCODER = List.of(
            new ProvedWidth(
                    "T5.2b",
                    Step.STATED,
                    "(190 n d / lambda_H + 16.7 V_F / lambda_H^2) / delta",
                    (c, delta) -> (190 * c.outputs() / c.lambdaH() + 16.7 * c.varianceH() / square(c)) / delta),
            new ProvedWidth(
                    "T5.2b-log",
                    Step.OF_THE_START,
                    "max(121.6 d E2s(delta/3) / lambda_H, width_H(1/4, delta/3), 9.3 d log(3 d / delta))",
                    (c, delta) -> max(
                            121.6 * c.features() * InitialResidual.slow(c, delta / 3) / c.lambdaH(),
                            InitialKernels.decoderWidth(c, LOSS, delta / 3),
                            decoderNorm(c, delta / 3))));

    static final List<ProvedWidth> ZERO_DECODER = List.of(
            new ProvedWidth(
                    "T5.2c",
                    Step.STATED,
                    "max(31 n d lambda_n / lambda_H^2, 16 V_F / (lambda_H^2 delta))",
                    (c, delta) -> Math.max(residual(c), InitialKernels.chebyshev(c, LOSS, delta))),
            new ProvedWidth(
                    "T5.2c-log",
                    Step.OF_THE_START,
                    "max(31 n d lambda_n / lambda_H^2, width_H(1/4, delta))",
                    (c, delta) -> Math.max(residual(c), InitialKernels.decoderWidth(c, LOSS, delta))));

    private JointDescentWidths() {}

    /** {@code d^2 lambda_n^3 / lambda_H^4}. */
    private static double flips(KernelConstants c) {
        return Math.pow(c.features(), 2) * Math.pow(c.lambdaN(), 3) / (square(c) * square(c));
    }

    private static double residual(KernelConstants c) {
        return 31 * c.outputs() * c.lambdaN() / square(c);
    }

    /** All but the first width of T5.2a-log; delta is that of one event. */
    private static double logarithms(KernelConstants c, double delta, double near) {
        return max(
                InitialKernels.decoderWidth(c, 0.1, delta),
                near * c.features() * c.lambdaN() / c.lambdaH() * Math.log(c.outputs() / delta),
                decoderNorm(c, delta));
    }

    /** {@code ||A(0)||^2 <= 3/2 m}. */
    private static double decoderNorm(KernelConstants c, double delta) {
        return 9.3 * c.features() * Math.log(c.features() / delta);
    }

    private static double max(double first, double second, double third) {
        return Math.max(first, Math.max(second, third));
    }

    private static double subsets(KernelConstants c, double delta) {
        if (c.features() < LEAST_FEATURES_OF_SUBSETS) {
            return Double.POSITIVE_INFINITY;
        }
        double event = delta / 5;
        double residual = c.features() * c.lambdaN() * InitialResidual.wide(c, event);
        double moving = 40 * residual * c.lambdaN() / (square(c) * c.lambdaH());
        return max(leastForSubsets(c, event, moving), 330 * residual / square(c), logarithms(c, event, 46.3));
    }

    /**
     * The least m from N on: what N columns can have, less what they may have, is concave in m, and above 0 at N, so that it has
     * one zero.
     */
    private static double leastForSubsets(KernelConstants c, double delta, double moving) {
        if (moving == Double.POSITIVE_INFINITY) {
            return moving;
        }
        double allowed = 0.298 * c.lambdaH() / c.lambdaN();
        double low = moving;
        double high = 2 * moving;
        while (columns(c, delta, moving, high) > allowed * high) {
            low = high;
            high *= 2;
        }
        while (high - low > 1e-14 * high) {
            double middle = (low + high) / 2;
            if (columns(c, delta, moving, middle) > allowed * middle) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    /** A bound on {@code ||A_B||^2} of all sets B of at most N units. */
    private static double columns(KernelConstants c, double delta, double moving, double units) {
        double t = c.features() * Math.log(9) + moving * (1 + Math.log(units / moving)) - Math.log(delta);
        return 2 * (moving + 2 * Math.sqrt(moving * t) + 2 * t);
    }
}
