/** The batch gradient of the tied autoencoder on the arrays' own memory, for CPU. */
@NullMarked
package org.autoencoder4j.train.internal;

import org.jspecify.annotations.NullMarked;
