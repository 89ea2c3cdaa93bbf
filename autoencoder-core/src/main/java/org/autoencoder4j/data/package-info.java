/** Observations in batches whose memory does not grow with the number of samples. */
@NullMarked
package org.autoencoder4j.data;

import org.jspecify.annotations.NullMarked;
