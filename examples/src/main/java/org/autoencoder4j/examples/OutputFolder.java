package org.autoencoder4j.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/**
 * A folder that an example fills. Each file appears complete or not at all and replaces one of the same name. There is
 * a {@code summary.json} only once a run is over.
 */
final class OutputFolder {
    private final Path path;

    /** Makes the folder if there is none, and removes the summary of an earlier run. */
    OutputFolder(Path path) throws IOException {
        this.path = path;
        Files.createDirectories(path);
        Files.deleteIfExists(path.resolve("summary.json"));
    }

    /** Writes a file's content to a path. */
    @FunctionalInterface
    interface Content {
        void writeTo(Path file) throws IOException;
    }

    Path path() {
        return path;
    }

    void file(String name, Content content) throws IOException {
        Path unfinished = path.resolve("unfinished-" + name);
        try {
            content.writeTo(unfinished);
            Files.move(
                    unfinished,
                    path.resolve(name),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    /**
     * Requires that a folder can be filled: that there is none of that name, or one that an example filled.
     *
     * @param name of the folder
     * @param mark a file in it that shows that an example filled it
     */
    void requireOwn(String name, String mark) throws IOException {
        Path folder = path.resolve(name);
        if (Files.exists(folder) && !Files.exists(folder.resolve(mark))) {
            throw new FileAlreadyExistsException(
                    folder.toString(), null, "it holds something else; choose another --out DIR");
        }
    }

    /** Fills a folder, which replaces one of the same name that an example filled. */
    void folder(String name, String mark, Content content) throws IOException {
        requireOwn(name, mark);
        Path unfinished = path.resolve("unfinished-" + name);
        delete(unfinished);
        Files.createDirectory(unfinished);
        try {
            content.writeTo(unfinished);
            delete(path.resolve(name));
            Files.move(unfinished, path.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            delete(unfinished);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    void csv(String name, Table table) throws IOException {
        file(name, file -> Files.writeString(file, table.csv(), UTF_8));
    }

    void png(String name, BufferedImage image) throws IOException {
        file(name, file -> {
            if (!ImageIO.write(image, "png", file.toFile())) {
                throw new IOException("this Java cannot write PNG files");
            }
        });
    }

    void json(String name, JsonNode node) throws IOException {
        file(name, file -> new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(file.toFile(), node));
    }
}
