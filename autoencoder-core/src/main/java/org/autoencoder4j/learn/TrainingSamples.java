package org.autoencoder4j.learn;

import org.autoencoder4j.data.Batches;
import org.autoencoder4j.data.preprocessing.Outliers;
import org.autoencoder4j.data.preprocessing.Preprocessing;
import org.autoencoder4j.data.preprocessing.Variation;
import org.autoencoder4j.random.RandomStreams;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Samples made ready to learn from: looked through, preprocessed and, where they are the same at every step, in random order. */
final class TrainingSamples {
    private static final int JUDGED = 1024;

    private final Batches own;
    private final Preprocessing preprocessing;
    private final Findings findings;
    private final RandomStreams streams;
    private final Batches stream;

    private TrainingSamples(Batches own, Preprocessing preprocessing, Findings findings, RandomStreams streams) {
        this.own = own;
        this.preprocessing = preprocessing;
        this.findings = findings;
        this.streams = streams;
        this.stream = preprocessing.apply(own.changeWithStep() ? own : SelectedSamples.inRandomOrder(own, streams));
    }

    static TrainingSamples of(
            Batches samples, OutlierTreatment treatment, Preprocessing.Step preprocessing, RandomStreams streams) {
        requireSeveral(samples);
        Batches own = samples;
        Findings findings;
        if (samples.changeWithStep()) {
            requireKept(treatment, samples);
            findings = Findings.of(treatment, Findings.requireVariation(samples));
        } else {
            Outliers outliers = Outliers.of(samples);
            own = treatment.of(outliers, samples);
            Variation variation = Findings.requireVariation(own);
            findings = Findings.of(treatment, outliers, variation);
        }
        TrainingSamples ready = new TrainingSamples(own, preprocessing.fit(own), findings, streams);
        ready.requireEnergy();
        return ready;
    }

    private static void requireKept(OutlierTreatment treatment, Batches samples) {
        if (treatment != OutlierTreatment.KEEP) {
            throw new IllegalArgumentException("outliers cannot be treated by " + treatment + " in " + samples
                    + ", which changes with the step: none are sought there");
        }
    }

    private static void requireSeveral(Batches samples) {
        String shape = "[" + samples.size() + ", " + samples.features() + "]";
        if (samples.size() == 1) {
            throw new IllegalArgumentException(
                    "there is one sample only, " + shape + "; a dictionary needs several that differ");
        }
        if (samples.features() == 1) {
            throw new IllegalArgumentException("the samples " + shape
                    + " have one feature; a dictionary needs at least 2: cut a time series into windows, with"
                    + " Patches.windows");
        }
    }

    /** Sums of squares must be numbers of the samples' type, or nearly. */
    private void requireEnergy() {
        INDArray some = some(JUDGED);
        double norm = some.castTo(DataType.DOUBLE).norm2Number().doubleValue();
        double size = norm / Math.sqrt(some.rows());
        boolean isFloat = own.dataType() == DataType.FLOAT;
        double least = isFloat ? 1e-30 : 1e-140;
        double greatest = isFloat ? 1e18 : 1e140;
        if (!(size >= least && size <= greatest)) {
            throw new IllegalArgumentException("the preprocessed samples have a length of " + size
                    + " in the root mean square, which must lie between " + least + " and " + greatest + " for "
                    + own.dataType() + ": scale the samples" + (isFloat ? ", or take DOUBLE" : ""));
        }
    }

    /** Some of the samples, with the same preprocessing. */
    TrainingSamples only(Batches some) {
        return new TrainingSamples(some, preprocessing, findings, streams);
    }

    /** The samples in their own units and order, without those that are left out. */
    Batches own() {
        return own;
    }

    Preprocessing preprocessing() {
        return preprocessing;
    }

    Findings findings() {
        return findings;
    }

    /** The preprocessed samples in random order. */
    Batches stream() {
        return stream;
    }

    int features() {
        return own.features();
    }

    /** The preprocessed samples in their own order. */
    Batches inOrder() {
        return preprocessing.apply(own);
    }

    /** At most so many of the preprocessed samples, drawn at random where they are the same at every step. */
    INDArray some(int most) {
        return stream.reader().rows(0, 0, Math.min(most, stream.size())).dup('c');
    }
}
