/** What a step looks at besides its parameters. */
@NullMarked
package org.autoencoder4j.descent.internal;

import org.jspecify.annotations.NullMarked;
