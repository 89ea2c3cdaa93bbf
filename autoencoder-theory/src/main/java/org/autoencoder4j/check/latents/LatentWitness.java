package org.autoencoder4j.check.latents;

import java.util.Arrays;

/**
 * A code and a noise that bring a unit, or a pair of units, as near to failing as any do.
 *
 * <p>Immutable; threads may share it.
 */
public final class LatentWitness {
    private final int unit;
    private final int[] support;
    private final double[] values;
    private final double[] noise;
    private final double preActivation;

    LatentWitness(int unit, int[] support, double[] values, double[] noise, double preActivation) {
        this.unit = unit;
        this.support = support;
        this.values = values;
        this.noise = noise;
        this.preActivation = preActivation;
    }

    /**
     * Returns the unit.
     *
     * @return i
     */
    public int unit() {
        return unit;
    }

    /**
     * Returns the code's support.
     *
     * @return its atoms; a copy
     */
    public int[] support() {
        return support.clone();
    }

    /**
     * Returns the code's values on its support.
     *
     * @return the values, in the order of {@link #support}; a copy
     */
    public double[] values() {
        return values.clone();
    }

    /**
     * Returns the noise.
     *
     * @return eta, of length n; a copy
     */
    public double[] noise() {
        return noise.clone();
    }

    /**
     * Returns the unit's pre-activation at this code and noise.
     *
     * @return z_i
     */
    public double preActivation() {
        return preActivation;
    }

    @Override
    public String toString() {
        return "unit " + unit + " has z = " + preActivation + " at support " + Arrays.toString(support) + ", values "
                + Arrays.toString(values);
    }
}
