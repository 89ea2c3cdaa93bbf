package org.autoencoder4j.examples.samples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.data.Patches;
import org.autoencoder4j.data.format.CsvHeader;
import org.autoencoder4j.data.format.DataFile;
import org.autoencoder4j.data.format.DataFormat;
import org.autoencoder4j.data.format.DataOptions;
import org.autoencoder4j.data.format.DecimalMark;
import org.autoencoder4j.data.format.Images;
import org.autoencoder4j.data.format.Npz;
import org.autoencoder4j.data.format.tensor.Safetensors;
import org.autoencoder4j.random.RandomStreams;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How a file becomes samples. It is saved beside an autoencoder, so that new files are read in the same way.
 *
 * @param kind what the file holds
 * @param table how a table of text is read
 * @param array the array of an archive that is read, or "" for its only matrix
 * @param size the height and width of a patch, or the number of values in a window; 0 for a table
 * @param stride the distance from one window of a series to the next; 0 for the others
 */
public record Sampling(Kind kind, TableText table, String array, int size, int stride) {
    private static final int MOST_RANDOM = 20_000;
    private static final long MOST_PATCHES = 1_000_000;

    /** What a file holds. */
    public enum Kind {
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
     * @param contents what the file held, in a few words
     * @param firstLine what the first line was taken for, of a table of text
     */
    public record Samples(Batches batches, Sampling sampling, String contents, Optional<String> firstLine) {
        /** Puts into the summary what was read. */
        public void tell(ObjectNode results) {
            results.put("read", contents);
            firstLine.ifPresent(line -> results.put("firstLine", line));
        }
    }

    public static boolean isImage(Path file) throws IOException {
        return DataFormat.of(file) == DataFormat.PICTURE;
    }

    static boolean isText(Path file) throws IOException {
        return DataFormat.of(file) == DataFormat.TABLE;
    }

    /** Reads the rows of a table, or windows of a series if the file has one column only. */
    public static Samples ofTable(Path file, TableText text, int window, DataType type) throws IOException {
        return ofTable(file, text, "", window, type);
    }

    /** Reads the rows of a table, perhaps one of an archive, or windows of a series if it has one column only. */
    public static Samples ofTable(Path file, TableText text, String array, int window, DataType type)
            throws IOException {
        Sampling rows = new Sampling(Kind.TABLE, text, array, 0, 0);
        Samples table = rows.table(file, type);
        if (table.batches().features() > 1) {
            return table;
        }
        long stride = Math.max(1, (table.batches().size() - window) / MOST_RANDOM);
        return new Sampling(Kind.SERIES, text, array, window, Math.toIntExact(stride)).windows(file, table);
    }

    /** Cuts random patches from a picture, or all of them if there are few. */
    public static Samples ofImage(Path file, Kind kind, int size, DataType type, RandomStreams streams)
            throws IOException {
        Sampling sampling = new Sampling(kind, TableText.USUAL, "", size, 0);
        INDArray image = sampling.image(file, type);
        return sampling.samples(
                sampling.patches(image) <= MOST_RANDOM
                        ? Patches.all(image, size)
                        : Patches.random(image, size, MOST_RANDOM, streams));
    }

    /**
     * Reads as before, but for what has no meaning for another file: the text of a table for an array, the name of an array that
     * it does not have.
     */
    public Sampling forFile(Path file) throws IOException {
        DataFormat format = DataFormat.of(file);
        TableText text = format == DataFormat.TABLE ? table : TableText.USUAL;
        return new Sampling(kind, text, names(file, format).contains(array) ? array : "", size, stride);
    }

    private static Collection<String> names(Path file, DataFormat format) throws IOException {
        return switch (format) {
            case NPZ -> Npz.names(file);
            case SAFETENSORS -> Safetensors.open(file).names();
            default -> List.of();
        };
    }

    /** Reads a table of text otherwise. */
    Sampling withTable(TableText other) {
        return new Sampling(kind, other, array, size, stride);
    }

