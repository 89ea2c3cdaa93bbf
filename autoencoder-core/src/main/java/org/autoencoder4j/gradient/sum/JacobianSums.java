package org.autoencoder4j.gradient.sum;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.backend.internal.BlasThreads;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.gradient.NamedGradient;
import org.autoencoder4j.network.DeepAutoencoder;
import org.autoencoder4j.network.Linearisation;
import org.autoencoder4j.parts.SampleSum;
import org.autoencoder4j.parts.internal.ByteReader;
import org.autoencoder4j.parts.internal.ByteWriter;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The sum {@code J^T vec(V)} over samples, for a matrix V with a row for each of them. */
record JacobianSums() implements SampleSum<JacobianSums.Query, GradientSum> {
    /** Samples that are linearised at a time. */
    static final long CHUNK = 1024;

    /** The autoencoder, and V of {@code N x d} in 'c' order. */
    record Query(DeepAutoencoder autoencoder, INDArray outputs) {}

    @Override
    public Adder<Query, GradientSum> adder(Batches batches) {
        return new Sums(batches.reader());
    }

    private static final class Sums implements Adder<Query, GradientSum> {
        private final Batches.Reader reader;
        private @Nullable Query query;

        Sums(Batches.Reader reader) {
            this.reader = reader;
        }

        @Override
        public void begin(Query next) {
            query = next;
        }

        @Override
        public void end() {
            query = null;
        }

        @Override
        public GradientSum sum(long from, long to) {
            Query present = query;
            if (present == null) {
                throw new IllegalStateException("begin() comes first");
            }
            return BlasThreads.share(workers -> {
                GradientSum sum = chunk(present, from, Math.min(to, from + CHUNK));
                for (long at = from + CHUNK; at < to; at += CHUNK) {
                    sum.add(chunk(present, at, Math.min(to, at + CHUNK)));
                }
                return sum;
            });
        }

        private GradientSum chunk(Query present, long from, long to) {
            Linearisation at = present.autoencoder().linearise(reader.rows(0, from, to));
            INDArray outputs = present.outputs().get(NDArrayIndex.interval(from, to));
            Queue<INDArray> back = new ArrayDeque<>(at.jacobianTransposeTimes(outputs.dup('c')));
            Map<String, INDArray> arrays = new LinkedHashMap<>();
            present.autoencoder().arrays().keySet().forEach(name -> arrays.put(name, back.remove()));
            INDArray activity = at.activeSamples().divi(to - from);
            return GradientSum.ofSum(new NamedGradient(arrays, activity, 0, 0), activity, to - from);
        }
    }

    @Override
    public byte[] toBytes(Query query) {
        ByteWriter bytes = new ByteWriter().add(query.outputs());
        DeepSums.write(query.autoencoder(), bytes);
        return bytes.toBytes();
    }

    @Override
    public Query query(byte[] bytes) {
        ByteReader from = new ByteReader(bytes);
        INDArray outputs = Checks.matrix("outputs", from.array());
        return new Query(DeepSums.read(from), outputs);
    }

    @Override
    public GradientSum sum(byte[] bytes) {
        return GradientSum.fromBytes(bytes);
    }
}
