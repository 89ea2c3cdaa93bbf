package org.autoencoder4j.check.contraction;

import static org.autoencoder4j.report.Relation.AT_MOST;

import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Reference;

/** Where the statements of this room stand, and what those have in common that hold but for a probability. */
final class Statement {
    private static final String DOCUMENT = "docs/INDUCTION.md";

    private Statement() {}

    static Reference of(String item) {
        return Reference.asPrinted(DOCUMENT, item);
    }

    /** The condition that a statement fails with no more than the probability that was asked for. */
    static Bound failure(double probability, double allowed) {
        return Bound.exact("probability that it fails", probability, AT_MOST, allowed);
    }
}
