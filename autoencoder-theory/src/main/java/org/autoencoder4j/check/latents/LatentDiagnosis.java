package org.autoencoder4j.check.latents;

import java.util.Arrays;
import java.util.List;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.data.preprocessing.Outliers;
import org.autoencoder4j.data.preprocessing.Outliers.Outlier;
import org.autoencoder4j.sae.SparseAutoencoder;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What samples say of the codes of a sparse autoencoder, when nobody knows the true ones: <em>estimates</em>, which take the
 * latents that fire for the true support and their codes for the values. They are what a certificate may be asked for, and no
 * more than that.
 *
 * <p>Immutable; threads may share it.
 */
public final class LatentDiagnosis {
    private static final long CHUNK = 256;

    /** Samples of which the codes' values are kept, evenly spaced. */
    private static final long MOST = 16_384;

    private static final double LOW = 0.01;
    private static final double HIGH = 0.99;

    private final long samples;
    private final double[] frequencies;
    private final int[] sizes;
    private final double[] values;
    private final List<Outlier> outliers;

    private LatentDiagnosis(long samples, double[] frequencies, int[] sizes, double[] values, List<Outlier> outliers) {
        this.samples = samples;
        this.frequencies = frequencies;
        this.sizes = sizes;
        this.values = values;
        this.outliers = outliers;
    }

    /**
     * Codes the samples of the batch of step 0. Cost: {@code 2 N n m} operations and a pass for outliers; memory for 256
     * samples' codes, 16 bytes a sample, and the values of up to 16384 samples that are evenly spaced.
     *
     * @param autoencoder the autoencoder
     * @param data the samples, of its type
     * @return the estimates
     * @throws IllegalArgumentException if the number of features or the type does not fit, or no latent fires in any sample
     */
    public static LatentDiagnosis of(SparseAutoencoder autoencoder, Batches data) {
        if (data.features() != autoencoder.features() || data.dataType() != autoencoder.dataType()) {
            throw new IllegalArgumentException("the samples have " + data.features() + " features in " + data.dataType()
                    + "; the autoencoder has " + autoencoder.features() + " in " + autoencoder.dataType());
        }
        double[] counts = new double[autoencoder.units()];
        Kept kept = new Kept(Math.max(1, data.size() / MOST));
        Batches.Reader reader = data.reader();
        for (long from = 0; from < data.size(); from += CHUNK) {
            try (INDArray codes = autoencoder.encode(reader.rows(0, from, Math.min(data.size(), from + CHUNK)))) {
                double[][] rows = HeapMatrix.rows(codes);
                for (int s = 0; s < rows.length; s++) {
                    kept.add(from + s, rows[s], counts);
                }
            }
        }
        if (kept.count == 0) {
            throw new IllegalArgumentException("no latent fires in any of the " + data.size()
                    + " samples: they are not of the kind that the autoencoder was trained on");
        }
        for (int i = 0; i < counts.length; i++) {
            counts[i] /= data.size();
        }
        return new LatentDiagnosis(
                data.size(),
                counts,
                kept.sizes(),
                kept.values(),
                Outliers.of(data).all());
    }

    /** Sizes and values of the codes of every so many samples. */
    private static final class Kept {
        private final long every;
        private int[] sizes = new int[64];
        private double[] values = new double[1024];
        private int samples;
        private int count;

        Kept(long every) {
            this.every = every;
        }

        void add(long number, double[] code, double[] counts) {
            int size = 0;
            for (int i = 0; i < code.length; i++) {
                if (code[i] != 0) {
                    counts[i]++;
                    size++;
                    if (number % every == 0) {
                        values = count == values.length ? Arrays.copyOf(values, 2 * count) : values;
                        values[count++] = Math.abs(code[i]);
                    }
                }
            }
            if (number % every == 0) {
                sizes = samples == sizes.length ? Arrays.copyOf(sizes, 2 * samples) : sizes;
                sizes[samples++] = size;
            }
        }

        int[] sizes() {
            return Arrays.stream(sizes, 0, samples).sorted().toArray();
        }

        double[] values() {
            return Arrays.stream(values, 0, count).sorted().toArray();
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
     * Returns how often each latent fires.
     *
     * @return the share of the samples for each latent, a copy
     */
    public double[] frequencies() {
        return frequencies.clone();
    }

    /**
     * Estimates k.
     *
     * @return the median number of latents that fire in a sample
     */
    public int sparsity() {
        return sizes[sizes.length / 2];
    }

    /**
     * Returns the mean number of latents that fire.
     *
     * @return the mean over all samples
     */
    public double meanSparsity() {
        return Arrays.stream(frequencies).sum();
    }

    /**
     * Estimates a1.
     *
     * @return the 1 % quantile of the codes' magnitudes where they are not 0
     */
    public double a1() {
        return quantile(LOW);
    }

    /**
     * Estimates a2.
     *
     * @return the 99 % quantile of the codes' magnitudes where they are not 0
     */
    public double a2() {
        return quantile(HIGH);
    }

    private double quantile(double share) {
        return values[(int) Math.min(values.length - 1L, (long) (share * values.length))];
    }

    /**
     * Names the samples that lie far from all others.
     *
     * @return the outliers, in the order of the samples
     */
    public List<Outlier> outliers() {
        return List.copyOf(outliers);
    }

    @Override
    public String toString() {
        return "LatentDiagnosis[samples=" + samples + ", k=" + sparsity() + ", a1=" + a1() + ", a2=" + a2()
                + ", outliers=" + outliers.size() + "]";
    }
}
