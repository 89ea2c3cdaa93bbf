package org.autoencoder4j.learn.sweep;

import java.util.Optional;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.coding.Gram;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.gradient.Fingerprint;
import org.autoencoder4j.learn.sweep.SweepReader.Task;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Where the samples of sweeps are: in batches that this process reads, or in parts elsewhere. Immutable. */
interface SweepSource {
    long size();

    int features();

    DataType dataType();

    boolean changeWithStep();

    /** Whether samples can be read once more, one after the other. */
    boolean canRevisit();

    Fingerprint fingerprint();

    /**
     * Hands out what makes the sweeps of one run.
     *
     * @param weights the run's present weights, which change between sweeps
     */
    Sweeping begin(INDArray weights);

    /** The present atoms: columns of the weights, and their Gram matrix. */
    final class Dictionary {
        private final double[][] atoms;
        private final Gram gram;

        Dictionary(double[][] atoms, Gram gram) {
            this.atoms = atoms;
            this.gram = gram;
        }

        static Dictionary of(INDArray weights) {
            return new Dictionary(HeapMatrix.columns(weights), Gram.of(weights));
        }

        double[][] atoms() {
            return atoms;
        }

        Gram gram() {
            return gram;
        }
    }

    /** What a sweep is asked for besides its task: the second moment, and how many of the worst samples. */
    record Wanted(boolean moment, int worst) {
        static final Wanted SUMS_ALONE = new Wanted(false, 0);
    }

    /** What a sweep found: sums, and the worst samples if some were wanted. */
    record Found(SweepSums sums, Optional<WorstSamples> worst) {}

    /** Makes the sweeps of one run. For one thread. */
    interface Sweeping {
        Found read(Task task, Dictionary dictionary, Wanted wanted);

        /** Reads the samples of a sweep that count again, in their order and on this thread. */
        void revisit(Task task, Dictionary dictionary, Sweep.Visitor visitor);
    }

    /** Samples that are read in their order. */
    static SweepSource of(Batches batches) {
        return new OrderedSweeps(batches);
    }
}
