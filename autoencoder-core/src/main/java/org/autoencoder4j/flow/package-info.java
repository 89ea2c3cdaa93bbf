/** Training in continuous time: the gradient flow of the two-layer autoencoder. */
@NullMarked
package org.autoencoder4j.flow;

import org.jspecify.annotations.NullMarked;
