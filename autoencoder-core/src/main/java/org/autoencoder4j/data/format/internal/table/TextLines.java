package org.autoencoder4j.data.format.internal.table;

import java.io.IOException;
import java.io.Reader;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a text, as {@link java.io.BufferedReader#readLine} cuts them. That method takes memory for a line of any
 * length; here an allowance is asked before a line takes more.
 */
public final class TextLines {
    private final Reader text;
    private final IntConsumer allowance;
    private final char[] buffer = new char[1 << 13];
    private int at;
    private int end;

    /** The allowance is given the length that a line has so far, and throws if it may take no more. */
    public TextLines(Reader text, IntConsumer allowance) {
        this.text = text;
        this.allowance = allowance;
    }

    /** The next line without what ends it, or null after the last. */
    @Nullable
    public String next() throws IOException {
        if (!hasMore()) {
            return null;
        }
        StringBuilder line = new StringBuilder();
        while (hasMore()) {
            int start = at;
            while (at < end && buffer[at] != '\n' && buffer[at] != '\r') {
                at++;
            }
            line.append(buffer, start, at - start);
            if (at < end) {
                skipEnd();
                break;
            }
            allowance.accept(line.length());
        }
        return line.toString();
    }

    private void skipEnd() throws IOException {
        boolean carriageReturn = buffer[at++] == '\r';
        if (carriageReturn && hasMore() && buffer[at] == '\n') {
            at++;
        }
    }

    private boolean hasMore() throws IOException {
        if (at == end) {
            at = 0;
            end = Math.max(0, text.read(buffer));
        }
        return at < end;
    }
}
