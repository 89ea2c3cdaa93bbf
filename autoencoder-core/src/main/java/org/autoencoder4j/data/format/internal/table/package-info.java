/** The parts of a table of text. */
@NullMarked
package org.autoencoder4j.data.format.internal.table;

import org.jspecify.annotations.NullMarked;
