package org.autoencoder4j.gradient.internal.rows;

/** The codes that are not 0, sample by sample, of as many consecutive samples as fit. */
public final class ActiveCodes {
    private final int capacity;

    /** Unit, code and pre-activation without bias of each entry. */
    public final int[] units;

    public final double[] codes;
    public final double[] products;

    /** Where the entries of each sample begin, and after the last where they end. */
    public final int[] starts;

    private int samples;

    public ActiveCodes(int samples, int capacity) {
        this.capacity = capacity;
        this.units = new int[capacity];
        this.codes = new double[capacity];
        this.products = new double[capacity];
        this.starts = new int[samples + 1];
    }

    public int samples() {
        return samples;
    }

    public int entries() {
        return starts[samples];
    }

    public void clear() {
        samples = 0;
    }

    /** Tells whether one more sample fits even if all of its units are active. */
    public boolean hasRoomFor(int numberOfUnits) {
        return entries() + numberOfUnits <= capacity;
    }

    /** Ends the sample whose entries reach up to the given one. */
    void endSample(int end) {
        samples++;
        starts[samples] = end;
    }
}
