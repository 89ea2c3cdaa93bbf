/**
 * Laws of sparse codes and of their values.
 *
 * @serial exclude
 */
@NullMarked
package org.autoencoder4j.model.law;

import org.jspecify.annotations.NullMarked;
