package org.autoencoder4j.descent;

/** What is done to the columns of the weights after each update. */
public enum Normalisation {
    /** Nothing. */
    NONE,
    /** Each column is divided by its Euclidean norm. A column without one (zero or not finite) is kept as it was. */
    UNIT_COLUMNS
}
