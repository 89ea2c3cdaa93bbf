/** Files that hold several named tensors, as safetensors do. */
@NullMarked
package org.autoencoder4j.data.format.tensor;

import org.jspecify.annotations.NullMarked;
