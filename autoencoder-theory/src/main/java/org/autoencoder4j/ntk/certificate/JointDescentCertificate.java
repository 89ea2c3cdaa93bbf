package org.autoencoder4j.ntk.certificate;

import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Reference;
import org.autoencoder4j.report.Relation;
import org.autoencoder4j.report.Report;

/**
 * C2: what a state guarantees of descent on both layers, W by steps of {@code gamma eta} and A by steps of {@code eta}. With
 * {@code L = sqrt(lambda_n / m)}, {@code L_g = sqrt(gamma) L}, e the error {@code ||X - U||_F} of the state, and any c
 * between 0 and 1:
 *
 * <pre>
 * mu     = lambda_min(H) - L_g sqrt(d) e / c              must be above 0
 * kappa  = log(lambda_min(H) / mu)
 * slack  = sqrt(lambda_min(H)) - sqrt(mu)
 * R_r    = sqrt(gamma) ||a_r|| sinh(kappa) + ||relu(X w_r)|| / ||X|| (cosh(kappa) - 1)
 * F_i    = { r : |w_r . x_i| &lt;= ||x_i|| R_r }             no other unit's sign at x_i ever changes
 * f0     = min(max_i ||A_{F_i}||, ||A||)
 * flips  = (L_g f0 + 2 slack) / (2 sqrt(mu))
 * Lambda = (sqrt(||H||) + slack)^2 + (L_g ||A|| + 2 slack)^2
 * largestStep = 2 d (1 - c - flips) / (Lambda + L_g sqrt(d) e)
 * </pre>
 *
 * <p>{@code 0 < eta <= largestStep} implies {@code ||X - U(k)||_F^2 <= (1 - 2 c eta mu / d)^k ||X - U(0)||_F^2} and {@code
 * lambda_min(H(k)) >= mu} at all k, and that W and A move by at most the drifts.
 *
 * <p>If mu is not above 0 the numbers that follow from it are infinite, and {@code largestStep} is minus infinity.
 *
 * <p>Immutable; threads may share it.
 *
 * @param features d, at least 1
 * @param c the part of the first-order decrease that is kept, between 0 and 1
 * @param gamma the encoder's own factor of the step, above 0 and at most 1
 * @param smallestH {@code lambda_min(H)} of the state, at least 0
 * @param confirmed whether a factorisation has confirmed that; else it is known to be at most that
 * @param mu what {@code lambda_min(H(k))} never falls below
 * @param kappa how long the path can be, in units of the growth of the weights
 * @param encoderDrift {@code slack / L}, of {@code ||W(k) - W(0)||_F}
 * @param decoderDrift {@code 2 slack / L_g}, of {@code ||A(k) - A(0)||_F}
 * @param flipNorm f0, or a bound of it
 * @param flips what units that change sign cost of the first-order decrease
 * @param outputSpeed Lambda
 * @param largestStep the step size up to which the guarantee is given
 * @paper autoencoder4j P2-C2
 */
public record JointDescentCertificate(
        int features,
        double c,
        double gamma,
        double smallestH,
        boolean confirmed,
        double mu,
        double kappa,
        double encoderDrift,
        double decoderDrift,
        double flipNorm,
        double flips,
        double outputSpeed,
        double largestStep)
        implements StartCertificate {
    @Override
    public double rate() {
        return 2 * c * mu / features;
    }

    @Override
    public Report report() {
        Report report = Report.on(
                        "from this state on, each step of descent on both layers that is not above largestStep contracts",
                        Reference.asPrinted("autoencoder4j", "P2-C2"))
                .claiming(Claims.falling("lambda_min(H)", smallestH, confirmed, Relation.ABOVE, smallestH - mu))
                .claiming(Claims.growing("c + flips", c + flips, confirmed, Relation.BELOW, 1))
                .with("mu", mu)
                .with("rate", rate())
                .with("largestStep", largestStep)
                .with("flipNorm", flipNorm)
                .with("encoderDrift", encoderDrift)
                .with("decoderDrift", decoderDrift);
        return Claims.unless(confirmed, report);
    }

    /**
     * Reports whether the guarantee is given to steps of a certain size: the same, and that {@code eta} is at most {@code
     * largestStep}.
     *
     * @param eta the step size
     * @return the report
     */
    public Report report(double eta) {
        return report().claiming(Bound.exact("eta", eta, Relation.AT_MOST, largestStep));
    }
}
