package org.autoencoder4j.spark.internal;

import java.util.List;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.backend.internal.MatrixLines;
import org.autoencoder4j.data.Batches;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The rows of a table, of which one part is here at a time. Each task has its own. */
final class BlockBatches implements Batches {
    private final Description samples;
    private List<RowBlock> blocks = List.of();

    BlockBatches(Description samples) {
        this.samples = samples;
    }

    /** Takes the blocks of the part that is read next: consecutive, and at least one. */
    void load(List<RowBlock> ofPart) {
        blocks = List.copyOf(ofPart);
    }

    @Override
    public long size() {
        return samples.size();
    }

    @Override
    public int features() {
        return samples.features();
    }

    @Override
    public DataType dataType() {
        return samples.type();
    }

    @Override
    public boolean changeWithStep() {
        return false;
    }

    @Override
    public Reader reader() {
        return new BlockReader();
    }

    private final class BlockReader implements Reader {
        private INDArray buffer = Nd4j.createUninitialized(dataType(), new long[] {1, features()}, 'c');
        private double[] row = new double[features()];

        @Override
        public INDArray rows(long step, long from, long to) {
            Checks.between("from", from, blocks.get(0).first(), size() - 1);
            Checks.between("to", to, from + 1, size());
            if (buffer.rows() < to - from) {
                buffer = Nd4j.createUninitialized(dataType(), new long[] {to - from, features()}, 'c');
            }
            MatrixLines lines = new MatrixLines(buffer, features(), features());
            int block = 0;
            for (long at = from; at < to; at++) {
                while (at >= end(block)) {
                    block++;
                }
                int place = (int) (at - blocks.get(block).first()) * features();
                blocks.get(block).copyTo(place, row, 0, features());
                lines.write(at - from, 0, row, 0, features());
            }
            return buffer.rows() == to - from ? buffer : buffer.get(NDArrayIndex.interval(0, to - from));
        }

        private long end(int block) {
            RowBlock of = blocks.get(block);
            return of.first() + of.numbers() / features();
        }
    }
}
