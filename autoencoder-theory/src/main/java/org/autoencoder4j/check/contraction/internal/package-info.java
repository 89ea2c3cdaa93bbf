/** What the certificates of this room are computed with. */
@NullMarked
package org.autoencoder4j.check.contraction.internal;

import org.jspecify.annotations.NullMarked;
