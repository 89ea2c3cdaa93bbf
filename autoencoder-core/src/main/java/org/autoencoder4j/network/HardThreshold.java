package org.autoencoder4j.network;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.BooleanIndexing;
import org.nd4j.linalg.indexing.conditions.Conditions;

/**
 * The hard threshold {@code z * 1[|z| >= lambda]}: an entry exactly at the threshold is kept.
 *
 * @param lambda the threshold, finite and at least 0
 * @paper NWH19 section 4 (the published form with {@code >=}; section 2.1 of the preprint has {@code >})
 */
public record HardThreshold(double lambda) implements Activation {
    /**
     * Makes a hard threshold.
     *
     * @param lambda the threshold
     * @throws IllegalArgumentException if lambda is negative or not finite
     */
    public HardThreshold {
        if (!(lambda >= 0 && lambda < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("lambda = " + lambda + " must be finite and at least 0");
        }
    }

    @Override
    public double apply(double z) {
        return Math.abs(z) < lambda ? 0 : z;
    }

    @Override
    public INDArray apply(INDArray preActivations) {
        INDArray codes = preActivations.dup();
        BooleanIndexing.replaceWhere(codes, 0, Conditions.absLessThan(lambda));
        return codes;
    }
}
