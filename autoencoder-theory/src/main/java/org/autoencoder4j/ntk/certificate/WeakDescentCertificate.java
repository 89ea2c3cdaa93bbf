package org.autoencoder4j.ntk.certificate;

import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Reference;
import org.autoencoder4j.report.Relation;
import org.autoencoder4j.report.Report;

/**
 * C4: what a state guarantees of descent on the encoder alone. As {@link WeakFlowCertificate}, with any c between 0 and 1
 * and {@code R_r = L sqrt(d) ||a_r|| e / (c mu)}: {@code sqrt(mu) + L f <= sqrt(lambda_min(G))} and
 *
 * <pre>
 * 0 &lt; eta &lt;= largestStep = 2 d (1 - c - L f / sqrt(mu)) / (L ||A||)^2
 * </pre>
 *
 * <p>imply {@code ||X - U(k)||_F^2 <= (1 - 2 c eta mu / d)^k ||X - U(0)||_F^2} at all k.
 *
 * <p>Immutable; threads may share it.
 *
 * @param kernel the condition on the kernel, at these longer reaches
 * @param c the part of the first-order decrease that is kept, between 0 and 1
 * @param flips {@code L f / sqrt(mu)}, what units that change sign cost of the first-order decrease
 * @param formulaStep the formula of the largest step, which counts only if the condition on the kernel is true
 * @paper autoencoder4j P2-C4
 */
public record WeakDescentCertificate(WeakFlowCertificate kernel, double c, double flips, double formulaStep)
        implements StartCertificate {
    @Override
    public double mu() {
        return kernel.mu();
    }

    @Override
    public double rate() {
        return 2 * c * mu() / kernel.features();
    }

    @Override
    public double largestStep() {
        return kernel.margin() >= 0 ? formulaStep : Double.NEGATIVE_INFINITY;
    }

    @Override
    public Report report() {
        Report flow = kernel.report();
        Report report = Report.on(
                "from this state on, each step of descent on the encoder that is not above largestStep contracts",
                Reference.asPrinted("autoencoder4j", "P2-C4"));
        for (Bound bound : flow.bounds()) {
            report = report.claiming(bound);
        }
        report = report.claiming(Claims.growing("c + flips", c + flips, kernel.confirmed(), Relation.BELOW, 1))
                .with("mu", mu())
                .with("rate", rate())
                .with("largestStep", largestStep())
                .with("flipNorm", kernel.flipNorm());
        return Claims.unless(kernel.confirmed(), report);
    }

    /**
     * Reports whether the guarantee is given to steps of a certain size: the same, and that {@code eta} is at most {@code
     * largestStep}.
     *
     * @param eta the step size
     * @return the report
     */
    public Report report(double eta) {
        return report().claiming(Bound.exact("eta", eta, Relation.AT_MOST, largestStep()));
    }
}
