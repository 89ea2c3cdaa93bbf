/**
 * Whether data look as paper 1's model wants them (assumptions A1 to A4).
 *
 * <p>All computations are in DOUBLE, whatever the type of the arrays. Atoms, units and samples are counted from 0.
 */
@NullMarked
package org.autoencoder4j.check.diagnosis;

import org.jspecify.annotations.NullMarked;
