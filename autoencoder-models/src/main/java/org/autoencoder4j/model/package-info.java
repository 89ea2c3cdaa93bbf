/**
 * Generative bilinear models with known truth: dictionaries, and the samples and gradients that a model gives.
 *
 * @serial exclude
 */
@NullMarked
package org.autoencoder4j.model;

import org.jspecify.annotations.NullMarked;
