/** How queries and sums become bytes. */
@NullMarked
package org.autoencoder4j.parts.internal;

import org.jspecify.annotations.NullMarked;
