/**
 * The expected gradient and loss of paper 1 in closed form or by sampled supports, and the dynamics that they drive.
 *
 * <p>All computations are in DOUBLE, whatever the type of the arrays. Atoms, units and samples are counted from 0.
 */
@NullMarked
package org.autoencoder4j.check.expectation;

import org.jspecify.annotations.NullMarked;
