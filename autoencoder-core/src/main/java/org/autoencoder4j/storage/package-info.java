/**
 * Folders that are written whole or not at all and are checked when they are read: autoencoders, preprocessing, checkpoints.
 */
@NullMarked
package org.autoencoder4j.storage;

import org.jspecify.annotations.NullMarked;
