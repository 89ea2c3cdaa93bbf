/** What a given state of a two-layer autoencoder guarantees of its training from there on, without any probability. */
@NullMarked
package org.autoencoder4j.ntk.certificate;

import org.jspecify.annotations.NullMarked;
