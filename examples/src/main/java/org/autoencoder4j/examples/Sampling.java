package org.autoencoder4j.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.data.ColumnSelection;
import org.autoencoder4j.data.Csv;
import org.autoencoder4j.data.Images;
import org.autoencoder4j.data.Npy;
import org.autoencoder4j.data.Patches;
import org.autoencoder4j.random.RandomStreams;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/**
 * How a file becomes samples. It is saved beside a model, so that new files are read in the same way.
 *
 * @param kind what the file holds
 * @param columns the columns of a CSV file that are read, or "all"
 * @param size the height and width of a patch, or the number of values in a window; 0 for a table
 * @param stride the distance from one window of a series to the next; 0 for the others
 */
record Sampling(Kind kind, String columns, int size, int stride) {
    private static final String ALL = "all";
    private static final int MOST_RANDOM = 20_000;
    private static final long MOST_PATCHES = 1_000_000;
    private static final long MOST_BYTES_READ = 1L << 28;
    private static final List<String> IMAGES =
            List.of(".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".wbmp");

    /** What a file holds. */
    enum Kind {
        /** A sample a row. */
        TABLE,
        /** One column of numbers in time; samples are windows of it. */
        SERIES,
        /** A picture; samples are its patches. */
        IMAGE,
        /** A picture; samples are its patches, from each of which its own mean is taken. */
        CENTRED_IMAGE;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Samples for training, and how they were read. */
    record Samples(Batches batches, Sampling sampling) {}

    static boolean isImage(Path file) {
        return endsWith(file, IMAGES);
    }

    /** Reads the rows of a table, or windows of a series if the file has one column only. */
    static Samples ofTable(Path file, String columns, int window, DataType type) throws IOException {
        Batches table = table(file, columns, type);
        if (table.features() > 1) {
            return new Samples(table, new Sampling(Kind.TABLE, columns, 0, 0));
        }
        long stride = Math.max(1, (table.size() - window) / MOST_RANDOM);
        Sampling sampling = new Sampling(Kind.SERIES, columns, window, Math.toIntExact(stride));
        return new Samples(sampling.all(file, type), sampling);
    }

    /** Cuts random patches from a picture, or all of them if there are few. */
    static Samples ofImage(Path file, Kind kind, int size, DataType type, RandomStreams streams) throws IOException {
        Sampling sampling = new Sampling(kind, ALL, size, 0);
        INDArray image = Images.read(file, type);
        INDArray patches = sampling.patches(image) <= MOST_RANDOM
                ? Patches.all(image, size)
                : Patches.random(image, size, MOST_RANDOM, streams);
        return new Samples(Batches.of(sampling.finish(patches)), sampling);
    }

    /** All samples of a file, in the file's order; patches row by row. */
    Batches all(Path file, DataType type) throws IOException {
        if (isImage(file) != (kind == Kind.IMAGE || kind == Kind.CENTRED_IMAGE)) {
            throw new IllegalArgumentException(
                    file + " cannot be read as the model's samples were: they came from " + description());
        }
        return switch (kind) {
            case TABLE -> table(file, columns, type);
            case SERIES -> Batches.of(Patches.windows(table(file, columns, type).batch(0), size, stride));
            case IMAGE, CENTRED_IMAGE -> {
                INDArray image = Images.read(file, type);
                if (patches(image) > MOST_PATCHES) {
                    throw new IllegalArgumentException(file + " has " + patches(image) + " patches; at most "
                            + MOST_PATCHES + " can be encoded: cut the picture into smaller ones");
                }
                yield Batches.of(finish(Patches.all(image, size)));
            }
        };
    }

    String description() {
        return switch (kind) {
            case TABLE -> "the rows of a table";
            case SERIES -> "windows of " + size + " values, " + stride + " apart, of a table's only column";
            case IMAGE -> "patches of " + size + " x " + size + " pixels of a picture";
            case CENTRED_IMAGE ->
                "patches of " + size + " x " + size + " pixels of a picture, each without its own mean";
        };
    }

    void write(Path file) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode node = mapper.createObjectNode()
                .put("kind", kind.label())
                .put("columns", columns)
                .put("size", size)
                .put("stride", stride);
        mapper.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), node);
    }

    static Sampling read(Path file) throws IOException {
        try {
            JsonNode node = new ObjectMapper().readTree(Files.readAllBytes(file));
            Kind kind = Kind.valueOf(node.path("kind").asText("none").toUpperCase(Locale.ROOT));
            return new Sampling(
                    kind,
                    node.path("columns").asText(ALL),
                    node.path("size").asInt(),
                    node.path("stride").asInt());
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new IllegalArgumentException(file + " is damaged: " + e.getMessage(), e);
        }
    }

    private long patches(INDArray image) {
        return Math.max(0, image.rows() - size + 1L) * Math.max(0, image.columns() - size + 1L);
    }

    private INDArray finish(INDArray patches) {
        return kind == Kind.CENTRED_IMAGE ? Patches.withoutMeans(patches) : patches;
    }

    private static Batches table(Path file, String columns, DataType type) throws IOException {
        if (endsWith(file, List.of(".csv", ".csv.gz"))) {
            return Batches.of(Csv.read(file, type, selection(columns)));
        }
        if (!endsWith(file, List.of(".npy"))) {
            throw new IllegalArgumentException(
                    file + " must end with .npy, .csv, .csv.gz or, if it is a picture, .png or .jpg");
        }
        if (!columns.equals(ALL)) {
            throw new IllegalArgumentException("--columns " + columns + " selects from a CSV file only, not " + file);
        }
        return array(file, type);
    }

    /** Reads small files, which may hold a vector too, and maps large ones. */
    private static Batches array(Path file, DataType type) throws IOException {
        if (Files.size(file) > MOST_BYTES_READ) {
            Batches mapped = Npy.map(file);
            return mapped.dataType() == type
                    ? mapped
                    : Batches.of(mapped.batch(0).castTo(type));
        }
        INDArray array = Npy.read(file);
        return Batches.of((array.rank() == 1 ? array.reshape(array.length(), 1) : array).castTo(type));
    }

    private static ColumnSelection selection(String columns) {
        return columns.equals(ALL) ? ColumnSelection.all() : ColumnSelection.of(columns);
    }

    private static boolean endsWith(Path file, List<String> endings) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return endings.stream().anyMatch(name::endsWith);
    }
}
