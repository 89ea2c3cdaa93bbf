package org.autoencoder4j.check.contraction;

/**
 * Bounds of how often a hard threshold misses the support, over random codes and for all weights within an angle of the
 * dictionary.
 *
 * @param off the probability that a unit off the support fires
 * @param on the probability that a unit of the support is silent, given that it is of the support
 * @param any the probability that any unit misfires, given one of the support
 * @param error e: the expected gradient differs from the one on the true support by at most {@code e p1 kappa2} in each
 *     column
 */
public record SparseMisfires(double off, double on, double any, double error) {}
