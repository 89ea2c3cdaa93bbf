package org.autoencoder4j.learn.sweep;

import java.util.List;
import java.util.Optional;
import org.autoencoder4j.backend.internal.BlasThreads;
import org.autoencoder4j.backend.internal.Lanes;
import org.autoencoder4j.backend.internal.Vectors;
import org.autoencoder4j.coding.Gram;
import org.autoencoder4j.coding.SampleCode;
import org.autoencoder4j.coding.SparseEncoder;
import org.autoencoder4j.coding.internal.ChunkCoder;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.gradient.internal.rows.PerWorker;
import org.autoencoder4j.learn.sweep.SweepSource.Dictionary;
import org.autoencoder4j.learn.sweep.SweepSource.Found;
import org.autoencoder4j.learn.sweep.SweepSource.Wanted;
import org.autoencoder4j.learn.sweep.internal.SampleStream;
import org.autoencoder4j.learn.sweep.internal.SampleStream.Part;
import org.autoencoder4j.progress.Work;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Makes sweeps over the samples of a run. It owns the buffers, for one piece of samples at a time; one thread uses it, and
 * others help.
 */
final class SweepReader {
    /** Samples of a piece, and the most numbers that they may have. */
    private static final int SAMPLES = 2048;

    private static final int NUMBERS = 1 << 20;

    /** Blocks into which the units are cut. */
    private static final int BLOCKS = 16;

    private final SampleStream stream;
    private final int units;
    private final int partSize;
    private final int pieceSize;
    private final SamplePiece piece;
    private final PerWorker<Batches.Reader> readers;
    private final PerWorker<ChunkCoder> coders;

    /** Which samples a sweep reads, and how it codes them. */
    record Task(long first, long count, SparseEncoder encoder, boolean onlyExplained) {}

    SweepReader(Batches batches, INDArray weights) {
        this.stream = new SampleStream(batches);
        this.units = weights.columns();
        this.partSize = ChunkCoder.samples(units);
        int fitting = NUMBERS / batches.features() / partSize * partSize;
        this.pieceSize = Math.max(partSize, Math.min(SAMPLES, fitting));
        this.piece = new SamplePiece(batches.features(), units, pieceSize);
        this.readers = new PerWorker<>(batches::reader);
        this.coders = new PerWorker<>(() -> new ChunkCoder(weights));
    }

    /** Makes a sweep under the present weights. */
    Found read(Task task, Dictionary dictionary, Wanted wanted) {
        SweepSums sums = new SweepSums(stream.batches().features(), units, wanted.moment());
        Optional<WorstSamples> worst =
                wanted.worst() > 0 ? Optional.of(new WorstSamples(wanted.worst())) : Optional.empty();
        return BlasThreads.share(workers -> {
            for (int worker = 0; worker < workers; worker++) {
                coders.of(worker).use(task.encoder().worker(dictionary.gram()));
            }
            try (Work work = Work.begin("sweep: samples", task.count())) {
                add(sums, task, dictionary.atoms(), worst, workers, work);
            }
            return new Found(sums, worst);
        });
    }

    private void add(
            SweepSums sums, Task task, double[][] atoms, Optional<WorstSamples> worst, int workers, Work work) {
        for (long at = 0; at < task.count(); at += pieceSize) {
            long first = task.first() + at;
            List<Part> parts = stream.parts(first, Math.min(pieceSize, task.count() - at), partSize);
            piece.begin(parts, partSize);
            Lanes.run(workers, parts.size(), (worker, part) -> code(worker, parts.get(part), part, atoms));
            piece.addSamples(sums, task.onlyExplained());
            worst.ifPresent(kept -> piece.offer(kept, first));
            Lanes.run(
                    workers,
                    BLOCKS,
                    (worker, block) -> piece.addProducts(sums, units * block / BLOCKS, units * (block + 1) / BLOCKS));
            work.advance(Math.min(pieceSize, task.count() - at));
        }
    }

    private void code(int worker, Part part, int number, double[][] atoms) {
        INDArray rows = SampleStream.rows(readers.of(worker), part);
        coders.of(worker).encode(rows, (i, sample, energy, code) -> piece.set(number, i, sample, energy, code, atoms));
    }

    private static boolean isExplained(double[] sample, SampleCode code, double[][] atoms, double[] residual) {
        code.residual(sample, atoms, residual);
        return Vectors.interleavedDot(residual, residual) <= code.leastGain();
    }

    /** Reads the samples of a sweep that count again, in their order and on this thread. */
    void revisit(Task task, double[][] atoms, Gram gram, Sweep.Visitor visitor) {
        double[] residual = new double[stream.batches().features()];
        BlasThreads.share(workers -> {
            coders.of(0).use(task.encoder().worker(gram));
            try (Work work = Work.begin("samples of a sweep once more", task.count())) {
                for (long at = 0; at < task.count(); at += pieceSize) {
                    for (Part part :
                            stream.parts(task.first() + at, Math.min(pieceSize, task.count() - at), partSize)) {
                        INDArray rows = SampleStream.rows(readers.of(0), part);
                        coders.of(0).encode(rows, (i, sample, energy, code) -> {
                            if (!task.onlyExplained() || isExplained(sample, code, atoms, residual)) {
                                visitor.accept(sample, code);
                            }
                        });
                        work.advance(part.count());
                    }
                }
            }
            return workers;
        });
    }
}
