/** How a result was made: by which library, on what, from which data, with which options. */
@NullMarked
package org.autoencoder4j.provenance;

import org.jspecify.annotations.NullMarked;
