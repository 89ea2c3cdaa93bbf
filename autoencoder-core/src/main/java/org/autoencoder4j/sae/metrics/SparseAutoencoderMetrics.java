package org.autoencoder4j.sae.metrics;

import org.autoencoder4j.data.Batches;
import org.autoencoder4j.progress.Work;
import org.autoencoder4j.sae.SparseAutoencoder;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a sparse autoencoder does with samples.
 *
 * @param reconstruction how well it reconstructs them
 * @param firing how often each of its latents fires
 */
public record SparseAutoencoderMetrics(ReconstructionSums reconstruction, FiringCounts firing) {
    /**
     * Measures the batch of step 0, {@link SparseAutoencoder#samplesAtOnce} samples at a time. Cost: {@code 4 N n m} operations.
     *
     * @param sae the autoencoder
     * @param samples the samples, of its type
     * @return the measures
     * @throws IllegalArgumentException if the number of features or the type does not fit, or a number is not finite
     */
    public static SparseAutoencoderMetrics of(SparseAutoencoder sae, Batches samples) {
        ReconstructionSums reconstruction = new ReconstructionSums(sae.features());
        FiringCounts firing = new FiringCounts(sae.units());
        Batches.Reader reader = samples.reader();
        try (Work work = Work.begin("metrics: samples", samples.size())) {
            for (long from = 0; from < samples.size(); from += sae.samplesAtOnce()) {
                INDArray rows = reader.rows(0, from, Math.min(from + sae.samplesAtOnce(), samples.size()));
                try (INDArray codes = sae.encode(rows);
                        INDArray reconstructions = sae.decode(codes)) {
                    firing.add(codes);
                    reconstruction.add(rows, reconstructions);
                }
                work.advance(rows.rows());
            }
        }
        return new SparseAutoencoderMetrics(reconstruction, firing);
    }
}
