package org.autoencoder4j.check.latents;

import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.backend.internal.Vectors;
import org.autoencoder4j.check.latents.internal.ThinnedValues;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.data.preprocessing.Outliers;
import org.autoencoder4j.data.preprocessing.Outliers.Outlier;
import org.autoencoder4j.progress.Work;
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

    /** Samples of which the codes' sizes and values are kept at most, evenly spaced. */
    private static final long MOST = 16_384;

    /** Values that are kept at most, evenly spaced. */
    private static final int MOST_VALUES = 1 << 22;

    /** A sample so many times as long as the median one is not like it: half of the 100 that surely are to be named. */
    private static final double LONG = 50;

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
     * samples' codes, 24 bytes a sample, and at most 64 MiB of the values of up to 16384 samples, both evenly spaced.
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
        List<Outlier> far = Outliers.of(data).all();
        double[] counts = new double[autoencoder.units()];
        double[] lengths = new double[(int) data.size()];
        Kept kept = new Kept((data.size() + MOST - 1) / MOST);
        Batches.Reader reader = data.reader();
        try (Work work = Work.begin("codes of the samples: samples", data.size())) {
            for (long from = 0; from < data.size(); from += CHUNK) {
                INDArray samples = reader.rows(0, from, Math.min(data.size(), from + CHUNK));
                double[][] rows = HeapMatrix.rows(samples);
                try (INDArray codes = autoencoder.encode(samples)) {
                    double[][] found = HeapMatrix.rows(codes);
                    for (int s = 0; s < rows.length; s++) {
                        lengths[(int) from + s] = Vectors.scaledNorm(rows[s]);
                        kept.add(from + s, found[s], counts);
                    }
                }
                work.advance(rows.length);
            }
        }
        if (kept.values.count() == 0) {
            throw new IllegalArgumentException("no latent fires in any of the " + data.size()
                    + " samples: they are not of the kind that the autoencoder was trained on");
        }
        for (int i = 0; i < counts.length; i++) {
            counts[i] /= data.size();
        }
        return new LatentDiagnosis(data.size(), counts, kept.sizes(), kept.values.sorted(), withLong(far, lengths));
    }

    /** The samples that are far, and those that are long, once each. */
    private static List<Outlier> withLong(List<Outlier> far, double[] lengths) {
        double[] sorted = lengths.clone();
        Arrays.sort(sorted);
        double median = sorted[(sorted.length - 1) / 2];
        TreeMap<Long, Outlier> all = new TreeMap<>();
        for (int row = 0; row < lengths.length && median > 0; row++) {
            if (lengths[row] >= LONG * median) {
                all.put((long) row, new Outlier(row, lengths[row] / median));
            }
        }
        far.forEach(each -> all.put(each.row(), each));
        return List.copyOf(all.values());
    }

    /** Sizes and values of the codes of every so many samples. */
    private static final class Kept {
        private final long every;
        private final ThinnedValues values = new ThinnedValues(MOST_VALUES);
        private final ThinnedValues sizes = new ThinnedValues((int) MOST);

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
                        values.add(Math.abs(code[i]));
                    }
                }
            }
            if (number % every == 0) {
                sizes.add(size);
            }
        }

        int[] sizes() {
            return Arrays.stream(sizes.sorted()).mapToInt(size -> (int) size).toArray();
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
     * Names the samples that lie far from all others, as of {@link Outliers}, or are 50 times as long as the median one.
     *
     * @return the outliers, in the order of the samples; the distance of one that is only long is its length over the median one
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
