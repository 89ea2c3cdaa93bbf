package org.autoencoder4j.benchmarks;

/**
 * What became of a run.
 *
 * @param who the learner
 * @param secondsToLimit until delta was small enough, NaN if it never was
 * @param secondsToStop until the learner stopped by its own rule
 * @param batches how many mini-batches it took until then
 * @param delta of the weights that it stopped with
 * @param found how many atoms have a column as near as the limit
 */
record Recovery(String who, double secondsToLimit, double secondsToStop, long batches, double delta, int found) {}
