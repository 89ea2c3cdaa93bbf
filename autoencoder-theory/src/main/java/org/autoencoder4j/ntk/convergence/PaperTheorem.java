package org.autoencoder4j.ntk.convergence;

import java.util.OptionalDouble;
import org.autoencoder4j.report.Reference;

/**
 * The paper's own theorems of linear convergence, in three forms: the width as printed, of which print leaves a factor C open; a C
 * with which it is enough by the theorems of {@link ConvergenceTheorem}, for lambda_H in the place of lambda_0 where both layers
 * learn; and the width to which the paper's own proof leads once it is corrected, with all constants.
 *
 * <p>Immutable; threads may share it.
 */
public enum PaperTheorem {
    /**
     * Only W learns, by the flow: {@code C n^5 d^4 lambda_n / (lambda_0^4 delta^2)} in print.
     *
     * @paper NWH-NTK Theorem 4.1
     */
    THEOREM_4_1(
            "Theorem 4.1",
            "n^5 d^4 lambda_n / (lambda_0^4 delta^2)",
            "1100",
            "512 n^5 d^4 lambda_n / (lambda_0^4 delta^3)",
            ConvergenceTheorem.WEAK_FLOW),
    /**
     * Only W learns, by descent: {@code C n^5 d^4 lambda_n / (lambda_0^4 delta^3)} in print.
     *
     * @paper NWH-NTK Theorem 4.2
     */
    THEOREM_4_2(
            "Theorem 4.2",
            "n^5 d^4 lambda_n / (lambda_0^4 delta^3)",
            "4400",
            "max(2048 n^5 d^4 lambda_n / (lambda_0^4 delta^3), 131072 n^3 d^4 lambda_n / (lambda_0^4 delta))",
            ConvergenceTheorem.WEAK_DESCENT),
    /**
     * Both layers learn, by the flow: {@code C n d lambda_n^3 / (lambda_0^4 delta^2)} in print, where one factor is lambda_0^3 by
     * a misprint.
     *
     * @paper NWH-NTK Theorem 5.1
     */
    THEOREM_5_1(
            "Theorem 5.1",
            "n d lambda_n^3 / (lambda_0^4 delta^2)",
            "12",
            "2600 n d lambda_n^2 h / (lambda_H^4 delta)",
            ConvergenceTheorem.JOINT_FLOW),
    /**
     * Both layers learn, by descent: the width of Theorem 5.1 in print.
     *
     * @paper NWH-NTK Theorem 5.2
     */
    THEOREM_5_2(
            "Theorem 5.2",
            "n d lambda_n^3 / (lambda_0^4 delta^2)",
            "210 max(1, d delta)",
            "none: the proof has a hole",
            ConvergenceTheorem.JOINT_DESCENT);

    private final String item;
    private final String printed;
    private final String factor;
    private final String corrected;
    private final ConvergenceTheorem replacement;

    PaperTheorem(String item, String printed, String factor, String corrected, ConvergenceTheorem replacement) {
        this.item = item;
        this.printed = printed;
        this.factor = factor;
        this.corrected = corrected;
        this.replacement = replacement;
    }

    /**
     * Returns where the theorem is from.
     *
     * @return the reference
     */
    public Reference reference() {
        return Reference.asPrinted("NWH-NTK", item);
    }

    /**
     * Returns the theorem that replaces it.
     *
     * @return a theorem with the same start and steps, all of whose constants are known
     */
    public ConvergenceTheorem replacement() {
        return replacement;
    }

    /**
     * Returns the printed width up to its factor, with lambda_0.
     *
     * @param constants the samples' constants
     * @param delta above 0 and at most 1
     * @return m / C; infinite if lambda_0 is 0
     * @throws IllegalArgumentException if delta is outside its range
     */
    public double printed(KernelConstants constants, double delta) {
        return printed(constants, constants.lambda0(), delta);
    }

    private double printed(KernelConstants c, double lambda, double delta) {
        Probabilities.check(delta);
        double n = c.samples();
        double d = c.features();
        double fourth = Math.pow(lambda, 4) * delta * delta;
        return switch (this) {
            case THEOREM_4_1 -> Math.pow(n, 5) * Math.pow(d, 4) * c.lambdaN() / fourth;
            case THEOREM_4_2 -> Math.pow(n, 5) * Math.pow(d, 4) * c.lambdaN() / (fourth * delta);
            case THEOREM_5_1, THEOREM_5_2 -> n * d * Math.pow(c.lambdaN(), 3) / fourth;
        };
    }

