package org.autoencoder4j.data.format.internal.array;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.autoencoder4j.backend.internal.Elements;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.data.internal.RowBuffer;
import org.autoencoder4j.data.internal.RowReader;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The rows of several mapped files, one after the other, as the batch of every step. */
public final class ShardedBatches implements Batches {
    private final Path folder;
    private final List<MappedBatches> shards;
    /** The first row of each shard, and one past the last row of all. */
    private final long[] starts;

    /** At least one shard, all of one type and number of features. */
    public ShardedBatches(Path folder, List<MappedBatches> shards) {
        this.folder = folder;
        this.shards = List.copyOf(shards);
        this.starts = new long[shards.size() + 1];
        for (int i = 0; i < shards.size(); i++) {
            starts[i + 1] = Math.addExact(starts[i], shards.get(i).size());
        }
    }

    /** How many files there are, and what they hold in all. */
    public String description() {
        return shards.size() + " files of " + shards.get(0).layout().type().label() + ", " + size() + " x " + features()
                + " in all";
    }

    @Override
    public long size() {
        return starts[shards.size()];
    }

    @Override
    public int features() {
        return shards.get(0).features();
    }

    @Override
    public DataType dataType() {
        return shards.get(0).dataType();
    }

    @Override
    public boolean changeWithStep() {
        return false;
    }

    @Override
    public Reader reader() {
        return new ShardReader();
    }

    private int shard(long row) {
        int place = Arrays.binarySearch(starts, row);
        return place >= 0 ? place : -place - 2;
    }

    private final class ShardReader implements RowReader {
        private final RowBuffer buffer = new RowBuffer(dataType(), features());

        @Override
        public INDArray rows(long step, long from, long to) {
            RowBuffer.requireRange(step, from, to, size());
            buffer.prepare(to - from);
            int shard = shard(from);
            for (long row = from; row < to; shard++) {
                long end = Math.min(to, starts[shard + 1]);
                copy(shard, row, end, (row - from) * features());
                row = end;
            }
            return buffer.rows();
        }

        private void copy(int shard, long from, long to, long at) {
            MappedBatches source = shards.get(shard);
            long first = from - starts[shard];
            Elements target = buffer.elements();
            source.copyRows(first, to - starts[shard], target, at);
            target.firstNonFinite(at, (to - from) * features()).ifPresent(place -> {
                long entry = place - at;
                throw new IllegalArgumentException(source.file() + " has an entry that is NaN or infinite, at ["
                        + (first + entry / features()) + ", " + entry % features() + "]; all must be finite");
            });
        }

        @Override
        public void copyRow(long row, Elements target, long at) {
            int shard = shard(row);
            shards.get(shard).copyRows(row - starts[shard], row - starts[shard] + 1, target, at);
        }
    }

    @Override
    public String toString() {
        return "Batches[" + folder + ", " + shards.size() + " files, " + size() + " x " + features() + ", " + dataType()
                + "]";
    }
}
