package org.autoencoder4j.ntk.certificate;

import java.util.Arrays;
import org.autoencoder4j.ntk.certificate.CertificateSearch.Choice;

/** The formulas of C3, with c = 1, and C4 for parts theta and c, up to the norm of what can flip. */
record WeakParts(StartState state, SmallestEigenvalue smallest, double theta, double c) {
    Choice<WeakFlowCertificate> flow() {
        return new Flow(this);
    }

    Choice<WeakDescentCertificate> descent() {
        return new Descent(this);
    }

    /** {@code L sqrt(d) ||a_r|| e / (c mu)} of each unit. */
    double[] reach() {
        double factor =
                state.lipschitz() * Math.sqrt(state.features()) * state.residual() / (c * theta * smallest.value());
        return Arrays.stream(state.decoderLengths())
                .map(length -> factor * length)
                .toArray();
    }

    private WeakFlowCertificate kernel(double norm) {
        return new WeakFlowCertificate(
                state.features(), theta, smallest.value(), smallest.confirmed(), norm, state.lipschitz() * norm);
    }

    private record Flow(WeakParts parts) implements Choice<WeakFlowCertificate> {
        @Override
        public double[] reach() {
            return parts.reach();
        }

        @Override
        public WeakFlowCertificate certificate(double flipNorm) {
            return parts.kernel(flipNorm);
        }
    }

    private record Descent(WeakParts parts) implements Choice<WeakDescentCertificate> {
        @Override
        public double[] reach() {
            return parts.reach();
        }

        @Override
        public WeakDescentCertificate certificate(double flipNorm) {
            StartState state = parts.state();
            WeakFlowCertificate kernel = parts.kernel(flipNorm);
            double flips = kernel.mu() > 0 ? kernel.kernelMove() / Math.sqrt(kernel.mu()) : Double.POSITIVE_INFINITY;
            double speed = state.lipschitz() * state.normA();
            double step = 2 * state.features() * (1 - parts.c() - flips) / (speed * speed);
            return new WeakDescentCertificate(kernel, parts.c(), flips, step);
        }
    }
}
