/** What the formats share. */
@NullMarked
package org.autoencoder4j.data.format.internal;

import org.jspecify.annotations.NullMarked;
