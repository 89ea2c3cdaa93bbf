package org.autoencoder4j.model;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.backend.internal.MatrixLines;
import org.autoencoder4j.backend.internal.Vectors;
import org.autoencoder4j.model.law.CodeLaw;
import org.autoencoder4j.model.law.SparseCode;
import org.autoencoder4j.progress.Work;
import org.autoencoder4j.random.RandomStreams;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Draws y = A x + eta, block by block in parallel. Immutable; threads may share it. */
final class Sampler {
    private static final int BLOCK_SIZE = RandomStreams.BLOCK_SIZE;

    /** Blocks of a draw between two looks at whether it is to go on. */
    private static final long BLOCKS_AT_ONCE = 64;

    private final double[][] atoms;
    private final int features;
    private final DataType dataType;
    private final CodeLaw codeLaw;
    private final double noise;

    Sampler(INDArray dictionary, CodeLaw codeLaw, double noise) {
        this.atoms = HeapMatrix.columns(dictionary);
        this.features = dictionary.rows();
        this.dataType = dictionary.dataType();
        this.codeLaw = codeLaw;
        this.noise = noise;
        for (int i = 0; i < atoms.length; i++) {
            if (Arrays.stream(atoms[i]).allMatch(entry -> entry == 0)) {
                throw new IllegalArgumentException(
                        "dictionary has the zero column " + i + "; every atom must have a direction");
            }
        }
    }

    int features() {
        return features;
    }

    DataType dataType() {
        return dataType;
    }

    double normDeviation() {
        return Arrays.stream(atoms)
                .mapToDouble(atom -> Math.abs(Vectors.compensatedNorm(atom) - 1))
                .max()
                .orElseThrow();
    }

    INDArray newObservations(long samples) {
        return Nd4j.createUninitialized(dataType, new long[] {samples, features}, 'c');
    }

    Draw draw(RandomStreams streams, long step, long from, long to) {
        if (to - from > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a draw of " + (to - from)
                    + " samples must have at most 2^31 - 1 of them: draw it in ranges or use batches");
        }
        SparseCode[] codes = new SparseCode[(int) (to - from)];
        INDArray observations = newObservations(to - from);
        long last = (to - 1) / BLOCK_SIZE;
        try (Work work = Work.begin("drawing samples: samples", to - from)) {
            for (long block = from / BLOCK_SIZE; block <= last; block += BLOCKS_AT_ONCE) {
                long end = Math.min(last, block + BLOCKS_AT_ONCE - 1);
                LongStream.rangeClosed(block, end)
                        .parallel()
                        .forEach(each -> fillBlock(
                                streams,
                                step,
                                each,
                                from,
                                to,
                                observations,
                                (sample, code) -> codes[(int) sample] = code));
                work.reach(Math.min(to, (end + 1) * BLOCK_SIZE) - from);
            }
        }
        return new Draw(observations, atoms.length, codes);
    }

    /** Writes samples from .. to - 1 into the first rows of the target, and their codes into the sink, counted from 0. */
    void fill(RandomStreams streams, long step, long from, long to, INDArray target, CodeSink sink) {
        LongStream.rangeClosed(from / BLOCK_SIZE, (to - 1) / BLOCK_SIZE)
                .parallel()
                .forEach(block -> fillBlock(streams, step, block, from, to, target, sink));
    }

    private void fillBlock(
            RandomStreams streams, long step, long block, long from, long to, INDArray target, CodeSink sink) {
        MatrixLines rows = new MatrixLines(target, features, features);
        visitBlock(streams, step, block, from, to, (sample, code, row) -> {
            rows.write(sample - from, 0, row, 0, features);
            sink.accept(sample - from, code);
        });
    }

    /** Draws the samples of a block one after the other and shows those of the range, in double precision. */
    void visitBlock(RandomStreams streams, long step, long block, long from, long to, Visitor visitor) {
        RandomGenerator codes = streams.at("codes", step, block);
        RandomGenerator noises = streams.at("noise", step, block);
        long end = Math.min(to, (block + 1) * BLOCK_SIZE);
        double[] row = new double[features];
        for (long sample = block * BLOCK_SIZE; sample < end; sample++) {
            SparseCode code = drawCode(codes);
            combine(code.support(), code.values(), row);
            addNoise(noises, row);
            if (sample >= from) {
                visitor.accept(sample, code, row);
            }
        }
    }

    private SparseCode drawCode(RandomGenerator random) {
        SparseCode code = codeLaw.draw(random);
        if (code.size() > 0 && code.support()[code.size() - 1] >= atoms.length) {
            throw new IllegalArgumentException("the code law " + codeLaw + " drew unit "
                    + code.support()[code.size() - 1] + ", but it has units 0 to " + (atoms.length - 1) + " only");
        }
        return code;
    }

    private void combine(int[] support, double[] values, double[] row) {
        Arrays.fill(row, 0);
        for (int t = 0; t < support.length; t++) {
            double[] atom = atoms[support[t]];
            double value = values[t];
            for (int j = 0; j < features; j++) {
                row[j] += value * atom[j];
            }
        }
    }

    private void addNoise(RandomGenerator random, double[] row) {
        if (noise > 0) {
            for (int j = 0; j < features; j++) {
                row[j] += noise * random.nextGaussian();
            }
        }
    }

    /** Receives a sample and its code; the observation is used again after the call. */
    @FunctionalInterface
    interface Visitor {
        void accept(long sample, SparseCode code, double[] observation);
    }

    /** Receives the code of a sample. */
    @FunctionalInterface
    interface CodeSink {
        void accept(long sample, SparseCode code);
    }
}
