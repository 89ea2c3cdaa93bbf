package org.autoencoder4j.check.latents.internal;

import java.util.Arrays;

/** Numbers of a stream, evenly spaced: all of them, or every second, fourth and so on, so that never more than so many are kept. */
public final class ThinnedValues {
    private final int most;
    private double[] values;
    private long spacing = 1;
    private long seen;
    private int count;

    /** Keeps at most this many, and at least half as many of a longer stream; an even number. */
    public ThinnedValues(int most) {
        this.most = most;
        this.values = new double[Math.min(1024, most)];
    }

    public void add(double value) {
        if (seen++ % spacing != 0) {
            return;
        }
        if (count == values.length && count < most) {
            values = Arrays.copyOf(values, (int) Math.min(most, 2L * count));
        }
        if (count == most) {
            count /= 2;
            spacing *= 2;
            for (int place = 0; place < count; place++) {
                values[place] = values[2 * place];
            }
            if ((seen - 1) % spacing != 0) {
                return;
            }
        }
        values[count++] = value;
    }

    public int count() {
        return count;
    }

    /** What is kept, ascending. */
    public double[] sorted() {
        return Arrays.stream(values, 0, count).sorted().toArray();
    }
}
