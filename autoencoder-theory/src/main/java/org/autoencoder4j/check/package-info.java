/**
 * What paper 1 claims, checked on given arrays. Each check measures first and then reports: the measurement is a value
 * that holds the numbers and where they are taken, and its {@code report} compares them with given limits.
 *
 * <p>All computations are in DOUBLE, whatever the type of the arrays. Atoms, units and samples are counted from 0.
 */
@NullMarked
package org.autoencoder4j.check;

import org.jspecify.annotations.NullMarked;
