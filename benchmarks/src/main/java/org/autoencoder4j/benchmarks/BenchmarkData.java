package org.autoencoder4j.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder in which the data of all contestants lie: {@code PERF_DATA}, or one for temporary files. */
final class BenchmarkData {
    private BenchmarkData() {}

    /** Returns the place of a file in the folder, which is made. */
    static Path file(String name) throws IOException {
        String folder = System.getenv("PERF_DATA");
        Path path = folder == null
                ? Path.of(System.getProperty("java.io.tmpdir")).resolve("autoencoder4j-bench")
                : Path.of(folder);
        return Files.createDirectories(path.toAbsolutePath()).resolve(name);
    }
}
