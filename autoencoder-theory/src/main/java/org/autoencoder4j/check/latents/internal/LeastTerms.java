package org.autoencoder4j.check.latents.internal;

import java.util.Arrays;

/** The least of the terms that are offered, ascending: O(log k) each at most, and O(k) for one that is kept. */
public final class LeastTerms {
    private final double[] values;
    private final int[] indices;
    private int size;

    public LeastTerms(int count) {
        this.values = new double[count];
        this.indices = new int[count];
    }

    public void clear() {
        size = 0;
    }

    public void offer(double value, int index) {
        if (size == values.length && (size == 0 || value >= values[size - 1])) {
            return;
        }
        int found = Arrays.binarySearch(values, 0, size, value);
        int place = found < 0 ? -found - 1 : found;
        int last = Math.min(size, values.length - 1);
        System.arraycopy(values, place, values, place + 1, last - place);
        System.arraycopy(indices, place, indices, place + 1, last - place);
        values[place] = value;
        indices[place] = index;
        size = Math.min(values.length, size + 1);
    }

    public int size() {
        return size;
    }

    public double value(int place) {
        return values[place];
    }

    public int index(int place) {
        return indices[place];
    }

    /** The sum of the least count terms. */
    public double sum(int count) {
        double sum = 0;
        for (int place = 0; place < count; place++) {
            sum += values[place];
        }
        return sum;
    }

    /** For each count from 0 on the sum of the least count terms, or of those of them that are below 0. */
    public void readSums(double[] sums, boolean negativeOnly) {
        for (int place = 0; place < size; place++) {
            sums[place + 1] = sums[place] + (negativeOnly ? Math.min(0, values[place]) : values[place]);
        }
    }

    /** The sum of as many terms as are kept at most, none of them and none that is missing above a number. */
    public double sumWith(double most) {
        double sum = (values.length - size) * most;
        for (int place = 0; place < size; place++) {
            sum += Math.min(values[place], most);
        }
        return sum;
    }

    /** The atoms of a sum. */
    public int[] indices(int count, boolean negativeOnly) {
        int kept = 0;
        while (kept < count && !(negativeOnly && values[kept] >= 0)) {
            kept++;
        }
        return Arrays.copyOf(indices, kept);
    }
}
