package org.autoencoder4j.data.format;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** One table while it is read. */
final class CsvParser {
    private static final String SEPARATORS = "\t;,";
    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final int ROWS_OF_AN_INDEX = 10;

    private final Path file;
    private final DataType type;
    private final ColumnSelection columns;
    private final CsvHeader header;
    private final List<double[]> rows = new ArrayList<>();
    private char separator = SEPARATORS.charAt(SEPARATORS.length() - 1);
    private int width;
    private int[] selected = {};
    private long line;

    CsvParser(Path file, DataType type, ColumnSelection columns, CsvHeader header) {
        this.file = file;
        this.type = type;
        this.columns = columns;
        this.header = header;
    }

    CsvTable read(BufferedReader lines) throws IOException {
        List<CsvField> first = first(lines);
        List<CsvField> second = first.isEmpty() ? List.of() : next(lines);
        boolean named = !first.isEmpty() && isHeader(first, second);
        if (!first.isEmpty() && !named) {
            rows.add(row(first, 1));
        }
        for (List<CsvField> fields = second; !fields.isEmpty(); fields = next(lines)) {
            rows.add(row(fields, line));
        }
        if (rows.isEmpty()) {
            throw new IllegalArgumentException(
                    file + " has no line of numbers" + (named ? "; its first line was taken for a header" : ""));
        }
        requireNoIndex(named && first.get(0).text().isEmpty() ? 1 : ROWS_OF_AN_INDEX);
        return new CsvTable(
                Nd4j.createFromArray(rows.toArray(double[][]::new)).castTo(type), named ? names(first) : List.of());
    }

    private boolean isHeader(List<CsvField> first, List<CsvField> second) {
        if (header != CsvHeader.AUTO) {
            return header == CsvHeader.YES;
        }
        try {
            return new FirstLine(first, second, selected).isHeader();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    file + ", line 1 may be a header or not: " + e.getMessage()
                            + "; say which by the option header, yes or no",
                    e);
        }
    }

    private List<String> names(List<CsvField> first) {
        return Arrays.stream(selected)
                .mapToObj(column -> first.get(column).text())
                .toList();
    }

    private List<CsvField> first(BufferedReader lines) throws IOException {
        @Nullable String text = lines.readLine();
        line = 1;
        if (text == null || text.isBlank()) {
            requireEnd(text == null, lines);
            return List.of();
        }
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    file + " is no text in UTF-8: it has NUL characters, as text in UTF-16 has; save it as UTF-8");
        }
        String marked = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        separator = separator(marked);
        List<CsvField> fields = split(marked);
        width = fields.size();
        selected = columns.of(width, file);
        return fields;
    }

    /** The fields of the next line, or none at the end. */
    private List<CsvField> next(BufferedReader lines) throws IOException {
        @Nullable String text = lines.readLine();
        line++;
        if (text == null || text.isBlank()) {
            requireEnd(text == null, lines);
            return List.of();
        }
        List<CsvField> fields = split(text);
        if (fields.size() != width) {
            throw new IllegalArgumentException(file + ", line " + line + " has " + fields.size()
                    + " columns and line 1 has " + width + "; all must have the same number");
        }
        return fields;
    }

    private static char separator(String text) {
        String unquoted = text.replaceAll("\"[^\"]*\"", "");
        return (char) SEPARATORS
                .chars()
                .filter(candidate -> unquoted.indexOf(candidate) >= 0)
                .findFirst()
                .orElse(',');
    }

    /** The fields of a line; a separator between quotes is part of its field. */
    private List<CsvField> split(String text) {
        List<CsvField> fields = new ArrayList<>(width);
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            quoted ^= c == '"';
            if (c == separator && !quoted) {
                fields.add(CsvField.of(text.substring(start, i)));
                start = i + 1;
            }
        }
        if (quoted) {
            throw new IllegalArgumentException(file + ", line " + line + " has a quote without its partner");
        }
        fields.add(CsvField.of(text.substring(start)));
        return fields;
    }

    private double[] row(List<CsvField> fields, long number) {
        double[] row = new double[selected.length];
        for (int i = 0; i < row.length; i++) {
            CsvField field = fields.get(selected[i]);
            row[i] = field.number().orElse(Double.NaN);
            if (!(type == DataType.FLOAT ? Float.isFinite((float) row[i]) : Double.isFinite(row[i]))) {
                throw new IllegalArgumentException(file + ", line " + number + ", column " + (selected[i] + 1) + ": "
                        + Excerpt.of(field.text()) + " is no finite " + type + " number" + advice(field, row[i]));
            }
        }
        return row;
    }

    private String advice(CsvField field, double value) {
        if (Double.isFinite(value)) {
            return ": it is too large, and must be read as DOUBLE";
        }
        return field.hasCommas() ? "; write it with a decimal point, and without commas between thousands" : "";
    }

    /** A first column that counts the lines is no feature, unless it is asked for by its number. */
    private void requireNoIndex(int least) {
        if (!columns.isAll() || width == 1 || rows.size() < least) {
            return;
        }
        double start = rows.get(0)[0];
        boolean counts = start == 0 || start == 1;
        for (int i = 0; i < rows.size() && counts; i++) {
            counts = rows.get(i)[0] == start + i;
        }
        if (counts) {
            throw new IllegalArgumentException(file + ": column 1 counts the lines, as an index does; name the columns"
                    + " that are used, columns = \"2-" + width + "\", or \"1-" + width + "\" to take it for a feature");
        }
    }

    private void requireEnd(boolean ended, BufferedReader lines) throws IOException {
        @Nullable String text = ended ? null : lines.readLine();
        while (text != null) {
            if (!text.isBlank()) {
                throw new IllegalArgumentException(
                        file + ", line " + line + " is empty; empty lines may only follow the last line of numbers");
            }
            text = lines.readLine();
        }
    }
}
