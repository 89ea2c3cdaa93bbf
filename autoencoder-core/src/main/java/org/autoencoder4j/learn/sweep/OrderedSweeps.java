package org.autoencoder4j.learn.sweep;

import org.autoencoder4j.data.Batches;
import org.autoencoder4j.gradient.Fingerprint;
import org.autoencoder4j.learn.sweep.SweepReader.Task;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Sweeps over batches of this process, read in their order. */
record OrderedSweeps(Batches batches) implements SweepSource {
    @Override
    public long size() {
        return batches.size();
    }

    @Override
    public int features() {
        return batches.features();
    }

    @Override
    public DataType dataType() {
        return batches.dataType();
    }

    @Override
    public boolean changeWithStep() {
        return batches.changeWithStep();
    }

    @Override
    public boolean canRevisit() {
        return true;
    }

    @Override
    public Fingerprint fingerprint() {
        return Fingerprint.of(batches);
    }

    @Override
    public Sweeping begin(INDArray weights) {
        SweepReader reader = new SweepReader(batches, weights);
        return new Sweeping() {
            @Override
            public Found read(Task task, Dictionary dictionary, Wanted wanted) {
                return reader.read(task, dictionary, wanted);
            }

            @Override
            public void revisit(Task task, Dictionary dictionary, Sweep.Visitor visitor) {
                reader.revisit(task, dictionary.atoms(), dictionary.gram(), visitor);
            }
        };
    }
}
