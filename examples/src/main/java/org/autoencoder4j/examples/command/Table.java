package org.autoencoder4j.examples.command;

import static java.util.stream.Collectors.joining;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.autoencoder4j.html.HtmlTable;

/** Rows under a header, as text for a reader and as CSV for a program. */
public final class Table {
    private final List<String> header;
    private final List<List<Object>> rows = new ArrayList<>();

    public Table(String... header) {
        this.header = List.of(header);
    }

    /** Adds a row; text is printed as it is, an empty one as -, numbers with four digits; CSV has all digits. */
    public Table row(Object... cells) {
        if (cells.length != header.size()) {
            throw new IllegalArgumentException(cells.length + " cells in a table of " + header.size() + " columns");
        }
        rows.add(List.of(cells));
        return this;
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** How many rows there are. */
    public int size() {
        return rows.size();
    }

    public void print(PrintWriter console) {
        int[] widths = new int[header.size()];
        List<List<String>> lines = Stream.concat(
                        Stream.of(header), rows.stream().map(Table::brief))
                .toList();
        for (List<String> line : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        for (List<String> line : lines) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                text.append(line.get(i))
                        .append(" ".repeat(widths[i] - line.get(i).length() + 2));
            }
            console.println(text.toString().stripTrailing());
        }
    }

    /** Its first rows, so many at most, in a report. */
    public HtmlTable html(String caption, int most) {
        return HtmlTable.of(caption, header.toArray(String[]::new)).rows(rows.subList(0, Math.min(most, rows.size())));
    }

    /** The numbers of a column. */
    public double[] column(String name) {
        int column = header.indexOf(name);
        return rows.stream()
                .mapToDouble(row -> ((Number) row.get(column)).doubleValue())
                .toArray();
    }

    public String csv() {
        return Stream.concat(
                        Stream.of(String.join(",", header)),
                        rows.stream()
                                .map(row -> row.stream().map(Object::toString).collect(joining(","))))
                .collect(joining("\n", "", "\n"));
    }

    private static List<String> brief(List<Object> row) {
        return row.stream().map(Table::brief).toList();
    }

    private static String brief(Object cell) {
        String text = cell instanceof Double number ? String.format(Locale.ROOT, "%.4g", number) : cell.toString();
        return text.isEmpty() ? "-" : text;
    }
}
