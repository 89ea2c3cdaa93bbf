/** Reproducible random numbers. */
@NullMarked
package org.autoencoder4j.random;

import org.jspecify.annotations.NullMarked;
