package org.autoencoder4j.learn;

import org.autoencoder4j.data.Batches;
import org.autoencoder4j.data.preprocessing.Outliers;

/** What becomes of samples that lie far from all others. They are named whatever becomes of them. */
public enum OutlierTreatment {
    /** They are learned from as they are. */
    KEEP,
    /** They are left out. */
    DROP,
    /** They are moved towards the others, to the limit. */
    CLIP;

    /** The samples to learn from. */
    Batches of(Outliers outliers, Batches samples) {
        return switch (this) {
            case KEEP -> samples;
            case DROP -> outliers.dropped();
            case CLIP -> outliers.clipped();
        };
    }
}
