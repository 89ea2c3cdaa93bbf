package org.autoencoder4j.gradient;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.backend.internal.Norms;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.gradient.internal.BatchLoss;
import org.autoencoder4j.network.DeepAutoencoder;
import org.autoencoder4j.network.Linearisation;
import org.autoencoder4j.progress.Work;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The gradient of the deep autoencoder's loss {@code 1/2 sum ||x - u||^2} over batches of samples, with respect to all of
 * its weights, by backpropagation: the <em>sum</em> over samples, not the mean. ReLU's slope at 0 is 0.
 *
 * <p>A batch is read chunk by chunk, of 1024 samples: what a chunk needs, some arrays for each layer, is freed with the
 * next collection of garbage. Cost: some three times that of
 * {@link DeepAutoencoder#reconstruct}. Immutable; threads may share it.
 *
 * @paper NWH-NTK section 3.1
 */
public final class DeepSampleGradient implements GradientSource<DeepAutoencoder, Gradient> {
    /** Samples in a chunk; a multiple of the block in which samples are drawn, and fixed so that sums are. */
    private static final long CHUNK = 1024;

    private final Batches batches;

    private DeepSampleGradient(Batches batches) {
        this.batches = batches;
    }

    /**
     * Returns the gradient over the batch of each step.
     *
     * @param batches the samples
     * @return the source
     */
    public static DeepSampleGradient of(Batches batches) {
        return new DeepSampleGradient(batches);
    }

    /**
     * Computes the gradient over the batch of a step.
     *
     * @param autoencoder the parameters, of the samples' type, with d features
     * @param step the step, at least 0
     * @return the gradient, loss and activity of the hidden neurons; new arrays
     * @throws IllegalArgumentException if the autoencoder does not fit the samples
     */
    @Override
    public Gradient at(DeepAutoencoder autoencoder, long step) {
        return at(batches.reader(), autoencoder, step);
    }

    @Override
    public Evaluator<DeepAutoencoder, Gradient> evaluator() {
        Batches.Reader reader = batches.reader();
        return (autoencoder, step) -> at(reader, autoencoder, step);
    }

    @Override
    public Fingerprint fingerprint() {
        return Fingerprint.of(batches);
    }

    private Gradient at(Batches.Reader reader, DeepAutoencoder autoencoder, long step) {
        if (autoencoder.features() != batches.features()) {
            throw new IllegalArgumentException("the autoencoder has " + autoencoder.features()
                    + " features and the samples have " + batches.features() + "; both must have the same");
        }
        Checks.sameType("the autoencoder", autoencoder.dataType(), "the samples", batches.dataType());
        Checks.atLeast("step", step, 0);
        Chunk sum = sum(reader, autoencoder, step);
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        int next = 0;
        for (String name : autoencoder.arrays().keySet()) {
            arrays.put(name, sum.gradients.get(next++));
        }
        double resolution = new BatchLoss(sum.loss, sum.energy, batches.dataType()).resolution();
        return new NamedGradient(arrays, sum.active.divi(batches.size()), sum.loss, resolution);
    }

    private Chunk sum(Batches.Reader reader, DeepAutoencoder autoencoder, long step) {
        long samples = batches.size();
        try (Work work = Work.begin("gradient: samples", samples)) {
            Chunk sum = chunk(autoencoder, reader.rows(step, 0, Math.min(samples, CHUNK)));
            work.advance(Math.min(samples, CHUNK));
            for (long from = CHUNK; from < samples; from += CHUNK) {
                long to = Math.min(samples, from + CHUNK);
                sum = sum.plus(chunk(autoencoder, reader.rows(step, from, to)));
                work.advance(to - from);
            }
            return sum;
        }
    }

    /** What some samples add. */
    private record Chunk(List<INDArray> gradients, INDArray active, double loss, double energy) {
        Chunk plus(Chunk more) {
            for (int p = 0; p < gradients.size(); p++) {
                gradients.get(p).addi(more.gradients.get(p));
            }
            return new Chunk(gradients, active.addi(more.active), loss + more.loss, energy + more.energy);
        }
    }

    private static Chunk chunk(DeepAutoencoder autoencoder, INDArray samples) {
        Linearisation at = autoencoder.linearise(samples);
        INDArray residuals = at.outputs().sub(samples);
        double norm = Norms.frobenius(residuals, 1);
        double energy = Math.pow(Norms.frobenius(samples, 1), 2);
        return new Chunk(at.jacobianTransposeTimes(residuals), at.activeSamples(), norm * norm / 2, energy);
    }

    @Override
    public String toString() {
        return "DeepSampleGradient[" + batches + "]";
    }
}
