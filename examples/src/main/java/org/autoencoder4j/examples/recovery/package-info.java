/** The theory of recovery by gradient descent on models of known dictionaries: {@code certificate}, {@code reach}, {@code descent}, {@code initialise}, {@code consistency}, {@code figures}. */
@NullMarked
package org.autoencoder4j.examples.recovery;

import org.jspecify.annotations.NullMarked;
