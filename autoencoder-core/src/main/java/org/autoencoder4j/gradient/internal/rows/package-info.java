/** Rows of numbers in native memory, their sums, and what of them is active. */
@NullMarked
package org.autoencoder4j.gradient.internal.rows;

import org.jspecify.annotations.NullMarked;
