/** The batch gradient on the arrays' own memory, for CPU: which form is the fastest, and how lanes share the work. */
@NullMarked
package org.autoencoder4j.gradient.internal;

import org.jspecify.annotations.NullMarked;
