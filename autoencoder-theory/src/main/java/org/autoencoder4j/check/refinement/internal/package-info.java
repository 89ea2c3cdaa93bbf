/** Least squares given one support after the other, and what is summed over them. */
@NullMarked
package org.autoencoder4j.check.refinement.internal;

import org.jspecify.annotations.NullMarked;
