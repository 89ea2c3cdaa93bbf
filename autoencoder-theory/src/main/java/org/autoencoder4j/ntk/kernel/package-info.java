/**
 * The kernels G, H and K of paper 2, in the limit and at finite width, as operators.
 *
 * <p>Samples are rows, weights {@code d x m} with a unit in each column. The loss is half the sum over the samples. Arrays
 * keep their type; bounds and verdicts are DOUBLE.
 */
@NullMarked
package org.autoencoder4j.ntk.kernel;

import org.jspecify.annotations.NullMarked;
