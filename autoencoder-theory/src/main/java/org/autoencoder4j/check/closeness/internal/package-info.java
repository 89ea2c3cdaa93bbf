/** The nearest columns: distances, assignments, and what they say of weights that stand in another order. */
@NullMarked
package org.autoencoder4j.check.closeness.internal;

import org.jspecify.annotations.NullMarked;
