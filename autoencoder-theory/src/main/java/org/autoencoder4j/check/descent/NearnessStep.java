package org.autoencoder4j.check.descent;

import java.util.Arrays;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.check.expectation.ExpectedGradient;
import org.autoencoder4j.check.internal.HeapColumns;
import org.autoencoder4j.gradient.TiedGradient;
import org.autoencoder4j.linalg.SpectralNorm;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.law.CodeLaw;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Reference;
import org.autoencoder4j.report.Relation;
import org.autoencoder4j.report.Report;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Lemma 3, nearness is kept: from {@code ||W - A|| <= 2 ||A||} the step {@code W - zeta g} comes to {@code ||W+ - A|| <= 2
 * ||A||}, in the spectral norm. The paper takes it from Arora et al. with orders for what is small; here all of it is
 * measured.
 *
 * <p>For any gradient, with {@code c_i = kappa2 p_i <W_i, A_i>}, {@code s_i = p_i (kappa2 lambda_i^2 + 2 kappa1 b_i lambda_i +
 * b_i^2)} and V the matrix of the remainders {@code v_i = g_i + c_i A_i - s_i W_i},
 *
 * <pre>
 *   W+ - A = (W - A)(I - zeta C) + zeta W (C - S) - zeta V
 *   ||W+ - A|| &lt;= r ||W - A|| + zeta q ||W|| + zeta ||V||,   r = max_i |1 - zeta c_i|,   q = max_i |c_i - s_i|
 * </pre>
 *
 * <p>The induction closes if this is at most {@code 2 ||A||} also where {@code ||W - A||} is {@code 2 ||A||} and so {@code
 * ||W|| <= 3 ||A||}:
 *
 * <pre>
 *   2 r + 3 zeta q + zeta ||V|| / ||A|| &lt;= 2.
 * </pre>
 *
 * <p>The numbers r, q and V are those of the present W: that they are no greater at later steps is the part of the lemma
 * which the other lemmas have to give. Immutable; threads may share it.
 *
 * @paper NWH19 Lemma 3
 */
public final class NearnessStep {
    private static final double NEAR = 2;

    private final double[] contraction;
    private final double[] imbalance;
    private final INDArray weights;
    private final INDArray dictionary;
    private final INDArray gradient;
    private final double dictionaryNorm;
    private final double weightNorm;
    private final double distance;
    private final double remainder;
    private final double weightDeviation;
    private final double atomDeviation;

    private NearnessStep(GenerativeModel model, TiedAutoencoder autoencoder, TiedGradient gradient) {
        CodeLaw law = model.codeLaw();
        this.weights = autoencoder.weights().castTo(DataType.DOUBLE).dup('f');
        this.dictionary = model.dictionary().castTo(DataType.DOUBLE).dup('f');
        this.gradient = gradient.weights().castTo(DataType.DOUBLE).dup('f');
        this.weightDeviation =
                HeapColumns.of("the autoencoder's weights", weights).normDeviation();
        this.atomDeviation =
                HeapColumns.of("the model's dictionary", dictionary).normDeviation();
        this.contraction = new double[model.units()];
        this.imbalance = new double[model.units()];
        INDArray lambdas = weights.mul(dictionary).sum(0);
        double[] own = new double[contraction.length];
        for (int i = 0; i < contraction.length; i++) {
            double lambda = lambdas.getDouble(i);
            double b = autoencoder.bias().getDouble(i);
            double p = law.inclusion(i);
            contraction[i] = law.kappa2() * p * lambda;
            own[i] = p * (law.kappa2() * lambda * lambda + 2 * law.kappa1() * b * lambda + b * b);
            imbalance[i] = Math.abs(contraction[i] - own[i]);
        }
        INDArray v = this.gradient
                .add(dictionary.mulRowVector(Nd4j.createFromArray(contraction)))
                .subi(weights.mulRowVector(Nd4j.createFromArray(own)));
        this.remainder = SpectralNorm.of(v);
        this.dictionaryNorm = SpectralNorm.of(dictionary);
        this.weightNorm = SpectralNorm.of(weights);
        this.distance = SpectralNorm.of(weights.sub(dictionary));
    }

    /**
     * Measures the expected gradient. Cost: that of {@link ExpectedGradient#at} and of four spectral norms.
     *
     * @param model the model
     * @param autoencoder the parameters, of the shape and type of the model's dictionary, with finite entries
     * @return the measurement
     * @throws IllegalArgumentException if the parameters do not fit the model or are not finite
     * @throws org.autoencoder4j.model.law.UnstatedConstantException if the code law does not state p, kappa1 and kappa2
     */
    public static NearnessStep of(GenerativeModel model, TiedAutoencoder autoencoder) {
        return of(model, autoencoder, ExpectedGradient.of(model).at(autoencoder, 0));
    }

