/**
 * Sparse coding: which few atoms of a given dictionary make a sample, and how much of each.
 *
 * @serial exclude
 */
@NullMarked
package org.autoencoder4j.coding;

import org.jspecify.annotations.NullMarked;
