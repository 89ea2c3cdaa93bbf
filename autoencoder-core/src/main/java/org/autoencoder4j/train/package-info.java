/** Gradients, update rules and the trainer that runs them. */
@NullMarked
package org.autoencoder4j.train;

import org.jspecify.annotations.NullMarked;
