package org.autoencoder4j.network;

import org.autoencoder4j.backend.Checks;

/** The factor s in front of a two-layer autoencoder {@code u = s A relu(W^T x)} with m neurons and d features. */
public enum OutputScaling {
    /**
     * {@code s = 1/sqrt(m d)}, under which the neural tangent kernel has a limit as m grows.
     *
     * @paper NWH-NTK section 2
     */
    INVERSE_ROOT,

    /**
     * {@code s = 1/m}, under which a weight-tied autoencoder has a limit as m grows.
     *
     * @paper NWH-NTK section 6
     */
    INVERSE_WIDTH;

    /**
     * Returns the factor.
     *
     * @param features d, at least 1
     * @param width m, at least 1
     * @return s
     * @throws IllegalArgumentException if an argument is below 1
     */
    public double factor(int features, int width) {
        Checks.atLeast("features", features, 1);
        Checks.atLeast("width", width, 1);
        return this == INVERSE_ROOT ? 1 / Math.sqrt((double) width * features) : 1.0 / width;
    }
}
