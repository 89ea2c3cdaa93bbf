package org.autoencoder4j.check.descent;

import static org.autoencoder4j.report.Relation.ABOVE;
import static org.autoencoder4j.report.Relation.AT_LEAST;
import static org.autoencoder4j.report.Relation.AT_MOST;

import java.util.ArrayList;
import java.util.List;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.check.closeness.Matching;
import org.autoencoder4j.check.closeness.SignFlips;
import org.autoencoder4j.check.closeness.internal.Alignment;
import org.autoencoder4j.check.expectation.ExpectedGradient;
import org.autoencoder4j.check.internal.HeapColumns;
import org.autoencoder4j.gradient.TiedGradient;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.law.CodeLaw;
import org.autoencoder4j.model.law.OneHotCodes;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Reference;
import org.autoencoder4j.report.Report;
import org.autoencoder4j.report.Verdict;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How well each column of a gradient g points to its atom: Lemma 1 for a mixture, Lemma 2 for codes of mean 0, Lemma 4
 * for non-negative codes. With {@code D_i = ||W_i - A_i||}, {@code delta = max_i D_i},
 * {@code lambda_i = <W_i, A_i>} and
 *
 * <pre>
 *   v_i = g_i + kappa2 p_i lambda_i A_i - p_i s_i W_i,   s_i = kappa2 lambda_i^2 + 2 kappa1 b_i lambda_i + b_i^2
 * </pre>
 *
 * <p>(in Lemma 2, which is for b = 0, {@code s_i = kappa2 lambda_i^2})
 *
 * they say for columns of length 1 and {@code lambda_i > 0}, whatever g is,
 *
 * <pre>
 *   2 &lt;g_i, W_i - A_i> >= f_i D_i^2 + ||g_i||^2 / (kappa2 p_i lambda_i) - 2 ||v_i||^2 / (kappa2 p_i lambda_i)
 *
 *   Lemmas 1 and 4:  f_i = kappa2 p_i (lambda_i - 2 delta^2 / lambda_i),  if |s_i - kappa2 lambda_i| &lt;= 2 kappa2 (1 - lambda_i)
 *   Lemma 2:         f_i = kappa2 p_i lambda_i (1 - delta^2 / 2).
 * </pre>
 *
 * <p>For the expected gradient of a mixture v = 0; for the other models it is what the paper hides in its orders. The
 * first factors are not those of print (Lemma 1 there lacks {@code 1 / lambda_i}), nor is Lemma 4's condition on the bias,
 * and {@code lambda_i > 0} is needed. The condition excludes every bias that lets a ReLU find the support:
 * {@link DescentCertificate} has what holds there.
 *
 * <p>So the gradient points to the atom only while {@code f_i D_i^2 >= R_i = 2 ||v_i||^2 / (kappa2 p_i lambda_i)}, that
 * is outside the radius {@code sqrt(R_i / f_i)}; inside it the lemma allows any direction. There
 * {@code 2 <g_i, W_i - A_i> >= ||g_i||^2 / (kappa2 p_i lambda_i)}, and no step {@code zeta <= 1 / (kappa2 p_i lambda_i)}
 * makes the error grow.
 *
 * <p>Unit i stands for atom i. Where a report does not hold and the columns stand in another order or sign, it says by
 * {@code deltaIfAligned} and its witness how near {@link Matching#align} would bring them. Cost of that, for each report
 * that does not hold: a {@link Matching#minimumSum}.
 *
 * <p>Columns are divided by their lengths before anything is measured, so that FLOAT rounding does not blur small errors;
 * that their lengths are 1 to 1e-6 is a condition. Immutable; threads may share it.
 *
 * @paper NWH19 Lemmas 1, 2, 4, corrected
 */
public final class DescentLemma {
    private static final double ROUNDING = NormalisedColumns.ROUNDING;

    private final DescentColumn[] columns;
    private final double[] orders;
    private final double delta;
    private final double weightDeviation;
    private final double atomDeviation;

    private final ColumnMeasure measure;

    private DescentLemma(GenerativeModel model, TiedAutoencoder autoencoder, HeapColumns gradient) {
        HeapColumns weights = HeapColumns.of("the autoencoder's weights", autoencoder.weights());
        HeapColumns atoms = HeapColumns.of("the model's dictionary", model.dictionary());
        this.weightDeviation = weights.normDeviation();
        this.atomDeviation = atoms.normDeviation();
        this.columns = new DescentColumn[model.units()];
        this.orders = new double[model.units()];
        this.measure = new ColumnMeasure(model.codeLaw(), weights.normalised(), atoms.normalised(), gradient);
        double farthest = 0;
        for (int i = 0; i < columns.length; i++) {
            columns[i] = measure.column(i, autoencoder.bias().getDouble(i));
            orders[i] = measure.order(columns[i], model.features(), i);
            farthest = Math.max(farthest, columns[i].error());
        }
        this.delta = farthest;
    }

    /**
     * Measures the expected gradient. Cost: that of {@link ExpectedGradient#at}.
     *
     * @param model the model
     * @param autoencoder the parameters, of the shape and type of the model's dictionary, with finite entries
     * @return the measurement
     * @throws IllegalArgumentException if the parameters do not fit the model or are not finite, or the model's codes
     *     take both signs with kappa1 other than 0, which no lemma covers
     * @throws org.autoencoder4j.model.law.UnstatedConstantException if the code law does not state k, p_i, kappa1 and
     *     kappa2
     */
    public static DescentLemma of(GenerativeModel model, TiedAutoencoder autoencoder) {
        return of(model, autoencoder, ExpectedGradient.of(model).at(autoencoder, 0));
    }

    /**
     * Measures any gradient, for example one over samples. Cost: {@code O(n m)}.
     *
     * @param model the model
     * @param autoencoder the parameters, of the shape and type of the model's dictionary, with finite entries
     * @param gradient the gradient at the parameters, with finite entries
     * @return the measurement
     * @throws IllegalArgumentException if something does not fit or is not finite, or the model's codes take both signs
     *     with kappa1 other than 0
     * @throws org.autoencoder4j.model.law.UnstatedConstantException if the code law does not state k, p_i, kappa1 and
     *     kappa2
     */
    public static DescentLemma of(GenerativeModel model, TiedAutoencoder autoencoder, TiedGradient gradient) {
        String shape = "the shape of the model's dictionary";
        INDArray weights = autoencoder.weights();
        Checks.matrix("the autoencoder's weights", weights, model.features(), model.units(), shape);
        Checks.sameType("the autoencoder", autoencoder.dataType(), "the model", model.dataType());
        Checks.matrix("the gradient", gradient.weights(), model.features(), model.units(), shape);
        Checks.finite("the autoencoder's bias", autoencoder.bias());
        return new DescentLemma(model, autoencoder, HeapColumns.of("the gradient", gradient.weights()));
    }

    /**
     * Returns the number of columns.
     *
     * @return m
     */
    public int units() {
        return columns.length;
    }

    /**
     * Returns the greatest error of a column.
     *
     * @return {@code delta = max_i D_i}
     */
    public double delta() {
        return delta;
    }

    /**
     * Returns the error of a column.
     *
     * @param unit i
     * @return {@code D_i = ||W_i - A_i||}, of the columns divided by their lengths
     */
    public double error(int unit) {
        return column(unit).error();
    }

    /**
     * Returns a column's product with its atom.
     *
     * @param unit i
     * @return {@code lambda_i = <W_i, A_i>}, of the columns divided by their lengths
     */
    public double lambda(int unit) {
        return column(unit).lambda();
    }

    /**
     * Returns the part of a column's gradient outside the main term.
     *
     * @param unit i
     * @return {@code ||v_i||}
     */
    public double remainderNorm(int unit) {
        return column(unit).remainderNorm();
    }

    /**
     * Returns the left side of the lemma.
     *
     * @param unit i
     * @return {@code 2 <g_i, W_i - A_i>}
     */
    public double product(int unit) {
        return column(unit).product();
    }

    /**
     * Returns the right side of the lemma.
     *
     * @param unit i
     * @return {@code f_i D_i^2 + (||g_i||^2 - 2 ||v_i||^2) / (kappa2 p_i lambda_i)}
     */
    public double lowerBound(int unit) {
        return column(unit).lowerBound(delta);
    }

    /**
     * Returns the constant that the paper's order for the remainder hides:
     * {@code 2 ||v_i||^2 / (kappa2 p_i lambda_i)} divided by {@code p_i k^2 / (n^2 lambda_i)} in Lemma 2 and by
     * {@code max(kappa1^4, kappa2^2) / kappa2 p_i k^2 / (m lambda_i)} in Lemma 4 (whose print has another order, from a
     * p_i missing in (16)). In Lemma 1 the order is {@code p_i / lambda_i}: the paper says only that it is negligible,
     * and for the expected gradient it is 0.
     *
     * @param unit i
     * @return the effective constant, at least 0 if lambda_i is positive
     */
    public double hiddenConstant(int unit) {
        return column(unit).remainder() / orders[unit];
    }

    /**
     * Reports what the lemma makes of one column: its gradient points to its atom, so that no step up to
     * {@code 1 / (kappa2 p_i lambda_i)} makes its error grow. Conditions: the lemma's, and an error of at least
     * {@code sqrt(R_i / f_i)}. Rounding is taken as 1e-14 in distances and relative to the gradient.
     *
     * <p>Under its conditions the lemma proves the claim, whatever the gradient is, so the report never {@code FAILS}: a
     * gradient that points elsewhere is {@code NOT_APPLICABLE}, and {@link #direction} tells of it.
     *
     * @param unit i
     * @return the report
     */
    public Report report(int unit) {
        DescentColumn column = column(unit);
        Report report = Report.on("the gradient of a column points to its atom", reference());
        for (Bound condition : conditions(column)) {
            report = report.requiring(condition);
        }
        return hinted(report.claiming(Bound.rounded(
                        "2 <g_i, W_i - A_i>", column.product(), AT_LEAST, column.growthLimit(), rounding(column)))
                .with("slack", slack(column))
                .with("error", column.error())
                .with("delta", delta)
                .with("radius", column.radius(delta))
                .with("remainder", column.remainder())
                .with("hiddenConstant", hiddenConstant(unit))
                .witnessedBy("column " + unit));
    }

    /**
     * Reports the column that decides: the first at which a condition is false, the conditions taken in their order, or
     * else the first that does not rest on its atom and has an undecided condition, or else the one whose
     * {@code 2 <g_i, W_i - A_i> - ||g_i||^2 / (kappa2 p_i lambda_i)} is least relative to {@code kappa2 p_i D_i^2}.
     *
     * @return the report of that column, as {@link #report(int)}
     */
    public Report report() {
        for (int c = 0; c < conditions(columns[0]).size(); c++) {
            for (int i = 0; i < columns.length; i++) {
                if (conditions(columns[i]).get(c).verdict() == Verdict.FAILS) {
                    return report(i);
                }
            }
        }
        int worst = 0;
        for (int i = 0; i < columns.length; i++) {
            if (!columns[i].rests(1) && !DescentCertificate.holds(conditions(columns[i]))) {
                return report(i);
            }
            worst = relativeSlack(i) < relativeSlack(worst) ? i : worst;
        }
        return report(worst);
    }

    /**
     * Reports whether the remainder keeps the paper's order with a given constant.
     *
     * @param constant the constant of the claim, at least 0
     * @return the report of the column with the greatest {@link #hiddenConstant}; conditions: columns of length 1, and
     *     its lambda_i is positive
     * @throws IllegalArgumentException if constant is negative or not finite
     */
    public Report order(double constant) {
        Checks.nonNegative("constant", constant);
        int worst = 0;
        for (int i = 0; i < columns.length; i++) {
            worst = hiddenConstant(i) > hiddenConstant(worst) ? i : worst;
        }
        return Report.on("the remainder of a column's gradient is of the paper's order", reference())
                .requiring(HeapColumns.unitLength("W", weightDeviation))
                .requiring(HeapColumns.unitLength("A", atomDeviation))
                .requiring(positiveLambda(columns[worst]))
                .claiming(new Bound("the constant of the order", hiddenConstant(worst), AT_MOST, constant))
                .with("remainder", columns[worst].remainder())
                .witnessedBy("column " + worst);
    }

    /**
     * Reports whether the gradient of every column has a part away from its atom, so that small steps against it approach
     * the atom. It is what the lemma promises while {@code D_i} is large against the remainder, and is lost near the atom.
     * Rounding is taken as 1e-14 of the gradient; where a column is its atom and the gradient moves it, or where every
     * column rests on its atom, nothing is decided.
     *
     * @return the report of the column with the least {@code <g_i, W_i - A_i> / D_i^2}, of those that do not rest on
     *     their atoms; conditions: columns of length 1
     */
    public Report direction() {
        int worst = 0;
        for (int i = 0; i < columns.length; i++) {
            worst = strength(i) < strength(worst) ? i : worst;
        }
        DescentColumn column = columns[worst];
        double scale = Math.max(2 * column.error() * column.error(), Double.MIN_NORMAL);
        double strength = column.rests(1) ? Double.NaN : column.product() / scale;
        return hinted(Report.on("descent brings every column nearer to its atom", reference())
                .requiring(HeapColumns.unitLength("W", weightDeviation))
                .requiring(HeapColumns.unitLength("A", atomDeviation))
                .claiming(Bound.rounded("<g_i, W_i - A_i> / D_i^2", strength, ABOVE, 0, rounding(column) / scale))
                .with("error", column.error())
                .witnessedBy("column " + worst));
    }

    private double strength(int unit) {
        double error = columns[unit].error();
        if (columns[unit].rests(1)) {
            return Double.POSITIVE_INFINITY;
        }
        return error > 0 ? columns[unit].product() / (2 * error * error) : 0;
    }

    private List<Bound> conditions(DescentColumn column) {
        List<Bound> conditions = new ArrayList<>();
        conditions.add(HeapColumns.unitLength("W", weightDeviation));
        conditions.add(HeapColumns.unitLength("A", atomDeviation));
        conditions.add(positiveLambda(column));
        if (column.lemma().hasBiasCondition()) {
            conditions.add(biasCondition(column));
        }
        conditions.add(Bound.rounded("D_i", column.error(), AT_LEAST, column.radius(delta), ROUNDING));
        return conditions;
    }

    static Bound positiveLambda(DescentColumn column) {
        return Bound.rounded("lambda_i", column.lambda(), ABOVE, 0, ROUNDING);
    }

    static Bound biasCondition(DescentColumn column) {
        return new Bound("|s_i / kappa2 - lambda_i|", column.biasEffect(), AT_MOST, column.biasLimit());
    }

    /** By how much the product exceeds what keeps the error from growing at the greatest step. */
    private static double slack(DescentColumn column) {
        return column.product() - column.growthLimit();
    }

    private static double rounding(DescentColumn column) {
        return ROUNDING * Math.sqrt(column.gradientSquare());
    }

    /** Infinite for a column that is its atom: no slack is small relative to its error. */
    private double relativeSlack(int unit) {
        DescentColumn column = columns[unit];
        return column.error() > 0
                ? slack(column) / (column.weight() * column.error() * column.error())
                : Double.POSITIVE_INFINITY;
    }

    private Reference reference() {
        return Reference.corrected("NWH19", columns[0].lemma().item());
    }

    double weightDeviation() {
        return weightDeviation;
    }

    double atomDeviation() {
        return atomDeviation;
    }

    /** The report, with a hint if the columns stand in another order or sign than their atoms. */
    Report hinted(Report report) {
        return report.verdict() == Verdict.HOLDS
                ? report
                : Alignment.of(measure.weights(), measure.atoms(), SignFlips.of(measure.law()))
                        .map(alignment -> alignment.hint(report, ""))
                        .orElse(report);
    }

    double errorAfter(double zeta, int unit) {
        return measure.stepped(zeta, unit).distance(0, measure.atoms(), unit, 1);
    }

    double normalisedErrorAfter(double zeta, int unit) {
        return measure.stepped(zeta, unit).normalised().distance(0, measure.atoms(), unit, 1);
    }

    double angle(int unit) {
        return measure.angle(0, unit);
    }

    double angleAfter(double zeta, int unit) {
        return measure.angle(zeta, unit);
    }

    DescentColumn column(int unit) {
        Checks.between("unit", (long) unit, 0, columns.length - 1L);
        return columns[unit];
    }

    @Override
    public String toString() {
        return "DescentLemma[" + report() + "]";
    }

    /** Measures columns of length 1. */
    private record ColumnMeasure(CodeLaw law, HeapColumns weights, HeapColumns atoms, HeapColumns gradient) {
        DescentColumn column(int i, double bias) {
            double mean = law.kappa1();
            double second = law.kappa2();
            double error = weights.distance(i, atoms, i, 1);
            double lambda = weights.product(i, atoms, i);
            double shift = lemma() == DescentColumn.Lemma.SPARSE ? 0 : bias * (2 * mean * lambda + bias) / second;
            double weight = second * law.inclusion(i);
            double[] main = {-weight * lambda, weight * (lambda * lambda + shift)};
            double[] w = weights.column(i);
            double[] a = atoms.column(i);
            double[] g = gradient.column(i);
            double product = 0;
            double[] v = new double[w.length];
            for (int row = 0; row < w.length; row++) {
                v[row] = g[row] - main[0] * a[row] - main[1] * w[row];
                product += 2 * g[row] * (w[row] - a[row]);
            }
            HeapColumns remainder = HeapColumns.of(v);
            return new DescentColumn(
                    lemma(),
                    weight,
                    lambda,
                    error,
                    shift,
                    product,
                    gradient.squaredNorm(i),
                    remainder.norm(0),
                    remainder.product(0, atoms, i),
                    across(remainder, i),
                    across(HeapColumns.of(w), i),
                    lambda > 0 ? stepped(1 / (weight * lambda), i).distance(0, atoms, i, 1) : Double.POSITIVE_INFINITY);
        }

        /** {@code W_i - zeta g_i}, as the only column. */
        HeapColumns stepped(double zeta, int i) {
            double[] column = weights.column(i);
            double[] g = gradient.column(i);
            for (int row = 0; row < column.length; row++) {
                column[row] -= zeta * g[row];
            }
            return HeapColumns.of(column);
        }

        /** The angle between {@code W_i - zeta g_i} and the atom, to full relative accuracy. */
        double angle(double zeta, int i) {
            HeapColumns column = stepped(zeta, i);
            return Math.atan2(across(column, i), column.product(0, atoms, i));
        }

        /** The length of what is orthogonal to the atom. */
        private double across(HeapColumns column, int i) {
            double along = column.product(0, atoms, i);
            double[] a = atoms.column(i);
            double[] rest = column.column(0);
            for (int row = 0; row < rest.length; row++) {
                rest[row] -= along * a[row];
            }
            return HeapColumns.of(rest).norm(0);
        }

        /** The order that the paper gives for the remainder, over lambda. */
        double order(DescentColumn column, double features, int i) {
            double second = law.kappa2();
            double probability = law.inclusion(i);
            double squareOfSparsity = (double) law.sparsity() * law.sparsity();
            double order = switch (column.lemma()) {
                case MIXTURE -> probability;
                case SPARSE -> probability * squareOfSparsity / (features * features);
                case NON_NEGATIVE ->
                    Math.max(Math.pow(law.kappa1(), 4), second * second)
                            / second
                            * probability
                            * squareOfSparsity
                            / law.units();
            };
            return order / column.lambda();
        }

        private DescentColumn.Lemma lemma() {
            if (law instanceof OneHotCodes) {
                return DescentColumn.Lemma.MIXTURE;
            }
            if (law.signed() && law.kappa1() != 0) {
                throw new IllegalArgumentException("the code law " + law + " takes both signs with kappa1 = "
                        + law.kappa1() + "; the descent lemmas hold for kappa1 = 0 or for values of one sign");
            }
            return law.signed() ? DescentColumn.Lemma.SPARSE : DescentColumn.Lemma.NON_NEGATIVE;
        }
    }
}
