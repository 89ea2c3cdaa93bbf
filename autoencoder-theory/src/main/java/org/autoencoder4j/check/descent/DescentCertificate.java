package org.autoencoder4j.check.descent;

import static org.autoencoder4j.report.Relation.ABOVE;
import static org.autoencoder4j.report.Relation.AT_MOST;
import static org.autoencoder4j.report.Relation.BELOW;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.check.internal.HeapColumns;
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
 * <p>That is below {@code D_i^2} just outside the radius {@code sqrt(R_i / f_i)}. Within it the lemma allows the error to
 * grow, and it does: what {@link #descent} claims is that errors shrink, and {@link #contraction} measures whether they
 * do. Print has the maximum in place of the minimum, with which columns of small p_i diverge.
 *
 * <p><strong>Normalised step</strong>, whatever the bias: with {@code alpha_i = 1 - zeta p_i s_i},
 * {@code beta_i = zeta kappa2 p_i lambda_i} and {@code v_i = rho_i A_i + t_i}, t_i orthogonal to A_i, the step leaves
 * {@code alpha_i W_i + beta_i A_i - zeta v_i}, so that, if {@code lambda_i > 0} and the denominator is above 0,
 *
 * <pre>
 *   tan(angle after) = ||alpha_i (W_i - lambda_i A_i) - zeta t_i|| / (alpha_i lambda_i + beta_i - zeta rho_i).
 * </pre>
 *
 * <p>That is below {@code tan(angle before)} if the tangential slack is above 0, which for {@code alpha_i >= 0} is
 * {@code (beta_i - zeta rho_i) tan(angle before) - zeta ||t_i||}. What lies along the atom costs nothing. The bound
 *
 * <pre>
 *   ||normalise(W_i - zeta g_i) - A_i|| &lt;= r_i sqrt(2 / (1 + sqrt(1 - r_i^2))),
 *   r_i = (|alpha_i| D_i + zeta ||v_i||) / (alpha_i + beta_i)
 * </pre>
 *
 * <p>is in norms alone and proves less.
 *
 * <p>For a mixture at {@code zeta = 1 / (p_i lambda_i)} that is the rate {@code c / (1 + c)},
 * {@code c = 1 - (lambda_i + b_i)^2 / lambda_i}. The paper's condition on the bias excludes every bias with which a ReLU
 * finds the support, so that its descent cannot be certified by Lemma 1; the normalised step can, and needs no shrinking
 * bias.
 *
 * <p>Distances and angles of unit columns are rounded: 1e-14 is allowed for it.
 *
 * <p>Immutable; threads may share it.
 *
 * @paper NWH19 Theorem 4, corrected
 */
public final class DescentCertificate {
    private static final double ROUNDING = NormalisedColumns.ROUNDING;
    private static final double RELATIVE_ROUNDING = 1e-9;

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
        double radius = lemma.column(unit).distanceBound(Checks.positive("zeta", zeta));
        return radius < 1 ? NormalisedColumns.bound(radius) : Double.POSITIVE_INFINITY;
    }

    /**
     * Returns the learning rate below which the error of every column shrinks, whatever the lemmas say.
     *
     * @return {@code min_i 2 <g_i, W_i - A_i> / ||g_i||^2} over the columns that do not rest on their atoms; not above 0
     *     if some column can only move away, and infinite if all rest
     */
    public double stepLimit() {
        return least(i -> lemma.column(i).rests(1)
                ? Double.POSITIVE_INFINITY
                : lemma.column(i).stepLimit());
    }

    /**
     * Lists the hypotheses of descent for a column: {@code lambda_i > 0}, the learning rate (to 1e-9), the bias
     * condition (for Lemmas 1 and 4), {@code tau_i > 0}, and an error above {@code sqrt(R_i / f_i)}.
     *
     * @param zeta the learning rate, finite and above 0
     * @param unit i
     * @return the hypotheses, always the same ones in the same order
     * @throws IllegalArgumentException if an argument is out of range
     */
    public List<Bound> descentHypotheses(double zeta, int unit) {
        DescentColumn column = lemma.column(unit);
        List<Bound> hypotheses = new ArrayList<>();
        hypotheses.add(DescentLemma.positiveLambda(column));
        hypotheses.add(Bound.exact(
                "zeta", Checks.positive("zeta", zeta), AT_MOST, column.largestStep() * (1 + RELATIVE_ROUNDING)));
        if (column.lemma().hasBiasCondition()) {
            hypotheses.add(DescentLemma.biasCondition(column));
        }
        hypotheses.add(Bound.rounded("tau_i", tau(zeta, unit), ABOVE, 0, ROUNDING));
        hypotheses.add(Bound.rounded("D_i", column.error(), ABOVE, column.radius(lemma.delta()), ROUNDING));
        return List.copyOf(hypotheses);
    }

    /**
     * Lists the hypotheses of the normalised step for a column: {@code lambda_i > 0}, a denominator and a tangential
     * slack above 0.
     *
     * @param zeta the learning rate, finite and above 0
     * @param unit i
     * @return the hypotheses, always the same ones in the same order
     * @throws IllegalArgumentException if an argument is out of range
     */
    public List<Bound> normalisedHypotheses(double zeta, int unit) {
        DescentColumn column = lemma.column(unit);
        Checks.positive("zeta", zeta);
        return List.of(
                DescentLemma.positiveLambda(column),
                Bound.rounded("<W_i - zeta g_i, A_i>", column.lengthAlong(zeta), ABOVE, 0, ROUNDING),
                Bound.rounded("tangential slack", column.tangentialSlack(zeta), ABOVE, 0, ROUNDING));
    }

    /**
     * Reports whether the lemmas prove that a step without normalisation brings every column nearer to its atom, by the
     * column that decides: the first with a false hypothesis, or else the one whose bound on the squared error is
     * greatest relative to {@code D_i^2}. Columns that rest on their atoms are left out.
     *
     * <p>{@code NOT_APPLICABLE} says that a hypothesis is false: an error within the radius {@code sqrt(R_i / f_i)} is
     * one, and there it may grow. Outside, the claim follows from the lemma, so the report never {@code FAILS};
     * {@link #contraction} does.
     *
     * @param zeta the learning rate, finite and above 0
     * @return the report
     * @throws IllegalArgumentException if zeta is out of range
     */
    public Report descent(double zeta) {
        int unit = deciding(zeta, i -> holds(descentHypotheses(zeta, i)), i -> {
            DescentColumn column = lemma.column(i);
            return column.squaredErrorBound(lemma.delta(), zeta) / (column.error() * column.error());
        });
        DescentColumn column = lemma.column(unit);
        Report report = onUnitColumns("the lemmas prove that a step of descent brings every column nearer to its atom");
        for (Bound hypothesis : descentHypotheses(zeta, unit)) {
            report = report.requiring(hypothesis);
        }
        return lemma.hinted(report.claiming(nearer(zeta, unit))
                .with("bound", Math.sqrt(Math.max(0, column.squaredErrorBound(lemma.delta(), zeta))))
                .with("admissibleStep", admissibleStep())
                .with("stepLimit", stepLimit())
                .with("ratio", ratio(zeta, unit))
                .with("radius", column.radius(lemma.delta()))
                .with("sharpRadius", column.sharpRadius())
                .with("tau", tau(zeta, unit))
                .with("leastTau", least(i -> tau(zeta, i)))
                .with("remainder", remainder(zeta, unit))
                .witnessedBy("column " + unit));
    }

    /**
     * Reports whether a step without normalisation brings every column nearer to its atom, as measured, without any
     * lemma: column i does so just if {@code zeta < 2 <g_i, W_i - A_i> / ||g_i||^2}. The column of greatest ratio of the
     * errors after and before decides; columns that rest on their atoms are left out, and if all do nothing is decided.
     * Condition: columns of length 1.
     *
     * @param zeta the learning rate, finite and above 0
     * @return the report, whose finding {@code growing} counts the columns that move away
     * @throws IllegalArgumentException if zeta is out of range
     */
    public Report contraction(double zeta) {
        Checks.positive("zeta", zeta);
        int unit = deciding(zeta, i -> true, i -> ratio(zeta, i));
        DescentColumn column = lemma.column(unit);
        long growing = IntStream.range(0, lemma.units())
                .filter(i -> nearer(zeta, i).verdict() == Verdict.FAILS)
                .count();
        return lemma.hinted(onUnitColumns("a step of descent brings every column nearer to its atom")
                .claiming(nearer(zeta, unit))
                .with("ratio", ratio(zeta, unit))
                .with("growing", (double) growing)
                .with("stepLimit", stepLimit())
                .with("sharpRadius", column.sharpRadius())
                .witnessedBy("column " + unit));
    }

    private Bound nearer(double zeta, int unit) {
        return Bound.rounded(
                "||W_i - zeta g_i - A_i||", lemma.errorAfter(zeta, unit), BELOW, lemma.error(unit), ROUNDING);
    }

    /** The error after the step by the one before; 1 for a column that is its atom and stays there. */
    private double ratio(double zeta, int unit) {
        double after = lemma.errorAfter(zeta, unit);
        return after == 0 && lemma.error(unit) == 0 ? 1 : after / lemma.error(unit);
    }

    /**
     * Reports whether a normalised step is proved to bring every column nearer to its atom, by the column that decides:
     * the first with a false hypothesis, or else the one of least tangential slack relative to the tangent of its angle.
     * Columns that rest on their atoms are left out.
     *
     * <p>{@code NOT_APPLICABLE} says that a hypothesis is false, for which an angle within the finding {@code radius} is
     * enough. Else the claim follows from the identity above, so the report never {@code FAILS}.
     *
     * @param zeta the learning rate, finite and above 0
     * @return the report; findings: both slacks, the tangent's radius, the error after the step and its bound
     * @throws IllegalArgumentException if zeta is out of range
     */
    public Report normalisedStep(double zeta) {
        int unit = deciding(zeta, i -> holds(normalisedHypotheses(zeta, i)), i -> {
            DescentColumn column = lemma.column(i);
            return -column.tangentialSlack(zeta) * column.lambda() / column.sine();
        });
        DescentColumn column = lemma.column(unit);
        Report report = onUnitColumns("a normalised step turns every column to its atom");
        for (Bound hypothesis : normalisedHypotheses(zeta, unit)) {
            report = report.requiring(hypothesis);
        }
        return lemma.hinted(report.claiming(
                        Bound.rounded("angle after", lemma.angleAfter(zeta, unit), BELOW, lemma.angle(unit), ROUNDING))
                .with("tangentialSlack", column.tangentialSlack(zeta))
                .with("normSlack", column.normSlack(zeta))
                .with("radius", column.tangentialRadius(zeta))
                .with("error", column.error())
                .with("errorAfter", lemma.normalisedErrorAfter(zeta, unit))
                .with("errorBound", normalisedErrorBound(zeta, unit))
                .with("rate", normalisedRate(zeta, unit))
                .with("greatestRate", -least(i -> -normalisedRate(zeta, i)))
                .with("remainderNorm", column.remainderNorm())
                .witnessedBy("column " + unit));
    }

    private Report onUnitColumns(String statement) {
        return Report.on(statement, Reference.corrected("NWH19", "Theorem 4"))
                .requiring(HeapColumns.unitLength("W", lemma.weightDeviation()))
                .requiring(HeapColumns.unitLength("A", lemma.atomDeviation()));
    }

    static boolean holds(List<Bound> hypotheses) {
        return hypotheses.stream().allMatch(hypothesis -> hypothesis.verdict() == Verdict.HOLDS);
    }

    /** The first column whose hypotheses do not hold, or else that of greatest excess, of those that do not rest. */
    private int deciding(double zeta, IntPredicate holds, IntToDoubleFunction excess) {
        int worst = -1;
        for (int i = 0; i < lemma.units(); i++) {
            if (lemma.column(i).rests(zeta)) {
                continue;
            }
            if (!holds.test(i)) {
                return i;
            }
            worst = worst < 0 || excess.applyAsDouble(i) > excess.applyAsDouble(worst) ? i : worst;
        }
        return Math.max(0, worst);
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
