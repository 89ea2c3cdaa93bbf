package org.autoencoder4j.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.autoencoder4j.check.closeness.DeltaCloseness;
import org.autoencoder4j.check.closeness.SignFlips;
import org.autoencoder4j.coding.CodeSign;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.init.Initialiser;
import org.autoencoder4j.model.Dictionaries;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.law.CodeLaw;
import org.autoencoder4j.model.law.ValueLaw;
import org.autoencoder4j.random.RandomStreams;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Samples of a sparse model with values in [1, 2], the dictionary behind them, and weights to begin with.
 *
 * @param sizes n, m and k
 * @param sign of the values
 * @param start where the weights come from
 * @param dictionary A, n x m
 * @param observations Y, N x n
 * @param weights W, n x m
 */
record RecoveryTask(
        SparseModel sizes, CodeSign sign, Start start, INDArray dictionary, INDArray observations, INDArray weights) {
    /** How far every column of a near start lies from its atom. */
    private static final double DISTANCE = 0.5;

    private static final double NOISE = 0.01;

    /** Where to begin. */
    enum Start {
        /** Each column at a distance of 0.5 from an atom. */
        NEAR,
        /** Samples as columns. */
        SAMPLES
    }

    static RecoveryTask of(SparseModel sizes, CodeSign sign, int samples, Start start, DataType type, long seed) {
        RandomStreams streams = RandomStreams.of(seed);
        INDArray dictionary = Dictionaries.gaussian(sizes.features(), sizes.units(), type, streams);
        ValueLaw values = sign == CodeSign.SIGNED ? ValueLaw.symmetricUniform(1, 2) : ValueLaw.nonNegativeUniform(1, 2);
        GenerativeModel model =
                new GenerativeModel(dictionary, CodeLaw.sparse(sizes.units(), sizes.sparsity(), values), NOISE);
        INDArray observations = model.draw(streams, 0, samples).observations();
        Initialiser initialiser = start == Start.NEAR
                ? Initialiser.near(dictionary, DISTANCE)
                : Initialiser.sampleColumns(Batches.of(observations));
        return new RecoveryTask(
                sizes, sign, start, dictionary, observations, initialiser.weights(sizes.units(), streams));
    }

    private SignFlips flips() {
        return sign == CodeSign.SIGNED ? SignFlips.ALLOWED : SignFlips.FORBIDDEN;
    }

    /** Returns the greatest distance of a column from its atom, in the best order. */
    double delta(INDArray found) {
        return DeltaCloseness.of(found, dictionary, flips()).delta();
    }

    /** Returns the distance of each atom from the column nearest to it. */
    double[] distances(INDArray found) {
        double[][] atoms = dictionary.transpose().toDoubleMatrix();
        double[][] columns = found.transpose().toDoubleMatrix();
        return Arrays.stream(atoms)
                .mapToDouble(atom -> Arrays.stream(columns)
                        .mapToDouble(column -> sign == CodeSign.SIGNED
                                ? Math.min(distance(atom, column, 1), distance(atom, column, -1))
                                : distance(atom, column, 1))
                        .min()
                        .orElseThrow())
                .toArray();
    }

    private static double distance(double[] atom, double[] column, int sign) {
        double squares = 0;
        for (int j = 0; j < atom.length; j++) {
            squares += (atom[j] - sign * column[j]) * (atom[j] - sign * column[j]);
        }
        return Math.sqrt(squares);
    }

    /** Writes the files Y, W and A, with a sample or an atom in each row. */
    void write(Path folder) throws IOException {
        RawMatrix.write(observations, folder.resolve("Y"));
        RawMatrix.write(weights.transpose().dup('c'), folder.resolve("W"));
        RawMatrix.write(dictionary.transpose().dup('c'), folder.resolve("A"));
    }
}
