package org.autoencoder4j.check.expectation;

import java.util.Arrays;
import java.util.Optional;
import org.autoencoder4j.check.expectation.internal.FiringRays;
import org.autoencoder4j.gradient.GradientSource;
import org.autoencoder4j.gradient.TiedGradient;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.law.OneHotCodes;
import org.autoencoder4j.network.TiedAutoencoder;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The exact expectation of the gradient (4) over a mixture of Gaussians, on the support that the encoder finds itself:
 * what samples give on average whether or not units misfire, for any weights and bias. {@link ExpectedGradient} is that on
 * the true support; the difference is gamma, the misfire term.
 *
 * <p>Given a component j the pre-activations are normal, with means {@code W^T A_j + b} and covariance
 * {@code sigma^2 W^T W}, so that every moment in (4) is a sum over pairs of units of tails and densities of one and two
 * normal numbers. For JumpReLU and the hard threshold the expected loss has another gradient than the expectation of (4),
 * as {@link LossJump} measures; here the boundary term is exact.
 *
 * <p>Cost of a gradient: {@code O(m^2 n)} and, for each component, a bivariate probability for each two units that are on
 * with a probability of 1e-19 or more; other units are left out. Computed in double precision; the result has the
 * autoencoder's type. The misfire term is a difference, exact to roundings of the gradient. Immutable; threads may share it.
 *
 * @paper NWH19 eq. (4) to (6); autoencoder4j P1-C3
 */
public final class OwnSupportGradient implements GradientSource<TiedAutoencoder, TiedGradient> {
    private final GenerativeModel model;
    private final double[] weights;
    private final Optional<FiringRays> jumps;

    private OwnSupportGradient(GenerativeModel model, double[] weights, Optional<FiringRays> jumps) {
        this.model = model;
        this.weights = weights;
        this.jumps = jumps;
    }

    /**
     * Makes the expectation over a mixture. The autoencoder's own activation decides which units are on.
     *
     * @param mixture the model, whose codes are those of a mixture
     * @return the source
     * @throws IllegalArgumentException if the codes are others
     */
    public static OwnSupportGradient of(GenerativeModel mixture) {
        if (!(mixture.codeLaw() instanceof OneHotCodes codes)) {
            throw new IllegalArgumentException("the model's codes are " + mixture.codeLaw()
                    + "; they must be those of a mixture, OneHotCodes: LossJump and SampleGradient take any");
        }
        return new OwnSupportGradient(mixture, codes.weights(), Optional.empty());
    }

    /**
     * Returns the source for JumpReLU, whatever activation the autoencoders have: unit i passes {@code z_i} if it is above
     * {@code max(theta_i, 0)}.
     *
     * @param thresholds theta, one finite number for each unit
     * @return a copy
     * @throws IllegalArgumentException if there are not m, or one is not finite
     */
    public OwnSupportGradient withThresholds(double... thresholds) {
        if (thresholds.length != weights.length) {
            throw new IllegalArgumentException("there are " + thresholds.length
                    + " thresholds; there must be one for each of the model's " + weights.length + " units");
        }
        return new OwnSupportGradient(model, weights, Optional.of(FiringRays.above(thresholds)));
    }

    /**
     * Computes the expected gradient.
     *
     * @param autoencoder the parameters, with n features and m units, of the model's type, with ReLU or a hard threshold;
     *     unit i stands for atom i
     * @param step the step, which does not matter
     * @return the expectation of (4), the expected loss and how often each unit is on; new arrays
     * @throws IllegalArgumentException if the autoencoder's shape or type is not the model's, or its activation is another
     */
    @Override
    public TiedGradient at(TiedAutoencoder autoencoder, long step) {
        return gradient(support(autoencoder), autoencoder);
    }

    /**
     * Computes all that can be told of the encoder's own support.
     *
     * @param autoencoder the parameters, as for {@link #at}
     * @return gradient, boundary and misfire terms, in the autoencoder's type; new arrays
     * @throws IllegalArgumentException as {@link #at}
     */
    public OwnSupportExpectation expectation(TiedAutoencoder autoencoder) {
        OwnSupport support = support(autoencoder);
        TiedGradient gradient = gradient(support, autoencoder);
        TiedGradient boundary = support.boundary.gradient(model, autoencoder);
        TiedGradient onTheTrueSupport = ExpectedGradient.of(model).at(autoencoder, 0);
        return new OwnSupportExpectation(
                gradient,
                boundary.weights(),
                boundary.bias(),
                gradient.weights().sub(onTheTrueSupport.weights()),
                Nd4j.createFromArray(support.firing).castTo(autoencoder.dataType()));
    }

    private OwnSupport support(TiedAutoencoder autoencoder) {
        Products products = new Products(model, autoencoder);
        return new OwnSupport(
                products, jumps.orElseGet(() -> FiringRays.of(autoencoder.activation(), weights.length)), weights);
    }

    private TiedGradient gradient(OwnSupport support, TiedAutoencoder autoencoder) {
        double[] activity = new double[weights.length];
        Arrays.setAll(activity, i -> {
            double sum = 0;
            for (int j = 0; j < weights.length; j++) {
                sum += weights[j] * support.firing[i][j];
            }
            return sum;
        });
        return support.gradient.gradient(model, autoencoder, activity);
    }

    @Override
    public String toString() {
        return "OwnSupportGradient[" + model + "]";
    }
}
