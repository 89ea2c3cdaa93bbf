package org.autoencoder4j.ntk.certificate;

import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Relation;
import org.autoencoder4j.report.Report;

/** Bounds on numbers that rest on a smallest eigenvalue; without a confirmation that is somewhere between 0 and the number. */
final class Claims {
    private Claims() {}

    /** A number that falls with the eigenvalue, and is at least 0. */
    static Bound falling(String quantity, double number, boolean confirmed, Relation relation, double limit) {
        return new Bound(quantity, number, relation, limit, confirmed ? number : Math.min(0, number), number);
    }

    /** A number that grows as the eigenvalue falls. */
    static Bound growing(String quantity, double number, boolean confirmed, Relation relation, double limit) {
        return new Bound(quantity, number, relation, limit, number, confirmed ? number : Double.POSITIVE_INFINITY);
    }

    /** Says what a report rests on if the eigenvalue is not confirmed. */
    static Report unless(boolean confirmed, Report report) {
        return confirmed
                ? report
                : report.witnessedBy("the vector of an eigenvalue: if the eigenvalue is the smallest");
    }
}
