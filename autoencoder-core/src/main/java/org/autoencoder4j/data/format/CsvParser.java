package org.autoencoder4j.data.format;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.autoencoder4j.data.format.internal.Excerpt;
import org.autoencoder4j.data.format.internal.table.NumberPieces;
import org.autoencoder4j.data.format.internal.table.TableMemory;
import org.autoencoder4j.data.format.internal.table.TextLines;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;

/** One table while it is read. */
final class CsvParser {
    private static final String SEPARATORS = "\t;,";
    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final int ROWS_OF_AN_INDEX = 10;

    private final Path file;
    private final DataType type;
    private final ColumnSelection columns;
    private final CsvHeader header;
    private final TableMemory memory;
    private final TextLines lines;
    private final NumberPieces numbers;
    private char separator = SEPARATORS.charAt(SEPARATORS.length() - 1);
    private int width;
    private int[] selected = {};
    private long line;
    private long rows;
    /** Whether the first column has counted the rows so far, from 0 or 1. */
    private boolean counts = true;

    private double start;

    CsvParser(Path file, Reader text, DataType type, ColumnSelection columns, CsvHeader header) {
        this.file = file;
        this.type = type;
        this.columns = columns;
        this.header = header;
        this.memory = new TableMemory(file);
        this.numbers = new NumberPieces(type);
        this.lines = new TextLines(text, length -> memory.require(line, length, numbers.bytes()));
    }

    CsvTable read() throws IOException {
        List<CsvField> first = first();
        List<CsvField> second = first.isEmpty() ? List.of() : next();
        boolean named = !first.isEmpty() && isHeader(first, second);
        if (!first.isEmpty() && !named) {
            add(first, 1);
        }
        for (List<CsvField> fields = second; !fields.isEmpty(); fields = next()) {
            add(fields, line);
        }
        if (rows == 0) {
            throw new IllegalArgumentException(
                    file + " has no line of numbers" + (named ? "; its first line was taken for a header" : ""));
        }
        requireNoIndex(named && first.get(0).text().isEmpty() ? 1 : ROWS_OF_AN_INDEX);
        return new CsvTable(numbers.matrix(rows, selected.length), named ? names(first) : List.of());
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

    private List<CsvField> first() throws IOException {
        @Nullable String text = text();
        if (text == null || text.isBlank()) {
            requireEnd(text == null);
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

    private @Nullable String text() throws IOException {
        line++;
        @Nullable String text = lines.next();
        memory.require(line, text == null ? 0 : text.length(), numbers.bytes());
        return text;
    }

    /** The fields of the next line, or none at the end. */
    private List<CsvField> next() throws IOException {
        @Nullable String text = text();
        if (text == null || text.isBlank()) {
            requireEnd(text == null);
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

    private void add(List<CsvField> fields, long number) {
        for (int column : selected) {
            CsvField field = fields.get(column);
            double value = field.number().orElse(Double.NaN);
            if (!(type == DataType.FLOAT ? Float.isFinite((float) value) : Double.isFinite(value))) {
                throw new IllegalArgumentException(file + ", line " + number + ", column " + (column + 1) + ": "
                        + Excerpt.of(field.text()) + " is no finite " + type + " number" + advice(field, value));
            }
            numbers.add(value);
        }
        count(fields.get(0));
        rows++;
    }

    private void count(CsvField field) {
        if (!counts) {
            return;
        }
        double value = field.number().orElse(Double.NaN);
        if (rows == 0) {
            start = value;
        }
        counts = (start == 0 || start == 1) && value == start + rows;
    }

    private String advice(CsvField field, double value) {
        if (Double.isFinite(value)) {
            return ": it is too large, and must be read as DOUBLE";
        }
        return field.hasCommas() ? "; write it with a decimal point, and without commas between thousands" : "";
    }

    /** A first column that counts the lines is no feature, unless it is asked for by its number. */
    private void requireNoIndex(int least) {
        if (columns.isAll() && width > 1 && rows >= least && counts) {
            throw new IllegalArgumentException(file + ": column 1 counts the lines, as an index does; name the columns"
                    + " that are used, columns = \"2-" + width + "\", or \"1-" + width + "\" to take it for a feature");
        }
    }

    private void requireEnd(boolean ended) throws IOException {
        @Nullable String text = ended ? null : lines.next();
        while (text != null) {
            if (!text.isBlank()) {
                throw new IllegalArgumentException(
                        file + ", line " + line + " is empty; empty lines may only follow the last line of numbers");
            }
            text = lines.next();
        }
    }
}
