/**
 * What paper 2 says of weight-tied autoencoders.
 *
 * <p>Samples are rows, weights {@code d x m} with a unit in each column. The loss is half the sum over the samples. Arrays
 * keep their type; bounds and verdicts are DOUBLE.
 */
@NullMarked
package org.autoencoder4j.ntk.tied;

import org.jspecify.annotations.NullMarked;
