/** Sparse autoencoders in the files of other projects. */
@NullMarked
package org.autoencoder4j.sae.format;

import org.jspecify.annotations.NullMarked;
