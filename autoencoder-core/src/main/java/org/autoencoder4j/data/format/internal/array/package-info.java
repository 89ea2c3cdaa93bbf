/** Arrays of numbers in files: how they lie there, and how they are converted. */
@NullMarked
package org.autoencoder4j.data.format.internal.array;

import org.jspecify.annotations.NullMarked;
