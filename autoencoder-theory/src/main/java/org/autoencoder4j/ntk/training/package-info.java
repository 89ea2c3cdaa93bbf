/**
 * Records of runs of two-layer autoencoders, held against what paper 2 claims of each step, and linearised training.
 *
 * <p>Samples are rows, weights {@code d x m} with a unit in each column. The loss is half the sum over the samples. Arrays
 * keep their type; bounds and verdicts are DOUBLE.
 */
@NullMarked
package org.autoencoder4j.ntk.training;

import org.jspecify.annotations.NullMarked;
