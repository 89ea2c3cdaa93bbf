package org.autoencoder4j.data.format.internal;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Decompresses all members of a {@code .gz} file and fails where bytes are left over: the JDK's stream takes a member
 * whose header is cut or damaged for the end of the file.
 */
public final class WholeGzip extends GZIPInputStream {
    private static final int TRAILER = 8;

    private final Counted source;
    private long filled;
    private boolean reading;

    public WholeGzip(InputStream source) throws IOException {
        this(new Counted(source));
    }

    private WholeGzip(Counted source) throws IOException {
        super(source);
        this.source = source;
    }

    @Override
    protected void fill() throws IOException {
        super.fill();
        filled = source.count;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        // The JDK's method calls this one where a member ends: empty members by the thousand would exhaust the stack.
        if (reading) {
            return 0;
        }
        int read = readMember(bytes, offset, length);
        while (read == 0 && length > 0) {
            read = readMember(bytes, offset, length);
        }
        if (read < 0) {
            requireNoRest();
        }
        return read;
    }

    /** No byte where a member begins. */
    private int readMember(byte[] bytes, int offset, int length) throws IOException {
        reading = true;
        try {
            return super.read(bytes, offset, length);
        } finally {
            reading = false;
        }
    }

    private void requireNoRest() throws IOException {
        long end = filled - inf.getRemaining() + TRAILER;
        source.drain();
        if (source.count != end) {
            throw new ZipException((source.count - end) + " bytes follow after byte " + end
                    + " that are no compressed data: a second part may be cut or damaged");
        }
    }

    private static final class Counted extends FilterInputStream {
        private long count;

        Counted(InputStream source) {
            super(source);
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            count += read < 0 ? 0 : 1;
            return read;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            count += Math.max(0, read);
            return read;
        }

        void drain() throws IOException {
            byte[] rest = new byte[1 << 13];
            while (read(rest, 0, rest.length) >= 0) {
                // counted
            }
        }
    }
}