    /**
     * Returns a C with which the printed width is enough, with lambda_H for lambda_0 where both layers learn.
     *
     * @param constants the samples' constants
     * @param delta above 0 and at most 1
     * @return 1100, 4400, 12, and {@code 210 max(1, d delta)}
     * @throws IllegalArgumentException if delta is outside its range
     */
    public double factor(KernelConstants constants, double delta) {
        Probabilities.check(delta);
        return switch (this) {
            case THEOREM_4_1 -> 1100;
            case THEOREM_4_2 -> 4400;
            case THEOREM_5_1 -> 12;
            case THEOREM_5_2 -> 210 * Math.max(1, constants.features() * delta);
        };
    }

    /**
     * Returns the printed width with lambda of {@link ConvergenceTheorem#lambda} and C of {@link #factor}, which is at least {@link
     * ConvergenceTheorem#width}.
     *
     * @param constants the samples' constants
     * @param delta above 0 and at most 1
     * @return m; infinite if lambda is 0
     * @throws IllegalArgumentException if delta is outside its range
     */
    public double sufficient(KernelConstants constants, double delta) {
        return factor(constants, delta) * printed(constants, replacement.lambda(constants), delta);
    }

    /**
     * Returns {@link #sufficient} in words.
     *
     * @return the formula
     */
    public String sufficientFormula() {
        return factor + " " + (replacement.isWeak() ? printed : printed.replace("lambda_0", "lambda_H"));
    }

    /**
     * Returns {@link #corrected} in words.
     *
     * @return the formula
     */
    public String correctedFormula() {
        return corrected;
    }

    /**
     * Returns the width that the corrected proof in print asks for: {@code 512 n^5 d^4 lambda_n / (lambda_0^4 delta^3)} for Theorem
     * 4.1; {@code max(2048 n^5 d^4 lambda_n / (lambda_0^4 delta^3), 131072 n^3 d^4 lambda_n / (lambda_0^4 delta))} for Theorem 4.2;
     * {@code 2600 n d lambda_n^2 h / (lambda_H^4 delta)} for Theorem 5.1, with {@code h = max(lambda_n, ||H_inf||)}. The proof of
     * Theorem 5.2 asks for {@code 8 lambda_n <= lambda_H / 8}, which no samples have.
     *
     * @param constants the samples' constants
     * @param delta above 0 and at most 1
     * @return m, infinite if lambda is 0; none where the proof does not hold
     * @throws IllegalArgumentException if delta is outside its range
     */
    public OptionalDouble corrected(KernelConstants constants, double delta) {
        Probabilities.check(delta);
        double n = constants.samples();
        double d = constants.features();
        double lambdaN = constants.lambdaN();
        double fourth = Math.pow(replacement.lambda(constants), 4);
        double base = n * n * n * Math.pow(d, 4) * lambdaN / (fourth * delta);
        double drift = n * n * base / (delta * delta);
        return switch (this) {
            case THEOREM_4_1 -> OptionalDouble.of(512 * drift);
            case THEOREM_4_2 -> OptionalDouble.of(Math.max(2048 * drift, 131072 * base));
            case THEOREM_5_1 -> OptionalDouble.of(2600 * n * d * lambdaN * lambdaN * constants.h() / (fourth * delta));
            case THEOREM_5_2 -> OptionalDouble.empty();
        };
    }

    /**
     * Returns the printed step of descent: {@code lambda_0 / (4 n d lambda_n)} for Theorem 4.2, {@code lambda_0 / (64 n lambda_n)}
     * for Theorem 5.2. It is at most {@link ConvergenceTheorem#largestStep}, as lambda_0 is at most 1/2.
     *
     * @param constants the samples' constants
     * @return eta; none for a flow
     */
    public OptionalDouble step(KernelConstants constants) {
        double base = constants.lambda0() / (4 * constants.samples() * constants.lambdaN());
        return switch (this) {
            case THEOREM_4_1, THEOREM_5_1 -> OptionalDouble.empty();
            case THEOREM_4_2 -> OptionalDouble.of(base / constants.features());
            case THEOREM_5_2 -> OptionalDouble.of(base / 16);
        };
    }
}
