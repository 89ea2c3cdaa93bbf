package org.autoencoder4j.gradient;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.backend.internal.Norms;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.data.internal.RowBuffer;
import org.autoencoder4j.gradient.internal.BatchLoss;
import org.autoencoder4j.network.DeepAutoencoder;
import org.autoencoder4j.network.Linearisation;
import org.autoencoder4j.progress.Work;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The gradients of a deep autoencoder in one run. */
final class DeepEvaluator implements RangeEvaluator<DeepAutoencoder, NamedGradient> {
    /** Samples in a chunk; a multiple of the block in which samples are drawn, and fixed so that sums are. */
    private static final long CHUNK = 1024;

    private final Batches batches;
    private final Batches.Reader reader;

    DeepEvaluator(Batches batches) {
        this.batches = batches;
        this.reader = batches.reader();
    }

    @Override
    public NamedGradient at(DeepAutoencoder autoencoder, long step) {
        return at(autoencoder, step, 0, batches.size());
    }

    @Override
    public NamedGradient at(DeepAutoencoder autoencoder, long step, long from, long to) {
        if (autoencoder.features() != batches.features()) {
            throw new IllegalArgumentException("the autoencoder has " + autoencoder.features()
                    + " features and the samples have " + batches.features() + "; both must have the same");
        }
        Checks.sameType("the autoencoder", autoencoder.dataType(), "the samples", batches.dataType());
        RowBuffer.requireRange(step, from, to, batches.size());
        Chunk sum = sum(autoencoder, step, from, to);
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        int next = 0;
        for (String name : autoencoder.arrays().keySet()) {
            arrays.put(name, sum.gradients.get(next++));
        }
        double resolution = new BatchLoss(sum.loss, sum.energy, batches.dataType()).resolution();
        return new NamedGradient(arrays, sum.active.divi(to - from), sum.loss, resolution);
    }

    private Chunk sum(DeepAutoencoder autoencoder, long step, long first, long end) {
        try (Work work = Work.begin("gradient: samples", end - first)) {
            long next = Math.min(end, first + CHUNK);
            Chunk sum = chunk(autoencoder, reader.rows(step, first, next));
            work.advance(next - first);
            for (long from = next; from < end; from += CHUNK) {
                long to = Math.min(end, from + CHUNK);
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
}