    /**
     * Measures any gradient, for example one over samples. Cost: four spectral norms.
     *
     * @param model the model
     * @param autoencoder the parameters, of the shape and type of the model's dictionary, with finite entries
     * @param gradient the gradient at the parameters, with finite entries
     * @return the measurement
     * @throws IllegalArgumentException if something does not fit or is not finite
     * @throws org.autoencoder4j.model.law.UnstatedConstantException if the code law does not state p_i, kappa1 and kappa2
     */
    public static NearnessStep of(GenerativeModel model, TiedAutoencoder autoencoder, TiedGradient gradient) {
        String shape = "the shape of the model's dictionary";
        Checks.matrix("the autoencoder's weights", autoencoder.weights(), model.features(), model.units(), shape);
        Checks.matrix("the gradient", gradient.weights(), model.features(), model.units(), shape);
        Checks.finite("the autoencoder's bias", autoencoder.bias());
        Checks.finite("the gradient", gradient.weights());
        return new NearnessStep(model, autoencoder, gradient);
    }

    /**
     * Returns how near the weights are.
     *
     * @return {@code ||W - A|| / ||A||}
     */
    public double xi() {
        return distance / dictionaryNorm;
    }

    /**
     * Returns how near they are after a step.
     *
     * @param step zeta, above 0
     * @return {@code ||W - zeta g - A|| / ||A||}; cost: a spectral norm
     * @throws IllegalArgumentException if step is not above 0
     */
    public double xiAfter(double step) {
        Checks.positive("step", step);
        return SpectralNorm.of(weights.sub(gradient.mul(step)).subi(dictionary)) / dictionaryNorm;
    }

    /**
     * Bounds how near they are after a step.
     *
     * @param step zeta, above 0
     * @return {@code (r ||W - A|| + zeta q ||W|| + zeta ||V||) / ||A||}
     * @throws IllegalArgumentException if step is not above 0
     */
    public double bound(double step) {
        Checks.positive("step", step);
        return bound(step, distance, weightNorm);
    }

    private double bound(double step, double farthest, double longest) {
        double r = Arrays.stream(contraction)
                .map(c -> Math.abs(1 - step * c))
                .max()
                .orElseThrow();
        double q = Arrays.stream(imbalance).max().orElseThrow();
        return (r * farthest + step * (q * longest + remainder)) / dictionaryNorm;
    }

    /**
     * Returns the constant that the lemma hides in the remainders.
     *
     * @return {@code ||V|| / (||A|| max_i kappa2 p_i lambda_i)}: if it is well below 2, V leaves the induction room; infinite if
     *     every column is orthogonal to its atom or points away from it, where no constant would do
     */
    public double hiddenConstant() {
        double greatest = Arrays.stream(contraction).max().orElseThrow();
        return greatest > 0 ? remainder / (dictionaryNorm * greatest) : Double.POSITIVE_INFINITY;
    }

    /**
     * Reports whether a step keeps the weights near. Conditions: columns of length 1, {@code ||W - A|| <= 2 ||A||}. The
     * claim is about the step itself, measured.
     *
     * @param step zeta, above 0
     * @return the report; {@code FAILS} if the step leaves
     * @throws IllegalArgumentException if step is not above 0
     * @paper NWH19 Lemma 3
     */
    public Report report(double step) {
        return near(Report.on("a step keeps the weights near the dictionary", Reference.asPrinted("NWH19", "Lemma 3")))
                .claiming(new Bound("||W+ - A|| / ||A||", xiAfter(step), Relation.AT_MOST, NEAR))
                .with("before", xi())
                .with("bound", bound(step))
                .with("hiddenConstant", hiddenConstant());
    }

    /**
     * Reports whether the induction of the lemma closes with the numbers measured here: whether weights as far as {@code 2
     * ||A||} with the same r, q and V would be kept. Conditions: those of {@link #report}.
     *
     * @param step zeta, above 0
     * @return the report; {@code FAILS} where the step would still be kept, if the lemma's argument is not enough for it
     * @throws IllegalArgumentException if step is not above 0
     * @paper NWH19 Lemma 3, with measured constants
     */
    public Report induction(double step) {
        Checks.positive("step", step);
        double worst = bound(step, NEAR * dictionaryNorm, (1 + NEAR) * dictionaryNorm);
        return near(Report.on(
                        "the induction for nearness closes with the present remainders",
                        Reference.corrected("NWH19", "Lemma 3")))
                .claiming(new Bound("2 r + 3 zeta q + zeta ||V|| / ||A||", worst, Relation.AT_MOST, NEAR))
                .with("after", xiAfter(step))
                .with("hiddenConstant", hiddenConstant());
    }

    private Report near(Report report) {
        return report.requiring(HeapColumns.unitLength("W", weightDeviation))
                .requiring(HeapColumns.unitLength("A", atomDeviation))
                .requiring(new Bound("||W - A|| / ||A||", xi(), Relation.AT_MOST, NEAR));
    }

    @Override
    public String toString() {
        return "NearnessStep[xi=" + xi() + "]";
    }
}
