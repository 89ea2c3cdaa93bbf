package org.autoencoder4j.gradient.sum;

import java.util.ArrayList;
import java.util.List;
import org.autoencoder4j.backend.internal.BlasThreads;
import org.autoencoder4j.backend.internal.MatrixLines;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.network.DeepAutoencoder;
import org.autoencoder4j.parts.SampleSum;
import org.autoencoder4j.parts.Sum;
import org.autoencoder4j.parts.internal.ByteReader;
import org.autoencoder4j.parts.internal.ByteWriter;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The rows {@code J g} for each sample: a sum whose parts are put one after the other. */
record JacobianRows() implements SampleSum<JacobianRows.Query, JacobianRows.Rows> {
    /** The autoencoder and the direction g in its parameters. */
    record Query(DeepAutoencoder autoencoder, List<INDArray> direction) {}

    /** Rows of consecutive samples. */
    static final class Rows implements Sum<Rows> {
        private final List<double[]> pieces = new ArrayList<>();

        Rows(List<double[]> pieces) {
            this.pieces.addAll(pieces);
        }

        @Override
        public void add(Rows next) {
            pieces.addAll(next.pieces);
        }

        /** All rows, one after the other. */
        double[] numbers() {
            double[] all =
                    new double[pieces.stream().mapToInt(piece -> piece.length).sum()];
            int at = 0;
            for (double[] piece : pieces) {
                System.arraycopy(piece, 0, all, at, piece.length);
                at += piece.length;
            }
            return all;
        }

        @Override
        public byte[] toBytes() {
            return new ByteWriter().add(numbers()).toBytes();
        }
    }

    @Override
    public Adder<Query, Rows> adder(Batches batches) {
        return new Forward(batches.reader());
    }

    private static final class Forward implements Adder<Query, Rows> {
        private final Batches.Reader reader;
        private @Nullable Query query;

        Forward(Batches.Reader reader) {
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
        public Rows sum(long from, long to) {
            Query present = query;
            if (present == null) {
                throw new IllegalStateException("begin() comes first");
            }
            return BlasThreads.share(workers -> rows(present, from, to));
        }

        private Rows rows(Query present, long from, long to) {
            List<double[]> pieces = new ArrayList<>();
            for (long at = from; at < to; at += JacobianSums.CHUNK) {
                INDArray samples = reader.rows(0, at, Math.min(to, at + JacobianSums.CHUNK));
                INDArray rows = present.autoencoder()
                        .linearise(samples)
                        .jacobianTimes(present.direction())
                        .dup('c');
                int length = Math.toIntExact(rows.length());
                double[] numbers = new double[length];
                new MatrixLines(rows.reshape('c', 1, length), length, length).read(0, 0, numbers, 0, length);
                pieces.add(numbers);
            }
            return new Rows(pieces);
        }
    }

    @Override
    public byte[] toBytes(Query query) {
        ByteWriter bytes = new ByteWriter();
        DeepSums.write(query.autoencoder(), bytes);
        query.direction().forEach(bytes::add);
        return bytes.toBytes();
    }

    @Override
    public Query query(byte[] bytes) {
        ByteReader from = new ByteReader(bytes);
        DeepAutoencoder autoencoder = DeepSums.read(from);
        List<INDArray> direction = new ArrayList<>();
        autoencoder.parameters().forEach(parameter -> direction.add(from.array()));
        return new Query(autoencoder, direction);
    }

    @Override
    public Rows sum(byte[] bytes) {
        return new Rows(List.of(new ByteReader(bytes).reals()));
    }
}