    /** Reads another array of an archive. */
    public Sampling withArray(String other) {
        return new Sampling(kind, table, other, size, stride);
    }

    private static boolean hasArrays(DataFormat format) {
        return format == DataFormat.NPZ || format == DataFormat.SAFETENSORS;
    }

    /** All samples of a file, in the file's order; patches row by row. */
    public Samples all(Path file, DataType type) throws IOException {
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
    public String moreSamples() {
        return switch (kind) {
            case TABLE -> "a row is a sample; a time series stands in one column";
            case SERIES -> "give a smaller --window";
            case IMAGE, CENTRED_IMAGE -> "give a smaller --shape";
        };
    }

    public String description() {
        return switch (kind) {
            case TABLE -> "the rows of a table";
            case SERIES -> "windows of " + size + " values, " + stride + " apart, of a table's only column";
            case IMAGE -> "patches of " + size + " x " + size + " pixels of a picture";
            case CENTRED_IMAGE ->
                "patches of " + size + " x " + size + " pixels of a picture, each without its own mean";
        };
    }

    public void write(Path file) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode node = mapper.createObjectNode()
                .put("kind", kind.label())
                .put("columns", table.columns())
                .put("header", table.header().name().toLowerCase(Locale.ROOT))
                .put("decimal", table.decimal().name().toLowerCase(Locale.ROOT))
                .put("array", array)
                .put("size", size)
                .put("stride", stride);
        mapper.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), node);
    }

    public static Sampling read(Path file) throws IOException {
        try {
            JsonNode node = new ObjectMapper().readTree(Files.readAllBytes(file));
            Kind kind = Kind.valueOf(node.path("kind").asText("none").toUpperCase(Locale.ROOT));
            return new Sampling(
                    kind,
                    new TableText(
                            node.path("columns").asText(TableText.ALL),
                            CsvHeader.valueOf(node.path("header").asText("auto").toUpperCase(Locale.ROOT)),
                            DecimalMark.valueOf(
                                    node.path("decimal").asText("point").toUpperCase(Locale.ROOT))),
                    node.path("array").asText(""),
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
        return new Samples(Batches.of(finished), this, "a picture", Optional.empty());
    }

    private Samples windows(Path file, Samples series) {
        INDArray values = series.batches().batch(0);
        if (values.length() < size) {
            throw new IllegalArgumentException(file + " has " + values.length() + " values; a window of " + size
                    + " values (--window) must fit into it");
        }
        Batches windows = Batches.of(Patches.windows(values, size, stride));
        return new Samples(windows, this, series.contents(), series.firstLine());
    }

    private Samples table(Path file, DataType type) throws IOException {
        DataFormat format = DataFormat.of(file);
        if (format == DataFormat.PICTURE) {
            throw new IllegalArgumentException(file
                    + " is a picture; a table is needed, .npy, .npz, .safetensors, .csv or another of a sample a row");
        }
        if (!table.columns().equals(TableText.ALL) && format != DataFormat.TABLE) {
            throw new IllegalArgumentException(
                    "--columns " + table.columns() + " selects from a CSV file only, not " + file);
        }
        if (table.header() != CsvHeader.AUTO && format != DataFormat.TABLE) {
            throw new IllegalArgumentException("--header tells of a CSV file only, not of " + file);
        }
        if (table.decimal() != DecimalMark.POINT && format != DataFormat.TABLE) {
            throw new IllegalArgumentException("--decimal tells of a CSV file only, not of " + file);
        }
        if (!array.isEmpty() && !hasArrays(format)) {
            throw new IllegalArgumentException(
                    "--array " + array + " selects from an .npz or .safetensors file only, not " + file);
        }
        DataOptions options = table.options();
        DataFile read = DataFile.read(file, type, array.isEmpty() ? options : options.withArray(array));
        return new Samples(read.samples(), this, read.description(), read.firstLine());
    }
}
