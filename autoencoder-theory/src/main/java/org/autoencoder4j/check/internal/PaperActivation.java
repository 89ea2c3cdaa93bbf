package org.autoencoder4j.check.internal;

import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.HardThreshold;
import org.autoencoder4j.network.Relu;

/** The activations of which paper 1 speaks. */
public final class PaperActivation {
    private PaperActivation() {}

    /**
     * Requires ReLU or a hard threshold.
     *
     * @param activation the activation
     * @throws IllegalArgumentException if it is another, of which the paper claims nothing
     */
    public static void require(Activation activation) {
        if (!(activation instanceof Relu || activation instanceof HardThreshold)) {
            throw new IllegalArgumentException("the activation is " + activation.name()
                    + "; what is checked here is stated for relu and hardThreshold alone");
        }
    }
}
