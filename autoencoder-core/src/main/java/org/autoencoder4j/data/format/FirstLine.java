package org.autoencoder4j.data.format;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.autoencoder4j.data.format.internal.Excerpt;

/** Whether the first line of a table names the columns; the rule is stated at {@link Csv}. */
final class FirstLine {
    private static final Pattern WHOLE = Pattern.compile("[0-9]{1,9}");
    private static final long FIRST_YEAR = 1500;
    private static final long LAST_YEAR = 2199;

    private final List<CsvField> first;
    private final List<CsvField> second;
    private final int[] selected;

    /** The second line is empty if there is none. */
    FirstLine(List<CsvField> first, List<CsvField> second, int[] selected) {
        this.first = first;
        this.second = second;
        this.selected = selected;
    }

    /** Throws if the line could be either. */
    boolean isHeader() {
        if (Arrays.stream(selected).allMatch(column -> first.get(column).isName())
                && first.stream().noneMatch(CsvField::isNumber)) {
            return true;
        }
        for (int column : selected) {
            if (!first.get(column).isNumber()) {
                throw new IllegalArgumentException(
                        "it is a line neither of numbers nor of names: column " + (column + 1) + " holds "
                                + Excerpt.of(first.get(column).text()));
            }
        }
        if (!second.isEmpty()) {
            requireSameKind();
        }
        return false;
    }

    private void requireSameKind() {
        for (int column = 0; column < first.size(); column++) {
            if (first.get(column).isName() && second.get(column).isNumber()) {
                throw new IllegalArgumentException("column " + (column + 1) + " holds "
                        + Excerpt.of(first.get(column).text()) + " there and a number in the line below");
            }
        }
        boolean numbers =
                Arrays.stream(selected).allMatch(column -> second.get(column).isNumber());
        if (numbers && areLabels(first) && !areLabels(second)) {
            throw new IllegalArgumentException("it may number the columns, or name them by years: it begins with "
                    + Excerpt.of(first.get(selected[0]).text()));
        }
    }

    /** Whether the selected fields are years, or whole numbers at equal distances as numbers of columns are. */
    private boolean areLabels(List<CsvField> line) {
        if (!Arrays.stream(selected)
                .allMatch(column -> WHOLE.matcher(line.get(column).text()).matches())) {
            return false;
        }
        long[] labels = Arrays.stream(selected)
                .mapToLong(column -> Long.parseLong(line.get(column).text()))
                .toArray();
        boolean years = Arrays.stream(labels).allMatch(label -> label >= FIRST_YEAR && label <= LAST_YEAR);
        boolean different = Arrays.stream(labels).distinct().count() == labels.length;
        return (years && different) || areCounted(labels);
    }

    /** One or two numbers must count from 0: others are too often equally far apart by chance. */
    private static boolean areCounted(long[] labels) {
        if (labels.length < 3) {
            return labels[0] == 0 && labels[labels.length - 1] == labels.length - 1;
        }
        long step = labels[1] - labels[0];
        return step != 0 && IntStream.range(1, labels.length).allMatch(i -> labels[i] - labels[i - 1] == step);
    }
}
