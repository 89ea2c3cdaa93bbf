/** What is done to samples before training: centring, scaling, whitening, one after the other, and a word about outliers. */
@NullMarked
package org.autoencoder4j.data.preprocessing;

import org.jspecify.annotations.NullMarked;
