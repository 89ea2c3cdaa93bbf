package org.autoencoder4j.data.format.internal.table;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The lines of a table that are no comments, with their numbers, under a limit of memory. */
public final class TableLines {
    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final Pattern SEPARATOR = Pattern.compile("\"?sep=(.)\"?", Pattern.CASE_INSENSITIVE);
    private static final String COMMENT = "#";

    private final Path file;
    private final TableMemory memory;
    private final LongSupplier bytes;
    private final TextLines lines;
    private long number;
    private Optional<String> comment = Optional.empty();
    private Optional<Character> separator = Optional.empty();

    /**
     * Lines of a text.
     *
     * @param bytes the memory that the numbers take that were read so far
     */
    public TableLines(Path file, Reader text, LongSupplier bytes) {
        this.file = file;
        this.bytes = bytes;
        this.memory = new TableMemory(file);
        this.lines = new TextLines(text, length -> memory.require(number, length, bytes.getAsLong()));
    }

    /** The first line that is neither a comment nor says what separates fields, or null if there is none. */
    public @Nullable String first() throws IOException {
        @Nullable String text = read();
        if (text != null && text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    file + " is no text in UTF-8: it has NUL characters, as text in UTF-16 has; save it as UTF-8");
        }
        if (text != null && text.startsWith(BYTE_ORDER_MARK)) {
            text = text.substring(1);
        }
        Matcher told = SEPARATOR.matcher(text == null ? "" : text);
        if (told.matches()) {
            separator = Optional.of(told.group(1).charAt(0));
            text = read();
        }
        while (text != null && text.startsWith(COMMENT)) {
            comment = Optional.of(text.substring(1).strip());
            text = read();
        }
        return ended(text);
    }

    /** The next line that is no comment, or null if there is none. */
    public @Nullable String next() throws IOException {
        @Nullable String text = read();
        while (text != null && text.startsWith(COMMENT)) {
            text = read();
        }
        return ended(text);
    }

    /** The number, from 1, of the line that was read last. */
    public long number() {
        return number;
    }

    /** The comment just above the first line, without its sign. */
    public Optional<String> comment() {
        return comment;
    }

    /** The separator that a line before all others tells, as {@code sep=;} does. */
    public Optional<Character> separator() {
        return separator;
    }

    private @Nullable String read() throws IOException {
        number++;
        @Nullable String text = lines.next();
        memory.require(number, text == null ? 0 : text.length(), bytes.getAsLong());
        return text;
    }

    /** Null for an empty line, after which only empty ones may follow. */
    private @Nullable String ended(@Nullable String text) throws IOException {
        if (text == null || !text.isBlank()) {
            return text;
        }
        for (@Nullable String next = lines.next(); next != null; next = lines.next()) {
            if (!next.isBlank()) {
                throw new IllegalArgumentException(
                        file + ", line " + number + " is empty; empty lines may only follow the last line of numbers");
            }
        }
        return null;
    }
}
