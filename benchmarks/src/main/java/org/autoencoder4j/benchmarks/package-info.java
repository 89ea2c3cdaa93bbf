/** Measurements of the library's speed; never published. */
@NullMarked
package org.autoencoder4j.benchmarks;

import org.jspecify.annotations.NullMarked;
