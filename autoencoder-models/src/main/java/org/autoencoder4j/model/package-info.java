/** Generative bilinear models with known truth: dictionaries, and the samples and gradients that a model gives. */
@NullMarked
package org.autoencoder4j.model;

import org.jspecify.annotations.NullMarked;
