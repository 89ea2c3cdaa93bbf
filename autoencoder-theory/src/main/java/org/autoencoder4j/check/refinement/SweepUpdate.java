package org.autoencoder4j.check.refinement;

import static org.autoencoder4j.report.Relation.AT_LEAST;
import static org.autoencoder4j.report.Relation.AT_MOST;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Relation;
import org.autoencoder4j.report.Report;
import org.autoencoder4j.report.Verdict;

/**
 * What an update of a run made of the error {@code |W - A|_F}, and what it should: exact supports leave the expected
 * error of (LS1), to which the noise of the sweep's samples adds. If these are fresh, the two add up as squares;
 * samples that were seen before have the noise in the error already, and then the sum can be as large as that of the
 * two.
 *
 * @param step how many updates were done before
 * @param before the error before
 * @param expected the error that the expected update leaves
 * @param noise the root mean square of what noise adds
 * @param after the error that the run had then
 * @param standardError the standard deviation of the error after, for fresh samples
 */
public record SweepUpdate(long step, double before, double expected, double noise, double after, double standardError) {
    /**
     * Returns the measured contraction.
     *
     * @return {@code after / before}
     */
    public double measured() {
        return after / before;
    }

    /**
     * Returns the contraction that is predicted for fresh samples, and the least that is for any.
     *
     * @return {@code sqrt(expected^2 + noise^2) / before}
     */
    public double predicted() {
        return Math.hypot(expected, noise) / before;
    }

    /** The least error that is predicted. */
    double least() {
        return Math.hypot(expected, noise);
    }

    /** Reports whether all updates left what was predicted, by those that are furthest from it. */
    static Report report(List<SweepUpdate> updates) {
        Report report = Report.on("updates leave the errors that exact supports predict", Statement.of("(LS1), (LS4)"))
                .requiring(Bound.exact("updates with a prediction", updates.size(), AT_LEAST, 1))
                .with("updates", updates.size());
        if (updates.isEmpty()) {
            return report;
        }
        SweepUpdate above = worst(updates, SweepUpdate::notTooMuch);
        SweepUpdate below = worst(updates, SweepUpdate::notTooLittle);
        return report.claiming(above.notTooMuch())
                .claiming(below.notTooLittle())
                .witnessedBy("steps " + above.step() + " and " + below.step());
    }

    /** An update that violates the bound; if none does the one whose interval reaches furthest beyond it. */
    private static SweepUpdate worst(List<SweepUpdate> updates, Function<SweepUpdate, Bound> claim) {
        return Collections.max(
                updates,
                Comparator.comparing((SweepUpdate update) -> claim.apply(update).verdict() == Verdict.FAILS)
                        .thenComparingDouble(update -> reach(claim.apply(update))));
    }

    private static double reach(Bound bound) {
        return bound.relation() == AT_MOST ? bound.high() : -bound.low();
    }

    private Bound notTooMuch() {
        return bound("max error / (expected + noise)", after / (expected + noise), AT_MOST, 1.1);
    }

    private Bound notTooLittle() {
        return bound("min error / sqrt(expected^2 + noise^2)", after / least(), AT_LEAST, 0.9);
    }

    private Bound bound(String quantity, double ratio, Relation relation, double limit) {
        double radius = Bound.STANDARD_ERRORS * standardError / after * ratio;
        return Bound.rounded(quantity, ratio, relation, limit, radius);
    }
}
