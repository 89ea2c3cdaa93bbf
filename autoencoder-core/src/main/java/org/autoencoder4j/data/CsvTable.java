package org.autoencoder4j.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** One table while it is read. */
final class CsvTable {
    private static final String SEPARATORS = "\t;,";
    private static final String NUMERALS = "+-.eE0123456789";
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final Path file;
    private final DataType type;
    private final ColumnSelection columns;
    private final List<double[]> rows = new ArrayList<>();
    private char separator;
    private int width;
    private int[] selected = {};
    private long line;

    CsvTable(Path file, DataType type, ColumnSelection columns) {
        this.file = file;
        this.type = type;
        this.columns = columns;
    }

    INDArray read(BufferedReader lines) throws IOException {
        String text = lines.readLine();
        if (text != null) {
            line = 1;
            first(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
            text = lines.readLine();
        }
        while (text != null) {
            line++;
            if (text.isBlank()) {
                requireEnd(lines);
                break;
            }
            rows.add(row(fields(text)));
            text = lines.readLine();
        }
        if (rows.isEmpty()) {
            throw new IllegalArgumentException(file + " has no line of numbers");
        }
        return Nd4j.createFromArray(rows.toArray(double[][]::new)).castTo(type);
    }

    private void first(String text) {
        separator = separator(text);
        List<String> fields = split(text);
        width = fields.size();
        selected = columns.of(width, file);
        boolean header = true;
        for (int column : selected) {
            header &= number(fields.get(column)).isEmpty();
        }
        if (!header) {
            rows.add(row(fields));
        }
    }

    private static char separator(String text) {
        return (char) SEPARATORS
                .chars()
                .filter(candidate -> text.indexOf(candidate) >= 0)
                .findFirst()
                .orElse(',');
    }

    private List<String> fields(String text) {
        List<String> fields = split(text);
        if (fields.size() != width) {
            throw new IllegalArgumentException(file + ", line " + line + " has " + fields.size()
                    + " columns and line 1 has " + width + "; all must have the same number");
        }
        return fields;
    }

    /** The fields of a line; a separator between quotes is part of its field. */
    private List<String> split(String text) {
        List<String> fields = new ArrayList<>(width);
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            quoted ^= c == '"';
            if (c == separator && !quoted) {
                fields.add(text.substring(start, i));
                start = i + 1;
            }
        }
        if (quoted) {
            throw new IllegalArgumentException(file + ", line " + line + " has a quote without its partner");
        }
        fields.add(text.substring(start));
        return fields;
    }

    private double[] row(List<String> fields) {
        double[] row = new double[selected.length];
        for (int i = 0; i < row.length; i++) {
            int column = selected[i];
            row[i] = number(fields.get(column)).orElseThrow(() -> noNumber(column, fields.get(column)));
        }
        return row;
    }

    private IllegalArgumentException noNumber(int column, String field) {
        return new IllegalArgumentException(
                file + ", line " + line + ", column " + (column + 1) + ": \"" + field.strip() + "\" is no finite "
                        + type + " number" + (line == 1 ? " (a header must have no number at all)" : ""));
    }

    private OptionalDouble number(String field) {
        String text = field.strip();
        if (text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")) {
            text = text.substring(1, text.length() - 1).strip();
        }
        // Java's own parser would also take "NaN", "1f" and hexadecimal numbers.
        boolean numeral = text.chars().allMatch(c -> NUMERALS.indexOf(c) >= 0);
        try {
            double value = numeral ? Double.parseDouble(text) : Double.NaN;
            boolean finite = type == DataType.FLOAT ? Float.isFinite((float) value) : Double.isFinite(value);
            return finite ? OptionalDouble.of(value) : OptionalDouble.empty();
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    private void requireEnd(BufferedReader lines) throws IOException {
        long empty = line;
        for (@Nullable String text = lines.readLine(); text != null; text = lines.readLine()) {
            if (!text.isBlank()) {
                throw new IllegalArgumentException(
                        file + ", line " + empty + " is empty; empty lines may only follow the last line of numbers");
            }
        }
    }
}
