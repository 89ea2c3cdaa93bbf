/** The one bridge between the memory of arrays and the heap, the native routines that work there, and their threads. */
@NullMarked
package org.autoencoder4j.backend.internal;

import org.jspecify.annotations.NullMarked;
