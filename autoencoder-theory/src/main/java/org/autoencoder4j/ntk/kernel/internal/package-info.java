/** The inner loops of the kernels. */
@NullMarked
package org.autoencoder4j.ntk.kernel.internal;

import org.jspecify.annotations.NullMarked;
