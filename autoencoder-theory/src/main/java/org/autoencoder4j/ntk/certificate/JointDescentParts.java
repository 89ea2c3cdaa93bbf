package org.autoencoder4j.ntk.certificate;

import java.util.Arrays;
import org.autoencoder4j.ntk.certificate.CertificateSearch.Choice;

/** The formulas of C2 for one part c, up to the norm of what can flip. */
final class JointDescentParts implements Choice<JointDescentCertificate> {
    private final StartState state;
    private final HiddenKernel kernel;
    private final double c;
    private final double gamma;
    private final double fall;
    private final double mu;
    private final double slack;
    private final double kappa;

    /** The fall is {@code L_g sqrt(d) e}. */
    JointDescentParts(StartState state, HiddenKernel kernel, double c, double gamma, double fall) {
        this.state = state;
        this.kernel = kernel;
        this.c = c;
        this.gamma = gamma;
        this.fall = fall;
        double smallest = kernel.smallest().value();
        this.mu = smallest - fall / c;
        boolean some = mu > 0;
        // sqrt(smallest) - sqrt(mu) and log(smallest / mu) without cancellation
        this.slack = some ? fall / c / (Math.sqrt(smallest) + Math.sqrt(mu)) : Double.POSITIVE_INFINITY;
        this.kappa = some ? Math.log1p(fall / c / mu) : Double.POSITIVE_INFINITY;
    }

    /** R_r of each unit. */
    @Override
    public double[] reach() {
        double[] reach = new double[state.width()];
        double encoder = Math.sqrt(gamma) * Math.sinh(kappa);
        double half = Math.sinh(kappa / 2);
        double features = 2 * half * half / Math.sqrt(state.lambdaN());
        // The norm of X was taken upwards, where here it divides.
        double back = (1 + state.room()) * (1 + state.room());
        Arrays.setAll(reach, r -> encoder * state.decoderLengths()[r] + back * features * kernel.codeLengths()[r]);
        return reach;
    }

    @Override
    public JointDescentCertificate certificate(double flipNorm) {
        boolean some = mu > 0;
        double flips = some ? (lipschitz() * flipNorm + 2 * slack) / (2 * Math.sqrt(mu)) : Double.POSITIVE_INFINITY;
        return new JointDescentCertificate(
                state.features(),
                c,
                gamma,
                kernel.smallest().value(),
                kernel.smallest().confirmed(),
                mu,
                kappa,
                slack / state.lipschitz(),
                2 * slack / lipschitz(),
                flipNorm,
                flips,
                some ? speed() : Double.POSITIVE_INFINITY,
                some ? 2 * state.features() * (1 - c - flips) / (speed() + fall) : Double.NEGATIVE_INFINITY);
    }

    private double lipschitz() {
        return Math.sqrt(gamma) * state.lipschitz();
    }

    private double speed() {
        double decoder = Math.sqrt(kernel.norm()) + slack;
        double encoder = lipschitz() * state.normA() + 2 * slack;
        return decoder * decoder + encoder * encoder;
    }
}
