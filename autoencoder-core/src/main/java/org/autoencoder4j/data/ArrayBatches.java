package org.autoencoder4j.data;

import java.util.HashMap;
import java.util.Map;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.backend.internal.Elements;
import org.autoencoder4j.data.internal.RowBuffer;
import org.autoencoder4j.data.internal.RowReader;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** One array as the batch of every step. */
final class ArrayBatches implements Batches {
    private final INDArray observations;
    private final Elements elements;

    ArrayBatches(INDArray observations) {
        Checks.matrix("observations", observations);
        boolean ready = observations.ordering() == 'c' && Elements.isContiguous(observations);
        this.observations = ready ? observations : observations.dup('c');
        this.elements = Elements.of(this.observations);
        RowBuffer.requireFinite("observations", elements, elements.length(), features(), 0);
    }

    @Override
    public long size() {
        return observations.size(0);
    }

    @Override
    public int features() {
        return observations.columns();
    }

    @Override
    public DataType dataType() {
        return observations.dataType();
    }

    @Override
    public boolean changeWithStep() {
        return false;
    }

    @Override
    public Reader reader() {
        return new ArrayReader();
    }

    private record Range(long from, long to) {}

    /** Keeps its views: steps ask for the same ones, and each would leave 3 kB of garbage. */
    private final class ArrayReader implements RowReader {
        private static final int MOST_VIEWS = 1024;
        private final Map<Range, INDArray> views = new HashMap<>();

        @Override
        public INDArray rows(long step, long from, long to) {
            RowBuffer.requireRange(step, from, to, size());
            if (views.size() >= MOST_VIEWS) {
                views.clear();
            }
            return views.computeIfAbsent(
                    new Range(from, to), range -> observations.get(NDArrayIndex.interval(range.from(), range.to())));
        }

        @Override
        public void copyRow(long row, Elements target, long at) {
            elements.copyTo(row * features(), features(), target, at);
        }
    }

    @Override
    public String toString() {
        return "Batches[" + size() + " x " + features() + ", " + dataType() + "]";
    }
}
