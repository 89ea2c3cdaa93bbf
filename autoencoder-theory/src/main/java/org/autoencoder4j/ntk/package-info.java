/**
 * What paper 2 claims about over-parameterised autoencoders {@code u = A relu(W^T x) / sqrt(m d)}, and what holds of it.
 *
 * <p>Samples are rows, weights {@code d x m} with a unit in each column. The loss is half the sum over the samples. Arrays
 * keep their type; bounds and verdicts are DOUBLE.
 */
@NullMarked
package org.autoencoder4j.ntk;

import org.jspecify.annotations.NullMarked;
