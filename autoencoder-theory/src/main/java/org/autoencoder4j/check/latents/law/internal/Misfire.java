package org.autoencoder4j.check.latents.law.internal;

/** The ways in which a unit is wrong. */
public enum Misfire {
    /** It is above its level and its atom is not in the code. */
    ABOVE(1, false),
    /** It is below the other level of a threshold of both signs, and its atom is not in the code. */
    BELOW(-1, false),
    /** It is not above its level, and its atom is in the code. */
    SILENT(-1, true);

    private final int sign;
    private final boolean inside;

    Misfire(int sign, boolean inside) {
        this.sign = sign;
        this.inside = inside;
    }

    /** With which sign {@code z - beta} is too great. */
    int sign() {
        return sign;
    }

    /** Whether the unit's atom is in the code. */
    boolean inside() {
        return inside;
    }
}
