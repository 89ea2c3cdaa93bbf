/** The supports over which expectations are taken. */
@NullMarked
package org.autoencoder4j.check.expectation.internal;

import org.jspecify.annotations.NullMarked;
