/** What runs on executors, and what gathers its answers. */
@NullMarked
package org.autoencoder4j.spark.internal;

import org.jspecify.annotations.NullMarked;
