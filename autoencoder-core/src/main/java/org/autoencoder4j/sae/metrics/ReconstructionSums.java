package org.autoencoder4j.sae.metrics;

import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.backend.internal.Vectors;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How well samples y_1 ... y_N are reconstructed by z_1 ... z_N. Sums are taken one sample after the other, so pieces of any
 * size give the same numbers to the bit. Not safe for threads.
 */
public final class ReconstructionSums {
    private final double[] mean;
    private long samples;
    /** The sum of {@code |y - mean|^2}, by Welford's updates: no great numbers are subtracted. */
    private double spread;

    private double residuals;
    private double cosines;
    private double squares;
    private double products;

    /**
     * Begins with no sample.
     *
     * @param features n, at least 1
     */
    public ReconstructionSums(int features) {
        this.mean = new double[(int) Checks.atLeast("features", features, 1)];
    }

    /**
     * Adds samples. Cost: {@code 8 N n} operations.
     *
     * @param observations Y, {@code N x n}, finite
     * @param reconstructions Z, {@code N x n}, finite
     * @throws IllegalArgumentException if a shape does not fit or an entry is NaN or infinite; nothing is added then
     */
    public void add(INDArray observations, INDArray reconstructions) {
        Checks.matrix("observations", observations, -1, mean.length, "one column for each feature");
        Checks.matrix("reconstructions", reconstructions, observations.rows(), mean.length, "the observations' shape");
        Checks.finite("observations", observations);
        Checks.finite("reconstructions", reconstructions);
        double[][] rows = HeapMatrix.rows(observations);
        double[][] found = HeapMatrix.rows(reconstructions);
        for (int i = 0; i < rows.length; i++) {
            add(rows[i], found[i]);
        }
    }

    private void add(double[] sample, double[] reconstruction) {
        samples++;
        for (int j = 0; j < mean.length; j++) {
            double before = sample[j] - mean[j];
            mean[j] += before / samples;
            spread += before * (sample[j] - mean[j]);
            double residual = sample[j] - reconstruction[j];
            residuals += residual * residual;
        }
        double product = Vectors.dot(sample, reconstruction);
        double square = Vectors.dot(reconstruction, reconstruction);
        double lengths = Vectors.norm(sample) * Math.sqrt(square);
        cosines += lengths > 0 ? product / lengths : 0;
        products += product;
        squares += square;
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
     * Computes the mean loss.
     *
     * @return the mean of {@code 1/2 |y - z|^2}
     * @throws IllegalArgumentException if there is no sample
     */
    public double loss() {
        requireSamples();
        return residuals / (2 * samples);
    }

    /**
     * Computes the fraction of variance unexplained, a ratio of sums over all samples:
     * {@code sum |y_i - z_i|^2 / sum |y_i - mean|^2}.
     *
     * @return at least 0; 1 for the mean as reconstruction; {@code R^2} is 1 minus it
     * @throws IllegalArgumentException if all samples are the same, or there is none
     */
    public double fractionOfVarianceUnexplained() {
        requireSamples();
        if (!(spread > 0)) {
            throw new IllegalArgumentException("all " + samples
                    + " samples are the same; a fraction of their variance needs" + " at least two that differ");
        }
        return residuals / spread;
    }

    /**
     * Computes R^2, the coefficient of determination.
     *
     * @return 1 minus the {@link #fractionOfVarianceUnexplained}, at most 1
     * @throws IllegalArgumentException if all samples are the same, or there is none
     */
    public double r2() {
        return 1 - fractionOfVarianceUnexplained();
    }

    /**
     * Computes the mean cosine between samples and reconstructions: the mean of {@code <y_i, z_i> / (|y_i| |z_i|)}, where a pair
     * of which one has length 0 counts as 0.
     *
     * @return from -1 to 1
     * @throws IllegalArgumentException if there is no sample
     */
    public double cosine() {
        requireSamples();
        return cosines / samples;
    }

    /**
     * Computes the relative reconstruction bias {@code gamma = sum |z_i|^2 / sum <y_i, z_i>}: reconstructions divided by it are
     * nearest to the samples. Below 1 they are too short, as an L1 penalty makes them.
     *
     * @return gamma
     * @throws IllegalArgumentException if the products sum to 0, as they do where nothing is reconstructed: there is none then
     */
    public double relativeReconstructionBias() {
        requireSamples();
        if (products == 0) {
            throw new IllegalArgumentException(
                    "the products of samples and reconstructions sum to 0; no factor brings the one nearer to the other");
        }
        return squares / products;
    }

    private void requireSamples() {
        if (samples == 0) {
            throw new IllegalArgumentException("there is no sample; add some first");
        }
    }

    @Override
    public String toString() {
        return "ReconstructionSums[" + samples + " samples of " + mean.length + " features]";
    }
}
