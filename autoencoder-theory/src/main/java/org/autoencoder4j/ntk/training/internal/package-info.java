/** Parts of the records of runs that know neither steps nor weights. */
@NullMarked
package org.autoencoder4j.ntk.training.internal;

import org.jspecify.annotations.NullMarked;
