package org.autoencoder4j.backend.internal;

import java.io.EOFException;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;
import java.util.OptionalLong;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The numbers of an array or of a mapped file, one after the other as they lie in memory, more than 2 GB if need be.
 *
 * <p>It aliases that memory and copies none. Reading may be shared by threads.
 */
public final class Elements {
    private static final int SEGMENT_BITS = 30;
    private static final int SEGMENT_BYTES = 1 << SEGMENT_BITS;
    private static final int TRANSFER_BYTES = 1 << 18;
    private static final int SCAN = 4096;
    private static final int FLOAT_EXPONENT = 0x7F800000;
    private static final long DOUBLE_EXPONENT = 0x7FF0000000000000L;

    /** What owns the memory and must outlive its use. */
    private final Object owner;

    private final DataType type;
    private final long length;
    /** A segment has 2^shift numbers. */
    private final int shift;

    private final int perSegment;
    private final ByteBuffer[] segments;
    private final FloatBuffer[] floats;
    private final DoubleBuffer[] doubles;

    private Elements(Object owner, DataType type, long length, ByteBuffer[] segments) {
        this.owner = owner;
        this.type = type;
        this.length = length;
        this.shift = SEGMENT_BITS - (type == DataType.FLOAT ? 2 : 3);
        this.perSegment = 1 << shift;
        this.segments = segments;
        boolean single = type == DataType.FLOAT;
        this.floats = single
                ? Arrays.stream(segments).map(ByteBuffer::asFloatBuffer).toArray(FloatBuffer[]::new)
                : new FloatBuffer[0];
        this.doubles = single
                ? new DoubleBuffer[0]
                : Arrays.stream(segments).map(ByteBuffer::asDoubleBuffer).toArray(DoubleBuffer[]::new);
    }

    /**
     * Returns the memory of an array.
     *
     * @param array a FLOAT or DOUBLE array that is {@linkplain #isContiguous contiguous}
     * @return its numbers, in the array's own order
     */
    public static Elements of(INDArray array) {
        long bytes = array.length() * array.dataType().width();
        ByteBuffer[] segments = new ByteBuffer[segments(bytes)];
        for (int i = 0; i < segments.length; i++) {
            segments[i] = ArrayMemory.bytes(array, first(i), size(i, bytes));
        }
        return new Elements(array, array.dataType(), array.length(), segments);
    }

    /**
     * Maps a part of a file into memory.
     *
     * @param file the file, which may be closed afterwards
     * @param start the first byte
     * @param length the number of numbers
     * @param type FLOAT or DOUBLE
     * @param order their byte order
     * @return the numbers, to be read only
     * @throws IOException if the file cannot be mapped
     */
    public static Elements map(FileChannel file, long start, long length, DataType type, ByteOrder order)
            throws IOException {
        long bytes = length * type.width();
        ByteBuffer[] segments = new ByteBuffer[segments(bytes)];
        for (int i = 0; i < segments.length; i++) {
            segments[i] = file.map(FileChannel.MapMode.READ_ONLY, start + first(i), size(i, bytes))
                    .order(order);
        }
        return new Elements(segments, type, length, segments);
    }

    /**
     * Returns the numbers of a buffer, which is wrapped.
     *
     * @param bytes numbers in the byte order of this machine, at most a segment of them; it is not consumed
     * @param type FLOAT or DOUBLE
     * @return the numbers
     */
    public static Elements over(ByteBuffer bytes, DataType type) {
        ByteBuffer all = bytes.slice().order(ByteOrder.nativeOrder());
        return new Elements(all, type, all.remaining() / type.width(), new ByteBuffer[] {all});
    }

    /**
     * Tells whether an array's numbers lie one after the other, in 'c' or 'f' order as its ordering says.
     *
     * @param array an array of rank 0, 1 or 2
     * @return whether {@link #of} may be used
     */
    public static boolean isContiguous(INDArray array) {
        if (array.isEmpty() || array.length() == 1) {
            return true;
        }
        if (array.rank() == 1) {
            return array.stride(0) == 1;
        }
        int inner = array.ordering() == 'c' ? 1 : 0;
        boolean innerFits = array.size(inner) == 1 || array.stride(inner) == 1;
        boolean outerFits = array.size(1 - inner) == 1 || array.stride(1 - inner) == array.size(inner);
        return innerFits && outerFits;
    }

    /**
     * Returns the number of numbers.
     *
     * @return the length
     */
    public long length() {
        return length;
    }

    /**
     * Copies a run of numbers.
     *
     * @param from the first
     * @param count how many
     * @param target where to, of the same type
     * @param at the first place there
     */
    public void copyTo(long from, long count, Elements target, long at) {
        try {
            for (long done = 0; done < count; ) {
                int source = offset(from + done);
                int destination = target.offset(at + done);
                int run = (int) Math.min(count - done, Math.min(perSegment - source, target.perSegment - destination));
                if (type == DataType.FLOAT) {
                    target.floats[target.segment(at + done)].put(
                            destination, floats[segment(from + done)], source, run);
                } else {
                    target.doubles[target.segment(at + done)].put(
                            destination, doubles[segment(from + done)], source, run);
                }
                done += run;
            }
        } finally {
            target.written();
            Reference.reachabilityFence(owner);
        }
    }

