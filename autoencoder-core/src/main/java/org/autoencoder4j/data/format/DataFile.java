package org.autoencoder4j.data.format;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.data.format.internal.array.ArrayNumbers;
import org.autoencoder4j.data.format.internal.array.MappedBatches;
import org.autoencoder4j.data.format.internal.array.NpzFile;
import org.autoencoder4j.data.format.internal.array.NpzMember;
import org.autoencoder4j.data.format.internal.array.ShardedBatches;
import org.autoencoder4j.data.format.tensor.Safetensors;
import org.autoencoder4j.data.format.tensor.TensorEntry;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The samples of a file of any format but pictures, whose patches or pixels may be meant: see
 * {@link org.autoencoder4j.data.Patches}.
 *
 * @param format what the file is
 * @param samples its samples, as the batch of every step
 * @param description what was read, in a few words: the type and shape in the file, and how the shape was changed if it
 *     was
 * @param firstLine of a table, what its first line was taken for: {@code numbers}, or {@code header: } and the names of
 *     the columns
 */
public record DataFile(DataFormat format, Batches samples, String description, Optional<String> firstLine) {
    /**
     * Reads a file. {@code .npy} and plain IDX files are mapped and may be larger than memory; all others are read into
     * memory. A folder is read as {@link Shards} reads it. A vector is taken for a matrix with one column. Of an array of three axes or more the first are the samples,
     * and the others become one.
     *
     * @param file the file, or a folder of {@code .npy} files
     * @param type FLOAT or DOUBLE
     * @param options what must be known of tables and archives
     * @return its samples
     * @throws IOException if the file is missing or cannot be read
     * @throws IllegalArgumentException if it is of no known format, is a picture, or is refused by the reader of its
     *     format
     */
    public static DataFile read(Path file, DataType type, DataOptions options) throws IOException {
        Checks.realType("type", type);
        if (Files.isDirectory(file)) {
            ShardedBatches shards = (ShardedBatches) Shards.of(file, type);
            return new DataFile(DataFormat.NPY, shards, shards.description(), Optional.empty());
        }
        DataFormat format = DataFormat.of(file);
        return switch (format) {
            case NPY -> mapped(format, Npy.map(file, type));
            case IDX -> Idx.isCompressed(file) ? decompressed(file, type) : mapped(format, Idx.map(file, type));
            case NPZ -> archive(file, type, options);
            case SAFETENSORS -> tensors(file, type, options);
            case TABLE -> table(Csv.read(file, type, options));
            case PICTURE ->
                throw new IllegalArgumentException(
                        file + " is a picture, whose patches may be samples; a table or an array is needed");
        };
    }

    private static DataFile mapped(DataFormat format, Batches samples) {
        return new DataFile(format, samples, ((MappedBatches) samples).layout().description(), Optional.empty());
    }

    private static DataFile decompressed(Path file, DataType type) throws IOException {
        Idx.Decompressed read = Idx.decompressed(file, type);
        Batches samples = ArrayNumbers.batches(file, read.array());
        return new DataFile(DataFormat.IDX, samples, read.layout().description(), Optional.empty());
    }

    private static DataFile archive(Path file, DataType type, DataOptions options) throws IOException {
        try (NpzFile zip = NpzFile.open(file)) {
            NpzMember member =
                    options.array().isPresent() ? zip.member(options.array().get()) : zip.onlyMatrix();
            Batches samples = ArrayNumbers.batches(file + ", array " + member.name(), zip.read(member, type));
            return new DataFile(DataFormat.NPZ, samples, member.description(), Optional.empty());
        }
    }

    private static DataFile tensors(Path file, DataType type, DataOptions options) throws IOException {
        Safetensors tensors = Safetensors.open(file);
        TensorEntry entry =
                options.array().isPresent() ? tensors.entry(options.array().get()) : tensors.onlyMatrix();
        INDArray array = tensors.array(entry.name(), type);
        boolean flattened = array.rank() > 2 && !array.isEmpty();
        INDArray rows = flattened ? array.reshape('c', array.size(0), array.length() / array.size(0)) : array;
        String shape = entry.type() + " of shape " + entry.shape();
        return new DataFile(
                DataFormat.SAFETENSORS,
                ArrayNumbers.batches(file + ", tensor " + entry.name(), rows),
                flattened ? shape + ", read as " + Arrays.toString(rows.shape()) : shape,
                Optional.empty());
    }

    private static DataFile table(CsvTable table) {
        String firstLine = table.header().isEmpty() ? "numbers" : "header: " + String.join(", ", table.header());
        INDArray numbers = table.numbers();
        return new DataFile(
                DataFormat.TABLE,
                Batches.of(numbers),
                "a table of " + numbers.rows() + " x " + numbers.columns(),
                Optional.of(firstLine));
    }
}
