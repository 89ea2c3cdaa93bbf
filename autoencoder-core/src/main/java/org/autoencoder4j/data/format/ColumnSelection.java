package org.autoencoder4j.data.format;

import java.util.ArrayList;
import java.util.Comparator;
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
    private final List<Range> ranges;

    private record Range(int first, int last) {
        IntStream places() {
            return IntStream.range(first - 1, last);
        }
    }

    private ColumnSelection(String text, List<Range> ranges) {
        this.text = text;
        this.ranges = ranges;
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
        List<Range> selected = new ArrayList<>();
        for (String part : ranges.split(",", -1)) {
            selected.add(range(ranges, part));
        }
        List<Range> sorted =
                selected.stream().sorted(Comparator.comparingInt(Range::first)).toList();
        for (int i = 1; i < sorted.size(); i++) {
            if (sorted.get(i).first() <= sorted.get(i - 1).last()) {
                throw new IllegalArgumentException("columns = \"" + ranges + "\" must not name a column twice");
            }
        }
        return new ColumnSelection(ranges, List.copyOf(selected));
    }

    private static Range range(String ranges, String part) {
        Matcher range = RANGE.matcher(part);
        if (!range.matches()) {
            throw new IllegalArgumentException("columns = \"" + ranges + "\": \"" + part
                    + "\" must be a column's number or a range, as in \"1-3,7\"");
        }
        int first = Integer.parseInt(range.group(1));
        int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
        if (first < 1 || last < first || last > MOST) {
            throw new IllegalArgumentException("columns = \"" + ranges + "\": \"" + part + "\" must lie between 1 and "
                    + MOST + " and not run backwards");
        }
        return new Range(first, last);
    }

    boolean isAll() {
        return ranges.isEmpty();
    }

    /** The places, from 0, of the selected columns of a table. */
    int[] of(int width, Object table) {
        int greatest = ranges.stream().mapToInt(Range::last).max().orElse(0);
        if (greatest > width) {
            throw new IllegalArgumentException(
                    table + " has " + width + " columns; columns = \"" + text + "\" asks for column " + greatest);
        }
        return isAll()
                ? IntStream.range(0, width).toArray()
                : ranges.stream().flatMapToInt(Range::places).toArray();
    }

    @Override
    public String toString() {
        return text;
    }
}
