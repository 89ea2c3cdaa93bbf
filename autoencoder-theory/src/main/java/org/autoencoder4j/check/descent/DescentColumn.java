package org.autoencoder4j.check.descent;

/**
 * One column in the descent lemmas. With {@code v = g - main}, where main is {@code -kappa2 p lambda A + p s W} and
 * {@code s = kappa2 lambda^2 + 2 kappa1 b lambda + b^2}, a step to {@code W - zeta g} leaves
 * {@code alpha W + beta A - zeta v}, and {@code v = along A + t} with t orthogonal to A.
 *
 * @param lemma which of the lemmas
 * @param weight {@code kappa2 p}, the weight of the column's main term
 * @param lambda {@code <W_i, A_i>}
 * @param error {@code ||W_i - A_i||}
 * @param shift {@code s / kappa2 - lambda^2}, what the bias adds to the main term
 * @param product {@code 2 <g_i, W_i - A_i>}
 * @param gradientSquare {@code ||g_i||^2}
 * @param remainderNorm {@code ||v_i||}
 * @param along {@code <v_i, A_i>}
 * @param across {@code ||t_i||}
 * @param sine {@code ||W_i - lambda A_i||}
 * @param sharpRadius the error after a step of {@code 1 / (kappa2 p lambda)}; infinite if lambda is not positive
 */
record DescentColumn(
        Lemma lemma,
        double weight,
        double lambda,
        double error,
        double shift,
        double product,
        double gradientSquare,
        double remainderNorm,
        double along,
        double across,
        double sine,
        double sharpRadius) {
    /** What rounding may do to a distance of computed unit columns. */
    private static final double ROUNDING = NormalisedColumns.ROUNDING;

    /** The lemmas that bound a column's gradient, one for each model. */
    enum Lemma {
        MIXTURE("Lemma 1"),
        SPARSE("Lemma 2"),
        NON_NEGATIVE("Lemma 4");

        private final String item;

        Lemma(String item) {
            this.item = item;
        }

        String item() {
            return item;
        }

        boolean hasBiasCondition() {
            return this != SPARSE;
        }
    }

    /** {@code |s / kappa2 - lambda|}, without cancellation near the atom, since {@code 1 - lambda = D^2 / 2}. */
    double biasEffect() {
        return Math.abs(shift - lambda * error * error / 2);
    }

    /** {@code 2 (1 - lambda)}, which bounds the effect of the bias in Lemmas 1 and 4. */
    double biasLimit() {
        return error * error;
    }

    double largestStep() {
        return lambda > 0 ? 1 / (weight * lambda) : 0;
    }

    /** The factor of {@code D^2} in the lemma. */
    double factor(double delta) {
        return lemma == Lemma.SPARSE
                ? weight * lambda * (1 - delta * delta / 2)
                : weight * (lambda - 2 * delta * delta / lambda);
    }

    /** What {@code 2 <g, W - A>} must be, so that the greatest step does not make the error grow. */
    double growthLimit() {
        return gradientSquare / (weight * lambda);
    }

    double remainder() {
        return 2 * remainderNorm * remainderNorm / (weight * lambda);
    }

    double lowerBound(double delta) {
        return factor(delta) * error * error + growthLimit() - remainder();
    }

    /** The distance from the atom at and within which the lemma allows any error: {@code sqrt(R / f)}. */
    double radius(double delta) {
        double factor = factor(delta);
        return lambda > 0 && factor > 0 ? Math.sqrt(remainder() / factor) : Double.POSITIVE_INFINITY;
    }

    /** The step beyond which the error does not shrink, {@code 2 <g, W - A> / ||g||^2}; 0 if there is no gradient. */
    double stepLimit() {
        return gradientSquare > 0 ? product / gradientSquare : 0;
    }

    /** Tells whether the column is its atom and stays there, to rounding. */
    boolean rests(double zeta) {
        return error <= ROUNDING && zeta * Math.sqrt(gradientSquare) <= ROUNDING;
    }

    double squaredErrorBound(double delta, double zeta) {
        return (1 - zeta * factor(delta)) * error * error + zeta * remainder();
    }

    /** {@code alpha = 1 - zeta p s}. */
    private double alpha(double zeta) {
        return 1 - zeta * weight * (lambda * lambda + shift);
    }

    /** {@code beta = zeta kappa2 p lambda}. */
    private double beta(double zeta) {
        return zeta * weight * lambda;
    }

    /** {@code |alpha| / (alpha + beta)}; infinite if the step turns the column away from its atom. */
    double normalisedRate(double zeta) {
        double sum = alpha(zeta) + beta(zeta);
        return sum > 0 ? Math.abs(alpha(zeta)) / sum : Double.POSITIVE_INFINITY;
    }

    /** A bound on the distance of {@code (W - zeta g) / (alpha + beta)} from the atom. */
    double distanceBound(double zeta) {
        double sum = alpha(zeta) + beta(zeta);
        return sum > 0 ? normalisedRate(zeta) * error + zeta * remainderNorm / sum : Double.POSITIVE_INFINITY;
    }

    /** {@code <W - zeta g, A> = alpha lambda + beta - zeta along}. */
    double lengthAlong(double zeta) {
        return alpha(zeta) * lambda + beta(zeta) - zeta * along;
    }

    /**
     * By how much the tangent of the angle to the atom must shrink before t: {@code (alpha lambda + beta - zeta along -
     * |alpha| lambda) tan(angle) - zeta ||t||}, which for a positive alpha is {@code (beta - zeta along) tan(angle) -
     * zeta ||t||}. The step turns the column to its atom if this and {@link #lengthAlong} are above 0.
     */
    double tangentialSlack(double zeta) {
        return pull(zeta) * sine / lambda - zeta * across;
    }

    /** The tangent of the angle at and within which {@link #tangentialSlack} is not above 0. */
    double tangentialRadius(double zeta) {
        return pull(zeta) > 0 ? zeta * across / pull(zeta) : Double.POSITIVE_INFINITY;
    }

    private double pull(double zeta) {
        return lengthAlong(zeta) - Math.abs(alpha(zeta)) * lambda;
    }

    /** By how much the bound on the norms falls below the error: above 0 it proves the same, of fewer steps. */
    double normSlack(double zeta) {
        return (alpha(zeta) + beta(zeta)) * error * Math.sqrt(Math.max(0, 1 - error * error / 4))
                - Math.abs(alpha(zeta)) * error
                - zeta * remainderNorm;
    }
}
