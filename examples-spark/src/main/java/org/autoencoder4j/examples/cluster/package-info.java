/** The example that brings Apache Spark. */
@NullMarked
package org.autoencoder4j.examples.cluster;

import org.jspecify.annotations.NullMarked;
