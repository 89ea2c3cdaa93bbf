/**
 * Paper 2's theorems about convergence: constants, radii, widths, probabilities.
 *
 * <p>Samples are rows, weights {@code d x m} with a unit in each column. The loss is half the sum over the samples. Arrays
 * keep their type; bounds and verdicts are DOUBLE.
 */
@NullMarked
package org.autoencoder4j.ntk.convergence;

import org.jspecify.annotations.NullMarked;
