package org.autoencoder4j.benchmarks;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Rows under a header, as Markdown for a reader and as CSV for a program. */
final class ResultTable {
    private final List<String> header;
    private final List<List<Object>> rows = new ArrayList<>();

    ResultTable(String... header) {
        this.header = List.of(header);
    }

    /** Adds a row; numbers have three digits in Markdown and all of them in CSV. */
    ResultTable row(Object... cells) {
        if (cells.length != header.size()) {
            throw new IllegalArgumentException(cells.length + " cells in a table of " + header.size() + " columns");
        }
        rows.add(List.of(cells));
        return this;
    }

    String markdown() {
        String lines = rows.stream()
                .map(row -> line(row, " | ", ResultTable::brief))
                .map(line -> "| " + line + " |\n")
                .collect(joining());
        return "| " + String.join(" | ", header) + " |\n|" + "---|".repeat(header.size()) + "\n" + lines;
    }

    String csv() {
        return String.join(",", header) + "\n"
                + rows.stream()
                        .map(row -> line(row, ",", Object::toString) + "\n")
                        .collect(joining());
    }

    /** Writes NAME.md and NAME.csv. */
    void write(Path folder, String name) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(name + ".md"), markdown());
        Files.writeString(folder.resolve(name + ".csv"), csv());
    }

    private static String line(List<Object> row, String separator, Function<Object, String> text) {
        return row.stream().map(text).collect(joining(separator));
    }

    private static String brief(Object cell) {
        if (!(cell instanceof Double number)) {
            return cell.toString();
        }
        double size = Math.abs(number);
        if (Double.isNaN(size)) {
            return "-";
        }
        String format = size >= 100 || size == 0 ? "%.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3g";
        return String.format(Locale.ROOT, format, number);
    }
}
