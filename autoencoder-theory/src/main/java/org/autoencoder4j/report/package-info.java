/** What a check says: statements with their conditions, bounds and measured numbers, and the verdict that follows. */
@NullMarked
package org.autoencoder4j.report;

import org.jspecify.annotations.NullMarked;
