/** How rows get from where they are kept into a batch. */
@NullMarked
package org.autoencoder4j.data.internal;

import org.jspecify.annotations.NullMarked;
