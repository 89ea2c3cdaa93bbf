/** Files and folders that are written whole or not at all. */
@NullMarked
package org.autoencoder4j.storage.internal;

import org.jspecify.annotations.NullMarked;
