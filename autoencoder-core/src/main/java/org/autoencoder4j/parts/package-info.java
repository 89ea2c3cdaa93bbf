/**
 * Sums over samples that are cut into parts: the same to the last bit however the parts are shared out, among threads, processes
 * or machines.
 *
 * <p>{@link org.autoencoder4j.parts.PartedSamples} are the samples, here or on a cluster;
 * a {@link org.autoencoder4j.parts.SampleSum} is what is to be added up over them.
 *
 * @serial exclude
 */
@NullMarked
package org.autoencoder4j.parts;

import org.jspecify.annotations.NullMarked;
