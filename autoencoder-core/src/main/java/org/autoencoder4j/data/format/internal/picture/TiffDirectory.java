package org.autoencoder4j.data.format.internal.picture;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

/** The first directory of a TIFF file: what it says of the picture's sizes, kind and parts. */
final class TiffDirectory {
    static final int LITTLE = 0x49492A00;
    static final int BIG = 0x4D4D002A;

    private static final int ENTRY = 12;
    private static final int[] SIZES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4};
    private static final int SHORT = 3;
    private static final int LONG = 4;
    private static final int MOST_BITS = 16;
    private static final long UNSIGNED = 1;

    private static final int WIDTH = 256;
    private static final int BITS = 258;
    private static final int COMPRESSION = 259;
    private static final int KIND = 262;
    private static final int STRIP_OFFSETS = 273;
    private static final int STRIP_LENGTHS = 279;
    private static final int TILE_WIDTH = 322;
    private static final int TILE_HEIGHT = 323;
    private static final int TILE_OFFSETS = 324;
    private static final int TILE_LENGTHS = 325;
    private static final int SAMPLE_FORMAT = 339;

    /** What is looked at; other entries may share one long piece of the file, so their values are not copied. */
    private static final Set<Integer> NEEDED = Set.of(
            WIDTH,
            BITS,
            COMPRESSION,
            KIND,
            STRIP_OFFSETS,
            STRIP_LENGTHS,
            TILE_WIDTH,
            TILE_HEIGHT,
            TILE_OFFSETS,
            TILE_LENGTHS,
            SAMPLE_FORMAT);

    /** White or black is 0, RGB, palette, YCbCr. */
    private static final Set<Long> KINDS = Set.of(0L, 1L, 2L, 3L, 6L);

    /** None, CCITT, LZW, deflate and run lengths; not the two kinds of JPEG. */
    private static final Set<Long> COMPRESSIONS = Set.of(1L, 2L, 3L, 4L, 5L, 8L, 32_773L, 32_946L);

    private final ByteBuffer file;
    private final Map<Integer, long[]> entries = new HashMap<>();

    TiffDirectory(ByteBuffer file) {
        this.file = file;
    }

    /** Throws if a part lies beyond the file's end, or the picture is of a kind that would be read wrongly. */
    void require(long mostPixels) {
        int start = at(4, Integer.BYTES);
        int first = at(file.getInt(start) & 0xFFFFFFFFL, Short.BYTES);
        int count = file.getShort(first) & 0xFFFF;
        int table = at(first + 2L, (long) ENTRY * count);
        for (int i = 0; i < count; i++) {
            read(table + ENTRY * i);
        }
        requireOneOf(KINDS, KIND, "kind of colours", "grey, RGB or a palette: convert it");
        requireOneOf(COMPRESSIONS, COMPRESSION, "compression", "none, CCITT, LZW, deflate or PackBits");
        if (values(SAMPLE_FORMAT).anyMatch(format -> format != UNSIGNED)) {
            throw new IllegalArgumentException(
                    "it holds signed or floating-point numbers; it must hold unsigned whole numbers: convert it");
        }
        if (values(BITS).anyMatch(bits -> bits < 1 || bits > MOST_BITS)) {
            throw new IllegalArgumentException("it has "
                    + Arrays.toString(values(BITS).toArray()) + " bits a number, which must be from 1 to " + MOST_BITS);
        }
        long tile =
                values(TILE_WIDTH).max().orElse(0) * values(TILE_HEIGHT).max().orElse(0);
        if (values(WIDTH).findAny().isEmpty() || tile < 0 || tile > mostPixels) {
            throw new IllegalArgumentException(
                    "it has tiles of " + tile + " pixels; at most " + mostPixels + " are read");
        }
        requireParts(STRIP_OFFSETS, STRIP_LENGTHS);
        requireParts(TILE_OFFSETS, TILE_LENGTHS);
    }

    private void read(int at) {
        int tag = file.getShort(at) & 0xFFFF;
        int type = file.getShort(at + 2) & 0xFFFF;
        long count = file.getInt(at + 4) & 0xFFFFFFFFL;
        if (type == 0 || type >= SIZES.length) {
            throw new IllegalArgumentException("it is damaged: entry " + tag + " has type " + type);
        }
        long bytes = count * SIZES[type];
        int start = bytes <= Integer.BYTES ? at + 8 : at(file.getInt(at + 8) & 0xFFFFFFFFL, bytes);
        if (!NEEDED.contains(tag)) {
            return;
        }
        if (entries.containsKey(tag)) {
            throw new IllegalArgumentException("it is damaged: it has entry " + tag + " twice");
        }
        if (type == SHORT || type == LONG) {
            long[] values = new long[(int) count];
            Arrays.setAll(
                    values,
                    i -> type == SHORT
                            ? file.getShort(start + i * Short.BYTES) & 0xFFFF
                            : file.getInt(start + i * Integer.BYTES) & 0xFFFFFFFFL);
            entries.put(tag, values);
        }
    }

    private LongStream values(int tag) {
        return LongStream.of(entries.getOrDefault(tag, new long[0]));
    }

    private void requireOneOf(Set<Long> allowed, int tag, String name, String rule) {
        values(tag).filter(value -> !allowed.contains(value)).findFirst().ifPresent(value -> {
            throw new IllegalArgumentException("its " + name + " has the number " + value + "; it must be " + rule);
        });
    }

    /** The parts of the picture must lie in the file, and together be no longer than it. */
    private void requireParts(int offsets, int lengths) {
        long[] starts = values(offsets).toArray();
        long[] sizes = values(lengths).toArray();
        for (int i = 0; i < Math.min(starts.length, sizes.length); i++) {
            at(starts[i], sizes[i]);
        }
        at(0, values(lengths).sum());
    }

    /** Requires that a part lies in the file. */
    private int at(long start, long bytes) {
        if (start > file.limit() - bytes) {
            throw new IllegalArgumentException("it ends too early: " + bytes + " bytes are expected at byte " + start);
        }
        return (int) start;
    }
}
