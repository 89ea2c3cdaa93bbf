/** The native routines behind the linear algebra, and the test that they compute what they should. */
@NullMarked
package org.autoencoder4j.linalg.internal;

import org.jspecify.annotations.NullMarked;
