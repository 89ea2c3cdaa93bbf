/**
 * Certificates over whole balls of starts: what T steps do from any start within a distance of the dictionary, with
 * expected gradients or finitely many samples; fixed points and their basins. The statements, with their proofs, are those
 * of {@code docs/INDUCTION.md}.
 *
 * <p>All computations are in DOUBLE, whatever the type of the arrays. Columns are unit columns, and how far they are from
 * their atoms is told as an angle phi or as a distance {@code delta = 2 sin(phi/2)}. Atoms and units are counted from 0.
 */
@NullMarked
package org.autoencoder4j.check.contraction;

import org.jspecify.annotations.NullMarked;