    /**
     * Copies a run of numbers to places that are a stride apart.
     *
     * @param from the first
     * @param count how many
     * @param target where to, of the same type
     * @param at the first place there
     * @param stride the distance from one place to the next
     */
    public void scatterTo(long from, long count, Elements target, long at, long stride) {
        try {
            for (long i = 0; i < count; i++) {
                long source = from + i;
                long destination = at + i * stride;
                if (type == DataType.FLOAT) {
                    float value = floats[segment(source)].get(offset(source));
                    target.floats[target.segment(destination)].put(target.offset(destination), value);
                } else {
                    double value = doubles[segment(source)].get(offset(source));
                    target.doubles[target.segment(destination)].put(target.offset(destination), value);
                }
            }
        } finally {
            target.written();
            Reference.reachabilityFence(owner);
        }
    }

    /**
     * Finds the first number that is NaN or infinite. Cost: one pass at memory speed.
     *
     * @param from where to begin
     * @param count how many to look at
     * @return its place, or empty
     */
    public OptionalLong firstNonFinite(long from, long count) {
        try {
            int[] ints = new int[type == DataType.FLOAT ? SCAN : 0];
            long[] longs = new long[type == DataType.FLOAT ? 0 : SCAN];
            for (long at = from; at < from + count; ) {
                int run = (int) Math.min(from + count - at, Math.min(SCAN, perSegment - offset(at)));
                ByteBuffer segment = segments[segment(at)];
                int place = type == DataType.FLOAT
                        ? firstNonFinite(segment.asIntBuffer(), offset(at), ints, run)
                        : firstNonFinite(segment.asLongBuffer(), offset(at), longs, run);
                if (place >= 0) {
                    return OptionalLong.of(at + place);
                }
                at += run;
            }
            return OptionalLong.empty();
        } finally {
            Reference.reachabilityFence(owner);
        }
    }

    // A number is not finite if all bits of its exponent are set; only then is the difference below negative. The first
    // loop has no branch, so that the compiler makes vector instructions of it.
    private static int firstNonFinite(IntBuffer bits, int offset, int[] block, int count) {
        bits.get(offset, block, 0, count);
        int found = 0;
        for (int i = 0; i < count; i++) {
            found |= ((block[i] & FLOAT_EXPONENT) ^ FLOAT_EXPONENT) - 1;
        }
        int place = found < 0 ? 0 : -1;
        while (place >= 0 && (block[place] & FLOAT_EXPONENT) != FLOAT_EXPONENT) {
            place++;
        }
        return place;
    }

    private static int firstNonFinite(LongBuffer bits, int offset, long[] block, int count) {
        bits.get(offset, block, 0, count);
        long found = 0;
        for (int i = 0; i < count; i++) {
            found |= ((block[i] & DOUBLE_EXPONENT) ^ DOUBLE_EXPONENT) - 1;
        }
        int place = found < 0 ? 0 : -1;
        while (place >= 0 && (block[place] & DOUBLE_EXPONENT) != DOUBLE_EXPONENT) {
            place++;
        }
        return place;
    }

    /**
     * Writes all numbers in their byte order.
     *
     * @param channel where to
     * @throws IOException if that fails
     */
    public void writeTo(WritableByteChannel channel) throws IOException {
        try {
            for (ByteBuffer segment : segments) {
                ByteBuffer bytes = segment.duplicate();
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            }
        } finally {
            Reference.reachabilityFence(owner);
        }
    }

    /**
     * Overwrites a run of numbers.
     *
     * @param at the first place
     * @param bytes numbers of the same type in the byte order of this machine, at most a segment of them; they are not
     *     consumed
     * @return how many they were
     */
    public long set(long at, ByteBuffer bytes) {
        Elements all = over(bytes, type);
        all.copyTo(0, all.length, this, at);
        return all.length;
    }

    /**
     * Overwrites all numbers with those that a channel holds.
     *
     * @param channel where from
     * @param order the byte order there
     * @throws IOException if it cannot be read or ends too early
     */
    public void readFrom(ReadableByteChannel channel, ByteOrder order) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocateDirect(TRANSFER_BYTES).order(order);
        Elements piece = new Elements(bytes, type, TRANSFER_BYTES / type.width(), new ByteBuffer[] {bytes});
        for (long at = 0; at < length; at += piece.length) {
            int count = (int) Math.min(piece.length, length - at);
            bytes.clear().limit(count * type.width());
            while (bytes.hasRemaining()) {
                if (channel.read(bytes) < 0) {
                    throw new EOFException("ended after " + at + " of " + length + " numbers");
                }
            }
            piece.copyTo(0, count, this, at);
        }
    }

    /** Announces that numbers were written, and keeps the memory reachable until then. */
    private void written() {
        try {
            if (owner instanceof INDArray array) {
                ArrayMemory.written(array);
            }
        } finally {
            Reference.reachabilityFence(owner);
        }
    }

    private int segment(long index) {
        return (int) (index >>> shift);
    }

    private int offset(long index) {
        return (int) index & (perSegment - 1);
    }

    private static int segments(long bytes) {
        return Math.toIntExact((bytes + SEGMENT_BYTES - 1) / SEGMENT_BYTES);
    }

    private static long first(int segment) {
        return (long) segment * SEGMENT_BYTES;
    }

    private static int size(int segment, long bytes) {
        return (int) Math.min(SEGMENT_BYTES, bytes - first(segment));
    }
}
