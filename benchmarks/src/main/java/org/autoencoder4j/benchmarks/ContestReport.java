package org.autoencoder4j.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;

/** Contests as a table in Markdown, as CSV and as a picture. */
record ContestReport(List<Contest> contests) {
    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("contests.md"), markdown());
        Files.writeString(folder.resolve("contests.csv"), csv());
        BitmapEncoder.saveBitmap(chart(), folder.resolve("contests.png").toString(), BitmapEncoder.BitmapFormat.PNG);
    }

    String markdown() {
        StringBuilder text = new StringBuilder("| case | who | ms a step | times as long (least - most) |\n");
        text.append("|---|---|---|---|\n");
        for (Contest.Row row : rows()) {
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %s | %.2f | %.2f (%.2f - %.2f) |%n",
                    row.contest(),
                    row.name(),
                    1e3 * row.seconds(),
                    row.median(),
                    row.least(),
                    row.most()));
        }
        return text.toString();
    }

    private String csv() {
        StringBuilder text = new StringBuilder("case,who,seconds,ratio_least,ratio_median,ratio_most\n");
        for (Contest.Row row : rows()) {
            text.append(String.format(
                    Locale.ROOT,
                    "%s,\"%s\",%.6g,%.4g,%.4g,%.4g%n",
                    row.contest(),
                    row.name(),
                    row.seconds(),
                    row.least(),
                    row.median(),
                    row.most()));
        }
        return text.toString();
    }

    private List<Contest.Row> rows() {
        return contests.stream().flatMap(contest -> contest.rows().stream()).toList();
    }

    private CategoryChart chart() {
        CategoryChart chart = new CategoryChartBuilder()
                .width(900)
                .height(500)
                .title("Time of a step, in units of autoencoder4j's (median of rounds)")
                .yAxisTitle("times as long")
                .build();
        chart.getStyler().setLocale(Locale.ROOT);
        chart.getStyler().setXAxisLabelRotation(30);
        Map<String, Map<String, Double>> medians = new LinkedHashMap<>();
        Set<String> titles = new LinkedHashSet<>();
        for (Contest.Row row : rows()) {
            titles.add(row.contest());
            medians.computeIfAbsent(row.name(), name -> new LinkedHashMap<>()).put(row.contest(), row.median());
        }
        medians.forEach((name, byTitle) -> chart.addSeries(
                name,
                new ArrayList<>(titles),
                titles.stream().map(title -> byTitle.getOrDefault(title, 0.0)).toList()));
        return chart;
    }
}
