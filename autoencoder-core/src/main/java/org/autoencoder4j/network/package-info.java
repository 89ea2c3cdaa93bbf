/**
 * Autoencoders as values: activations, parameters, encoding, decoding, loss, saving and loading.
 *
 * @serial exclude
 */
@NullMarked
package org.autoencoder4j.network;

import org.jspecify.annotations.NullMarked;
