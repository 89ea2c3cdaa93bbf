package org.autoencoder4j.check;

import static org.autoencoder4j.report.Relation.ABOVE;
import static org.autoencoder4j.report.Relation.AT_MOST;
import static org.autoencoder4j.report.Relation.BELOW;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import org.autoencoder4j.linalg.Checks;
import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Reference;
import org.autoencoder4j.report.Report;
import org.autoencoder4j.report.Verdict;

/**
 * What Theorem 4 says of one step {@code W - zeta g} at given weights, column by column, with all constants. It says two
 * different things, both for any gradient g, with {@code v_i} and {@code s_i} as in {@link DescentLemma}.
 *
 * <p><strong>Descent</strong> (without normalisation), from Lemmas 1, 2 and 4 under their conditions: for
 * {@code zeta <= min_i 1 / (kappa2 p_i lambda_i)}
 *
 * <pre>
 *   ||W_i - zeta g_i - A_i||^2 &lt;= (1 - tau_i) D_i^2 + zeta R_i,   tau_i = zeta f_i,   R_i = 2 ||v_i||^2 / (kappa2 p_i lambda_i).
 * </pre>
 *
 * <p>Print has the maximum in place of the minimum, with which columns of small p_i diverge.
 *
 * <p><strong>Normalised step</strong>, whatever the bias: with {@code alpha_i = 1 - zeta p_i s_i} and
 * {@code beta_i = zeta kappa2 p_i lambda_i} the step leaves {@code alpha_i W_i + beta_i A_i - zeta v_i}, so that, if
 * {@code lambda_i > 0}, {@code alpha_i + beta_i > 0} and {@code r_i < 1},
 *
 * <pre>
 *   ||normalise(W_i - zeta g_i) - A_i|| &lt;= r_i sqrt(2 / (1 + sqrt(1 - r_i^2))),
 *   r_i = (|alpha_i| D_i + zeta ||v_i||) / (alpha_i + beta_i).
 * </pre>
 *
 * <p>For a mixture at {@code zeta = 1 / (p_i lambda_i)} that is the rate {@code c / (1 + c)},
 * {@code c = 1 - (lambda_i + b_i)^2 / lambda_i}. The paper's condition on the bias excludes every bias with which a ReLU
 * finds the support, so that its descent cannot be certified by Lemma 1; the normalised step can, and needs no shrinking
 * bias.
 *
 * <p>Immutable; threads may share it.
 *
 * @paper NWH19 Theorem 4, corrected
 */
public final class DescentCertificate {
    private final DescentLemma lemma;

    private DescentCertificate(DescentLemma lemma) {
        this.lemma = lemma;
    }

    /**
     * Makes the certificate of a measured gradient.
     *
     * @param lemma the gradient, measured
     * @return the certificate
     */
    public static DescentCertificate of(DescentLemma lemma) {
        return new DescentCertificate(lemma);
    }

    /**
     * Returns the measured gradient.
     *
     * @return the measurement of the descent lemma
     */
    public DescentLemma lemma() {
        return lemma;
    }

