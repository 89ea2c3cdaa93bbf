/** Cumulants of sums over random codes, and the bounds of one unit's misfires that follow. */
@NullMarked
package org.autoencoder4j.check.latents.law.internal;

import org.jspecify.annotations.NullMarked;
