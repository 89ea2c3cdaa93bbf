/** The formats of files: one reader, and where there is one its writer, for each. */
@NullMarked
package org.autoencoder4j.data.format;

import org.jspecify.annotations.NullMarked;
