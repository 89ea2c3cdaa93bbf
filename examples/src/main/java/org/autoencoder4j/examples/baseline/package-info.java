/** This method beside those of others, and refined, where the dictionary is known: {@code baselines}, {@code refine}. */
@NullMarked
package org.autoencoder4j.examples.baseline;

import org.jspecify.annotations.NullMarked;
