package org.autoencoder4j.html;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.autoencoder4j.report.Verdict;

/**
 * A table of an {@link HtmlReport}. The first cell of a row is what the row is about.
 *
 * <p>Immutable; threads may share it.
 */
public final class HtmlTable {
    private static final int DIGITS = 4;

    private final String caption;
    private final List<String> header;
    private final List<List<Cell>> rows;

    private HtmlTable(String caption, List<String> header, List<List<Cell>> rows) {
        this.caption = caption;
        this.header = header;
        this.rows = rows;
    }

    /** What stands in a cell; numbers stand at its right end, a verdict has its colour. */
    private record Cell(String text, boolean number, Optional<Verdict> verdict) {
        static Cell of(Object value) {
            return value instanceof Verdict verdict
                    ? new Cell(Checks.word(verdict), false, Optional.of(verdict))
                    : new Cell(ShownText.of(value, DIGITS), value instanceof Number, Optional.empty());
        }

        Map<String, Object> content() {
            return Map.of(
                    "text",
                    text,
                    "number",
                    number,
                    "verdict",
                    verdict.map(Verdict::name).orElse(""));
        }
    }

    /**
     * Begins a table.
     *
     * @param caption what it shows; may be empty
     * @param columns the heads of its columns, at least one; a head may be empty
     * @return a table without rows
     * @throws IllegalArgumentException if there is no column
     */
    public static HtmlTable of(String caption, String... columns) {
        if (columns.length == 0) {
            throw new IllegalArgumentException("a table needs at least one column: " + caption);
        }
        return new HtmlTable(
                ShownText.of(caption), Arrays.stream(columns).map(ShownText::of).toList(), List.of());
    }

    /**
     * Adds a row. Cost: O(rows), so that many are better added by {@link #rows}.
     *
     * @param cells one for each column: text, numbers, truth values, verdicts, or anything else, as its {@code toString}
     *     says it
     * @return a copy with the row
     * @throws IllegalArgumentException if there are more or fewer cells than columns, or one is null
     */
    public HtmlTable row(Object... cells) {
        return rows(List.of(Arrays.asList(cells)));
    }

    /**
     * Adds rows.
     *
     * @param more rows as in {@link #row}
     * @return a copy with the rows
     * @throws IllegalArgumentException if one has more or fewer cells than there are columns, or a cell is null
     */
    public HtmlTable rows(List<? extends List<?>> more) {
        List<List<Cell>> all = new ArrayList<>(rows);
        for (List<?> row : more) {
            if (row.size() != header.size() || row.stream().anyMatch(Objects::isNull)) {
                throw new IllegalArgumentException("the row " + row + " must have " + header.size()
                        + " cells, none of them null, as the table has the columns " + header);
            }
            all.add(row.stream().map(Cell::of).toList());
        }
        return new HtmlTable(caption, header, List.copyOf(all));
    }

    /** What the template is given. A head stands at the right end if a number stands beneath it. */
    Map<String, Object> content() {
        List<Map<String, Object>> heads = IntStream.range(0, header.size())
                .mapToObj(i -> Map.<String, Object>of(
                        "text",
                        header.get(i),
                        "number",
                        rows.stream().anyMatch(row -> row.get(i).number())))
                .toList();
        return Map.of(
                "kind",
                "table",
                "caption",
                caption,
                "heads",
                heads,
                "rows",
                rows.stream()
                        .map(row -> row.stream().map(Cell::content).toList())
                        .toList());
    }
}
