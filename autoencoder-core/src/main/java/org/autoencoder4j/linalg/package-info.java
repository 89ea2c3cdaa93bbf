/** The linear algebra that the library trusts: backend and BLAS checks, spectra. */
@NullMarked
package org.autoencoder4j.linalg;

import org.jspecify.annotations.NullMarked;
