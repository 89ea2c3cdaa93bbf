package org.autoencoder4j.ntk.convergence;

import java.util.List;
import org.autoencoder4j.ntk.convergence.ProvedWidth.Step;

/** Where W alone learns: (B3f) and (B3d), by the encoder's kernel at the start and the units that can flip. */
final class WeakWidths {
    static final List<ProvedWidth> FLOW = List.of(
            new ProvedWidth(
                    "T4.1",
                    Step.FLOW,
                    "1100 n d^2 lambda_n^3 / (lambda_0^4 delta)",
                    (c, delta) -> 1100 * c.samples() * drift(c) / delta),
            new ProvedWidth(
                    "T4.1-log",
                    Step.FLOW,
                    "max(658 d^2 lambda_n^3 E2(delta/3) / lambda_0^4, 1498 (d lambda_n / lambda_0) log(3 n d / delta))",
                    (c, delta) -> Math.max(
                            658 * drift(c) * InitialResidual.wide(c, delta / 3), near(c) * outputsLog(c, delta / 3))));

    static final List<ProvedWidth> DESCENT = List.of(
            new ProvedWidth(
                    "T4.2",
                    Step.STATED,
                    "4400 n d^2 lambda_n^3 / (lambda_0^4 delta)",
                    (c, delta) -> 4400 * c.samples() * drift(c) / delta),
            new ProvedWidth(
                    "T4.2-log",
                    Step.STATED,
                    "max(2629 d^2 lambda_n^3 E2(delta/4) / lambda_0^4, 1498 (d lambda_n / lambda_0) log(4 n d / delta),"
                            + " 93.3 d log(4 d / delta))",
                    (c, delta) -> Math.max(
                            2629 * drift(c) * InitialResidual.wide(c, delta / 4),
                            Math.max(
                                    near(c) * outputsLog(c, delta / 4),
                                    93.3 * c.features() * Math.log(4 * c.features() / delta)))));

    private WeakWidths() {}

    /** {@code d^2 lambda_n^3 / lambda_0^4}. */
    private static double drift(KernelConstants c) {
        return Math.pow(c.features(), 2) * Math.pow(c.lambdaN(), 3) / Math.pow(c.lambda0(), 4);
    }

    private static double near(KernelConstants c) {
        return 1498 * c.features() * c.lambdaN() / c.lambda0();
    }

    private static double outputsLog(KernelConstants c, double delta) {
        return Math.log(c.outputs() / delta);
    }
}
