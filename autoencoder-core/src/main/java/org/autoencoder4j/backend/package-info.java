/** The backend that computes: the test that its BLAS is right, and the checks of arguments that all rooms share. */
@NullMarked
package org.autoencoder4j.backend;

import org.jspecify.annotations.NullMarked;
