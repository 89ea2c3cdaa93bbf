package org.autoencoder4j.ntk.convergence;

import java.util.List;
import org.autoencoder4j.ntk.convergence.ProvedWidth.Step;

/** Where both layers learn by the flow: (B1), by the decoder's kernel and the residual of the start. */
final class JointFlowWidths {
    /** What the decoder's kernel may lose at the start; as much again may be lost while the residual falls. */
    static final double LOSS = 0.25;

    static final List<ProvedWidth> RADEMACHER = List.of(
            new ProvedWidth(
                    "T5.1",
                    Step.FLOW,
                    "(24 n d lambda_n + 16 V_F) / (lambda_H^2 delta)",
                    (c, delta) -> (24 * c.outputs() * c.lambdaN() + 16 * c.varianceH()) / (square(c) * delta)),
            new ProvedWidth(
                    "T5.1-log",
                    Step.FLOW,
                    "max(16 d lambda_n E2(delta/2) / lambda_H^2, width_H(1/4, delta/2))",
                    (c, delta) -> Math.max(
                            16 * c.features() * c.lambdaN() * InitialResidual.wide(c, delta / 2) / square(c),
                            InitialKernels.decoderWidth(c, LOSS, delta / 2))));

    static final List<ProvedWidth> ZERO = List.of(new ProvedWidth(
            "T5.1-0",
            Step.FLOW,
            "max(16 n d lambda_n / lambda_H^2, width_H(1/4, delta))",
            (c, delta) ->
                    Math.max(16 * c.outputs() * c.lambdaN() / square(c), InitialKernels.decoderWidth(c, LOSS, delta))));

    private JointFlowWidths() {}

    static double square(KernelConstants c) {
        return c.lambdaH() * c.lambdaH();
    }
}
