/** Sparse autoencoders as values: an encoder and a decoder of their own, and activations that keep few latents. */
@NullMarked
package org.autoencoder4j.sae;

import org.jspecify.annotations.NullMarked;
