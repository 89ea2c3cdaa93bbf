package org.autoencoder4j.ntk.certificate;

import org.autoencoder4j.report.Reference;
import org.autoencoder4j.report.Relation;
import org.autoencoder4j.report.Report;

/**
 * C3: what a state guarantees of the flow of the encoder alone. With {@code L = sqrt(lambda_n / m)}, e the error {@code
 * ||X - U||_F} of the state, and any theta between 0 and 1:
 *
 * <pre>
 * mu  = theta lambda_min(G)
 * R_r = L sqrt(d) ||a_r|| e / mu
 * F_i = { r : |w_r . x_i| &lt;= ||x_i|| R_r }        no other unit's sign at x_i ever changes
 * f   = min(max_i ||A_{F_i}||, ||A||)
 * </pre>
 *
 * <p>{@code sqrt(mu) + L f <= sqrt(lambda_min(G))} implies {@code lambda_min(G(t)) >= mu} and {@code ||X - U(t)||_F^2 <=
 * exp(-2 mu t / d) ||X - U(0)||_F^2} at all times.
 *
 * <p>Immutable; threads may share it.
 *
 * @param features d, at least 1
 * @param theta the part of the eigenvalue that is kept, between 0 and 1
 * @param smallestG {@code lambda_min(G)} of the state, at least 0
 * @param confirmed whether a factorisation has confirmed that; else it is known to be at most that
 * @param flipNorm f, or a bound of it
 * @param kernelMove L f, by how much the root of the smallest eigenvalue can fall
 * @paper autoencoder4j P2-C3
 */
public record WeakFlowCertificate(
        int features, double theta, double smallestG, boolean confirmed, double flipNorm, double kernelMove)
        implements StartCertificate {
    @Override
    public double mu() {
        return theta * smallestG;
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

    /**
     * Returns what is left of the eigenvalue's root.
     *
     * @return {@code sqrt(lambda_min(G)) - sqrt(mu) - L f}, at least 0 if something is guaranteed
     */
    public double margin() {
        return Math.sqrt(smallestG) - Math.sqrt(mu()) - kernelMove;
    }

    @Override
    public Report report() {
        Report report = Report.on(
                        "from this state on, the flow of the encoder keeps the kernel's smallest eigenvalue at mu or above",
                        Reference.asPrinted("autoencoder4j", "P2-C3"))
                .claiming(Claims.falling("lambda_min(G)", smallestG, confirmed, Relation.ABOVE, 0))
                .claiming(Claims.falling(
                        "sqrt(lambda_min(G))",
                        Math.sqrt(smallestG),
                        confirmed,
                        Relation.AT_LEAST,
                        Math.sqrt(mu()) + kernelMove))
                .with("mu", mu())
                .with("rate", rate())
                .with("flipNorm", flipNorm);
        return Claims.unless(confirmed, report);
    }
}
