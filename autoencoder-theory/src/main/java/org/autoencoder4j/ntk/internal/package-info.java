/** What the kernels, the theorems and the records of runs all compute. */
@NullMarked
package org.autoencoder4j.ntk.internal;

import org.jspecify.annotations.NullMarked;
