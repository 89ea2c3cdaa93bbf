/** Which latents of a trained sparse autoencoder find their atom: {@code certify}. */
@NullMarked
package org.autoencoder4j.examples.latents;

import org.jspecify.annotations.NullMarked;
