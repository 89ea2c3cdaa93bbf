package org.autoencoder4j.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import org.autoencoder4j.check.closeness.DeltaCloseness;
import org.autoencoder4j.check.closeness.SignFlips;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.init.Initialiser;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.random.RandomStreams;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Samples of a sparse model, the dictionary behind them, and weights to begin with.
 *
 * @param dictionary A, n x m
 * @param observations Y, N x n
 * @param start W, n x m
 */
record RecoveryTask(INDArray dictionary, INDArray observations, INDArray start) {
    /** How far every column of a near start lies from its atom. */
    static final double DISTANCE = 0.5;

    /** Where to begin. */
    enum Start {
        /** Each column at a distance of 0.5 from an atom. */
        NEAR,
        /** Samples as columns. */
        SAMPLES
    }

    static RecoveryTask of(SparseModel sizes, int samples, Start start, DataType type, long seed) {
        RandomStreams streams = RandomStreams.of(seed);
        GenerativeModel model = sizes.model(type, streams);
        INDArray observations = model.draw(streams, 0, samples).observations();
        Initialiser initialiser = start == Start.NEAR
                ? Initialiser.near(model.dictionary(), DISTANCE)
                : Initialiser.sampleColumns(Batches.of(observations));
        return new RecoveryTask(model.dictionary(), observations, initialiser.weights(sizes.units(), streams));
    }

    /** Returns the greatest distance of a column from its atom, in the best order; codes are positive, so signs count. */
    double delta(INDArray weights) {
        return DeltaCloseness.of(weights, dictionary, SignFlips.FORBIDDEN).delta();
    }

    /** Returns how many atoms have a column that near. */
    int found(INDArray weights, double limit) {
        double[] products = dictionary.transpose().mmul(weights).max(1).toDoubleVector();
        int count = 0;
        for (double product : products) {
            count += 2 - 2 * product <= limit * limit ? 1 : 0;
        }
        return count;
    }

    /** Writes the files Y, W and A, with a sample or an atom in each row. */
    void write(Path folder) throws IOException {
        RawMatrix.write(observations, folder.resolve("Y"));
        RawMatrix.write(start.transpose().dup('c'), folder.resolve("W"));
        RawMatrix.write(dictionary.transpose().dup('c'), folder.resolve("A"));
    }
}
