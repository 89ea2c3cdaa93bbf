package org.autoencoder4j.check.expectation;

import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.autoencoder4j.check.consistency.CodeConsistency;
import org.autoencoder4j.check.expectation.internal.Supports;
import org.autoencoder4j.gradient.GradientSource;
import org.autoencoder4j.gradient.TiedGradient;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.law.BernoulliCodes;
import org.autoencoder4j.model.law.CodeLaw;
import org.autoencoder4j.model.law.OneHotCodes;
import org.autoencoder4j.model.law.SparseCodes;
import org.autoencoder4j.model.law.UnstatedConstantException;
import org.autoencoder4j.network.TiedAutoencoder;

/**
 * The exact expectation of {@link org.autoencoder4j.model.OracleGradient} over codes and noise: the population dynamics
 * of paper 1, for any weights W (of any norm), any bias b and any noise. With {@code x_S = W_S^T y + b_S} on the drawn
 * support S it is
 *
 * <pre>
 *   g_i = -E_S[ 1[i in S] ( P M W_i + M P W_i + b_i P mu - (W_i^T mu + b_i) W_S b_S - (W_i^T W_S b_S) mu ) ],
 *   P = I - W_S W_S^T,   mu = kappa1 A_S 1,
 *   M = (kappa2 - kappa1^2) A_S A_S^T + kappa1^2 (A_S 1)(A_S 1)^T + sigma^2 I
 * </pre>
 *
 * <p>and, from the same moments, the gradient with respect to b, {@code -E[1[i in S] W_i^T r]}, the loss {@code 1/2 E ||y -
 * W_S x_S||^2} and the activity p_i. The closed forms for a mixture, for uniform supports, for independent units and for
 * any law of supports follow from it. What the paper prints for the expectations (its (10) to (16) and the gradient of the
 * bias) differs from it; {@code docs/ERRATA.md} says where.
 *
 * <p>It is what samples give on average only where the encoder finds the support ({@link CodeConsistency}). The
 * autoencoder's activation plays no part, nor does the step: the dynamics are deterministic.
 *
 * <p>Computed in double precision; the result has the autoencoder's type. The loss is a difference of terms as large as
 * {@code E ||y||^2} and exact to some roundings of that. Immutable; threads may share it.
 *
 * @paper NWH19 eq. (5) to (16), Claims 3 and 4, corrected
 */
public final class ExpectedGradient implements GradientSource<TiedAutoencoder, TiedGradient> {
    private static final int MOST_UNITS = 100;
    private static final int MOST_UNITS_OF_MEAN_ZERO = 500;

    private final GenerativeModel model;
    private final Expectation expectation;

    @FunctionalInterface
    private interface Expectation {
        Coefficients of(Products products);
    }

    private ExpectedGradient(GenerativeModel model, Expectation expectation) {
        this.model = model;
        this.expectation = expectation;
    }

    /**
     * Returns the expectation in the closed form of the model's code law. Cost of a gradient:
     * {@code O(n m^2 + m^3)}, some matrix products. For a law other than mixtures, uniform supports and independent units it is
     * {@link #byEnumeration} where its supports are few, {@code C(m, k) k^3} below the cost of {@link #byInclusion}, and else
     * {@link #byInclusion} if the law states which units are in the support together.
     *
     * <p>Mixture with weights p, with {@code q_i = ||W_i||^2} and {@code lambda_i = <W_i, A_i>}:
     *
     * <pre>
     *   g_i = -p_i ( ((2 - q_i) lambda_i + (1 - q_i) b_i) A_i - ((lambda_i + b_i)^2 - 2 sigma^2 (1 - q_i)) W_i ).
     * </pre>
     *
     * <p>Any other law of supports, with {@code v = kappa2 - kappa1^2} and sums over all units, where repeated indices of p
     * count once:
     *
     * <pre>
     *   -g_i = 2 v sum_l p_il &lt;A_l,W_i> A_l - v sum_jl p_ijl &lt;W_j,A_l> (&lt;A_l,W_i> W_j + &lt;W_j,W_i> A_l)
     *          + 2 kappa1^2 sum_lq p_ilq &lt;A_q,W_i> A_l
     *          - kappa1^2 sum_jlq p_ijlq (&lt;W_j,A_l>&lt;A_q,W_i> W_j + &lt;A_q,W_j>&lt;W_j,W_i> A_l)
     *          + 2 sigma^2 (p_i W_i - sum_j p_ij &lt;W_i,W_j> W_j)
     *          + kappa1 b_i (sum_l p_il A_l - sum_jl p_ijl &lt;W_j,A_l> W_j) - b_i sum_j p_ij b_j W_j
     *          - kappa1 sum_jl p_ijl (&lt;W_i,A_l> b_j W_j + &lt;W_i,W_j> b_j A_l).
     * </pre>
     *
     * <p>With kappa1 = 0 that leaves the first line, the noise and {@code -b_i sum_j p_ij b_j W_j}. Of uniform supports
     * each p is that of as many different units; of independent ones it is the product of theirs.
     *
     * @param model the model
     * @return the source
     * @throws IllegalArgumentException as {@link #byInclusion} or {@link #byEnumeration} for other laws
     */
    public static ExpectedGradient of(GenerativeModel model) {
        CodeLaw law = model.codeLaw();
        if (law instanceof SparseCodes sparse) {
            return new ExpectedGradient(
                    model, products -> ClosedForm.expectation(products, new UniformSums(products, sparse)));
        }
        if (law instanceof BernoulliCodes independent) {
            double[] probabilities = independent.probabilities();
            return new ExpectedGradient(
                    model, products -> ClosedForm.expectation(products, new IndependentSums(products, probabilities)));
        }
        // A mixture has only m supports, of one unit each: their sum is the closed form.
        return law instanceof OneHotCodes || hasFewSupports(law) || !statesInclusion(law)
                ? byEnumeration(model)
                : byInclusion(model);
    }

