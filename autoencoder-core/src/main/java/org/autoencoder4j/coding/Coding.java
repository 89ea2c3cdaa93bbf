package org.autoencoder4j.coding;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.backend.internal.BlasThreads;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.backend.internal.Lanes;
import org.autoencoder4j.backend.internal.Vectors;
import org.autoencoder4j.coding.internal.ChunkCoder;
import org.autoencoder4j.coding.internal.CodedChunk;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.progress.Work;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An encoder bound to a dictionary: its Gram matrix is computed once, for all samples that are to be coded under it. The
 * work is shared by all cores, in chunks that depend on the sizes alone; so codes are the same to the last bit whatever
 * the number of threads.
 *
 * <p>Threads may share it, as long as nobody changes the weights. Memory: {@code m^2 + n m} numbers, and those of a chunk for
 * each thread.
 */
public final class Coding {
    private final INDArray weights;
    private final SparseEncoder encoder;
    private final Gram gram;
    private final double[][] atoms;

    private Coding(INDArray weights, SparseEncoder encoder, Gram gram, double[][] atoms) {
        this.weights = weights;
        this.encoder = encoder;
        this.gram = gram;
        this.atoms = atoms;
    }

    /**
     * Binds an encoder. Cost: {@code n m^2} operations.
     *
     * @param weights W, {@code n x m}, FLOAT or DOUBLE; kept, and copied only if it is not in 'f' order
     * @param encoder the encoder
     * @return the coding
     * @throws IllegalArgumentException if weights is no matrix
     */
    public static Coding of(INDArray weights, SparseEncoder encoder) {
        Checks.matrix("weights", weights);
        INDArray ordered = weights.ordering() == 'f' && !weights.isView() ? weights : weights.dup('f');
        return new Coding(ordered, encoder, Gram.of(ordered), HeapMatrix.columns(ordered));
    }

    /**
     * Returns another encoder bound to the same dictionary, whose Gram matrix is not computed again.
     *
     * @param choice the encoder
     * @return the coding
     */
    public Coding with(SparseEncoder choice) {
        return new Coding(weights, choice, gram, atoms);
    }

    /**
     * Returns the Gram matrix.
     *
     * @return G, {@code m x m}
     */
    public Gram gram() {
        return gram;
    }

    /**
     * Codes samples. Cost: {@code 2 N n m} operations and those of the encoder.
     *
     * @param observations Y, {@code N x n}, of the weights' type
     * @return the codes
     * @throws IllegalArgumentException if the shape or type does not fit, or an entry is not finite
     */
    public Codes codes(INDArray observations) {
        return codes(Batches.of(observations));
    }

    /**
     * Codes the samples of the batch of step 0. Cost: {@code 2 N n m} operations and those of the encoder; memory for the
     * codes twice, while they are put together.
     *
     * @param batches the samples, of the weights' type
     * @return the codes
     * @throws IllegalArgumentException if the number of features or the type does not fit, an entry is not finite, or there
     *     are more than 2^31 - 2 samples or active units of all samples
     */
    public Codes codes(Batches batches) {
        requireFitting(batches);
        Checks.between("the number of samples", batches.size(), 1, Integer.MAX_VALUE - 1);
        int chunk = ChunkCoder.samples(weights.columns());
        int count = Math.toIntExact((batches.size() + chunk - 1) / chunk);
        List<CodedChunk> chunks = new ArrayList<>(Collections.nCopies(count, new CodedChunk(0)));
        BlasThreads.share(workers -> {
            Map<Integer, Desk> desks = new ConcurrentHashMap<>();
            try (Work work = Work.begin("codes: parts of the samples", count)) {
                Lanes.run(workers, count, work, (worker, number) -> {
                    Desk desk = desks.computeIfAbsent(worker, absent -> new Desk(batches));
                    long from = (long) number * chunk;
                    chunks.set(number, desk.code(from, Math.min(batches.size(), from + chunk)));
                });
            }
            return workers;
        });
        return Codes.of(weights.columns(), chunks);
    }

    private void requireFitting(Batches batches) {
        if (batches.features() != weights.rows()) {
            throw new IllegalArgumentException("the samples have " + batches.features() + " features; they must have "
                    + weights.rows() + ", one for each row of weights");
        }
        Checks.sameType("the samples", batches.dataType(), "weights", weights.dataType());
    }

    /** What a thread works with. */
    private final class Desk {
        private final Batches.Reader reader;
        private final ChunkCoder coder = new ChunkCoder(weights, encoder.worker(gram));
        private final double[] residual = new double[weights.rows()];

        Desk(Batches batches) {
            this.reader = batches.reader();
        }

        CodedChunk code(long from, long to) {
            CodedChunk chunk = new CodedChunk((int) (to - from));
            coder.encode(reader.rows(0, from, to), (number, sample, energy, code) -> {
                // The encoder's own number is a difference of large ones.
                code.residual(sample, atoms, residual);
                code.setResidualEnergy(Vectors.interleavedDot(residual, residual));
                chunk.add(energy, code);
            });
            chunk.trim();
            return chunk;
        }
    }

    @Override
    public String toString() {
        return "Coding[units=" + weights.columns() + ", encoder=" + encoder.name() + "]";
    }
}
