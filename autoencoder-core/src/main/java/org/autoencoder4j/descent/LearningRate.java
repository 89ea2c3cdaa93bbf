package org.autoencoder4j.descent;

import org.autoencoder4j.backend.Checks;

/**
 * The step size of each update, zeta in one paper and eta in the other, as a function of the step. Immutable.
 *
 * @paper NWH19 section 5, eq. (5); NWH-NTK section 4, section 5
 */
@FunctionalInterface
public interface LearningRate {
    /**
     * Returns the learning rate of a step.
     *
     * @param step the step, at least 0
     * @return the rate, finite and above 0
     */
    double at(long step);

    /**
     * Says whether the loss after an update means that the update was too long and must be undone.
     *
     * @param loss the loss after the update, perhaps not finite
     * @param before the loss before the update
     * @return whether to undo the update and go on with shorter ones; by default never
     */
    default boolean rejects(double loss, double before) {
        return false;
    }

    /**
     * Returns the factor by which all later rates shrink once an update has been undone.
     *
     * @return a number in (0, 1]; 1 if this rate never rejects an update
     */
    default double shrinkage() {
        return 1;
    }

    /**
     * Returns a rate that is the same at each step. Where it is not known to be short enough, use
     * {@link #backingOff}.
     *
     * <p>For tied weights on codes of exactly k atoms, each in the support with probability p_1, the dictionary is no stable
     * fixed point, not even with orthonormal atoms, unless the rate is below
     * {@code 2 / (p_1 (kappa2 + (k - 1) kappa1^2))}; kappa1 and kappa2 are the mean and the second moment of an entry. The
     * published {@code m/k} is beyond that for values of 1 from k = 3 on; half of the limit is a default where k^2 is small
     * against m.
     *
     * @param rate the rate, finite and above 0
     * @return the constant rate
     * @throws IllegalArgumentException if the rate is not finite and above 0
     */
    static LearningRate constant(double rate) {
        Checks.positive("rate", rate);
        return step -> rate;
    }

    /**
     * Returns the rate {@code initial / (1 + step / period)}.
     *
     * @param initial the rate at step 0, finite and above 0
     * @param period the number of steps after which it has halved, finite and above 0
     * @return the decaying rate
     * @throws IllegalArgumentException if an argument is not finite and above 0
     */
    static LearningRate decaying(double initial, double period) {
        Checks.positive("initial", initial);
        Checks.positive("period", period);
        return step -> initial / (1 + step / period);
    }

    /**
     * Returns the constant rate under which the paper's theorem lets a weakly trained autoencoder of sufficient width
     * contract: {@code lambda_0 / (4 n d lambda_n)}. It belongs to the scaling {@code 1/sqrt(m d)}, to half the sum of
     * squares as the loss, and to samples of norm 1. It is cautious: see {@link #belowStability}.
     *
     * @param smallestEigenvalue lambda_0, the least eigenvalue of the limit kernel, finite and above 0
     * @param largestEigenvalue lambda_n, the greatest eigenvalue of the samples' Gram matrix, finite and above 0
     * @param samples n, at least 1
     * @param features d, at least 1
     * @return the constant rate
     * @throws IllegalArgumentException if an argument is out of its range
     * @paper NWH-NTK Theorem 4.2
     */
    static LearningRate weaklyTrained(double smallestEigenvalue, double largestEigenvalue, long samples, int features) {
        Checks.atLeast("samples", samples, 1);
        Checks.atLeast("features", features, 1);
        Checks.positive("smallestEigenvalue", smallestEigenvalue);
        Checks.positive("largestEigenvalue", largestEigenvalue);
        return constant(smallestEigenvalue / (4.0 * samples * features * largestEigenvalue));
    }

    /**
     * Returns the constant rate of the paper's theorem on joint training, {@code lambda_0 / (64 n lambda_n)}. The proof
     * in print has a gap at this rate; runs at it do contract. See {@link #weaklyTrained} for what it belongs to.
     *
     * @param smallestEigenvalue lambda_0, the least eigenvalue of the limit kernel, finite and above 0
     * @param largestEigenvalue lambda_n, the greatest eigenvalue of the samples' Gram matrix, finite and above 0
     * @param samples n, at least 1
     * @return the constant rate
     * @throws IllegalArgumentException if an argument is out of its range
     * @paper NWH-NTK Theorem 5.2
     */
    static LearningRate jointlyTrained(double smallestEigenvalue, double largestEigenvalue, long samples) {
        Checks.atLeast("samples", samples, 1);
        Checks.positive("smallestEigenvalue", smallestEigenvalue);
        Checks.positive("largestEigenvalue", largestEigenvalue);
        return constant(smallestEigenvalue / (64.0 * samples * largestEigenvalue));
    }

    /**
     * Returns a constant rate at a fraction of where descent begins to oscillate. With a kernel K that stands still the
     * residual is multiplied by {@code I - eta K / d} at each step, which contracts if and only if
     * {@code eta < 2 d / lambda_max(K)}.
     *
     * @param largestKernelEigenvalue lambda_max(K) of the kernel of the weights that are trained, finite and above 0
     * @param features d, at least 1
     * @param fraction the fraction of {@code 2 d / lambda_max(K)}, between 0 and 1; one half makes the leading error
     *     vanish at once
     * @return the constant rate
     * @throws IllegalArgumentException if an argument is out of its range
     * @paper NWH-NTK eq. (4.5)
     */
    static LearningRate belowStability(double largestKernelEigenvalue, int features, double fraction) {
        Checks.positive("largestKernelEigenvalue", largestKernelEigenvalue);
        Checks.atLeast("features", features, 1);
        Checks.between("fraction", fraction, 0, 1);
        return constant(fraction * 2 * features / largestKernelEigenvalue);
    }

    /**
     * Returns this rate, but halved for good each time that an update raises the loss by more than a tenth or makes it
     * not finite; that update is undone and repeated with the halved rate. A rise within the loss's rounding does not count.
     * To be taken wherever no theorem says that the step is short enough: a constant rate that is too long destroys even a
     * true dictionary. Meant for data about which nothing is known;
     * the loss must be comparable from step to step (the same batch, or batches of many samples).
     *
     * @return the rate that backs off
     */
    default LearningRate backingOff() {
        return new BackingOffRate(this, 0.1, 0.5);
    }
}
