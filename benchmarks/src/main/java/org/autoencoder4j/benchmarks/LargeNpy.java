package org.autoencoder4j.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.autoencoder4j.data.Batches;
import org.nd4j.linalg.api.buffer.DataType;

/** Writes batches of any size as an {@code .npy} file, block by block. */
final class LargeNpy {
    private static final int BLOCK = 4096;
    private static final int HEADER = 128;

    private LargeNpy() {}

    /** Writes the batch of step 0 where there is no file; it is complete or not there at all. */
    static void writeIfMissing(Path file, Batches batches) throws IOException {
        if (Files.exists(file)) {
            return;
        }
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Batches.Reader reader = batches.reader();
        int width = batches.dataType().width();
        ByteBuffer bytes =
                ByteBuffer.allocateDirect(width * batches.features() * BLOCK).order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel channel = FileChannel.open(
                part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            write(channel, header(batches));
            for (long from = 0; from < batches.size(); from += BLOCK) {
                long to = Math.min(from + BLOCK, batches.size());
                int count = (int) (to - from) * batches.features();
                bytes.clear().limit(width * count);
                if (batches.dataType() == DataType.FLOAT) {
                    bytes.asFloatBuffer()
                            .put(reader.rows(0, from, to).data().asNioFloat().limit(count));
                } else {
                    bytes.asDoubleBuffer()
                            .put(reader.rows(0, from, to).data().asNioDouble().limit(count));
                }
                write(channel, bytes);
            }
        }
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private static ByteBuffer header(Batches batches) {
        String text = "{'descr': '<f" + batches.dataType().width() + "', 'fortran_order': False, 'shape': ("
                + batches.size() + ", " + batches.features() + "), }";
        ByteBuffer bytes = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) 0x93)
                .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
                .put((byte) 1)
                .put((byte) 0);
        bytes.putShort((short) (HEADER - bytes.position() - Short.BYTES));
        bytes.put((text + " ".repeat(HEADER - bytes.position() - 1 - text.length()) + "\n")
                .getBytes(StandardCharsets.US_ASCII));
        return bytes.flip();
    }

    private static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
