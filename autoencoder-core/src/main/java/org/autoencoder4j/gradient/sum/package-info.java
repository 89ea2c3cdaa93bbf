/**
 * Gradients as sums over samples that are cut into parts, in this process or on a cluster: {@link
 * org.autoencoder4j.gradient.sum.PartedGradient}.
 *
 * @serial exclude
 */
@NullMarked
package org.autoencoder4j.gradient.sum;

import org.jspecify.annotations.NullMarked;
