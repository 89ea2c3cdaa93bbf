package org.autoencoder4j.ntk.training;

import java.util.List;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Reference;
import org.autoencoder4j.report.Relation;
import org.autoencoder4j.report.Report;

/**
 * What the paper claims of the terms of one step, each term divided by {@code ||X - U(k)||_F^2}, in the form that holds.
 * Print puts {@code 4R} for the greatest fraction s of units that change sign at a sample; here s is measured, so that
 * the claims rest on no probability. With {@code lambda} the eigenvalue that the theorem assumes (lambda_0 of G_inf where
 * the encoder alone is trained, lambda_H of H_inf otherwise):
 *
 * <table>
 * <caption>Claims where the encoder alone is trained, for {@code alpha = max_r ||a_r||^2 / d}</caption>
 * <tr><td>B.1</td><td>{@code C_1 <= -eta lambda / d} if {@code lambda_min(G(k)) >= lambda / 2}</td></tr>
 * <tr><td>B.2</td><td>{@code C_2 <= 2 eta n s alpha}</td></tr>
 * <tr><td>B.3</td><td>{@code C_3 <= 2 eta sqrt(n lambda_n) s alpha}</td></tr>
 * <tr><td>B.4</td><td>{@code C_4 <= eta^2 n lambda_n (||A||_F^2 / (m d))^2}</td></tr>
 * </table>
 *
 * <p>Where the decoder is trained, C.4 is as B.1 with K for G; C.5 is {@code C_2 <= eta lambda / (8d)} if
 * {@code ||K_perp|| <= lambda / 16}, a condition that {@link StepInequality} does without; C.6, C.7, C.8 are {@link StepAccount#limit}; and (C.3) is
 * {@code ||grad_A||_F <= sqrt(||H|| / d) ||X - U||_F}. The paper has no claims for a decoder trained alone: C.4 and C.8
 * then serve, with H for K.
 *
 * <p>The claims are proved of any step of descent. Where a move of the outputs is all rounding, in an error or a step that is very
 * small, they are undecided. {@link DescentRecord#claims} evaluates them along a run.
 *
 * @paper NWH-NTK Claims B.1 to B.4, C.4 to C.8, eq. (C.3) (corrected)
 */
final class StepClaims {
    private static final String PAPER = "NWH-NTK";

    private final StepAccount account;
    private final StepLimits limits;
    private final double smallest;
    private final double lambda;

    private StepClaims(StepAccount account, double smallest, double lambda) {
        this.account = account;
        this.limits = account.limits();
        this.smallest = smallest;
        this.lambda = lambda;
    }

    /**
     * Checks the claims on a step, in the paper's order. The smallest eigenvalue is that of K(k), the kernel of the layers
     * that are trained, or NaN, which leaves B.1 and C.4 inconclusive; lambda is lambda_0 or lambda_H, above 0.
     */
    static List<Report> of(StepAccount account, double smallest, double lambda) {
        StepClaims claims = new StepClaims(account, smallest, Checks.positive("lambda", lambda));
        return switch (account.regime()) {
            case WEAKLY_TRAINED -> List.of(claims.kernel("Claim B.1"), claims.b2(), claims.b3(), claims.b4());
            case JOINTLY_TRAINED ->
                List.of(
                        claims.kernel("Claim C.4"),
                        claims.c5(),
                        claims.limited(StepTerm.FLIPPED_UNITS, "Claim C.6"),
                        claims.limited(StepTerm.MIXED, "Claim C.7"),
                        claims.limited(StepTerm.SQUARE, "Claim C.8"),
                        claims.decoderGradient());
            default ->
                List.of(
                        claims.kernel("Claim C.4"),
                        claims.limited(StepTerm.SQUARE, "Claim C.8"),
                        claims.decoderGradient());
        };
    }

    private double eta() {
        return account.learningRate();
    }

    private double flippedFraction() {
        return (double) account.mostFlips() / limits.units * limits.longestDecoder;
    }

    private Bound bound(StepTerm term, double limit) {
        String name = switch (term) {
            case KERNEL -> "C_1";
            case FLIPPED_KERNEL -> "C_2";
            case FLIPPED_UNITS -> "C_3";
            case MIXED -> "C_4";
            case SQUARE -> account.regime() == Regime.JOINTLY_TRAINED ? "C_5" : "C_4";
        };
        double measured = account.term(term) / account.squaredBefore();
        double rounding = account.rounding(term) + 1e-9 * Math.max(Math.abs(measured), Math.abs(limit));
        return Bound.rounded(name + " / ||X - U||^2", measured, Relation.AT_MOST, limit, rounding);
    }

    private Report kernel(String item) {
        Reference reference = account.regime() == Regime.WEAKLY_TRAINED
                ? Reference.asPrinted(PAPER, item)
                : Reference.corrected(PAPER, item);
        return Report.on("the kernel contracts the error", reference)
                .requiring(new Bound("lambda_min(K), or what is below it,", smallest, Relation.AT_LEAST, lambda / 2))
                .claiming(bound(StepTerm.KERNEL, -eta() * lambda / limits.features));
    }

    private Report b2() {
        return Report.on("units that change sign take little from the kernel", Reference.asPrinted(PAPER, "Claim B.2"))
                .claiming(bound(StepTerm.FLIPPED_KERNEL, 2 * eta() * limits.count * flippedFraction()));
    }

    private Report b3() {
        double limit = 2 * eta() * Math.sqrt(limits.count * limits.lambdaN) * flippedFraction();
        return Report.on("units that change sign move the outputs little", Reference.corrected(PAPER, "Claim B.3"))
                .claiming(bound(StepTerm.FLIPPED_UNITS, limit));
    }

    private Report b4() {
        double limit = Math.pow(eta() * limits.meanDecoder, 2) * limits.count * limits.lambdaN;
        return Report.on("the square of the outputs' move is of second order", Reference.corrected(PAPER, "Claim B.4"))
                .claiming(bound(StepTerm.SQUARE, limit));
    }

    private Report c5() {
        return Report.on("units that change sign take little from the kernel", Reference.corrected(PAPER, "Claim C.5"))
                .requiring(new Bound("||K_perp||", account.flippedKernelNorm(), Relation.AT_MOST, lambda / 16))
                .claiming(bound(StepTerm.FLIPPED_KERNEL, eta() * lambda / (8 * limits.features)));
    }

    private Report limited(StepTerm term, String item) {
        String what = switch (term) {
            case FLIPPED_UNITS -> "units that change sign move the outputs little";
            case MIXED -> "the product of both layers' moves is small";
            default -> "the square of the outputs' move is of second order";
        };
        return Report.on(what, Reference.corrected(PAPER, item))
                .claiming(bound(term, account.limit(term) / account.squaredBefore()));
    }

    private Report decoderGradient() {
        return Report.on("the decoder's gradient is bounded by its kernel", Reference.corrected(PAPER, "(C.3)"))
                .claiming(new Bound(
                        "||grad_A||_F",
                        limits.decoderGradient,
                        Relation.AT_MOST,
                        Math.sqrt(limits.normH / limits.features) * limits.residual));
    }
}
