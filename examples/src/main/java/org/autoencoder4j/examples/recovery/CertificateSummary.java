package org.autoencoder4j.examples.recovery;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.autoencoder4j.check.consistency.CodeSet;
import org.autoencoder4j.examples.command.Closing;
import org.autoencoder4j.examples.command.Example;
import org.autoencoder4j.examples.command.Table;
import org.autoencoder4j.report.Report;
import org.autoencoder4j.report.Verdict;

/** What the reports of a certificate say together: a line for each before they follow, and a sentence after them. */
record CertificateSummary(List<Report> reports, CodeSet codes) {
    /** Takes the report on recovery first. */
    CertificateSummary {
        reports = List.copyOf(reports);
    }

    void write(Example example) throws IOException {
        ArrayNode array = example.results().put("recovers", recovered().name()).putArray("reports");
        Table table = new Table("verdict", "statement");
        for (Report report : reports) {
            array.add(new ObjectMapper().readTree(report.toJson()));
            table.row(report.verdict(), report.statement() + " (" + report.reference() + ")");
        }
        table.print(example.console());
        example.console().println();
        reports.forEach(report -> example.console().println(report.text()));
    }

    private Verdict recovered() {
        return reports.get(0).verdict();
    }

    Closing closing() {
        String what = switch (recovered()) {
            case HOLDS -> "These weights find the atoms of every code of %s";
            case FAILS ->
                "There is a code of %s whose atoms these weights do not find (the last line of the first report)";
            case INCONCLUSIVE, NOT_APPLICABLE ->
                "Whether these weights find the atoms of every code of %s is not decided";
        };
        long holding = reports.stream()
                .filter(report -> report.verdict() == Verdict.HOLDS)
                .count();
        return new Closing(
                Closing.sentence(
                        what + ", and %d of the %d statements hold.",
                        Closing.sentence(
                                "%d values of magnitude %s to %s", codes.sparsity(), codes.a1(), codes.a2()),
                        holding,
                        reports.size()),
                next());
    }

    private String next() {
        if (recovered() == Verdict.HOLDS) {
            return "a greater --k; --steps T and --samples N, which certify whole runs from starts as near as these weights.";
        }
        Map<String, Double> found = reports.get(0).findings();
        double low = found.getOrDefault("commonWindowLow", Double.NaN);
        double high = found.getOrDefault("commonWindowHigh", Double.NaN);
        return low < high
                ? Closing.sentence(
                        "--bias FILE with numbers between %.4g and %.4g, which are right for all units.", low, high)
                : "a smaller --k, or weights nearer to the atoms: no bias is right for all units.";
    }
}
