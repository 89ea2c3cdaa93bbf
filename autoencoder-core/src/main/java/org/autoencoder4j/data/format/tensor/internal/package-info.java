/** Strict reading of JSON, which tensors and what is stored with them share. */
@NullMarked
package org.autoencoder4j.data.format.tensor.internal;

import org.jspecify.annotations.NullMarked;