    private static boolean hasFewSupports(CodeLaw law) {
        return states(() -> {
            int k = law.sparsity();
            law.supportProbability(first(k));
            double sums = Math.pow(law.units(), mostTogether(law));
            return Supports.enumerable(law) && Supports.count(law) * k * k * k < sums;
        });
    }

    private static boolean statesInclusion(CodeLaw law) {
        return states(() -> {
            law.inclusion(first(Math.min(law.units(), mostTogether(law))));
            return true;
        });
    }

    /** How many different units the sums ask for together: as many indices as they go over. */
    private static int mostTogether(CodeLaw law) {
        return law.values().kappa1() == 0 ? 3 : 4;
    }

    private static int[] first(int units) {
        return IntStream.range(0, units).toArray();
    }

    /** Whether something holds that takes constants of a law; not if it does not state them. */
    private static boolean states(BooleanSupplier question) {
        try {
            return question.getAsBoolean();
        } catch (UnstatedConstantException e) {
            return false;
        }
    }

    /**
     * Returns the expectation in the closed form of {@link #of} for any law that states the probabilities p_i, p_ij, p_ijl
     * and p_ijlq with which units are in the support together, uniform or not: no support is enumerated, so that there may
     * be any number. Cost of a gradient: {@code O(m^4)} probabilities, {@code O(m^3)} if kappa1 = 0.
     *
     * @param model the model
     * @return the source
     * @throws IllegalArgumentException if there are more than 100 units, or 500 with kappa1 = 0: {@link
     *     SampledSupportGradient} is for those
     * @throws UnstatedConstantException if the law does not state its values, with kappa1
     */
    public static ExpectedGradient byInclusion(GenerativeModel model) {
        CodeLaw law = model.codeLaw();
        int most = mostTogether(law) == 3 ? MOST_UNITS_OF_MEAN_ZERO : MOST_UNITS;
        if (law.units() > most) {
            throw new IllegalArgumentException("the code law " + law + " has m = " + law.units() + " units; at most "
                    + most + " are summed over: take SampledSupportGradient");
        }
        return new ExpectedGradient(model, products -> ClosedForm.expectation(products, new LawSums(products, law)));
    }

    /**
     * Returns the expectation as a sum over all supports, whatever their law: slow, but without any assumption on it.
     * Cost of a gradient: {@code C(m, k) k^3}, or {@code 2^m m^3} if the law states no k, and two products of an
     * {@code n x m} and an {@code m x m} matrix.
     *
     * @param model the model
     * @return the source
     * @throws IllegalArgumentException if there are more than 5 million supports: {@link SampledSupportGradient} is for
     *     those
     * @throws UnstatedConstantException if the law does not state the probability of a
     *     support: {@link SampledSupportGradient} needs none
     */
    public static ExpectedGradient byEnumeration(GenerativeModel model) {
        Supports supports =
                Supports.all(model.codeLaw(), "take SampledSupportGradient, or the closed form if the law has one");
        return new ExpectedGradient(model, products -> expectation(products, supports));
    }

    /** The sum of what holds given each support times its probability. */
    private static Coefficients expectation(Products products, Supports supports) {
        Coefficients sum = new Coefficients(products.units());
        SupportExpectation given = new SupportExpectation(products);
        supports.forEach((support, probability) -> {
            given.compute(support);
            sum.add(support, probability, given);
        });
        return sum;
    }

    /**
     * Computes the expected gradient.
     *
     * @param autoencoder the parameters, with n features and m units, of the model's type; unit i stands for atom i
     * @param step the step, which does not matter
     * @return the gradient, the expected loss and the activity p; new arrays
     * @throws IllegalArgumentException if the autoencoder's shape or type is not the model's
     * @throws UnstatedConstantException if the law does not state its values, with kappa1
     *     and kappa2, or p
     */
    @Override
    public TiedGradient at(TiedAutoencoder autoencoder, long step) {
        return coefficients(new Products(model, autoencoder)).gradient(model, autoencoder);
    }

    Coefficients coefficients(Products products) {
        return expectation.of(products);
    }

    @Override
    public String toString() {
        return "ExpectedGradient[" + model + "]";
    }
}
