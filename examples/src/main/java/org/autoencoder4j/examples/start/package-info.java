/** Training from random starts: {@code regimes}, {@code certain}. */
@NullMarked
package org.autoencoder4j.examples.start;

import org.jspecify.annotations.NullMarked;
