package org.autoencoder4j.check.contraction;

import org.autoencoder4j.report.Reference;

/** Where the statements of this room stand. */
final class Statement {
    private static final String DOCUMENT = "docs/INDUCTION.md";

    private Statement() {}

    static Reference of(String item) {
        return Reference.asPrinted(DOCUMENT, item);
    }
}
