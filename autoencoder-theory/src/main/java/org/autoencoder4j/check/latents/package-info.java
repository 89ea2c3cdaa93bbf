/**
 * Certificates for sparse autoencoders with an encoder of their own: which latents are found, for all codes of a set or for
 * random ones.
 *
 * <p>All computations are in DOUBLE, whatever the type of the arrays. Atoms, units and samples are counted from 0.
 */
@NullMarked
package org.autoencoder4j.check.latents;

import org.jspecify.annotations.NullMarked;