    /**
     * Returns the largest learning rate for which the theorem promises descent.
     *
     * @return {@code min_i 1 / (kappa2 p_i lambda_i)}; 0 if some lambda_i is not positive
     */
    public double admissibleStep() {
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < lemma.units(); i++) {
            least = Math.min(least, lemma.column(i).largestStep());
        }
        return least;
    }

    /**
     * Returns the tau of a column: the step multiplies its squared error by at most {@code 1 - tau_i}, up to the
     * remainder.
     *
     * @param zeta the learning rate, finite and above 0
     * @param unit i
     * @return {@code tau_i = zeta f_i}
     * @throws IllegalArgumentException if an argument is out of range
     */
    public double tau(double zeta, int unit) {
        return Checks.positive("zeta", zeta) * lemma.column(unit).factor(lemma.delta());
    }

    /**
     * Returns what a step may add to the squared error of a column.
     *
     * @param zeta the learning rate, finite and above 0
     * @param unit i
     * @return {@code zeta R_i}
     * @throws IllegalArgumentException if an argument is out of range
     */
    public double remainder(double zeta, int unit) {
        return Checks.positive("zeta", zeta) * lemma.column(unit).remainder();
    }

    /**
     * Returns the rate of a normalised step near the atom.
     *
     * @param zeta the learning rate, finite and above 0
     * @param unit i
     * @return {@code |alpha_i| / (alpha_i + beta_i)}, which is {@code c / (1 + c)} for a mixture at
     *     {@code zeta = 1 / (p_i lambda_i)}; infinite if {@code alpha_i + beta_i <= 0}
     * @throws IllegalArgumentException if an argument is out of range
     */
    public double normalisedRate(double zeta, int unit) {
        return lemma.column(unit).normalisedRate(Checks.positive("zeta", zeta));
    }

    /**
     * Bounds the error of a column after a normalised step.
     *
     * @param zeta the learning rate, finite and above 0
     * @param unit i
     * @return {@code r_i sqrt(2 / (1 + sqrt(1 - r_i^2)))}; infinite if {@code r_i >= 1}, where nothing is certified
     * @throws IllegalArgumentException if an argument is out of range
     */
    public double normalisedErrorBound(double zeta, int unit) {
        double radius = lemma.column(unit).radius(Checks.positive("zeta", zeta));
        return radius < 1 ? NormalisedColumns.bound(radius) : Double.POSITIVE_INFINITY;
    }

    /**
     * Lists the hypotheses of descent for a column: {@code lambda_i > 0}, the learning rate, the bias condition (for
     * Lemmas 1 and 4), {@code tau_i > 0}.
     *
     * @param zeta the learning rate, finite and above 0
     * @param unit i
     * @return the hypotheses, always the same ones in the same order
     * @throws IllegalArgumentException if an argument is out of range
     */
    public List<Bound> descentHypotheses(double zeta, int unit) {
        DescentColumn column = lemma.column(unit);
        List<Bound> hypotheses = new ArrayList<>();
        hypotheses.add(new Bound("lambda_i", column.lambda(), ABOVE, 0));
        hypotheses.add(new Bound("zeta", Checks.positive("zeta", zeta), AT_MOST, column.largestStep()));
        if (column.lemma().hasBiasCondition()) {
            hypotheses.add(DescentLemma.biasCondition(column));
        }
        hypotheses.add(new Bound("tau_i", tau(zeta, unit), ABOVE, 0));
        return List.copyOf(hypotheses);
    }

    /**
     * Lists the hypotheses of the normalised step for a column: {@code lambda_i > 0}, a rate below 1, {@code r_i < 1}.
     *
     * @param zeta the learning rate, finite and above 0
     * @param unit i
     * @return the hypotheses, always the same ones in the same order
     * @throws IllegalArgumentException if an argument is out of range
     */
    public List<Bound> normalisedHypotheses(double zeta, int unit) {
        DescentColumn column = lemma.column(unit);
        return List.of(
                new Bound("lambda_i", column.lambda(), ABOVE, 0),
                new Bound("|alpha_i| / (alpha_i + beta_i)", normalisedRate(zeta, unit), BELOW, 1),
                new Bound("r_i", column.radius(zeta), BELOW, 1));
    }

    /**
     * Reports descent without normalisation for the column that decides: the first with a false hypothesis, or else the
     * one whose error comes closest to the bound.
     *
     * @param zeta the learning rate, finite and above 0
     * @return the report
     * @throws IllegalArgumentException if zeta is out of range
     */
    public Report descent(double zeta) {
        int unit = deciding(
                i -> holds(descentHypotheses(zeta, i)),
                i -> lemma.column(i).squaredErrorAfter(zeta) - squaredErrorBound(zeta, i));
        DescentColumn column = lemma.column(unit);
        Report report = onUnitColumns("a step of descent contracts the columns' errors");
        for (Bound hypothesis : descentHypotheses(zeta, unit)) {
            report = report.requiring(hypothesis);
        }
        return report.claiming(new Bound(
                        "||W_i - zeta g_i - A_i||^2",
                        column.squaredErrorAfter(zeta),
                        AT_MOST,
                        squaredErrorBound(zeta, unit)))
                .with("admissibleStep", admissibleStep())
                .with("error", column.error())
                .with("tau", tau(zeta, unit))
                .with("leastTau", least(i -> tau(zeta, i)))
                .with("remainder", remainder(zeta, unit))
                .witnessedBy("column " + unit);
    }

    /**
     * Reports the normalised step for the column that decides: the first with a false hypothesis, or else the one of the
     * greatest bound. Claimed is the bound on its error after the step,
     * with 1e-14 for rounding.
     *
     * @param zeta the learning rate, finite and above 0
     * @return the report
     * @throws IllegalArgumentException if zeta is out of range
     */
    public Report normalisedStep(double zeta) {
        int unit = deciding(i -> holds(normalisedHypotheses(zeta, i)), i -> normalisedErrorBound(zeta, i));
        DescentColumn column = lemma.column(unit);
        Report report = onUnitColumns("a normalised step contracts the columns' errors");
        for (Bound hypothesis : normalisedHypotheses(zeta, unit)) {
            report = report.requiring(hypothesis);
        }
        return report.claiming(new Bound(
                        "||normalise(W_i - zeta g_i) - A_i||",
                        lemma.normalisedErrorAfter(zeta, unit),
                        AT_MOST,
                        normalisedErrorBound(zeta, unit) + NormalisedColumns.ROUNDING))
                .with("error", column.error())
                .with("rate", normalisedRate(zeta, unit))
                .with("greatestRate", -least(i -> -normalisedRate(zeta, i)))
                .with("remainderNorm", column.remainderNorm())
                .witnessedBy("column " + unit);
    }

    private Report onUnitColumns(String statement) {
        return Report.on(statement, Reference.corrected("NWH19", "Theorem 4"))
                .requiring(Columns.unitLength("W", lemma.weightDeviation()))
                .requiring(Columns.unitLength("A", lemma.atomDeviation()));
    }

    private double squaredErrorBound(double zeta, int unit) {
        return lemma.column(unit).squaredErrorBound(lemma.delta(), zeta);
    }

    static boolean holds(List<Bound> hypotheses) {
        return hypotheses.stream().allMatch(hypothesis -> hypothesis.verdict() == Verdict.HOLDS);
    }

    private int deciding(IntPredicate holds, IntToDoubleFunction excess) {
        int worst = 0;
        for (int i = 0; i < lemma.units(); i++) {
            if (!holds.test(i)) {
                return i;
            }
            worst = excess.applyAsDouble(i) > excess.applyAsDouble(worst) ? i : worst;
        }
        return worst;
    }

    private double least(IntToDoubleFunction value) {
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < lemma.units(); i++) {
            least = Math.min(least, value.applyAsDouble(i));
        }
        return least;
    }

    @Override
    public String toString() {
        return "DescentCertificate[admissibleStep=" + admissibleStep() + ", delta=" + lemma.delta() + "]";
    }
}
