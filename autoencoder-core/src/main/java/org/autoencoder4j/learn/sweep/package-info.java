/**
 * Dictionary learning by sweeps: sparse codes of many samples, then one update of all atoms from their sums, and atoms that
 * are of no use replaced by what the residuals have in common.
 *
 * @serial exclude
 */
@NullMarked
package org.autoencoder4j.learn.sweep;

import org.jspecify.annotations.NullMarked;
