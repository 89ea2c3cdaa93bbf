/**
 * Code consistency (paper 1, Theorem 3): certificates for all codes of a set, printed windows, and what samples show.
 *
 * <p>All computations are in DOUBLE, whatever the type of the arrays. Atoms, units and samples are counted from 0.
 */
@NullMarked
package org.autoencoder4j.check.consistency;

import org.jspecify.annotations.NullMarked;
