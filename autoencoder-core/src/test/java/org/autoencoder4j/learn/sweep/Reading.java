package org.autoencoder4j.learn.sweep;

import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.coding.Gram;
import org.autoencoder4j.coding.SparseEncoder;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.learn.sweep.SweepReader.Task;
import org.autoencoder4j.learn.sweep.SweepSource.Dictionary;
import org.autoencoder4j.learn.sweep.SweepSource.Found;
import org.autoencoder4j.learn.sweep.SweepSource.Wanted;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One sweep of tests, with what it kept. */
record Reading(Sweep sweep, WorstSamples worst) {
    static Reading of(Batches batches, INDArray weights, SparseEncoder encoder) {
        return of(batches, weights, new Task(0, batches.size(), encoder, false));
    }

    static Reading of(Batches batches, INDArray weights, Task task) {
        INDArray atoms = weights.dup('f');
        Gram gram = Gram.of(atoms);
        double[][] columns = HeapMatrix.columns(atoms);
        SweepReader reader = new SweepReader(batches, atoms);
        int most = WorstSamples.kept(task.count(), weights.columns());
        Found found = reader.read(task, new Dictionary(columns, gram), new Wanted(true, most));
        Sweep sweep = new Sweep(
                columns,
                gram,
                found.sums(),
                new double[columns.length][0],
                visitor -> reader.revisit(task, columns, gram, visitor));
        return new Reading(sweep, found.worst().orElseThrow());
    }

    SweepSums sums() {
        return sweep.sums();
    }
}
