package org.autoencoder4j.train;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Rows of a history as text: a header, then one line for each row, written and read one by one. */
final class HistoryCsv {
    private static final List<String> COLUMNS = List.of(
            "step",
            History.LOSS,
            History.HELD_OUT_LOSS,
            "gradientNorm",
            "learningRate",
            "meanL0",
            "deadUnits",
            "keptColumns",
            "collinearColumns");

    /** What a file has, row by row, whatever their steps. */
    record Table(List<String> metrics, List<History.Row> rows) {}

    private HistoryCsv() {}

    static boolean isColumn(String name) {
        return COLUMNS.contains(name);
    }

    static void write(Path file, List<String> metrics, List<History.Row> rows) throws IOException {
        try (Writer writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            writer.write(Stream.concat(COLUMNS.stream(), metrics.stream()).collect(Collectors.joining(",", "", "\n")));
            for (History.Row row : rows) {
                writer.write(line(row));
                for (String metric : metrics) {
                    writer.write("," + row.metric(metric));
                }
                writer.write("\n");
            }
        }
    }

    static Table read(Path file) throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            List<String> metrics = metrics(file, Objects.requireNonNullElse(reader.readLine(), ""));
            List<History.Row> rows = new ArrayList<>();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                rows.add(row(file, metrics, rows.size() + 2, line));
            }
            return new Table(metrics, rows);
        } catch (MalformedInputException e) {
            throw new IllegalArgumentException(file + " is no history: it is no text in UTF-8", e);
        }
    }

    private static List<String> metrics(Path file, String header) {
        List<String> names = List.of(header.split(",", -1));
        if (names.size() < COLUMNS.size() || !names.subList(0, COLUMNS.size()).equals(COLUMNS)) {
            throw new IllegalArgumentException(file + " begins with \"" + header + "\"; a history begins with \""
                    + String.join(",", COLUMNS) + "\"");
        }
        return names.subList(COLUMNS.size(), names.size());
    }

    private static String line(History.Row row) {
        return row.step() + "," + row.loss() + "," + row.heldOutLoss() + "," + row.gradientNorm() + ","
                + row.learningRate() + "," + row.meanL0() + "," + row.deadUnits() + "," + row.keptColumns() + ","
                + row.collinearColumns();
    }

    private static History.Row row(Path file, List<String> metrics, int number, String line) {
        try {
            return parse(metrics, line);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    file + ", line " + number + " is no row of a history: " + e.getMessage(), e);
        }
    }

    private static History.Row parse(List<String> metrics, String line) {
        String[] f = line.split(",", -1);
        int columns = COLUMNS.size() + metrics.size();
        if (f.length != columns) {
            throw new IllegalArgumentException("it has " + f.length + " fields, which must be " + columns);
        }
        Map<String, Double> measured = new HashMap<>();
        for (int i = 0; i < metrics.size(); i++) {
            double value = Double.parseDouble(f[COLUMNS.size() + i]);
            if (!Double.isNaN(value)) {
                measured.put(metrics.get(i), value);
            }
        }
        return new History.Row(
                Long.parseLong(f[0]),
                Double.parseDouble(f[1]),
                Double.parseDouble(f[2]),
                Double.parseDouble(f[3]),
                Double.parseDouble(f[4]),
                Double.parseDouble(f[5]),
                Integer.parseInt(f[6]),
                Integer.parseInt(f[7]),
                Integer.parseInt(f[8]),
                measured);
    }
}
