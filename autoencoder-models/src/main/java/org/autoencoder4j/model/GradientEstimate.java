package org.autoencoder4j.model;

import org.autoencoder4j.gradient.TiedGradient;

/**
 * A mean of independent draws with its standard error, entry by entry.
 *
 * @param gradient the mean: gradients with respect to W and b, activity and loss
 * @param standardError the standard error of each of these numbers, in the same place
 */
public record GradientEstimate(TiedGradient gradient, TiedGradient standardError) {}
