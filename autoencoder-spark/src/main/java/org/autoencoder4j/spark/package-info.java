/**
 * Samples on a cluster of Apache Spark: {@link org.autoencoder4j.spark.SparkSamples} take the place of samples in this process,
 * and nothing else of a run changes, not its result either.
 *
 * @serial exclude
 */
@NullMarked
package org.autoencoder4j.spark;

import org.jspecify.annotations.NullMarked;
