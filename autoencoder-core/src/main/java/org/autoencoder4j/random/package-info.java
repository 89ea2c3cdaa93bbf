/**
 * Reproducible random numbers.
 *
 * @serial exclude
 */
@NullMarked
package org.autoencoder4j.random;

import org.jspecify.annotations.NullMarked;
