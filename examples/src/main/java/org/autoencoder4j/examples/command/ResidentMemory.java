package org.autoencoder4j.examples.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** How much of a process is in memory, as the Linux kernel counts it. */
public final class ResidentMemory {
    private static final String NOW = "VmRSS:";
    private static final String PEAK = "VmHWM:";

    private final Path status;

    private ResidentMemory(Path status) {
        this.status = status;
    }

    /** Opens the count of this process. Other systems than Linux have no such file, which is told. */
    public static ResidentMemory ofThisProcess() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) {
            throw new IOException("resident memory cannot be measured on " + System.getProperty("os.name")
                    + ": there is no " + status);
        }
        return new ResidentMemory(status);
    }

    /** Opens the count of another process, where the system has one. */
    public static Optional<ResidentMemory> of(long process) {
        return Optional.of(Path.of("/proc", Long.toString(process), "status"))
                .filter(Files::isReadable)
                .map(ResidentMemory::new);
    }

    /** The memory now, in units of 10^6 bytes. */
    public double megabytes() {
        return megabytes(NOW);
    }

    /** The greatest memory so far, in units of 10^6 bytes. */
    public double peakMegabytes() {
        return megabytes(PEAK);
    }

    private double megabytes(String field) {
        try {
            for (String line : Files.readAllLines(status)) {
                if (line.startsWith(field)) {
                    return Long.parseLong(line.replaceAll("\\D", "")) * 1024 / 1e6;
                }
            }
            throw new IOException(status + " has no line " + field);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
