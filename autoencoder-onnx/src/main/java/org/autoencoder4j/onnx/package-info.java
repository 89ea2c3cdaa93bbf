/** Autoencoders as ONNX models. */
@NullMarked
package org.autoencoder4j.onnx;

import org.jspecify.annotations.NullMarked;
