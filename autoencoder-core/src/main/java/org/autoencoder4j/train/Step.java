package org.autoencoder4j.train;

import java.util.List;
import org.autoencoder4j.gradient.Gradient;

/**
 * One step of a run, as a listener sees it: the parameters before the update and the gradient at them.
 *
 * @param index how many updates have been done, at least 0
 * @param parameters the parameters after those updates; valid during the listener's call only, copy what must stay
 * @param gradient the gradient at these parameters; valid during the listener's call only
 * @param trained the names of the arrays that the rule trains by the gradient
 * @param learningRate the learning rate that the next update uses
 * @param keptColumns how many columns the last update left as they were because they could not be normalised
 * @param <P> the parameters
 */
public record Step<P>(
        long index, P parameters, Gradient gradient, List<String> trained, double learningRate, int keptColumns) {
    /**
     * Computes the norm of the gradient over the arrays that the rule trains by it, at each call anew: one pass over them.
     *
     * @return the norm, at least 0
     */
    public double gradientNorm() {
        return gradient.norm(trained);
    }
}
