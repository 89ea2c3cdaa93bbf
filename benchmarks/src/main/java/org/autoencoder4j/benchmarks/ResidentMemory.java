package org.autoencoder4j.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much of this process is in memory, as the Linux kernel counts it. */
final class ResidentMemory {
    private static final Path STATUS = Path.of("/proc/self/status");

    private ResidentMemory() {}

    /** Fails on systems that do not tell. */
    static void require() throws IOException {
        if (!Files.isReadable(STATUS)) {
            throw new IOException("resident memory cannot be measured on " + System.getProperty("os.name")
                    + ": there is no " + STATUS + ", which Linux has");
        }
    }

    /** Returns the bytes that are in memory now. */
    static long now() throws IOException {
        return bytes("VmRSS:");
    }

    /** Returns the most bytes that have been in memory at a time. */
    static long peak() throws IOException {
        return bytes("VmHWM:");
    }

    private static long bytes(String field) throws IOException {
        require();
        for (String line : Files.readAllLines(STATUS)) {
            if (line.startsWith(field)) {
                return 1024 * Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        throw new IOException(STATUS + " has no line " + field);
    }
}
