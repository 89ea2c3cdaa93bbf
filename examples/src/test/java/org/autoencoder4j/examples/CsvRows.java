package org.autoencoder4j.examples;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** A table that an example wrote. */
public record CsvRows(List<String> header, List<String[]> rows) {
    public static CsvRows of(Execution execution, String name) throws IOException {
        List<String> lines = execution.csv(name);
        return new CsvRows(
                List.of(lines.get(0).split(",", -1)),
                lines.stream().skip(1).map(line -> line.split(",", -1)).toList());
    }

    public int size() {
        return rows.size();
    }

    public String text(int row, String column) {
        int place = header.indexOf(column);
        if (place < 0) {
            throw new IllegalArgumentException("no column " + column + " in " + header);
        }
        return rows.get(row)[place];
    }

    public double number(int row, String column) {
        return Double.parseDouble(text(row, column));
    }

    /** A cell of several numbers. */
    public List<Double> numbers(int row, String column) {
        return Arrays.stream(text(row, column).split(" "))
                .filter(part -> !part.isEmpty())
                .map(Double::valueOf)
                .toList();
    }

    public List<Integer> integers(int row, String column) {
        return numbers(row, column).stream().map(Double::intValue).toList();
    }
}
