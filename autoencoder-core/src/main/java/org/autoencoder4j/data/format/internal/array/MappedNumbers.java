package org.autoencoder4j.data.format.internal.array;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.autoencoder4j.backend.internal.Elements;
import org.nd4j.linalg.api.buffer.DataType;

/** The numbers of a mapped file, converted when they are copied. Threads may share them. */
sealed interface MappedNumbers {
    /** Copies a run of numbers. */
    void copyTo(long from, long count, Elements target, long at);

    /** Copies a run of numbers to places that are a stride apart. */
    void scatterTo(long from, long count, Elements target, long at, long stride);

    /** Maps the numbers of a file. */
    static MappedNumbers of(Object name, FileChannel channel, ArrayLayout layout, DataType type) throws IOException {
        if (layout.type().is(type)) {
            return new Same(Elements.map(channel, layout.start(), layout.length(), type, layout.byteOrder()));
        }
        long bytes = layout.length() * layout.type().width();
        ByteBuffer[] segments = new ByteBuffer[Math.toIntExact((bytes + Converted.SEGMENT - 1) / Converted.SEGMENT)];
        for (int i = 0; i < segments.length; i++) {
            long first = (long) i * Converted.SEGMENT;
            segments[i] = channel.map(
                    FileChannel.MapMode.READ_ONLY, layout.start() + first, Math.min(Converted.SEGMENT, bytes - first));
        }
        return new Converted(name, layout, type, segments);
    }

    /** Numbers of the type that is asked for. */
    record Same(Elements elements) implements MappedNumbers {
        @Override
        public void copyTo(long from, long count, Elements target, long at) {
            elements.copyTo(from, count, target, at);
        }

        @Override
        public void scatterTo(long from, long count, Elements target, long at, long stride) {
            elements.scatterTo(from, count, target, at, stride);
        }
    }

    /** Numbers of another type. */
    final class Converted implements MappedNumbers {
        private static final int SEGMENT = 1 << 30;

        private final Object name;
        private final ArrayLayout layout;
        private final DataType type;
        private final ByteBuffer[] segments;

        private Converted(Object name, ArrayLayout layout, DataType type, ByteBuffer[] segments) {
            this.name = name;
            this.layout = layout;
            this.type = type;
            this.segments = segments;
        }

        @Override
        public void copyTo(long from, long count, Elements target, long at) {
            convert(from, count, (piece, done) -> piece.copyTo(0, piece.length(), target, at + done));
        }

        @Override
        public void scatterTo(long from, long count, Elements target, long at, long stride) {
            convert(
                    from,
                    count,
                    (piece, done) -> piece.scatterTo(0, piece.length(), target, at + done * stride, stride));
        }

        /** What becomes of converted numbers, of which some came before. */
        @FunctionalInterface
        private interface Use {
            void of(Elements piece, long done);
        }

        private void convert(long from, long count, Use use) {
            Conversion conversion = new Conversion(name, layout, type, count);
            int width = layout.type().width();
            for (long done = 0; done < count; ) {
                long first = (from + done) * width;
                ByteBuffer segment = segments[(int) (first / SEGMENT)];
                int offset = (int) (first % SEGMENT);
                int most = Math.min(conversion.piece(), (segment.capacity() - offset) / width);
                int run = (int) Math.min(most, count - done);
                use.of(conversion.convert(segment.slice(offset, run * width), run, from + done), done);
                done += run;
            }
        }
    }
}
