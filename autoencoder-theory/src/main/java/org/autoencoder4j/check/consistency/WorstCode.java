package org.autoencoder4j.check.consistency;

import java.util.Arrays;

/**
 * A code, with noise, that brings one unit as close to failing as any code of a {@link CodeSet} does.
 *
 * <p>Immutable; threads may share it.
 */
public final class WorstCode {
    private final int unit;
    private final int[] support;
    private final double[] values;
    private final double noise;
    private final double preActivation;

    WorstCode(int unit, int[] support, double[] values, double noise, double preActivation) {
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
     * @return its units, ascending; a copy
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
     * Returns what the noise adds to the unit.
     *
     * @return {@code <W_i, eta>}: the noise bound or its negative
     */
    public double noise() {
        return noise;
    }

    /**
     * Returns the unit's pre-activation at this code.
     *
     * @return {@code z_i = <W_i, A x + eta> + b_i}
     */
    public double preActivation() {
        return preActivation;
    }

    @Override
    public String toString() {
        return "unit " + unit + " has z = " + preActivation + " at support " + Arrays.toString(support) + ", values "
                + Arrays.toString(values) + ", noise " + noise;
    }
}
