package org.autoencoder4j.init;

import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.random.RandomStreams;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A starting point for the weights. The same arguments and streams always give the same weights; they are computed in
 * double and rounded once to their type. Implementations are immutable and may be shared by threads.
 */
@FunctionalInterface
public interface Initialiser {
    /**
     * Makes weights.
     *
     * @param units m, at least 1
     * @param streams the randomness; column i takes the stream {@code ("initialiser", 0, i)}
     * @return new weights, {@code n x m} in 'f' order, which the caller owns
     * @throws IllegalArgumentException if this initialiser cannot make that many units
     */
    INDArray weights(int units, RandomStreams streams);

    /**
     * Starts at a given distance from a dictionary: {@code W_i = cos(t) A_i + sin(t) T_i} with a uniformly random unit
     * vector {@code T_i} orthogonal to {@code A_i} and {@code 2 sin(t/2) = delta}, so that every column has norm 1 and
     * {@code ||W_i - A_i|| = delta} exactly.
     *
     * @param dictionary A, {@code n x m} with n at least 2 and columns of norm 1 (to 1e-5; they are normalised in
     *     double), FLOAT or DOUBLE; copied. The weights have its type and number of columns
     * @param delta the distance, in [0, 2]
     * @return the initialiser
     * @throws IllegalArgumentException if an argument breaks these rules
     * @paper NWH19 Definition 2
     */
    static Initialiser near(INDArray dictionary, double delta) {
        return new NearDictionary(dictionary, delta);
    }

    /**
     * Starts at a dictionary with Gaussian noise: entries {@code A_ij + delta N(0, 1/n)}. Columns are <em>not</em>
     * normalised and lie at distance delta in the root mean square only: the perturbed start of the paper's
     * experiments.
     *
     * @param dictionary A, {@code n x m} with finite entries, FLOAT or DOUBLE; copied. The weights have its type and
     *     number of columns
     * @param delta the root mean square distance of a column, finite and at least 0
     * @return the initialiser
     * @throws IllegalArgumentException if an argument breaks these rules
     * @paper NWH19 section 6
     */
    static Initialiser perturbed(INDArray dictionary, double delta) {
        return new PerturbedDictionary(dictionary, delta);
    }

    /**
     * Starts at samples of the data: distinct random samples of the batch of step 0, each divided by its norm. A zero
     * sample is skipped, and so is one whose direction has been taken already, for two equal columns would never part.
     *
     * @param data the data; the weights have its type
     * @return the initialiser; its {@code weights} throws an {@code IllegalArgumentException} if the batch has too few
     *     different directions or a sample that it tries is not finite
     */
    static Initialiser sampleColumns(Batches data) {
        return new SampleColumns(data, false);
    }

    /**
     * Starts at samples of the data, as {@link #sampleColumns} does; where the batch has fewer different directions than
     * there are units, the last columns are random directions.
     *
     * @param data the data; the weights have its type
     * @return the initialiser; its {@code weights} throws an {@code IllegalArgumentException} if a sample that it tries is
     *     not finite
     */
    static Initialiser sampleColumnsOrRandom(Batches data) {
        return new SampleColumns(data, true);
    }

    /**
     * Starts at the principal directions of the data: the orthonormal eigenvectors of the m largest eigenvalues of
     * {@code 1/N sum_i y_i y_i^T} over the batch of step 0, largest first. The second moment is <em>not</em> centred,
     * because the autoencoder has no offset in its output: these are the left singular vectors of the observations,
     * whose span minimises {@code ||y - W W^T y||^2}. To start at the covariance's eigenvectors, centre the data. Each
     * vector has its sign chosen so that its entry of largest absolute value (the first of them) is positive; it takes
     * no randomness.
     *
     * <p>Cost: {@code 2 N n^2 + 9 n^3} operations in DOUBLE and memory for {@code 2 n^2} numbers and 1024 samples.
     *
     * @param data the data; the weights have its type
     * @return the initialiser; its {@code weights} throws an {@code IllegalArgumentException} if m is above n or the
     *     data are not finite
     * @paper NWH19 section 6
     */
    static Initialiser principalComponents(Batches data) {
        return new PrincipalComponents(data);
    }

    /**
     * Starts anywhere: columns independent and uniform on the unit sphere.
     *
     * @param features n, at least 1
     * @param type the type of the weights, FLOAT or DOUBLE
     * @return the initialiser
     * @throws IllegalArgumentException if an argument breaks these rules
     */
    static Initialiser random(int features, DataType type) {
        Checks.atLeast("features", features, 1);
        Checks.realType("type", type);
        return (units, streams) ->
                RandomColumns.draw(units, streams, random -> RandomColumns.direction(random, features), type);
    }

    /**
     * Starts anywhere: entries independent {@code N(0, 1/n)}, columns <em>not</em> normalised (their norms are about
     * 1): the random start of the paper's experiments.
     *
     * @param features n, at least 1
     * @param type the type of the weights, FLOAT or DOUBLE
     * @return the initialiser
     * @throws IllegalArgumentException if an argument breaks these rules
     * @paper NWH19 section 6
     */
    static Initialiser gaussian(int features, DataType type) {
        Checks.atLeast("features", features, 1);
        Checks.realType("type", type);
        return (units, streams) ->
                RandomColumns.draw(units, streams, random -> RandomColumns.gaussian(random, features), type);
    }

    /**
     * Starts at given weights.
     *
     * @param weights W, {@code n x m} with finite entries, FLOAT or DOUBLE; copied
     * @return the initialiser, for exactly m units
     * @throws IllegalArgumentException if it is no such matrix
     */
    static Initialiser explicit(INDArray weights) {
        Checks.finite("weights", Checks.matrix("weights", weights));
        INDArray copy = weights.dup('f');
        return (units, streams) -> {
            RandomColumns.requireUnits(units, copy, "weights");
            return copy.dup('f');
        };
    }
}
