package org.autoencoder4j.learn;

import java.util.List;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.data.preprocessing.Outliers;
import org.autoencoder4j.data.preprocessing.Outliers.Outlier;
import org.autoencoder4j.data.preprocessing.Variation;

/**
 * What was noticed of the samples before anything was learned from them.
 *
 * @param treatment what became of the outliers
 * @param outliers the {@linkplain Outliers samples that lie far from all others}, in the order of the samples; of batches
 *     that change with the step none are sought
 * @param outlierLimit beyond how many median distances from the centre a sample is one; 0 if none were sought
 * @param medianDistance the median distance from the centre; 0 if none were sought
 * @param roundedFeatures the features, from 0, that vary, but no more than rounding in the samples' type may
 */
public record Findings(
        OutlierTreatment treatment,
        List<Outlier> outliers,
        double outlierLimit,
        double medianDistance,
        List<Integer> roundedFeatures) {
    /**
     * Puts findings together; the lists are copied.
     *
     * @param treatment what became of the outliers
     * @param outliers the outliers
     * @param outlierLimit the limit, in median distances
     * @param medianDistance the median distance
     * @param roundedFeatures the features that only rounding varies
     */
    public Findings {
        outliers = List.copyOf(outliers);
        roundedFeatures = List.copyOf(roundedFeatures);
    }

    static Findings of(OutlierTreatment treatment, Outliers found, Variation variation) {
        return new Findings(treatment, found.all(), found.limit(), found.median(), variation.onlyRounded());
    }

    /** Of batches that change with the step. */
    static Findings of(OutlierTreatment treatment, Variation variation) {
        return new Findings(treatment, List.of(), 0, 0, variation.onlyRounded());
    }

    /** Requires samples that differ. */
    static Variation requireVariation(Batches samples) {
        Variation variation = Variation.of(samples);
        if (variation.isNone()) {
            throw new IllegalArgumentException("the samples [" + samples.size() + ", " + samples.features()
                    + "] are all equal, beginning with "
                    + samples.reader().rows(0, 0, 1).getDouble(0) + ", up to rounding in " + samples.dataType()
                    + "; a dictionary needs samples that differ");
        }
        return variation;
    }
}
