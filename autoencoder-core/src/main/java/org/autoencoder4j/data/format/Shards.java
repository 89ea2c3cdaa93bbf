package org.autoencoder4j.data.format;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.data.format.internal.array.MappedBatches;
import org.autoencoder4j.data.format.internal.array.NpyHeader;
import org.autoencoder4j.data.format.internal.array.ShardedBatches;
import org.nd4j.linalg.api.buffer.DataType;

/** Samples in several files, as activations of large networks are kept. */
public final class Shards {
    private static final String ENDING = ".npy";

    private Shards() {}

    /**
     * Maps all {@code .npy} files of a folder, not of the folders in it, and returns their rows, file after file, as the
     * batch of every step. Files are taken in the order of their names, compared character by character: so {@code 10.npy}
     * comes before {@code 2.npy}, and {@code 02.npy} before {@code 10.npy}; those without rows add none. Each is read as {@link Npy#map(Path, DataType)}
     * reads it; none must be changed as long as the batches are in use.
     *
     * @param folder the folder, with at least one such file
     * @param type FLOAT or DOUBLE
     * @return the batches, of that type; their reader throws {@link IllegalArgumentException}, which names the file and the
     *     row in it, if a number that it reads is NaN or infinite, or too large for FLOAT
     * @throws IOException if the folder is missing or no folder, or a file cannot be read
     * @throws IllegalArgumentException if there is no such file or none has a row, one is refused, or two have different numbers of features
     */
    public static Batches of(Path folder, DataType type) throws IOException {
        Checks.realType("type", type);
        if (!Files.isDirectory(folder)) {
            throw new NotDirectoryException(folder.toString());
        }
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> file.toString().endsWith(ENDING) && Files.isRegularFile(file))
                    .sorted((a, b) -> name(a).compareTo(name(b)))
                    .toList();
        }
        if (files.isEmpty()) {
            throw new IllegalArgumentException(folder + " has no file whose name ends with " + ENDING);
        }
        List<MappedBatches> shards = new ArrayList<>();
        for (Path file : files) {
            if (isEmpty(file)) {
                continue;
            }
            MappedBatches shard = (MappedBatches) Npy.map(file, type);
            if (!shards.isEmpty() && shard.features() != shards.get(0).features()) {
                throw new IllegalArgumentException(file + " has " + shard.features() + " features and "
                        + shards.get(0).file() + " has " + shards.get(0).features()
                        + "; all must have the same number");
            }
            shards.add(shard);
        }
        if (shards.isEmpty()) {
            throw new IllegalArgumentException(
                    folder + " has " + files.size() + " files whose names end with " + ENDING + ", and none has a row");
        }
        return new ShardedBatches(folder, shards);
    }

    /** Whether a file is an array without rows, as the last of many may be. */
    private static boolean isEmpty(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return NpyHeader.read(file, channel, channel.size()).rows() == 0;
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
