/** How wide is wide enough: {@code width}, {@code table1}. */
@NullMarked
package org.autoencoder4j.examples.width;

import org.jspecify.annotations.NullMarked;
