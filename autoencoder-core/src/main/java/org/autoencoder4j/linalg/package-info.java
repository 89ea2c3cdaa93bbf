/** Operators, factorisations and both ends of a spectrum. */
@NullMarked
package org.autoencoder4j.linalg;

import org.jspecify.annotations.NullMarked;
