/**
 * Refinement by least squares on the support: its expected update, local rate and statistical floor where the supports
 * are the true ones, and certificates that they are. The statements, with their proofs, are those of {@code
 * docs/REFINEMENT.md}.
 *
 * <p>All computations are in DOUBLE, whatever the type of the arrays. Atoms, units and samples are counted from 0.
 */
@NullMarked
package org.autoencoder4j.check.refinement;

import org.jspecify.annotations.NullMarked;
