package org.autoencoder4j.data;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Which columns of a table are read, in which order. Immutable; threads may share it. */
public final class ColumnSelection {
    private static final ColumnSelection ALL = new ColumnSelection("all", List.of());
    private static final Pattern RANGE = Pattern.compile("\\s*(\\d{1,9})\\s*(?:-\\s*(\\d{1,9})\\s*)?");
    private static final int MOST = 1 << 24;

    private final String text;
    private final List<Integer> columns;

    private ColumnSelection(String text, List<Integer> columns) {
        this.text = text;
        this.columns = columns;
    }

    /**
     * Selects all columns.
     *
     * @return the selection
     */
    public static ColumnSelection all() {
        return ALL;
    }

    /**
     * Selects columns by number.
     *
     * @param ranges column numbers and ranges, separated by commas; the first column is 1. For example {@code "1-64"} or
     *     {@code "1-3,7"}
     * @return the selection, in the order given
     * @throws IllegalArgumentException if the text is not of that form, or selects a column twice
     */
    public static ColumnSelection of(String ranges) {
        List<Integer> columns = new ArrayList<>();
        for (String part : ranges.split(",", -1)) {
            Matcher range = RANGE.matcher(part);
            if (!range.matches()) {
                throw new IllegalArgumentException("columns = \"" + ranges + "\": \"" + part
                        + "\" must be a column's number or a range, as in \"1-3,7\"");
            }
            int first = Integer.parseInt(range.group(1));
            int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
            if (first < 1 || last < first || last > MOST) {
                throw new IllegalArgumentException("columns = \"" + ranges + "\": \"" + part
                        + "\" must lie between 1 and " + MOST + " and not run backwards");
            }
            IntStream.rangeClosed(first, last).forEach(columns::add);
        }
        if (new LinkedHashSet<>(columns).size() < columns.size()) {
            throw new IllegalArgumentException("columns = \"" + ranges + "\" must not name a column twice");
        }
        return new ColumnSelection(ranges, List.copyOf(columns));
    }

    /** The places, from 0, of the selected columns of a table. */
    int[] of(int width, Object table) {
        int greatest = columns.stream().mapToInt(Integer::intValue).max().orElse(0);
        if (greatest > width) {
            throw new IllegalArgumentException(
                    table + " has " + width + " columns; columns = \"" + text + "\" asks for column " + greatest);
        }
        return columns.isEmpty()
                ? IntStream.range(0, width).toArray()
                : columns.stream().mapToInt(column -> column - 1).toArray();
    }

    @Override
    public String toString() {
        return text;
    }
}
