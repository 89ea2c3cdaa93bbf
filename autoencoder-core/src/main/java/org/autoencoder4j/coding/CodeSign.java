package org.autoencoder4j.coding;

/** Which signs the values of a code may have. */
public enum CodeSign {
    /** Both: a unit is the more in demand the greater the absolute value of its product is. */
    SIGNED,
    /** Values are above 0: a unit is the more in demand the greater its product is, and never at one below 0. */
    NON_NEGATIVE
}
