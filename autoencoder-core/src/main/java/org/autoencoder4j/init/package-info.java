/** Starting points for training. */
@NullMarked
package org.autoencoder4j.init;

import org.jspecify.annotations.NullMarked;
