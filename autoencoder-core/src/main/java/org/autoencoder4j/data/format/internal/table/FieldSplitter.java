package org.autoencoder4j.data.format.internal.table;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvReader.CsvReaderBuilder;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import java.util.List;
import java.util.regex.Pattern;

/** Cuts the lines of a table into fields, without the quotes around them. */
public final class FieldSplitter {
    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"");
    private static final Pattern BLANKS = Pattern.compile(" +");
    private static final char BLANK = ' ';

    private final char separator;
    private final CsvReaderBuilder reader;
    private final CsvRecordHandler handler;

    public FieldSplitter(char separator) {
        this.separator = separator;
        this.reader = CsvReader.builder()
                .fieldSeparator(separator)
                .skipEmptyLines(false)
                .trimWhitespacesAroundQuotes(true)
                .allowUnclosedQuote(false);
        // What a line may take is limited before it is cut.
        this.handler = CsvRecordHandler.builder()
                .maxFields(Integer.MAX_VALUE)
                .maxFieldSize(Integer.MAX_VALUE)
                .maxRecordSize(Integer.MAX_VALUE)
                .build();
    }

    /** A splitter by the first of the candidates that stands in a line outside quotes, or by blanks. */
    public static FieldSplitter of(String line, String candidates, boolean blanks) {
        String unquoted = QUOTED.matcher(line).replaceAll("");
        char otherwise = blanks ? BLANK : candidates.charAt(candidates.length() - 1);
        return new FieldSplitter((char) candidates
                .chars()
                .filter(candidate -> unquoted.indexOf(candidate) >= 0)
                .findFirst()
                .orElse(otherwise));
    }

    /** The fields of what stands between blanks, as {@code np.savetxt} writes it. */
    public static List<String> betweenBlanks(String line) {
        return List.of(BLANKS.split(line.strip()));
    }

    /**
     * The fields of a line that is not empty. A separator between quotes is part of its field.
     *
     * @throws IllegalArgumentException if a quote has no partner, or text follows after a quoted field; the message can
     *     follow after the line
     */
    public List<String> split(String line) {
        String text = separator == BLANK ? BLANKS.matcher(line.strip()).replaceAll(" ") : line;
        try {
            CsvRecord fields = reader.ofSingleCsvRecord(handler, text);
            return fields.getFields();
        } catch (CsvParseException e) {
            String reason = String.valueOf(e.getMessage());
            throw new IllegalArgumentException(
                    reason.startsWith("Unclosed")
                            ? "has a quote without its partner"
                            : "has text after a quoted field; a quote within quotes is written twice",
                    e);
        }
    }
}
