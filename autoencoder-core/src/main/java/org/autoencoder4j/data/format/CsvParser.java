package org.autoencoder4j.data.format;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.autoencoder4j.data.format.internal.Excerpt;
import org.autoencoder4j.data.format.internal.table.FieldSplitter;
import org.autoencoder4j.data.format.internal.table.NumberPieces;
import org.autoencoder4j.data.format.internal.table.TableLines;
import org.autoencoder4j.progress.Work;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;

/** One table while it is read. */
final class CsvParser {
    private static final int ROWS_OF_AN_INDEX = 10;

    private final Path file;
    private final DataType type;
    private final DataOptions options;
    private final Work work;
    private final TableLines lines;
    private final NumberPieces numbers;
    private FieldSplitter splitter = new FieldSplitter(',');
    private int width;
    private long firstLine = 1;
    private int[] selected = {};
    private long rows;
    /** Whether the first column has counted the rows so far, from 0 or 1. */
    private boolean counts = true;

    private double start;

    CsvParser(Path file, Reader text, DataType type, DataOptions options, Work work) {
        this.file = file;
        this.work = work;
        this.type = type;
        this.options = options;
        this.numbers = new NumberPieces(type);
        this.lines = new TableLines(file, text, numbers::bytes);
    }

    CsvTable read() throws IOException {
        @Nullable String first = lines.first();
        if (first == null) {
            throw noNumbers("");
        }
        firstLine = lines.number();
        @Nullable String second = lines.next();
        splitter = splitter(first, second);
        List<CsvField> top = fields(first, firstLine);
        width = top.size();
        Optional<List<CsvField>> names = namesAbove(top);
        selected = options.columns().of(width, file, texts(names.orElse(top)));
        List<CsvField> next = second == null ? List.of() : sameWidth(second);
        boolean isHeader = names.isEmpty() && isHeader(top, next);
        if (names.isPresent() && !options.columns().hasNames()) {
            requireNumbers(top, next);
        }
        if (!isHeader) {
            add(top, firstLine);
        }
        readFrom(next);
        boolean named = isHeader || names.isPresent();
        if (rows == 0) {
            throw noNumbers(named ? "; its first line was taken for a header" : "");
        }
        List<CsvField> header = names.orElse(isHeader ? top : List.of());
        requireNoIndex(named && header.get(0).text().isEmpty() ? 1 : ROWS_OF_AN_INDEX);
        List<String> texts = texts(header);
        return new CsvTable(
                numbers.matrix(rows, selected.length),
                named ? Arrays.stream(selected).mapToObj(texts::get).toList() : List.of());
    }

    private void readFrom(List<CsvField> second) throws IOException {
        List<CsvField> fields = second;
        while (!fields.isEmpty()) {
            add(fields, lines.number());
            @Nullable String text = lines.next();
            fields = text == null ? List.of() : sameWidth(text);
        }
    }

    private IllegalArgumentException noNumbers(String why) {
        return new IllegalArgumentException(file + " has no line of numbers" + why);
    }

    private static List<String> texts(List<CsvField> fields) {
        return fields.stream().map(CsvField::text).toList();
    }

    /** A comment above numbers that has as many fields, and names in all of them unless they are said to be names. */
    private Optional<List<CsvField>> namesAbove(List<CsvField> top) {
        if (options.header() == CsvHeader.NO
                || lines.comment().filter(c -> !c.isEmpty()).isEmpty()) {
            return Optional.empty();
        }
        List<CsvField> names;
        try {
            names = fields(lines.comment().get(), firstLine - 1);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        boolean fit = names.size() == top.size() && top.stream().anyMatch(CsvField::isNumber);
        return fit && (options.header() == CsvHeader.YES || names.stream().allMatch(CsvField::isName))
                ? Optional.of(names)
                : Optional.empty();
    }

    private boolean isHeader(List<CsvField> first, List<CsvField> second) {
        if (options.columns().hasNames() || options.header() != CsvHeader.AUTO) {
            return options.header() != CsvHeader.NO;
        }
        try {
            return new FirstLine(first, second, selected).isHeader();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    file + ", line " + firstLine + " may be a header or not: " + e.getMessage()
                            + "; say which by the option header, yes or no",
                    e);
        }
    }

    /** Below names in a comment there may still be a header, of years for example. */
    private void requireNumbers(List<CsvField> first, List<CsvField> second) {
        try {
            new FirstLine(first, second, selected).isHeader();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    file + ", line " + firstLine
                            + " may be a header or not, below a comment that names the columns, too: " + e.getMessage()
                            + "; say no by the option header to take it for numbers, or delete the comment",
                    e);
        }
    }

    private FieldSplitter splitter(String first, @Nullable String second) {
        if (lines.separator().isPresent()) {
            char separator = lines.separator().get();
            if (separator == '"') {
                throw new IllegalArgumentException(file + ", line 1: sep=" + separator + " is a quote; it must be what"
                        + " separates fields, as in sep=;");
            }
            return new FieldSplitter(separator);
        }
        String name = file.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".tsv") || name.endsWith(".tsv.gz")) {
            return new FieldSplitter('\t');
        }
        String candidates = options.decimal() == DecimalMark.COMMA ? "\t;" : "\t;,";
        return FieldSplitter.of(first, candidates, hasBlanks(first, second == null ? first : second));
    }

    /** Whether blanks separate fields: two lines have as many of them, at least two, and the second has numbers only. */
    private boolean hasBlanks(String first, String second) {
        List<String> fields = FieldSplitter.betweenBlanks(second);
        return fields.size() > 1
                && FieldSplitter.betweenBlanks(first).size() == fields.size()
                && fields.stream()
                        .allMatch(field -> CsvField.of(field, options.decimal()).isNumber());
    }

    private List<CsvField> fields(String text, long number) {
        try {
            return splitter.split(text).stream()
                    .map(field -> CsvField.of(field, options.decimal()))
                    .toList();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ", line " + number + " " + e.getMessage(), e);
        }
    }

    /** The fields of the line that was read last. */
    private List<CsvField> sameWidth(String text) {
        List<CsvField> fields = fields(text, lines.number());
        if (fields.size() != width) {
            throw new IllegalArgumentException(file + ", line " + lines.number() + " has " + fields.size()
                    + " columns and line " + firstLine + " has " + width + "; all must have the same number");
        }
        return fields;
    }

    private void add(List<CsvField> fields, long number) {
        for (int column : selected) {
            CsvField field = fields.get(column);
            double value = field.number().orElse(Double.NaN);
            if (!(type == DataType.FLOAT ? Float.isFinite((float) value) : Double.isFinite(value))) {
                throw new IllegalArgumentException(file + ", line " + number + ", column " + (column + 1) + ": "
                        + Excerpt.of(field.text()) + " is no finite " + type + " number"
                        + (Double.isFinite(value) ? ": it is too large, and must be read as DOUBLE" : field.advice()));
            }
            numbers.add(value);
        }
        count(fields.get(0));
        rows++;
        work.advance(1);
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

    /** A first column that counts the lines is no feature, unless it is asked for by its number. */
    private void requireNoIndex(int least) {
        if (options.columns().isAll() && width > 1 && rows >= least && counts) {
            throw new IllegalArgumentException(file + ": column 1 counts the lines, as an index does; name the columns"
                    + " that are used, columns = \"2-" + width + "\", or \"1-" + width + "\" to take it for a feature");
        }
    }
}
