/** What sweeps use of columns, of rows of batches and of files. */
@NullMarked
package org.autoencoder4j.learn.sweep.internal;

import org.jspecify.annotations.NullMarked;
