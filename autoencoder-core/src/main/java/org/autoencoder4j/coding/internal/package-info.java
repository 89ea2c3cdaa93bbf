/** What codes a chunk of samples. */
@NullMarked
package org.autoencoder4j.coding.internal;

import org.jspecify.annotations.NullMarked;
