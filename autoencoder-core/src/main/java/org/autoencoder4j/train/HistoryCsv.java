package org.autoencoder4j.train;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Rows of a history as text: a header, then one line for each row, written and read one by one. */
final class HistoryCsv {
    private static final String HEADER =
            "step,loss,heldOutLoss,gradientNorm,learningRate,meanL0,deadUnits,keptColumns,collinearColumns";

    private HistoryCsv() {}

    static void write(Path file, List<History.Row> rows) throws IOException {
        try (Writer writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            writer.write(HEADER + "\n");
            for (History.Row row : rows) {
                writer.write(line(row) + "\n");
            }
        }
    }

    /** Reads the rows, of which each is one, whatever their steps. */
    static List<History.Row> read(Path file) throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            String header = reader.readLine();
            if (!HEADER.equals(header)) {
                throw new IllegalArgumentException(file + " begins with \"" + (header == null ? "" : header)
                        + "\"; a history begins with \"" + HEADER + "\"");
            }
            List<History.Row> rows = new ArrayList<>();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                rows.add(row(file, rows.size() + 2, line));
            }
            return rows;
        } catch (MalformedInputException e) {
            throw new IllegalArgumentException(file + " is no history: it is no text in UTF-8", e);
        }
    }

    private static String line(History.Row row) {
        return row.step() + "," + row.loss() + "," + row.heldOutLoss() + "," + row.gradientNorm() + ","
                + row.learningRate() + "," + row.meanL0() + "," + row.deadUnits() + "," + row.keptColumns() + ","
                + row.collinearColumns();
    }

    private static History.Row row(Path file, int number, String line) {
        try {
            return parse(line);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    file + ", line " + number + " is no row of a history: " + e.getMessage(), e);
        }
    }

    private static History.Row parse(String line) {
        String[] f = line.split(",", -1);
        if (f.length != 9) {
            throw new IllegalArgumentException("it has " + f.length + " fields, which must be 9");
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
                Integer.parseInt(f[8]));
    }
}
