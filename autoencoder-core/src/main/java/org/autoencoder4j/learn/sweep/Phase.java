package org.autoencoder4j.learn.sweep;

/** What the sweeps of a run are for, one after the other; the last stands alone. */
public enum Phase {
    /** Atoms are found: codes of ever more units by {@code leastSquares}, and ever more samples. */
    FINDING,
    /** All samples, by the coder's own encoder, until nothing changes. */
    REFINING,
    /** The sums leave out samples whose code does not explain them. */
    POLISHING,
    /** Nothing is left to be gained. */
    SETTLED,
    /** Codes and updates in turns and nothing else, for as long as the run lasts. */
    ALTERNATING
}
