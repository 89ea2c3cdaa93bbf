/** Measures of sparse autoencoders by the names that they have in the field. */
@NullMarked
package org.autoencoder4j.sae.metrics;

import org.jspecify.annotations.NullMarked;
