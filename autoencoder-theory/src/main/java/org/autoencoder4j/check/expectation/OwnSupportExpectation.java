package org.autoencoder4j.check.expectation;

import org.autoencoder4j.gradient.TiedGradient;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a mixture gives an encoder on average, on the support that the encoder finds itself.
 *
 * @param gradient the expectation of the gradient (4), the expected loss, and how often each unit is on
 * @param boundary what (4) leaves out of the gradient of the expected loss, {@code n x m}: 0 for ReLU. Where two units that
 *     jump are equal or opposite the expected loss has a kink, and this is one of its slopes
 * @param biasBoundary the same for the bias, length m
 * @param misfire gamma, {@code n x m}: the gradient (4) without that on the true support ({@link ExpectedGradient})
 * @param firing the probability that unit i is on in component j, {@code m x m}
 */
public record OwnSupportExpectation(
        TiedGradient gradient, INDArray boundary, INDArray biasBoundary, INDArray misfire, INDArray firing) {
    @Override
    public String toString() {
        return "OwnSupportExpectation[loss=" + gradient.loss() + ", norm of the misfire term="
                + misfire.norm2Number().doubleValue() + ", of the boundary term="
                + boundary.norm2Number().doubleValue() + "]";
    }
}
