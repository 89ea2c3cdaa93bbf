/**
 * Methods of others, to compare with: updates of {@link org.autoencoder4j.learn.sweep.DictionarySweeps#alternating}
 * sweeps. {@link org.autoencoder4j.learn.baseline.OptimalDirections} with orthogonal matching pursuit is OMP + MOD,
 * {@link org.autoencoder4j.learn.baseline.ApproximateKSvd} is K-SVD,
 * {@link org.autoencoder4j.learn.baseline.OnlineUpdate} on mini-batches is online dictionary learning, and
 * {@link org.autoencoder4j.learn.baseline.NeuralUpdate} with one product and a threshold is neural sparse coding.
 */
@NullMarked
package org.autoencoder4j.learn.baseline;

import org.jspecify.annotations.NullMarked;
