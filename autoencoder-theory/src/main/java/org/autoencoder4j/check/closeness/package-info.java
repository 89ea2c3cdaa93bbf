/**
 * How near weights are to a dictionary (paper 1, Definitions 1 and 2): incoherence, matchings, delta-closeness,
 * nearness.
 *
 * <p>All computations are in DOUBLE, whatever the type of the arrays. Atoms, units and samples are counted from 0.
 */
@NullMarked
package org.autoencoder4j.check.closeness;

import org.jspecify.annotations.NullMarked;
