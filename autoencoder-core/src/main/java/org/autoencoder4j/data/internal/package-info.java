/** Private parts of the data package. */
@NullMarked
package org.autoencoder4j.data.internal;

import org.jspecify.annotations.NullMarked;
