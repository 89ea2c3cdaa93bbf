/** The supports over which expectations are taken, and normal numbers that units pass or not. */
@NullMarked
package org.autoencoder4j.check.expectation.internal;

import org.jspecify.annotations.NullMarked;
