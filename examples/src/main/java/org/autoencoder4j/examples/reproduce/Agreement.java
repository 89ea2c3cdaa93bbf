package org.autoencoder4j.examples.reproduce;

import org.autoencoder4j.provenance.Environment;

/** What two runs must have in common. */
public enum Agreement {
    /** Each number, to the last bit, and each text. */
    BITS("to the last bit"),
    /** Numbers to 1e-9 of the greater of the two, and each text but for the numbers in it. */
    NUMBERS("to 1e-9 relative");

    private static final double RELATIVE = 1e-9;

    private final String words;

    Agreement(String words) {
        this.words = words;
    }

    /** What can be asked for: the bits, where both were computed by the same kernels. */
    public static Agreement between(Environment one, Environment other) {
        return one.givesTheBitsOf(other) ? BITS : NUMBERS;
    }

    boolean holds(double before, double now) {
        if (Double.doubleToLongBits(before) == Double.doubleToLongBits(now)) {
            return true;
        }
        return this == NUMBERS
                && Double.isFinite(before)
                && Double.isFinite(now)
                && Math.abs(before - now) <= RELATIVE * Math.max(Math.abs(before), Math.abs(now));
    }

    @Override
    public String toString() {
        return words;
    }
}
