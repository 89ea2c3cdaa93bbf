package org.autoencoder4j.check.expectation;

import java.util.function.IntToDoubleFunction;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.check.internal.HeapColumns;
import org.autoencoder4j.gradient.TiedGradient;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.law.CodeLaw;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Reference;
import org.autoencoder4j.report.Relation;
import org.autoencoder4j.report.Report;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How large what Claims 3 and 4 call small is: the parts of the expected gradient of non-negative codes, without noise,
 *
 * <pre>
 *   g_i = alpha_i W_i - beta_i A_i + e_i
 *   Claim 3:  ||e_i|| = O( max(kappa1^2, kappa2) p_i k/m + (kappa1 + |b|) |b| p_i k/sqrt(m) )
 *   Claim 4:  alpha_i - p_i (kappa2 lambda_i^2 + 2 kappa1 b_i lambda_i + b_i^2) and beta_i - kappa2 p_i lambda_i
 *             = O( (max(kappa1^2, kappa2) + kappa1 |b|) p_i k/sqrt(m) )
 * </pre>
 *
 * <p>with e_i the part along the other atoms and columns, {@code lambda_i = <W_i, A_i>} and {@code |b| = max_i |b_i|}.
 * Print has kappa2^2 for kappa2 and no term of the bias. The orders hold for columns of length 1 and dictionaries whose
 * spectral norm is O(1); how large their constants are is measured here, for each column, as {@link #restConstant} and
 * {@link #mainConstant}. An order says nothing of one dictionary: a constant that stays the same while n and m grow is what
 * shows it. Immutable; threads may share it.
 *
 * @paper NWH19 Claims 3 and 4, corrected
 */
public final class GradientOrders {
    private final double[] rests;
    private final double[] main;
    private final double[] inclusion;
    private final CodeLaw law;
    private final double bias;
    private final double weightDeviation;
    private final double atomDeviation;

    private GradientOrders(GenerativeModel model, TiedAutoencoder autoencoder) {
        HeapColumns weights = HeapColumns.of("the autoencoder's weights", autoencoder.weights());
        HeapColumns atoms = HeapColumns.of("the model's dictionary", model.dictionary());
        this.law = model.codeLaw();
        this.weightDeviation = weights.normDeviation();
        this.atomDeviation = atoms.normDeviation();
        GenerativeModel silent = new GenerativeModel(model.dictionary(), law, 0);
        Products products = new Products(silent, autoencoder);
        Coefficients coefficients = ExpectedGradient.of(silent).coefficients(products);
        int m = model.units();
        this.main = new double[m];
        this.rests = new double[m];
        this.inclusion = new double[m];
        double greatest = 0;
        for (int i = 0; i < m; i++) {
            inclusion[i] = law.inclusion(i);
            greatest = Math.max(greatest, Math.abs(products.bias[i]));
            double lambda = products.cross[i][i];
            double b = products.bias[i];
            double kappa2 = law.kappa2();
            double leading = inclusion[i] * (kappa2 * lambda * lambda + 2 * law.kappa1() * b * lambda + b * b);
            main[i] = Math.max(
                    Math.abs(-coefficients.weights[i][i] - leading),
                    Math.abs(coefficients.atoms[i][i] - kappa2 * inclusion[i] * lambda));
            coefficients.weights[i][i] = 0;
            coefficients.atoms[i][i] = 0;
        }
        this.bias = greatest;
        TiedGradient rest = coefficients.gradient(silent, autoencoder);
        INDArray norms = rest.weights().norm2(0);
        for (int i = 0; i < m; i++) {
            rests[i] = norms.getDouble(i);
        }
    }

    /**
     * Measures the expected gradient. Cost: that of {@link ExpectedGradient#at}.
     *
     * @param model the model, of codes with k atoms and not of both signs; its noise plays no part
     * @param autoencoder the parameters, of the shape and type of the model's dictionary, with finite entries
     * @return the measurement
     * @throws IllegalArgumentException if the parameters do not fit the model or are not finite, or codes take both signs
     * @throws org.autoencoder4j.model.law.UnstatedConstantException if the code law does not state k, p, kappa1 and kappa2
     */
    public static GradientOrders of(GenerativeModel model, TiedAutoencoder autoencoder) {
        if (model.codeLaw().signed()) {
            throw new IllegalArgumentException("the code law " + model.codeLaw()
                    + " takes both signs; Claims 3 and 4 are about non-negative codes");
        }
        Checks.atLeast("the codes' k", model.codeLaw().sparsity(), 1);
        Checks.finite("the autoencoder's bias", autoencoder.bias());
        return new GradientOrders(model, autoencoder);
    }

    /**
     * Returns the number of columns.
     *
     * @return m
     */
    public int units() {
        return rests.length;
    }

    /**
     * Returns what a column's gradient has along the other atoms and columns.
     *
     * @param unit i
     * @return {@code ||e_i||}
     */
    public double rest(int unit) {
        return rests[unit];
    }

    /**
     * Returns how far the factors of a column's own atom and of the column itself are from the leading ones.
     *
     * @param unit i
     * @return the greater of {@code |alpha_i - p_i (kappa2 lambda_i^2 + 2 kappa1 b_i lambda_i + b_i^2)|} and {@code |beta_i
     *     - kappa2 p_i lambda_i|}
     */
    public double main(int unit) {
        return main[unit];
    }

    /**
     * Returns the constant that Claim 3 hides.
     *
     * @param unit i
     * @param form with the terms of the bias and kappa2, or as printed
     * @return {@code ||e_i||} over its order; NaN for a unit that is never in the support, whose gradient is 0
     */
    public double restConstant(int unit, Reference.Form form) {
        double k1 = law.kappa1() * law.kappa1();
        double k2 = law.kappa2();
        if (form == Reference.Form.AS_PRINTED) {
            return rests[unit] / (Math.max(k1, k2 * k2) * share(unit) / units());
        }
        double ofBias = (law.kappa1() + bias) * bias / Math.sqrt(units());
        return rests[unit] / (share(unit) * (Math.max(k1, k2) / units() + ofBias));
    }

    /**
     * Returns the constant that Claim 4 hides.
     *
     * @param unit i
     * @return {@link #main} over its order; NaN for a unit that is never in the support
     */
    public double mainConstant(int unit) {
        double k1 = law.kappa1();
        double order = (Math.max(k1 * k1, law.kappa2()) + k1 * bias) * share(unit) / Math.sqrt(units());
        return main[unit] / order;
    }

    /** {@code p_i k}. */
    private double share(int unit) {
        return inclusion[unit] * law.sparsity();
    }

    /**
     * Reports whether Claim 3 holds with a given constant for the order.
     *
     * @param form corrected or as printed, without terms of the bias
     * @param constant the constant, at least 0
     * @return the report of the column with the greatest {@link #restConstant}; conditions: columns of length 1
     * @throws IllegalArgumentException if constant is negative or not finite
     * @paper NWH19 Claim 3
     */
    public Report claimThree(Reference.Form form, double constant) {
        Checks.nonNegative("constant", constant);
        int worst = greatest(i -> restConstant(i, form));
        return unit(Report.on(
                        "what is left beside W_i and A_i is of the paper's order",
                        new Reference("NWH19", "Claim 3", form)))
                .claiming(new Bound("the constant of the order", restConstant(worst, form), Relation.AT_MOST, constant))
                .with("rest", rests[worst])
                .witnessedBy("column " + worst);
    }

    /**
     * Reports whether Claim 4 holds with a given constant for the order.
     *
     * @param constant the constant, at least 0
     * @return the report of the column with the greatest {@link #mainConstant}; conditions: columns of length 1
     * @throws IllegalArgumentException if constant is negative or not finite
     * @paper NWH19 Claim 4, corrected
     */
    public Report claimFour(double constant) {
        Checks.nonNegative("constant", constant);
        int worst = greatest(this::mainConstant);
        return unit(Report.on(
                        "the factors of W_i and A_i are the leading ones up to the paper's order",
                        Reference.corrected("NWH19", "Claim 4")))
                .claiming(new Bound("the constant of the order", mainConstant(worst), Relation.AT_MOST, constant))
                .with("difference", main[worst])
                .witnessedBy("column " + worst);
    }

    /** The column with the greatest constant, of those that are in a support at all. */
    private int greatest(IntToDoubleFunction constant) {
        int worst = -1;
        for (int i = 0; i < units(); i++) {
            if (inclusion[i] > 0) {
                worst = worst < 0 || constant.applyAsDouble(i) > constant.applyAsDouble(worst) ? i : worst;
            }
        }
        return Math.max(worst, 0);
    }

    private Report unit(Report report) {
        return report.requiring(HeapColumns.unitLength("W", weightDeviation))
                .requiring(HeapColumns.unitLength("A", atomDeviation));
    }

    @Override
    public String toString() {
        return "GradientOrders[units=" + units() + "]";
    }
}
