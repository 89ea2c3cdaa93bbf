/** Generative bilinear models with known truth: dictionaries, laws of sparse codes, and the samples they give. */
@NullMarked
package org.autoencoder4j.model;

import org.jspecify.annotations.NullMarked;
