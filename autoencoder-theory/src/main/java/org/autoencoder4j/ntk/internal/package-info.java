/** Matrices on the heap, as the kernels need them. */
@NullMarked
package org.autoencoder4j.ntk.internal;

import org.jspecify.annotations.NullMarked;
