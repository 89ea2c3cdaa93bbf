/** Kernels of wide autoencoders and their limits: {@code kernel}, {@code weight-tied}. */
@NullMarked
package org.autoencoder4j.examples.kernel;

import org.jspecify.annotations.NullMarked;
