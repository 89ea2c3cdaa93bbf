package org.autoencoder4j.ntk.training.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Relation;
import org.autoencoder4j.report.Report;
import org.autoencoder4j.report.Verdict;

/**
 * One claim at each step of a run, as one report: the first step at which it fails, or else the one at which it comes
 * closest to failing. It holds if it fails or is undecided nowhere, and its conditions are met at 90 % of the steps or more.
 * Steps at which rounding decides leave it undecided, so that of a run which goes on after its error is all rounding it is
 * INCONCLUSIVE; how many these are is a finding.
 */
public final class RunClaims {
    private static final double MOST_STEPS = 0.9;

    /** Failing first, then undecided, then holding by how little, then not applicable. */
    private static final Comparator<Report> WORSE =
            Comparator.comparingInt(RunClaims::severity).thenComparingDouble(RunClaims::tightness);

    private final List<Report> reports = new ArrayList<>();
    private final List<Long> steps = new ArrayList<>();
    private final Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);

    /**
     * Takes the claim at one step.
     *
     * @param step which
     * @param report the same statement at each step
     */
    public void add(long step, Report report) {
        steps.add(step);
        reports.add(report);
        counts.merge(report.verdict(), 1, Integer::sum);
    }

    /**
     * Reports the claim with its worst numbers.
     *
     * @return the report; NOT_APPLICABLE if the claim fails nowhere and fewer steps than 90 % meet its conditions
     */
    public Report report() {
        int worst = 0;
        for (int i = 1; i < reports.size(); i++) {
            worst = WORSE.compare(reports.get(i), reports.get(worst)) > 0 ? i : worst;
        }
        Report decisive = reports.get(worst);
        String place = " at step " + steps.get(worst);
        Report report =
                Report.on(decisive.statement() + ", at each step that meets its conditions", decisive.reference());
        for (Bound condition : decisive.conditions()) {
            report = report.requiring(placed(condition, place));
        }
        for (Bound bound : decisive.bounds()) {
            report = report.claiming(placed(bound, place));
        }
        if (count(Verdict.FAILS) == 0) {
            double applicable = (double) (reports.size() - count(Verdict.NOT_APPLICABLE)) / reports.size();
            report = report.requiring(Bound.exact(
                    "fraction of the steps that meet its conditions", applicable, Relation.AT_LEAST, MOST_STEPS));
        }
        report = report.with("steps", reports.size())
                .with("stepsHolding", count(Verdict.HOLDS))
                .with("stepsFailing", count(Verdict.FAILS))
                .with("stepsUndecided", count(Verdict.INCONCLUSIVE))
                .with("stepsNotApplicable", count(Verdict.NOT_APPLICABLE));
        return count(Verdict.FAILS) > 0 ? report.witnessedBy("first failed" + place) : report;
    }

    private int count(Verdict verdict) {
        return counts.getOrDefault(verdict, 0);
    }

    private static int severity(Report report) {
        return switch (report.verdict()) {
            case FAILS -> 3;
            case INCONCLUSIVE -> 2;
            case HOLDS -> 1;
            case NOT_APPLICABLE -> 0;
        };
    }

    private static double tightness(Report report) {
        return report.verdict() == Verdict.HOLDS
                ? report.bounds().stream()
                        .mapToDouble(RunClaims::tightness)
                        .max()
                        .orElse(0)
                : 0;
    }

    /** 1 where the bound is just kept, or both numbers are infinite, towards 0 far from it. */
    private static double tightness(Bound bound) {
        double slack = Math.abs(bound.limit() - bound.measured()) / scale(bound);
        return Double.isNaN(slack) ? 1 : 1 - Math.min(1, slack);
    }

    private static double scale(Bound bound) {
        return Math.max(Math.abs(bound.limit()), Math.abs(bound.measured()));
    }

    private static Bound placed(Bound bound, String place) {
        return bound.named(bound.quantity() + place);
    }
}
