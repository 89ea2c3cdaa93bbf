package org.autoencoder4j.init;

import java.nio.DoubleBuffer;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.progress.Work;
import org.autoencoder4j.random.RandomStreams;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Distinct random samples, normalised; where there are too few, random directions follow or the request is refused. */
final class SampleColumns implements Initialiser {
    private final Batches data;
    private final boolean fillsUp;

    SampleColumns(Batches data, boolean fillsUp) {
        this.data = data;
        this.fillsUp = fillsUp;
    }

    @Override
    public INDArray weights(int units, RandomStreams streams) {
        Checks.atLeast("units", units, 1);
        try (Work work = Work.begin("start: samples")) {
            double[][] columns = columns(units, streams, work);
            work.complete();
            return HeapMatrix.ofColumns(columns, data.dataType());
        }
    }

    private double[][] columns(int units, RandomStreams streams, Work work) {
        Batches.Reader reader = data.reader();
        Shuffle shuffle = new Shuffle(data.size(), RandomColumns.stream(streams, 0));
        // A DoubleBuffer equals another by content.
        Set<DoubleBuffer> directions = new LinkedHashSet<>();
        while (directions.size() < units) {
            work.advance(1);
            if (shuffle.isExhausted() && fillsUp) {
                RandomGenerator random = RandomColumns.stream(streams, directions.size());
                directions.add(DoubleBuffer.wrap(RandomColumns.direction(random, data.features())));
                continue;
            }
            if (shuffle.isExhausted()) {
                throw new IllegalArgumentException("units = " + units + " must be at most " + directions.size()
                        + ", the number of different directions among the " + data.size() + " samples");
            }
            long sample = shuffle.next();
            INDArray row = Checks.finite("sample " + sample, reader.rows(0, sample, sample + 1));
            double[] column = HeapMatrix.rows(row)[0];
            if (RandomColumns.normalise(column)) {
                directions.add(DoubleBuffer.wrap(column));
            }
        }
        return directions.stream().map(DoubleBuffer::array).toArray(double[][]::new);
    }

    @Override
    public String toString() {
        return fillsUp ? "sampleColumnsOrRandom" : "sampleColumns";
    }

    /** The numbers 0 .. size - 1 in random order; remembers only the places that it has touched. */
    private static final class Shuffle {
        private final long size;
        private final RandomGenerator random;
        private final Map<Long, Long> moved = new HashMap<>();
        private long taken;

        Shuffle(long size, RandomGenerator random) {
            this.size = size;
            this.random = random;
        }

        boolean isExhausted() {
            return taken == size;
        }

        long next() {
            long place = random.nextLong(taken, size);
            long chosen = moved.getOrDefault(place, place);
            moved.put(place, moved.getOrDefault(taken, taken));
            taken++;
            return chosen;
        }
    }
}
