/** Samples of examples: what files hold, what is bundled, and how both are read. */
@NullMarked
package org.autoencoder4j.examples.samples;

import org.jspecify.annotations.NullMarked;
