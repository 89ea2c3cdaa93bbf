package org.autoencoder4j.sae.metrics;

import org.autoencoder4j.backend.Checks;
import org.nd4j.linalg.api.ndarray.INDArray;

/** How often each latent fires, that is, has a code that is not 0. Not safe for threads. */
public final class FiringCounts {
    private final long[] counts;
    private long samples;

    /**
     * Begins with no sample.
     *
     * @param units m, at least 1
     */
    public FiringCounts(int units) {
        this.counts = new long[(int) Checks.atLeast("units", units, 1)];
    }

    /**
     * Adds the codes of samples. Cost: one pass.
     *
     * @param codes X, {@code N x m}, finite
     * @throws IllegalArgumentException if the shape does not fit or an entry is NaN or infinite; nothing is added then
     */
    public void add(INDArray codes) {
        Checks.matrix("codes", codes, -1, counts.length, "one column for each latent");
        CodeRows rows = new CodeRows("codes", codes);
        for (int sample = 0; sample < codes.rows(); sample++) {
            double[] code = rows.read(sample);
            samples++;
            for (int i = 0; i < code.length; i++) {
                if (code[i] != 0) {
                    counts[i]++;
                }
            }
        }
    }

    /**
     * Returns the number of samples.
     *
     * @return N
     */
    public long samples() {
        return samples;
    }

    /**
     * Returns how often each latent fired.
     *
     * @return m counts, a copy
     */
    public long[] counts() {
        return counts.clone();
    }

    /**
     * Computes L0, the mean number of latents that fire for a sample.
     *
     * @return from 0 to m
     * @throws IllegalArgumentException if there is no sample
     */
    public double l0() {
        requireSamples();
        long sum = 0;
        for (long count : counts) {
            sum += count;
        }
        return (double) sum / samples;
    }

    /**
     * Counts the dead units: latents that fired for none of these samples.
     *
     * @return from 0 to m
     * @throws IllegalArgumentException if there is no sample
     */
    public int deadUnits() {
        requireSamples();
        int dead = 0;
        for (long count : counts) {
            dead += count == 0 ? 1 : 0;
        }
        return dead;
    }

    /**
     * Computes the density of each latent: the fraction of samples for which it fires.
     *
     * @return m numbers from 0 to 1
     * @throws IllegalArgumentException if there is no sample
     */
    public double[] densities() {
        requireSamples();
        double[] densities = new double[counts.length];
        for (int i = 0; i < counts.length; i++) {
            densities[i] = (double) counts[i] / samples;
        }
        return densities;
    }

    /**
     * Counts latents by the logarithm of their density, in bins of equal width from the greatest power of ten that is not above
     * 1 / N up to 1.
     *
     * @param binsPerDecade bins between two powers of ten, at least 1
     * @return the histogram
     * @throws IllegalArgumentException if there is no sample, or binsPerDecade is less than 1
     */
    public DensityHistogram densityHistogram(int binsPerDecade) {
        return DensityHistogram.of(densities(), samples, binsPerDecade);
    }

    private void requireSamples() {
        if (samples == 0) {
            throw new IllegalArgumentException("there is no sample; add some first");
        }
    }

    @Override
    public String toString() {
        return "FiringCounts[" + samples + " samples, " + counts.length + " latents]";
    }
}
