package org.autoencoder4j.report;

/**
 * Where a statement is from.
 *
 * @param paper the paper's tag, for example {@code "NWH19"}
 * @param item the place in it, for example {@code "Definition 1"}
 * @param form whether the statement is checked as printed
 */
public record Reference(String paper, String item, Form form) {
    /** How the checked statement relates to print. */
    public enum Form {
        /** The statement is checked as it is printed. */
        AS_PRINTED,
        /** Print is wrong, or lacks a condition or a constant: the statement that holds instead is checked. */
        CORRECTED
    }

    /**
     * Refers to a statement that is checked as printed.
     *
     * @param paper the paper's tag
     * @param item the place in it
     * @return the reference
     */
    public static Reference asPrinted(String paper, String item) {
        return new Reference(paper, item, Form.AS_PRINTED);
    }

    /**
     * Refers to a statement that is corrected.
     *
     * @param paper the paper's tag
     * @param item the place in it
     * @return the reference
     */
    public static Reference corrected(String paper, String item) {
        return new Reference(paper, item, Form.CORRECTED);
    }

    /**
     * Returns the reference in words.
     *
     * @return for example {@code "NWH19 Definition 1"} or {@code "NWH19 Theorem 3 (ii), corrected"}
     */
    @Override
    public String toString() {
        return paper + " " + item + (form == Form.CORRECTED ? ", corrected" : "");
    }
}
