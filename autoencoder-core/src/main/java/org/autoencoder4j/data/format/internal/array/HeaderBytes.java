package org.autoencoder4j.data.format.internal.array;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;

/** The first bytes of a channel of known length, of which no more is asked for than there is. */
final class HeaderBytes {
    private final ReadableByteChannel channel;
    private final long size;
    private int taken;

    private HeaderBytes(ReadableByteChannel channel, long size) {
        this.channel = channel;
        this.size = size;
    }

    /** What is made of a header. */
    @FunctionalInterface
    interface Parser {
        ArrayLayout parse(HeaderBytes bytes) throws IOException;
    }

    /** Parses a header; whatever is wrong with it is told with the name and what it is then not. */
    static ArrayLayout parse(Object name, String what, ReadableByteChannel channel, long size, Parser parser)
            throws IOException {
        try {
            return parser.parse(new HeaderBytes(channel, size));
        } catch (EOFException e) {
            throw new IllegalArgumentException(name + " is " + what + ": it ends within its header", e);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(name + " is " + what + ": its shape overflows", e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + " is " + what + " that can be read: " + e.getMessage(), e);
        }
    }

    ByteBuffer take(int count) throws IOException {
        if (count > size - taken) {
            throw new EOFException();
        }
        ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                throw new EOFException();
            }
        }
        taken += count;
        return bytes.flip();
    }

    int littleShort() throws IOException {
        return take(2).getShort(0) & 0xFFFF;
    }

    long littleInt() throws IOException {
        return take(4).getInt(0) & 0xFFFFFFFFL;
    }

    long bigInt() throws IOException {
        return take(4).order(ByteOrder.BIG_ENDIAN).getInt(0) & 0xFFFFFFFFL;
    }

    /** How many bytes were taken. */
    int taken() {
        return taken;
    }
}
