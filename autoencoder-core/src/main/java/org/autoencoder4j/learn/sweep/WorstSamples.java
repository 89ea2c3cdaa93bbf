package org.autoencoder4j.learn.sweep;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.autoencoder4j.parts.internal.ByteReader;
import org.autoencoder4j.parts.internal.ByteWriter;

/** The samples of a sweep of whose energy most is left, with residuals and codes. Of equal ones the first stay. */
final class WorstSamples {
    /** Samples that are kept for each unit at least and at most, and in all. */
    private static final int LEAST_OF_A_UNIT = 2;

    private static final int MOST_OF_A_UNIT = 4;
    private static final int MOST = 4096;

    /** Between these, one of so many samples is kept. */
    private static final int SHARE = 8;

    private static final Comparator<Residual> LEAST_FIRST = Comparator.<Residual>comparingDouble(r -> r.energy)
            .thenComparing(Comparator.<Residual>comparingLong(r -> r.number).reversed());

    private final int most;
    private final PriorityQueue<Residual> kept;

    /** What is left of a sample. */
    static final class Residual {
        double energy;
        long number;
        double[] vector = {};
        int[] units = {};
        double[] values = {};

        /** The value of a unit in the sample's code, 0 if it is not active. */
        double value(int unit) {
            int place = Arrays.binarySearch(units, unit);
            return place < 0 ? 0 : values[place];
        }
    }

    /** Keeps at most so many. */
    WorstSamples(int most) {
        this.most = most;
        this.kept = new PriorityQueue<>(LEAST_FIRST);
    }

    /**
     * How many samples of a sweep are kept: the more it reads the more, for what two atoms that share a unit leave may hardly
     * rise above the noise, and then the worst few are only the noisiest.
     */
    static int kept(long samples, int units) {
        int least = Math.min(LEAST_OF_A_UNIT * units, MOST);
        int most = Math.min(MOST_OF_A_UNIT * units, MOST);
        return (int) Math.max(least, Math.min(most, samples / SHARE));
    }

    /** Takes a copy of a sample if it is among the worst so far; samples come in the order of their numbers. */
    void offer(double energy, long number, double[] residual, int[] units, double[] values, int from, int to) {
        Residual place;
        if (kept.size() < most) {
            place = new Residual();
        } else if (energy > kept.element().energy) {
            place = kept.remove();
        } else {
            return;
        }
        place.energy = energy;
        place.number = number;
        place.vector = place.vector.length == residual.length ? place.vector : new double[residual.length];
        System.arraycopy(residual, 0, place.vector, 0, residual.length);
        place.units = Arrays.copyOfRange(units, from, to);
        place.values = Arrays.copyOfRange(values, from, to);
        kept.add(place);
    }

    /** Adds those of samples that follow, of which only the worst of all stay. */
    void add(WorstSamples next) {
        for (Residual residual : next.inOrder()) {
            if (kept.size() < most) {
                kept.add(residual);
            } else if (residual.energy > kept.element().energy) {
                kept.remove();
                kept.add(residual);
            }
        }
    }

    void write(ByteWriter bytes) {
        bytes.add((long) most).add((long) kept.size());
        for (Residual residual : inOrder()) {
            bytes.add(residual.energy)
                    .add(residual.number)
                    .add(residual.vector)
                    .add(residual.units)
                    .add(residual.values);
        }
    }

    static WorstSamples read(ByteReader from) {
        WorstSamples worst = new WorstSamples(Math.toIntExact(from.number()));
        for (long count = from.number(); count > 0; count--) {
            Residual residual = new Residual();
            residual.energy = from.real();
            residual.number = from.number();
            residual.vector = from.reals();
            residual.units = from.integers();
            residual.values = from.reals();
            worst.kept.add(residual);
        }
        return worst;
    }

    /** The samples in the order of their numbers. */
    List<Residual> inOrder() {
        return kept.stream().sorted(Comparator.comparingLong(r -> r.number)).toList();
    }
}
