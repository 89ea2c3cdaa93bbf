package org.autoencoder4j.check.refinement;

import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Reference;
import org.autoencoder4j.report.Relation;

/** Where the statements of this room stand, and the condition that most of them have. */
final class Statement {
    /** The least squared sine of the angle between a column and its support's others with which one can compute. */
    static final double LEAST_INDEPENDENCE = 1e-6;

    private static final String DOCUMENT = "docs/REFINEMENT.md";

    private Statement() {}

    static Reference of(String item) {
        return Reference.asPrinted(DOCUMENT, item);
    }

    /** The condition that no support has columns that are dependent. */
    static Bound independent(double independence) {
        return new Bound(
                "least squared sine between a column and the others of a support",
                independence,
                Relation.AT_LEAST,
                LEAST_INDEPENDENCE);
    }
}
