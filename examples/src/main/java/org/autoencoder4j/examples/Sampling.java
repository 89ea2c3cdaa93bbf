package org.autoencoder4j.examples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.data.Patches;
import org.autoencoder4j.data.format.ColumnSelection;
import org.autoencoder4j.data.format.Csv;
import org.autoencoder4j.data.format.CsvHeader;
import org.autoencoder4j.data.format.CsvTable;
import org.autoencoder4j.data.format.Images;
import org.autoencoder4j.data.format.Npy;
import org.autoencoder4j.random.RandomStreams;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How a file becomes samples. It is saved beside an autoencoder, so that new files are read in the same way.
 *
 * @param kind what the file holds
 * @param columns the columns of a CSV file that are read, or "all"
 * @param header what the first line of a CSV file is
 * @param size the height and width of a patch, or the number of values in a window; 0 for a table
 * @param stride the distance from one window of a series to the next; 0 for the others
 */
record Sampling(Kind kind, String columns, CsvHeader header, int size, int stride) {
    static final String ALL = "all";
    private static final int MOST_RANDOM = 20_000;
    private static final long MOST_PATCHES = 1_000_000;
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

    /**
     * Samples, and how they were read.
     *
     * @param batches the samples
     * @param sampling how a file became samples
     * @param firstLine what the first line was taken for, of a CSV file
     */
    record Samples(Batches batches, Sampling sampling, Optional<String> firstLine) {}

    static boolean isImage(Path file) {
        return endsWith(file, IMAGES);
    }

    static boolean isCsv(Path file) {
        return endsWith(file, List.of(".csv", ".csv.gz"));
    }

    /** Reads the rows of a table, or windows of a series if the file has one column only. */
    static Samples ofTable(Path file, String columns, CsvHeader header, int window, DataType type) throws IOException {
        Sampling rows = new Sampling(Kind.TABLE, columns, header, 0, 0);
        Samples table = rows.table(file, type);
        if (table.batches().features() > 1) {
            return table;
        }
        long stride = Math.max(1, (table.batches().size() - window) / MOST_RANDOM);
        return new Sampling(Kind.SERIES, columns, header, window, Math.toIntExact(stride)).windows(file, table);
    }

    /** Cuts random patches from a picture, or all of them if there are few. */
    static Samples ofImage(Path file, Kind kind, int size, DataType type, RandomStreams streams) throws IOException {
        Sampling sampling = new Sampling(kind, ALL, CsvHeader.AUTO, size, 0);
        INDArray image = sampling.image(file, type);
        return sampling.samples(
                sampling.patches(image) <= MOST_RANDOM
                        ? Patches.all(image, size)
                        : Patches.random(image, size, MOST_RANDOM, streams));
    }

    /** Reads as before, but for the first line. */
    Sampling withHeader(CsvHeader other) {
        return new Sampling(kind, columns, other, size, stride);
    }

    /** All samples of a file, in the file's order; patches row by row. */
    Samples all(Path file, DataType type) throws IOException {
        if (isImage(file) != (kind == Kind.IMAGE || kind == Kind.CENTRED_IMAGE)) {
            throw new IllegalArgumentException(
                    file + " cannot be read as the model's samples were: they came from " + description());
        }
        return switch (kind) {
            case TABLE -> table(file, type);
            case SERIES -> windows(file, table(file, type));
            case IMAGE, CENTRED_IMAGE -> {
                INDArray image = image(file, type);
                if (patches(image) > MOST_PATCHES) {
                    throw new IllegalArgumentException(file + " has " + patches(image) + " patches; at most "
                            + MOST_PATCHES + " can be encoded: cut the picture into smaller ones");
                }
                yield samples(Patches.all(image, size));
            }
        };
    }

    /** What to do for more samples, as the end of a sentence. */
    String moreSamples() {
        return switch (kind) {
            case TABLE -> "a row is a sample; a time series stands in one column";
            case SERIES -> "give a smaller --window";
            case IMAGE, CENTRED_IMAGE -> "give a smaller --shape";
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
                .put("header", header.name().toLowerCase(Locale.ROOT))
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
                    CsvHeader.valueOf(node.path("header").asText("auto").toUpperCase(Locale.ROOT)),
                    node.path("size").asInt(),
                    node.path("stride").asInt());
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new IllegalArgumentException(file + " is damaged: " + e.getMessage(), e);
        }
    }

    private long patches(INDArray image) {
        return Math.max(0, image.rows() - size + 1L) * Math.max(0, image.columns() - size + 1L);
    }

    private INDArray image(Path file, DataType type) throws IOException {
        INDArray image = Images.read(file, type);
        if (Math.min(image.rows(), image.columns()) < size) {
            throw new IllegalArgumentException(file + " has " + image.rows() + " x " + image.columns()
                    + " pixels; a patch of " + size + " x " + size + " pixels (--shape) must fit into it");
        }
        return image;
    }

    private Samples samples(INDArray patches) {
        INDArray finished = kind == Kind.CENTRED_IMAGE ? Patches.withoutMeans(patches) : patches;
        return new Samples(Batches.of(finished), this, Optional.empty());
    }

    private Samples windows(Path file, Samples series) {
        INDArray values = series.batches().batch(0);
        if (values.length() < size) {
            throw new IllegalArgumentException(file + " has " + values.length() + " values; a window of " + size
                    + " values (--window) must fit into it");
        }
        return new Samples(Batches.of(Patches.windows(values, size, stride)), this, series.firstLine());
    }

    private Samples table(Path file, DataType type) throws IOException {
        if (isCsv(file)) {
            CsvTable table = Csv.read(file, type, selection(columns), header);
            String firstLine = table.header().isEmpty() ? "numbers" : "header: " + String.join(", ", table.header());
            return new Samples(Batches.of(table.numbers()), this, Optional.of(firstLine));
        }
        if (!endsWith(file, List.of(".npy"))) {
            throw new IllegalArgumentException(file
                    + (isImage(file)
                            ? " is a picture; a table is needed, .npy, .csv or .csv.gz"
                            : " must end with .npy, .csv, .csv.gz or, if it is a picture, .png or .jpg"));
        }
        if (!columns.equals(ALL)) {
            throw new IllegalArgumentException("--columns " + columns + " selects from a CSV file only, not " + file);
        }
        if (header != CsvHeader.AUTO) {
            throw new IllegalArgumentException("--header tells of a CSV file only, not of " + file);
        }
        return new Samples(array(file, type), this, Optional.empty());
    }

    private static Batches array(Path file, DataType type) throws IOException {
        Batches mapped = Npy.map(file);
        if (mapped.dataType() == type) {
            return mapped;
        }
        INDArray array = mapped.batch(0);
        double greatest = array.amaxNumber().doubleValue();
        if (type == DataType.FLOAT && Float.isInfinite((float) greatest)) {
            throw new IllegalArgumentException(file + " has a number of size " + greatest
                    + ", which is too large for FLOAT; read it with --dtype double");
        }
        return Batches.of(array.castTo(type));
    }

    private static ColumnSelection selection(String columns) {
        return columns.equals(ALL) ? ColumnSelection.all() : ColumnSelection.of(columns);
    }

    private static boolean endsWith(Path file, List<String> endings) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return endings.stream().anyMatch(name::endsWith);
    }
}
