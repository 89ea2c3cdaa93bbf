package org.autoencoder4j.ntk.training;

import java.util.List;
import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Reference;
import org.autoencoder4j.report.Relation;
import org.autoencoder4j.report.Report;

/**
 * What one step of descent is bound to do, given the units that it flipped: an inequality without chance, for any samples,
 * weights and step. With {@code e = ||X - U(k)||_F}, {@code L^2 = lambda_n/m}, F_i the units whose indicator at sample i differs
 * before and after the step, {@code f = max_i ||A_{F_i}||} of the decoder before it, and the encoder's step gamma eta:
 *
 * <pre>
 * (A2)   e(k+1)^2 &lt;= e^2 - 2 eta c g^2,      g^2 = gamma ||grad_W||_F^2 + ||grad_A||_F^2
 *        c = 1 - sqrt(gamma) L f / (2 sigma) - eta/(2d) (||H|| + gamma L^2 ||A(k+1)||^2 + sqrt(gamma d) L e)
 *        sigma^2 = lambda_min(H(k)) &gt; 0
 * (A2')  e(k+1)^2 &lt;= (1 - 2 c eta sigma^2/d) e^2  and
 *        lambda_min(H(k+1)) &gt;= sigma^2 - sqrt(gamma d) (L/c) (e - e(k+1)),    if c &gt; 0
 * </pre>
 *
 * <p>Where the decoder alone is trained this holds with gamma = 0. Where the encoder alone is, with {@code mu = lambda_min(G(k))}
 * in place of sigma^2 and
 *
 * <pre>
 * (A2w)  g^2 = ||grad_W||_F^2,      c = 1 - L f/sqrt(mu) - eta/(2d) L^2 ||A||^2
 * </pre>
 *
 * <p>A flip costs {@code L f/(2 sigma)}, of which the paper's {@code ||K_perp||} is a far larger bound. An eigenvalue of a kernel
 * of order N counts for what is left of it without {@code N ulp(1)} of the kernel's norm, by which rounding may have raised it.
 * Immutable; threads may share it.
 *
 * @paper autoencoder4j P2-A2
 */
public final class StepInequality {
    private static final Reference REFERENCE = Reference.asPrinted("docs/CONVERGENCE.md", "P2-A2");
    private static final Reference WEAK_REFERENCE = Reference.asPrinted("docs/CONVERGENCE.md", "P2-A2, (A2w)");

    private final StepAccount account;
    private final double smallest;
    /** How far rounding may put it. */
    private final double rounding;
    /** What is left of it without that. */
    private final double certain;

    private final double encoderPart;
    private final double curvature;
    private final double c;

    private StepInequality(
            StepAccount account, double smallest, double rounding, double flips, double curvature, double mixed) {
        this.account = account;
        this.smallest = smallest;
        this.rounding = rounding;
        this.curvature = curvature;
        certain = smallest - rounding;
        encoderPart = account.regime().trainsEncoder() ? account.gamma() : 0;
        double turned = flips == 0 ? 0 : flips / Math.sqrt(certain);
        double step = account.learningRate() / (2 * limits().features) * (curvature + mixed);
        c = certain <= 0 ? Double.NEGATIVE_INFINITY : 1 - turned - step;
    }

    /**
     * Takes the inequality of a step that trained the decoder, alone or with the encoder.
     *
     * @param account the account of the step
     * @return (A2)
     * @throws IllegalArgumentException if the step did not train the decoder
     */
    public static StepInequality of(StepAccount account) {
        if (!account.regime().trainsDecoder()) {
            throw new IllegalArgumentException(
                    "account is of a step that is " + account.regime()
                            + "; the inequality then needs the smallest eigenvalue of G and is that of weak(account, smallest)");
        }
        StepLimits limits = account.limits();
        double gamma = account.regime().trainsEncoder() ? account.gamma() : 0;
        double lipschitz = Math.sqrt(gamma * limits.lambdaN / limits.units);
        double curvature = limits.normH + Math.pow(lipschitz * limits.decoderNormAfter, 2);
        double mixed = lipschitz * Math.sqrt(limits.features) * limits.residual;
        double rounding = limits.count * Math.ulp(1.0) * limits.normH;
        return new StepInequality(
                account, limits.smallestH, rounding, lipschitz * limits.flippedDecoder / 2, curvature, mixed);
    }

    /**
     * Takes the inequality of a step that trained the encoder alone.
     *
     * @param account the account of the step
     * @param smallest {@code lambda_min(G(k))} as computed, or less, which the account does not know; NaN leaves everything
     *     undecided
     * @return (A2w)
     * @throws IllegalArgumentException if the step trained the decoder
     */
    public static StepInequality weak(StepAccount account, double smallest) {
        if (account.regime() != Regime.WEAKLY_TRAINED) {
            throw new IllegalArgumentException(
                    "account is of a step that is " + account.regime() + "; it must be WEAKLY_TRAINED");
        }
        StepLimits limits = account.limits();
        double lipschitz = Math.sqrt(limits.lambdaN / limits.units);
        double curvature = Math.pow(lipschitz * limits.decoderNorm, 2);
        // ||G|| is at most L^2 ||A||^2.
        double rounding = limits.count * limits.features * Math.ulp(1.0) * curvature;
        return new StepInequality(account, smallest, rounding, lipschitz * limits.flippedDecoder, curvature, 0);
    }

