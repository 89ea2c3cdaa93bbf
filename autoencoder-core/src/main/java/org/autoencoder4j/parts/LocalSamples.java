package org.autoencoder4j.parts;

import org.autoencoder4j.data.Batches;
import org.autoencoder4j.gradient.Fingerprint;
import org.nd4j.linalg.api.buffer.DataType;

/** Samples of this process. */
record LocalSamples(Batches batches) implements PartedSamples {
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
    public Fingerprint fingerprint() {
        return Fingerprint.of(batches);
    }

    @Override
    public <Q, S extends Sum<S>> Totals<Q, S> totals(SampleSum<Q, S> what) {
        SampleSum.Adder<Q, S> adder = what.adder(batches);
        return (query, samples) -> total(adder, query, parts(samples));
    }

    private static <Q, S extends Sum<S>> S total(SampleSum.Adder<Q, S> adder, Q query, SampleParts parts) {
        adder.begin(query);
        try {
            return TreeSum.of(adder, parts, 0, parts.count()).total(parts.count());
        } finally {
            adder.end();
        }
    }

    @Override
    public String toString() {
        return "PartedSamples[" + batches + "]";
    }
}
