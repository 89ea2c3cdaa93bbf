package org.autoencoder4j.check.descent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Reference;
import org.autoencoder4j.report.Report;
import org.autoencoder4j.report.Verdict;

/** Keeps of each hypothesis of a run where it first failed, or else where it came closest to failing. */
final class HypothesisLog {
    private final List<Occurrence> worst = new ArrayList<>();
    private Optional<Occurrence> first = Optional.empty();

    private record Occurrence(long step, int unit, Bound bound) {
        boolean failed() {
            return bound.verdict() == Verdict.FAILS;
        }

        /** Failed first, then undecided, then held by however little. */
        int rank() {
            return switch (bound.verdict()) {
                case FAILS -> 2;
                case HOLDS -> 0;
                default -> 1;
            };
        }

        double margin() {
            return Math.abs(bound.limit() - bound.measured());
        }

        Bound placed() {
            String place = bound.quantity() + " at step " + step + ", column " + unit;
            return bound.named(place);
        }
    }

    void add(long step, int unit, List<Bound> hypotheses) {
        for (int h = 0; h < hypotheses.size(); h++) {
            Occurrence occurrence = new Occurrence(step, unit, hypotheses.get(h));
            if (first.isEmpty() && occurrence.failed()) {
                first = Optional.of(occurrence);
            }
            if (h == worst.size()) {
                worst.add(occurrence);
            } else if (isWorse(occurrence, worst.get(h))) {
                worst.set(h, occurrence);
            }
        }
    }

    private static boolean isWorse(Occurrence occurrence, Occurrence other) {
        return occurrence.rank() > other.rank()
                || (occurrence.rank() == other.rank() && !other.failed() && occurrence.margin() < other.margin());
    }

    Optional<HypothesisFailure> firstFailure() {
        return first.map(failed -> new HypothesisFailure(failed.step(), failed.unit(), failed.bound()));
    }

    Report report(String statement) {
        Report report = Report.on(statement, Reference.corrected("NWH19", "Theorem 4"));
        for (Occurrence occurrence : worst) {
            report = report.claiming(occurrence.placed());
        }
        return firstFailure()
                .map(HypothesisFailure::toString)
                .map(report::witnessedBy)
                .orElse(report);
    }
}
