package org.autoencoder4j.check.consistency;

/** How large the supports of a {@link CodeSet} are. */
public enum SupportSize {
    /** Every support has exactly k units. */
    EXACTLY,
    /** Supports have k units or fewer; the empty support, whose observation is pure noise, belongs to them. */
    AT_MOST
}