    private StepLimits limits() {
        return account.limits();
    }

    /**
     * Returns the part of {@code 2 eta g^2} that the step is bound to take from the squared error.
     *
     * @return c, at most 1; minus infinity if the kernel's smallest eigenvalue is 0 to rounding
     */
    public double c() {
        return c;
    }

    /**
     * Returns the greatest norm of a decoder's columns whose units flip at one sample.
     *
     * @return f, 0 if none flips
     */
    public double flippedDecoder() {
        return limits().flippedDecoder;
    }

    /**
     * Returns the squared gradient, the encoder's part times gamma.
     *
     * @return g^2
     */
    public double squaredGradient() {
        return -account.term(StepTerm.KERNEL) / (2 * account.learningRate());
    }

    /**
     * Returns the limit of the squared error after the step.
     *
     * @return {@code e^2 - 2 eta c g^2}; infinite if c is
     */
    public double squaredAfterAtMost() {
        return account.squaredBefore() - 2 * account.learningRate() * c * squaredGradient();
    }

    /**
     * Returns the rate at which the step is bound to shrink the squared error, for each unit of eta / d.
     *
     * @return {@code 2 c sigma^2}, or {@code 2 c mu}, of what is certain of the eigenvalue; minus infinity if c is
     */
    public double rate() {
        return c == Double.NEGATIVE_INFINITY ? c : 2 * c * certain;
    }

    /**
     * Returns the limit of the decoder's kernel after a step of both layers.
     *
     * @return {@code sigma^2 - sqrt(gamma d) (L/c) (e - e(k+1))}, of which nothing is said unless c is above 0
     */
    public double smallestAfterAtLeast() {
        double speed = Math.sqrt(encoderPart * limits().features * limits().lambdaN / limits().units);
        return smallest - speed / c * (limits().residual - Math.sqrt(account.squaredAfter()));
    }

    /** {@code ||H|| + gamma L^2 ||A(k+1)||^2}. */
    double curvature() {
        return curvature;
    }

    /**
     * Reports (A2). It has a proof without chance, so it FAILS only if the step was no descent on these samples. It is
     * NOT_APPLICABLE where the kernel is singular to rounding, and INCONCLUSIVE where rounding decides, in an error or a step
     * that is all rounding or in an eigenvalue that hardly differs from 0.
     *
     * @return the report
     */
    public Report descent() {
        double limit = squaredAfterAtMost() / account.squaredBefore();
        return on("the step takes 2 eta c g^2 from the squared error, or more")
                .requiring(singular())
                .claiming(account.ratioAtMost(limit))
                .with("c", c)
                .with("flippedDecoder", flippedDecoder())
                .with("squaredGradient", squaredGradient());
    }

    /**
     * Reports the first part of (A2'), that the error contracts, under the condition c &gt; 0. It FAILS only if the step was no
     * descent on these samples.
     *
     * @return the report
     */
    public Report contraction() {
        double limit = 1 - account.learningRate() / limits().features * rate();
        return on("the step contracts by 1 - 2 c eta sigma^2/d")
                .requiring(positive())
                .claiming(account.ratioAtMost(limit));
    }

    /**
     * Reports the second part of (A2'), that the kernel H falls by no more than the error does, under the condition c &gt; 0. It
     * FAILS only if the step was no descent on these samples.
     *
     * @return the report; INCONCLUSIVE unless both layers were trained, since nothing is claimed of other steps
     */
    public Report kernel() {
        Report report =
                on("the decoder's kernel falls by no more than the error").requiring(positive());
        if (account.regime() != Regime.JOINTLY_TRAINED) {
            return report;
        }
        double limit = smallestAfterAtLeast();
        double measured = limits().smallestHAfter;
        double error = 1e-9 * Math.max(Math.abs(measured), Math.abs(limit))
                + limits().count * Math.ulp(limits().normH + limits().normHAfter);
        return report.claiming(Bound.rounded("lambda_min(H(k+1))", measured, Relation.AT_LEAST, limit, error));
    }

    /** The reports that claim something of this regime. */
    List<Report> reports() {
        return account.regime() == Regime.JOINTLY_TRAINED
                ? List.of(descent(), contraction(), kernel())
                : List.of(descent(), contraction());
    }

    private Report on(String statement) {
        return Report.on(statement, account.regime().trainsDecoder() ? REFERENCE : WEAK_REFERENCE);
    }

    private Bound singular() {
        String name = account.regime().trainsDecoder() ? "lambda_min(H(k))" : "lambda_min(G(k))";
        // What Eigenvalues cannot tell from 0 is 0: no condition of a singular kernel is met.
        return Bound.rounded(name, smallest, Relation.ABOVE, 0, smallest == 0 ? 0 : rounding);
    }

    /** The condition of (A2'). */
    Bound positive() {
        return new Bound("c", c, Relation.ABOVE, 0);
    }

    @Override
    public String toString() {
        return "StepInequality[" + account.regime() + ", c=" + c + ", flippedDecoder=" + flippedDecoder()
                + ", smallest=" + smallest + "]";
    }
}
