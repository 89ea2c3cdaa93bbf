/** The extremes of rows of G, and the bounds and search of pairs. */
@NullMarked
package org.autoencoder4j.check.latents.internal;

import org.jspecify.annotations.NullMarked;
