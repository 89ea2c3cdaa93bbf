/** Runnable examples: {@code examples/run NAME}. */
@NullMarked
package org.autoencoder4j.examples;

import org.jspecify.annotations.NullMarked;
