package org.autoencoder4j.data.format.internal.table;

import java.nio.file.Path;

/**
 * What a table may take of Java's heap while it is read: half, as the collector needs room too, and the rest of the
 * program. A compressed file may hold a thousand times its size, so only what was read tells how large a table is.
 */
public final class TableMemory {
    /** In two lines at once, with the texts, strings and lists of fields of one character each. */
    private static final long BYTES_OF_A_CHARACTER = 100;

    private static final int MEBIBYTE = 1 << 20;

    private final Path file;
    private final long most = Runtime.getRuntime().maxMemory() / 2;
    private int longestLine;

    public TableMemory(Path file) {
        this.file = file;
    }

    /** Throws if the longest line, this one or another, and the bytes of the numbers before it take too much. */
    public void require(long line, int length, long bytes) {
        longestLine = Math.max(longestLine, length);
        if (BYTES_OF_A_CHARACTER * longestLine + bytes > most) {
            throw new IllegalArgumentException(file + ", line " + line + ": reading up to here takes "
                    + bytes / MEBIBYTE + " MiB of memory for the numbers and "
                    + BYTES_OF_A_CHARACTER * longestLine / MEBIBYTE
                    + " MiB for the longest line; they may take at most "
                    + most / MEBIBYTE + " MiB, half of Java's heap. Give Java more (-Xmx), select fewer columns, or"
                    + " save the table as .npy, which can be mapped");
        }
    }
}
