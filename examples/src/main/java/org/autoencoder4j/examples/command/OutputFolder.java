package org.autoencoder4j.examples.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.autoencoder4j.html.HtmlReport;
import org.autoencoder4j.picture.Picture;

/**
 * A folder that an example fills. Each file appears complete or not at all and replaces one of the same name; what is
 * there stays until then. There is a {@code summary.json} only once a run is over: the first file that a run writes
 * takes that of an earlier run away.
 */
public final class OutputFolder {
    private static final String SUMMARY = "summary.json";
    private static final Pattern PICTURE = Pattern.compile(".*\\.(png|svg|html)");
    private static final String UNFINISHED = ".autoencoder4j-unfinished-file-";

    private final Path path;
    private final List<String> undrawn = new ArrayList<>();
    private final Map<String, String> digests = new TreeMap<>();
    private final List<Picture> drawn = new ArrayList<>();

    /**
     * Makes the folder if there is none, removes what an earlier run left if it was killed, and sees to it that files can be
     * written there before anything is computed.
     */
    OutputFolder(Path path) throws IOException {
        this.path = path;
        Files.createDirectories(path);
        try (DirectoryStream<Path> left = Files.newDirectoryStream(path, UNFINISHED + "*")) {
            for (Path file : left) {
                Files.deleteIfExists(file);
            }
        }
        Files.delete(Files.createFile(path.resolve(UNFINISHED + SUMMARY)));
    }

    /** Writes a file's content to a path. */
    @FunctionalInterface
    public interface Content {
        void writeTo(Path file) throws IOException;
    }

    public Path path() {
        return path;
    }

    public void file(String name, Content content) throws IOException {
        requireNoFolder(name);
        Path unfinished = path.resolve(UNFINISHED + name);
        try {
            content.writeTo(unfinished);
            if (!name.equals(SUMMARY) && !PICTURE.matcher(name).matches()) {
                digests.put(name, FileDigest.of(unfinished));
            }
            Files.deleteIfExists(path.resolve(SUMMARY));
            Files.move(
                    unfinished,
                    path.resolve(name),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private void requireNoFolder(String name) throws IOException {
        if (Files.isDirectory(path.resolve(name))) {
            throw new FileAlreadyExistsException(
                    path.resolve(name).toString(),
                    null,
                    "it is a folder where a file is to be; choose another --out DIR");
        }
    }

    public void csv(String name, Table table) throws IOException {
        file(name, file -> Files.writeString(file, table.csv(), UTF_8));
    }

    /**
     * Draws and writes a picture as PNG and SVG. One that cannot be drawn is remembered, and the run goes on: its numbers are
     * worth more.
     *
     * @param name of both files, without their endings
     */
    public void picture(String name, Supplier<Picture> drawing) throws IOException {
        Picture picture;
        String svg;
        try {
            picture = drawing.get();
            svg = picture.svg();
        } catch (CancellationException e) {
            throw e;
        } catch (RuntimeException | OutOfMemoryError e) {
            undrawn.add(name + " (" + e + ")");
            return;
        }
        drawn.add(picture);
        file(name + ".png", picture::png);
        file(name + ".svg", file -> Files.writeString(file, svg, UTF_8));
    }

    /** All pictures so far, in the order in which they were written, on a page. */
    public HtmlReport picturesOn(HtmlReport page) {
        return drawn.isEmpty() ? page : page.with(Picture.beside(drawn));
    }

    /** A sentence about the pictures that could not be drawn, if there are any. */
    public Optional<String> undrawn() {
        return undrawn.isEmpty()
                ? Optional.empty()
                : Optional.of("everything is written but these pictures, which could not be drawn: "
                        + String.join(", ", undrawn));
    }

    public void json(String name, JsonNode node) throws IOException {
        file(name, file -> new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(file.toFile(), node));
    }

    /** By what each file is known again, but for pictures, which may differ where fonts do. */
    ObjectNode digests() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        digests.forEach(node::put);
        return node;
    }
}
