package org.autoencoder4j.examples;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** A table that an example wrote. */
record CsvRows(List<String> header, List<String[]> rows) {
    static CsvRows of(Execution execution, String name) throws IOException {
        List<String> lines = execution.csv(name);
        return new CsvRows(
                List.of(lines.get(0).split(",", -1)),
                lines.stream().skip(1).map(line -> line.split(",", -1)).toList());
    }

    int size() {
        return rows.size();
    }

    String text(int row, String column) {
        int place = header.indexOf(column);
        if (place < 0) {
            throw new IllegalArgumentException("no column " + column + " in " + header);
        }
        return rows.get(row)[place];
    }

    double number(int row, String column) {
        return Double.parseDouble(text(row, column));
    }

    /** A cell of several numbers. */
    List<Double> numbers(int row, String column) {
        return Arrays.stream(text(row, column).split(" "))
                .filter(part -> !part.isEmpty())
                .map(Double::valueOf)
                .toList();
    }

    List<Integer> integers(int row, String column) {
        return numbers(row, column).stream().map(Double::intValue).toList();
    }
}
