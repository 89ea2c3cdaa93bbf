package org.autoencoder4j.data.format.internal.picture;

import java.nio.ByteBuffer;

/** The segments of a JPEG file, from its start to its end. */
final class JpegSegments {
    /** The marker that begins a file. */
    static final int START = 0xFFD8;

    private static final int END = 0xD9;
    private static final int TABLES = 0xC4;
    private static final int EXTENSION = 0xC8;
    private static final int CONDITIONING = 0xCC;
    private static final int FIRST_FRAME = 0xC0;
    private static final int LAST_FRAME = 0xCF;
    private static final int FIRST_RESTART = 0xD0;
    private static final int LAST_RESTART = 0xD7;
    private static final int SCAN = 0xDA;
    private static final int COMPONENTS = 7;

    private JpegSegments() {}

    /** Throws if the file has no end, or is neither grey nor of three colours. */
    static void require(ByteBuffer file) {
        int at = 2;
        while (true) {
            int segment = segment(file, at);
            int marker = file.get(segment - 1) & 0xFF;
            if (marker == END) {
                return;
            }
            int length = segment + 2 > file.limit() ? Integer.MAX_VALUE : file.getShort(segment) & 0xFFFF;
            if (length > file.limit() - segment) {
                throw new IllegalArgumentException("it ends too early");
            }
            if (isFrame(marker) && length > COMPONENTS) {
                requireColours(file.get(segment + COMPONENTS) & 0xFF);
            }
            at = segment + length;
            if (marker == SCAN) {
                at = endOfScan(file, at);
            }
        }
    }

    /** Where the segment of the marker at a place begins; a marker is 0xFF, perhaps several times, and a number. */
    private static int segment(ByteBuffer file, int marker) {
        int at = marker;
        while (at < file.limit() && file.get(at) == (byte) 0xFF) {
            at++;
        }
        if (at >= file.limit()) {
            throw new IllegalArgumentException("it ends too early");
        }
        if (at == marker) {
            throw new IllegalArgumentException("it is damaged: there is no marker at byte " + at);
        }
        return at + 1;
    }

    private static boolean isFrame(int marker) {
        return marker >= FIRST_FRAME
                && marker <= LAST_FRAME
                && marker != TABLES
                && marker != EXTENSION
                && marker != CONDITIONING;
    }

    private static void requireColours(int components) {
        if (components != 1 && components != 3) {
            throw new IllegalArgumentException("it has " + components
                    + " components (CMYK has 4); it must be grey or have three colours: convert it to RGB");
        }
    }

    /** Where the marker is that ends a scan's data, in which 0xFF is followed by 0 or a restart marker. */
    private static int endOfScan(ByteBuffer file, int from) {
        for (int at = from; at + 1 < file.limit(); at++) {
            int next = file.get(at + 1) & 0xFF;
            boolean data = file.get(at) != (byte) 0xFF
                    || next == 0
                    || next == 0xFF
                    || (next >= FIRST_RESTART && next <= LAST_RESTART);
            if (!data) {
                return at;
            }
        }
        throw new IllegalArgumentException("it ends too early");
    }
}
