package org.autoencoder4j.check.latents;

import java.util.Arrays;

/**
 * A code and a noise that bring one unit's pre-activation as near to the wrong side of its level as any do, or beyond. Normal noise is
 * the shortest one that moves the unit by its bound nu_i.
 *
 * <p>Immutable; threads may share it.
 */
public final class LatentWitness implements CodeWitness {
    private final int unit;
    private final int[] support;
    private final double[] values;
    private final double[] noise;
    private final double preActivation;

    private LatentWitness(int unit, int[] support, double[] values, double[] noise, double preActivation) {
        this.unit = unit;
        this.support = support;
        this.values = values;
        this.noise = noise;
        this.preActivation = preActivation;
    }

    /**
     * Of a support at the values that are the worst for a unit.
     *
     * @param sign 1 where a greater pre-activation is worse, -1 where a lesser one is
     * @param nu how far noise moves the unit
     * @param z the unit's pre-activation there
     */
    static LatentWitness of(
            EncodedDictionary encoded, LatentCodes codes, int unit, int[] support, int sign, double nu, double z) {
        double[] products = encoded.products().row(unit);
        double[] values = Arrays.stream(support)
                .mapToDouble(j -> sign * products[j] > 0 ? codes.high(j) : codes.low(j))
                .toArray();
        double[] eta = encoded.products().encoderColumn(unit);
        double squares = encoded.norm(unit) * encoded.norm(unit);
        for (int row = 0; row < eta.length; row++) {
            eta[row] *= squares > 0 ? nu / squares : 0;
        }
        return new LatentWitness(unit, support, values, eta, z);
    }

    /**
     * Returns the unit.
     *
     * @return i
     */
    public int unit() {
        return unit;
    }

    @Override
    public int[] support() {
        return support.clone();
    }

    @Override
    public double[] values() {
        return values.clone();
    }

    @Override
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
