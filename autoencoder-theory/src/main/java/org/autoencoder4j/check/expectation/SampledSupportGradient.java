package org.autoencoder4j.check.expectation;

import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.check.expectation.internal.Supports;
import org.autoencoder4j.gradient.GradientSource;
import org.autoencoder4j.gradient.TiedGradient;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.GradientEstimate;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.random.RandomStreams;

/**
 * An estimate of {@link ExpectedGradient} for any code law whose values are independent draws from one law with
 * kappa1 and kappa2: supports are drawn, and the expectation over values and noise given each support is exact. So it is unbiased, and has far less spread than samples have. At step s it draws
 * block after block of {@link RandomStreams#BLOCK_SIZE} supports from {@code streams.at("supports", s, block)}.
 *
 * <p>Computed in double precision; the result has the autoencoder's type. Cost of a gradient: {@code k^2 (n + k)} for
 * each support of k units. Immutable; threads may share it.
 *
 * @paper NWH19 eq. (5), corrected
 */
public final class SampledSupportGradient implements GradientSource<TiedAutoencoder, TiedGradient> {
    private final GenerativeModel model;
    private final RandomStreams streams;
    private final int supports;

    private SampledSupportGradient(GenerativeModel model, RandomStreams streams, int supports) {
        this.model = model;
        this.streams = streams;
        this.supports = supports;
    }

    /**
     * Returns the estimate from a given number of supports.
     *
     * @param model the model
     * @param streams the source of randomness
     * @param supports the number of supports drawn at each step, at least 2
     * @return the source
     * @throws IllegalArgumentException if supports is below 2
     */
    public static SampledSupportGradient of(GenerativeModel model, RandomStreams streams, int supports) {
        Checks.atLeast("supports", supports, 2);
        return new SampledSupportGradient(model, streams, supports);
    }

    /**
     * Computes the estimate at a step.
     *
     * @param autoencoder the parameters, with n features and m units, of the model's type; unit i stands for atom i
     * @param step the step, at least 0
     * @return the gradient, the loss and the fraction of supports that hold each unit; new arrays
     * @throws IllegalArgumentException if the autoencoder's shape or type is not the model's, or step is negative
     */
    @Override
    public TiedGradient at(TiedAutoencoder autoencoder, long step) {
        return estimate(autoencoder, step).gradient();
    }

    /**
     * Computes the estimate at a step together with the standard error of each of its numbers.
     *
     * @param autoencoder the parameters, with n features and m units, of the model's type; unit i stands for atom i
     * @param step the step, at least 0
     * @return the gradient and its standard errors; new arrays
     * @throws IllegalArgumentException if the autoencoder's shape or type is not the model's, or step is negative
     * @throws org.autoencoder4j.model.law.UnstatedConstantException if the law does not state its values, with kappa1
     *     and kappa2
     */
    public GradientEstimate estimate(TiedAutoencoder autoencoder, long step) {
        Checks.atLeast("step", step, 0);
        Products products = new Products(model, autoencoder);
        SupportExpectation given = new SupportExpectation(products);
        SupportSums sums = new SupportSums(model, autoencoder);
        Supports.drawn(model.codeLaw(), streams, step, supports).forEach((support, weight) -> {
            given.compute(support);
            sums.add(support, given);
        });
        return sums.estimate(supports);
    }

    @Override
    public String toString() {
        return "SampledSupportGradient[supports=" + supports + ", " + model + "]";
    }
}
