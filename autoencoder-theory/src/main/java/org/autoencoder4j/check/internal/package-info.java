/** Columns on the heap, as the checks need them. */
@NullMarked
package org.autoencoder4j.check.internal;

import org.jspecify.annotations.NullMarked;
