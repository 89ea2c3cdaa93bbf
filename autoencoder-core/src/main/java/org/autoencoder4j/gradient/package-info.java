/** Gradients of batches as values, and the sources that compute them. */
@NullMarked
package org.autoencoder4j.gradient;

import org.jspecify.annotations.NullMarked;
