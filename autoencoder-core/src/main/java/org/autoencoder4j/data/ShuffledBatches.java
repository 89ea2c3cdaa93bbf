package org.autoencoder4j.data;

import java.util.random.RandomGenerator;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.data.internal.RowBuffer;
import org.autoencoder4j.data.internal.RowReader;
import org.autoencoder4j.random.RandomStreams;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Mini-batches without replacement of a source whose batch is the same at every step. */
record ShuffledBatches(Batches source, long size, RandomStreams streams) implements Batches {
    ShuffledBatches {
        if (source.changeWithStep()) {
            throw new IllegalArgumentException("batches that change with the step cannot be shuffled: " + source
                    + "; shuffle what they are made of");
        }
        Checks.between("size of the source", source.size(), 1, Integer.MAX_VALUE);
        Checks.between("size", size, 1, source.size());
    }

    @Override
    public int features() {
        return source.features();
    }

    @Override
    public DataType dataType() {
        return source.dataType();
    }

    @Override
    public boolean changeWithStep() {
        return true;
    }

    @Override
    public Reader reader() {
        return new ShuffledReader();
    }

    private final class ShuffledReader implements Reader {
        private final RowReader samples = RowReader.of(source);
        private final RowBuffer buffer = new RowBuffer(dataType(), features());
        private final int[] permutation = new int[(int) source.size()];
        private long epoch = -1;

        @Override
        public INDArray rows(long step, long from, long to) {
            RowBuffer.requireRange(step, from, to, size);
            long perEpoch = permutation.length / size;
            permute(step / perEpoch);
            long first = step % perEpoch * size + from;
            buffer.prepare(to - from);
            for (int i = 0; i < to - from; i++) {
                samples.copyRow(permutation[(int) first + i], buffer.elements(), (long) i * features());
            }
            requireFinite(step, first, to - from);
            return buffer.rows();
        }

        /** Named is where the row stands in the source, not in the batch. */
        private void requireFinite(long step, long first, long count) {
            buffer.elements().firstNonFinite(0, count * features()).ifPresent(at -> {
                throw new IllegalArgumentException(source + " has an entry that is NaN or infinite, at ["
                        + permutation[(int) (first + at / features())] + ", " + at % features()
                        + "], met in the shuffled batch of step " + step + "; all must be finite");
            });
        }

        /** Fisher-Yates. */
        private void permute(long wanted) {
            if (epoch == wanted) {
                return;
            }
            epoch = wanted;
            RandomGenerator random = streams.at("shuffle", epoch, 0);
            for (int i = 0; i < permutation.length; i++) {
                int j = random.nextInt(i + 1);
                permutation[i] = permutation[j];
                permutation[j] = i;
            }
        }
    }
}
