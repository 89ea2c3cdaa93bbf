package org.autoencoder4j.examples.start;

import java.util.List;
import java.util.Locale;
import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.html.HtmlReport;
import org.autoencoder4j.report.Report;

/**
 * The runs of all regimes, in a report.
 *
 * @param all the runs, regime by regime
 * @param wide how many of each regime are wide; one more is narrow
 */
record RegimesPage(List<RegimeRun> all, int wide) {
    /** Adds the runs, the checks of the first wide and the narrow one of each regime, and what they mean. */
    HtmlReport on(HtmlReport page) {
        HtmlReport told = page.section("The runs").with(RegimeTables.ofRuns(all).html("", Integer.MAX_VALUE));
        for (RegimeRun run : all) {
            if (run.run() == 0 || run.run() == wide) {
                told = told.section("Checks of " + run.label() + ", m = " + run.width());
                for (Report check : run.reports()) {
                    told = told.with(check);
                }
            }
        }
        return told.section("In a few words").with(meaning());
    }

    private String meaning() {
        List<RegimeRun> runs = all.stream().filter(run -> run.run() < wide).toList();
        long contracting = runs.stream().filter(RegimeRun::contracts).count();
        double least = runs.stream()
                .mapToDouble(run -> run.recorded().fractionHolding())
                .min()
                .orElse(Double.NaN);
        return String.format(
                Locale.ROOT,
                "Of %d wide runs %d lessen the error at each step as their theorem says, whose hypotheses hold at %.0f"
                        + " %% of the steps or more; at the end the encoder alone leaves %.3g of the error, both layers"
                        + " %.3g. Runs of %d units are too narrow for the hypotheses.",
                runs.size(),
                contracting,
                100 * least,
                first(Regime.WEAKLY_TRAINED).finalError(),
                first(Regime.JOINTLY_TRAINED).finalError(),
                all.get(wide).width());
    }

    private RegimeRun first(Regime regime) {
        return all.stream().filter(run -> run.regime() == regime).findFirst().orElseThrow();
    }
}
