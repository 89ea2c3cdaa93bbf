/** The loop: a trainer runs an update rule until a stopping rule says so, keeps a history and writes checkpoints. */
@NullMarked
package org.autoencoder4j.train;

import org.jspecify.annotations.NullMarked;
