package org.autoencoder4j.learn.sweep;

import java.util.Optional;
import org.autoencoder4j.coding.SparseEncoder;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.gradient.Fingerprint;
import org.autoencoder4j.learn.sweep.SweepReader.Task;
import org.autoencoder4j.parts.PartedSamples;
import org.autoencoder4j.parts.SampleSum;
import org.autoencoder4j.parts.Sum;
import org.autoencoder4j.parts.internal.ByteReader;
import org.autoencoder4j.parts.internal.ByteWriter;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Sweeps over samples in parts: the sums of each part by itself, added along one tree. */
record PartedSweeps(PartedSamples samples) implements SweepSource {
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
        return samples.dataType();
    }

    @Override
    public boolean changeWithStep() {
        return samples.changeWithStep();
    }

    @Override
    public boolean canRevisit() {
        return false;
    }

    @Override
    public Fingerprint fingerprint() {
        return samples.fingerprint();
    }

    @Override
    public Sweeping begin(INDArray weights) {
        PartedSamples.Totals<Query, Swept> totals = samples.totals(new Kind());
        return new Sweeping() {
            @Override
            public Found read(Task task, Dictionary dictionary, Wanted wanted) {
                // Samples that stay are cut at places of their own, so a sweep over some begins with the first.
                long first = samples.changeWithStep() ? task.first() : 0;
                Task placed = new Task(first, task.count(), task.encoder(), task.onlyExplained());
                return totals.of(new Query(placed, weights, wanted), task.count()).found;
            }

            @Override
            public void revisit(Task task, Dictionary dictionary, Sweep.Visitor visitor) {
                throw new IllegalStateException(
                        "the samples of this run are in parts; an update that reads them says so"
                                + " by readsSamples()");
            }
        };
    }

    /** A sweep under weights. */
    private record Query(Task task, INDArray weights, Wanted wanted) {}

    /** What was found in some of the samples. */
    private static final class Swept implements Sum<Swept> {
        private final Found found;

        Swept(Found found) {
            this.found = found;
        }

        @Override
        public void add(Swept next) {
            found.sums().add(next.found.sums());
            found.worst().ifPresent(worst -> next.found.worst().ifPresent(worst::add));
        }

        @Override
        public byte[] toBytes() {
            ByteWriter bytes = new ByteWriter().add(found.worst().isPresent());
            found.sums().write(bytes);
            found.worst().ifPresent(worst -> worst.write(bytes));
            return bytes.toBytes();
        }

        static Swept of(byte[] bytes) {
            ByteReader from = new ByteReader(bytes);
            boolean worst = from.is();
            SweepSums sums = SweepSums.read(from);
            return new Swept(new Found(sums, worst ? Optional.of(WorstSamples.read(from)) : Optional.empty()));
        }
    }

    /** How a part is swept. */
    private record Kind() implements SampleSum<Query, Swept> {
        @Override
        public Adder<Query, Swept> adder(Batches batches) {
            return new SweptParts(batches);
        }

        @Override
        public byte[] toBytes(Query query) {
            Task task = query.task();
            return new ByteWriter()
                    .add(task.first())
                    .add(task.count())
                    .add(task.encoder())
                    .add(task.onlyExplained())
                    .add(query.weights())
                    .add(query.wanted().moment())
                    .add((long) query.wanted().worst())
                    .toBytes();
        }

        @Override
        public Query query(byte[] bytes) {
            ByteReader from = new ByteReader(bytes);
            Task task = new Task(from.number(), from.number(), from.value(SparseEncoder.class), from.is());
            return new Query(task, from.array(), new Wanted(from.is(), Math.toIntExact(from.number())));
        }

        @Override
        public Swept sum(byte[] bytes) {
            return Swept.of(bytes);
        }
    }

    /** Reads parts with one set of buffers, for weights of one shape. */
    private static final class SweptParts implements SampleSum.Adder<Query, Swept> {
        private final Batches batches;
        private @Nullable Query query;
        private @Nullable INDArray weights;
        private @Nullable SweepReader reader;
        private @Nullable Dictionary dictionary;

        SweptParts(Batches batches) {
            this.batches = batches;
        }

        @Override
        public void begin(Query next) {
            INDArray present = weights;
            if (present == null || !present.equalShapes(next.weights())) {
                present = next.weights().dup('f');
                weights = present;
                reader = new SweepReader(batches, present);
            } else {
                present.assign(next.weights());
            }
            query = next;
            dictionary = Dictionary.of(present);
        }

        /** The weights stay, as buffers are bound to them. */
        @Override
        public void end() {
            query = null;
            dictionary = null;
        }

        @Override
        public Swept sum(long from, long to) {
            Query present = query;
            SweepReader with = reader;
            Dictionary atoms = dictionary;
            if (present == null || with == null || atoms == null) {
                throw new IllegalStateException("begin() comes first");
            }
            Task all = present.task();
            Task part = new Task(all.first() + from, to - from, all.encoder(), all.onlyExplained());
            return new Swept(with.read(part, atoms, present.wanted()));
        }
    }
}
