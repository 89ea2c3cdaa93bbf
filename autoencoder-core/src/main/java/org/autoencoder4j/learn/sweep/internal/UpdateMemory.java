package org.autoencoder4j.learn.sweep.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.data.format.Npy;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What an update remembers of the sweeps before, in a checkpoint: {@code memory.npy}, if it remembers anything. */
public final class UpdateMemory {
    private static final String FILE = "memory.npy";

    private UpdateMemory() {}

    public static void write(Path folder, double[][] memory) throws IOException {
        if (memory[0].length > 0) {
            try (INDArray rows = HeapMatrix.ofRows(memory, DataType.DOUBLE)) {
                Npy.write(folder.resolve(FILE), rows);
            }
        }
    }

    /** Reads it into rows of the right size. */
    public static void read(Path folder, double[][] memory) throws IOException {
        Path file = folder.resolve(FILE);
        int width = memory[0].length;
        if (Files.exists(file) != width > 0) {
            throw new IllegalArgumentException(folder + " has " + (width > 0 ? "no " : "a ") + FILE
                    + ": it is no checkpoint of a run with this update");
        }
        if (width > 0) {
            try (INDArray rows = Npy.read(file)) {
                if (rows.rank() != 2 || rows.rows() != memory.length || rows.columns() != width) {
                    throw new IllegalArgumentException(file + " has shape " + Arrays.toString(rows.shape())
                            + "; it must be [" + memory.length + ", " + width + "]");
                }
                System.arraycopy(HeapMatrix.rows(rows), 0, memory, 0, memory.length);
            }
        }
    }
}
