package org.autoencoder4j.data.format;

/** What stands before the decimals of a number in a table of text. */
public enum DecimalMark {
    /** {@code 0.5}. */
    POINT,
    /** {@code 0,5}, as spreadsheets write it in much of Europe; commas then separate no fields. */
    COMMA
}
