package org.autoencoder4j.data.format;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.data.format.internal.array.ArrayLayout;
import org.autoencoder4j.data.format.internal.array.MappedBatches;
import org.autoencoder4j.data.format.internal.array.NpyHeader;
import org.autoencoder4j.data.format.internal.array.ShardedBatches;
import org.autoencoder4j.data.format.tensor.Safetensors;
import org.autoencoder4j.data.format.tensor.TensorEntry;
import org.autoencoder4j.data.format.tensor.TensorType;
import org.autoencoder4j.data.format.tensor.internal.NumberType;
import org.nd4j.linalg.api.buffer.DataType;

/** Samples in several files, as activations of large networks are kept. */
public final class Shards {
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
        return of(
                folder,
                ".npy",
                file -> isEmpty(file) ? Optional.empty() : Optional.of((MappedBatches) Npy.map(file, type)));
    }

    /**
     * Maps a tensor of the same name in all {@code .safetensors} files of a folder, and returns their rows as {@link #of} does
     * those of {@code .npy} files: its first axis are the samples, all others their features.
     *
     * @param folder the folder, with at least one such file
     * @param tensor the name of the tensor, which each file must have
     * @param type FLOAT or DOUBLE
     * @return the batches, of that type; their reader throws {@link IllegalArgumentException}, which names the file and the
     *     row in it, if a number that it reads is NaN or infinite, or too large for FLOAT
     * @throws IOException if the folder is missing or no folder, or a file cannot be read
     * @throws IllegalArgumentException if there is no such file or none has a row, one is refused or has no such tensor, or two
     *     have different numbers of features
     */
    public static Batches ofSafetensors(Path folder, String tensor, DataType type) throws IOException {
        Checks.realType("type", type);
        return of(folder, ".safetensors", file -> tensor(file, tensor, type));
    }

    /** Opens a file; empty if it has no row, as the last of many may. */
    @FunctionalInterface
    private interface Opener {
        Optional<MappedBatches> open(Path file) throws IOException;
    }

    private static Batches of(Path folder, String ending, Opener opener) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new NotDirectoryException(folder.toString());
        }
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> file.toString().endsWith(ending) && Files.isRegularFile(file))
                    .sorted((a, b) -> name(a).compareTo(name(b)))
                    .toList();
        }
        if (files.isEmpty()) {
            throw new IllegalArgumentException(folder + " has no file whose name ends with " + ending);
        }
        List<MappedBatches> shards = new ArrayList<>();
        for (Path file : files) {
            Optional<MappedBatches> shard = opener.open(file);
            if (shard.isPresent()) {
                requireSameFeatures(shards, shard.get());
                shards.add(shard.get());
            }
        }
        if (shards.isEmpty()) {
            throw new IllegalArgumentException(
                    folder + " has " + files.size() + " files whose names end with " + ending + ", and none has a row");
        }
        return new ShardedBatches(folder, shards);
    }

    private static void requireSameFeatures(List<MappedBatches> before, MappedBatches shard) {
        if (!before.isEmpty() && shard.features() != before.get(0).features()) {
            throw new IllegalArgumentException(shard.file() + " has " + shard.features() + " features and "
                    + before.get(0).file() + " has " + before.get(0).features()
                    + "; all must have the same number");
        }
    }

    private static Optional<MappedBatches> tensor(Path file, String name, DataType type) throws IOException {
        Safetensors tensors = Safetensors.open(file);
        TensorEntry entry = tensors.entry(name);
        if (entry.length() == 0) {
            return Optional.empty();
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ArrayLayout layout = new ArrayLayout(
                    numbers(entry.type()), ByteOrder.LITTLE_ENDIAN, 'c', entry.shape(), tensors.position(entry));
            return Optional.of(MappedBatches.of(file, channel, layout, type));
        }
    }

    private static NumberType numbers(TensorType type) {
        return switch (type) {
            case F16 -> NumberType.FLOAT16;
            case BF16 -> NumberType.BFLOAT16;
            case F32 -> NumberType.FLOAT32;
            case F64 -> NumberType.FLOAT64;
            case BOOL -> NumberType.BOOLEAN;
            case I8 -> NumberType.INT8;
            case U8 -> NumberType.UINT8;
            case I16 -> NumberType.INT16;
            case U16 -> NumberType.UINT16;
            case I32 -> NumberType.INT32;
            case U32 -> NumberType.UINT32;
            case I64 -> NumberType.INT64;
            case U64 -> NumberType.UINT64;
        };
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
