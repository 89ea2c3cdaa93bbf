package org.autoencoder4j.examples.samples;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.autoencoder4j.data.format.CsvHeader;
import org.autoencoder4j.data.format.DecimalMark;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What must be known of some files to read them. */
public final class ReadingOptions {
    @Option(
            names = "--columns",
            paramLabel = "LIST",
            description = "Columns of a table of text that are used, by number from 1 or by name, as in 1-64 or"
                    + " width,height (default: all; of encode those that were learned from).")
    private @Nullable String columns;

    @Option(
            names = "--header",
            paramLabel = "WHAT",
            description =
                    "Whether the first line of a CSV file names the columns: yes, no, or auto, which refuses a line"
                            + " that could be either (default: auto; of encode as of the file that was learned from).")
    private @Nullable CsvHeader header;

    @Option(
            names = "--decimal",
            paramLabel = "MARK",
            description = "What stands before the decimals of a number in a table of text, point or comma (default:"
                    + " point; of encode as before).")
    private @Nullable DecimalMark decimal;

    @Option(
            names = "--array",
            paramLabel = "NAME",
            description =
                    "The array of an .npz or .safetensors file that is used (default: its only matrix; of encode the"
                            + " one of the same name, in a file of several).")
    private @Nullable String array;

    /** How a table of text is read. */
    public TableText table() {
        return over(TableText.USUAL);
    }

    private TableText over(TableText usual) {
        return new TableText(
                requireNonNullElse(columns, usual.columns()),
                requireNonNullElse(header, usual.header()),
                requireNonNullElse(decimal, usual.decimal()));
    }

    /** The array of an archive that is read, or "" for its only matrix. */
    public String array() {
        return requireNonNullElse(array, "");
    }

    /** Reads as was read before, but for what is given here. */
    public Sampling over(Sampling before) {
        return before.withTable(over(before.table())).withArray(requireNonNullElse(array, before.array()));
    }

    /** Puts into the summary how a file was read. */
    public static void settle(Sampling sampling, ObjectNode settled) {
        TableText table = sampling.table();
        settled.put("columns", table.columns());
        settled.put("header", table.header().name().toLowerCase(Locale.ROOT));
        settled.put("decimal", table.decimal().name().toLowerCase(Locale.ROOT));
        settled.put("array", sampling.array());
    }

    /** Refuses all of them where nothing is read that they could tell of. */
    public void refuseFor(@Nullable Path file) {
        given().forEach((option, value) -> {
            throw new IllegalArgumentException(
                    option + " " + value + " has a meaning for a table or an array in a file (--data) only, which "
                            + (file == null ? "is not given" : file + " is not"));
        });
    }

    private Map<String, String> given() {
        Map<String, String> given = new LinkedHashMap<>();
        put(given, "--columns", columns);
        put(given, "--header", header);
        put(given, "--decimal", decimal);
        put(given, "--array", array);
        return given;
    }

    private static void put(Map<String, String> given, String option, @Nullable Object value) {
        if (value != null) {
            given.put(option, value.toString());
        }
    }
}
