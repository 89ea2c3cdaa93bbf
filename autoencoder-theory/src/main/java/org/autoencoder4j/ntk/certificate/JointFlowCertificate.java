package org.autoencoder4j.ntk.certificate;

import org.autoencoder4j.report.Reference;
import org.autoencoder4j.report.Relation;
import org.autoencoder4j.report.Report;

/**
 * C1: what a state guarantees of the flow of both layers. With {@code L = sqrt(lambda_n / m)} and {@code fall = sqrt(gamma)
 * L sqrt(d) ||X - U||_F},
 *
 * <p>{@code mu = lambda_min(H) - fall > 0} implies {@code lambda_min(K(t)) >= mu} and {@code ||X - U(t)||_F^2 <=
 * exp(-2 mu t / d) ||X - U(0)||_F^2} at all times.
 *
 * <p>Immutable; threads may share it.
 *
 * @param features d, at least 1
 * @param smallestH {@code lambda_min(H)} of the state, at least 0
 * @param confirmed whether a factorisation has confirmed that; else it is known to be at most that
 * @param fall by how much {@code lambda_min(H)} can fall until the error is 0
 * @paper autoencoder4j P2-C1
 */
public record JointFlowCertificate(int features, double smallestH, boolean confirmed, double fall)
        implements StartCertificate {
    @Override
    public double mu() {
        return smallestH - fall;
    }

    @Override
    public double rate() {
        return 2 * mu() / features;
    }

    /** Returns infinity: the flow has no steps. */
    @Override
    public double largestStep() {
        return Double.POSITIVE_INFINITY;
    }

    @Override
    public Report report() {
        Report report = Report.on(
                        "from this state on, the flow of both layers keeps the kernel's smallest eigenvalue at mu or above",
                        Reference.asPrinted("autoencoder4j", "P2-C1"))
                .claiming(Claims.falling("lambda_min(H)", smallestH, confirmed, Relation.ABOVE, fall))
                .with("mu", mu())
                .with("rate", rate());
        return Claims.unless(confirmed, report);
    }
}
