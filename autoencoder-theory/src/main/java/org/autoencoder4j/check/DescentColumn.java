package org.autoencoder4j.check;

/**
 * One column in the descent lemmas. With {@code v = g - main}, where main is {@code -kappa2 p lambda A + p s W} and
 * {@code s = kappa2 lambda^2 + 2 kappa1 b lambda + b^2}, a step to {@code W - zeta g} leaves
 * {@code alpha W + beta A - zeta v}.
 *
 * @param lemma which of the lemmas
 * @param weight {@code kappa2 p}, the weight of the column's main term
 * @param lambda {@code <W_i, A_i>}
 * @param error {@code ||W_i - A_i||}
 * @param shift {@code s / kappa2 - lambda^2}, what the bias adds to the main term
 * @param product {@code 2 <g_i, W_i - A_i>}
 * @param gradientSquare {@code ||g_i||^2}
 * @param remainderNorm {@code ||v_i||}
 */
record DescentColumn(
        Lemma lemma,
        double weight,
        double lambda,
        double error,
        double shift,
        double product,
        double gradientSquare,
        double remainderNorm) {
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

    double remainder() {
        return 2 * remainderNorm * remainderNorm / (weight * lambda);
    }

    double lowerBound(double delta) {
        return factor(delta) * error * error + gradientSquare / (weight * lambda) - remainder();
    }

    double squaredErrorAfter(double zeta) {
        return error * error - zeta * product + zeta * zeta * gradientSquare;
    }

    double squaredErrorBound(double delta, double zeta) {
        return (1 - zeta * factor(delta)) * error * error + zeta * remainder();
    }

    /** {@code |alpha| / (alpha + beta)}; infinite if the step turns the column away from its atom. */
    double normalisedRate(double zeta) {
        double alpha = 1 - zeta * weight * (lambda * lambda + shift);
        double sum = alpha + zeta * weight * lambda;
        return sum > 0 ? Math.abs(alpha) / sum : Double.POSITIVE_INFINITY;
    }

    /** A bound on the distance of {@code (W - zeta g) / (alpha + beta)} from the atom. */
    double radius(double zeta) {
        double sum = 1 - zeta * weight * (lambda * lambda + shift) + zeta * weight * lambda;
        return sum > 0 ? normalisedRate(zeta) * error + zeta * remainderNorm / sum : Double.POSITIVE_INFINITY;
    }
}
