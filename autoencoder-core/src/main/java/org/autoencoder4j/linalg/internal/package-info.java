/** Solvers where no native library serves, and the test of symmetry. */
@NullMarked
package org.autoencoder4j.linalg.internal;

import org.jspecify.annotations.NullMarked;
