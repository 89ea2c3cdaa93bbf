package org.autoencoder4j.learn.sweep;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

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

    private WorstSamples(int most) {
        this.most = most;
        this.kept = new PriorityQueue<>(LEAST_FIRST);
    }

    /**
     * Keeps samples of a sweep: the more it reads the more, for what two atoms that share a unit leave may hardly rise above
     * the noise, and then the worst few are only the noisiest.
     */
    static WorstSamples of(long samples, int units) {
        int least = Math.min(LEAST_OF_A_UNIT * units, MOST);
        int most = Math.min(MOST_OF_A_UNIT * units, MOST);
        return new WorstSamples((int) Math.max(least, Math.min(most, samples / SHARE)));
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

    /** The samples in the order of their numbers. */
    List<Residual> inOrder() {
        return kept.stream().sorted(Comparator.comparingLong(r -> r.number)).toList();
    }
}
