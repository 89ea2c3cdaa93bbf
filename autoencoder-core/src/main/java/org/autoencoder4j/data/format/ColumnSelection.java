package org.autoencoder4j.data.format;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.autoencoder4j.data.format.internal.Excerpt;

/** Which columns of a table are read, in which order. Immutable; threads may share it. */
public final class ColumnSelection {
    private static final ColumnSelection ALL = new ColumnSelection("all", List.of());
    private static final Pattern RANGE = Pattern.compile("\\s*(\\d{1,9})\\s*(?:-\\s*(\\d{1,9})\\s*)?");
    private static final int MOST = 1 << 24;
    private static final int MOST_LISTED = 12;

    private final String text;
    private final List<Part> parts;

    /** One column or several. */
    private sealed interface Part {
        IntStream places(List<String> names, Object table);
    }

    private record Range(int first, int last) implements Part {
        @Override
        public IntStream places(List<String> names, Object table) {
            return IntStream.range(first - 1, last);
        }
    }

    private record Name(String name) implements Part {
        @Override
        public IntStream places(List<String> names, Object table) {
            int place = names.indexOf(name);
            if (place < 0 || place != names.lastIndexOf(name)) {
                String all = names.stream().limit(MOST_LISTED).map(Excerpt::of).collect(Collectors.joining(", "));
                throw new IllegalArgumentException(table + " has " + (place < 0 ? "no column" : "several columns")
                        + " of the name " + Excerpt.of(name) + "; its first line names " + all
                        + (names.size() > MOST_LISTED ? " and others" : ""));
            }
            return IntStream.of(place);
        }
    }

    private ColumnSelection(String text, List<Part> parts) {
        this.text = text;
        this.parts = parts;
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

    /**
     * Selects columns by name or number. The first line of the table, or the comment above it, must then name them.
     *
     * @param list names, numbers and ranges, separated by commas, for example {@code "width,height,7-9"}; what is a number
     *     or a range is not taken for a name
     * @return the selection, in the order given
     * @throws IllegalArgumentException if a name is empty, or the text selects a column twice
     */
    public static ColumnSelection ofNames(String list) {
        List<Part> selected = new ArrayList<>();
        for (String part : list.split(",", -1)) {
            if (part.isBlank()) {
                throw new IllegalArgumentException(
                        "columns = \"" + list + "\" has an empty name; columns are named as in \"width,height\"");
            }
            selected.add(RANGE.matcher(part).matches() ? range(list, part) : new Name(part.strip()));
        }
        boolean named = selected.stream().anyMatch(Name.class::isInstance);
        return named ? new ColumnSelection(list, List.copyOf(selected)) : of(list);
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
        return parts.isEmpty();
    }

    /** Whether a column is selected by its name, so that there must be names. */
    boolean hasNames() {
        return parts.stream().anyMatch(Name.class::isInstance);
    }

    /** The places, from 0, of the selected columns of a table whose columns have these names, if they have any. */
    int[] of(int width, Object table, List<String> names) {
        int greatest = parts.stream()
                .mapToInt(part -> part instanceof Range range ? range.last() : 0)
                .max()
                .orElse(0);
        if (greatest > width) {
            throw new IllegalArgumentException(
                    table + " has " + width + " columns; columns = \"" + text + "\" asks for column " + greatest);
        }
        int[] places = isAll()
                ? IntStream.range(0, width).toArray()
                : parts.stream().flatMapToInt(part -> part.places(names, table)).toArray();
        if (Arrays.stream(places).distinct().count() < places.length) {
            throw new IllegalArgumentException(table + ": columns = \"" + text + "\" must not name a column twice");
        }
        return places;
    }

    @Override
    public String toString() {
        return text;
    }
}
