package org.autoencoder4j.train;

import org.autoencoder4j.gradient.Gradient;

/**
 * One step of a run, as a listener sees it: the parameters before the update and the gradient at them.
 *
 * @param index how many updates have been done, at least 0
 * @param parameters the parameters after those updates; valid during the listener's call only, copy what must stay
 * @param gradient the gradient at these parameters; valid during the listener's call only
 * @param gradientNorm the norm of the gradient over the arrays that the rule trains by it
 * @param learningRate the learning rate that the next update uses
 * @param keptColumns how many columns the last update left as they were because they could not be normalised
 * @param <P> the parameters
 */
public record Step<P>(
        long index, P parameters, Gradient gradient, double gradientNorm, double learningRate, int keptColumns) {}
