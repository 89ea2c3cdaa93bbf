/** How far a long call is, and how it is stopped. */
@NullMarked
package org.autoencoder4j.progress;

import org.jspecify.annotations.NullMarked;
