package org.autoencoder4j.gradient.internal.rows;

import java.util.Arrays;

/** The entries of {@link ActiveCodes} unit by unit, and within a unit sample by sample. */
public final class UnitOrder {
    /** Where the entries of each unit begin, and after the last where they end. */
    public final int[] starts;

    /** For each entry in this order its sample, and its place in the order by samples. */
    public final int[] samples;

    final int[] places;

    public UnitOrder(int units, int capacity) {
        this.starts = new int[units + 1];
        this.samples = new int[capacity];
        this.places = new int[capacity];
    }

    /** Sorts by counting. */
    public void sort(ActiveCodes codes) {
        Arrays.fill(starts, 0);
        int units = starts.length - 1;
        int entries = codes.entries();
        for (int e = 0; e < entries; e++) {
            starts[codes.units[e]]++;
        }
        int sum = 0;
        for (int unit = 0; unit <= units; unit++) {
            sum += starts[unit];
            starts[unit] = sum;
        }
        for (int sample = codes.samples() - 1; sample >= 0; sample--) {
            for (int e = codes.starts[sample + 1] - 1; e >= codes.starts[sample]; e--) {
                int at = --starts[codes.units[e]];
                samples[at] = sample;
                places[at] = e;
            }
        }
    }

    /** Reorders numbers of the entries of units {@code first .. end - 1} from the order by samples. */
    public void reorder(double[] bySample, double[] byUnit, int first, int end) {
        for (int e = starts[first]; e < starts[end]; e++) {
            byUnit[e] = bySample[places[e]];
        }
    }
}
