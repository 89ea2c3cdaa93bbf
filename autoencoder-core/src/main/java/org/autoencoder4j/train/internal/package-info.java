/** What the sessions of all rules share: by what a run knows itself again, and when columns have collapsed. */
@NullMarked
package org.autoencoder4j.train.internal;

import org.jspecify.annotations.NullMarked;
