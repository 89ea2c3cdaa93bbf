package org.autoencoder4j.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import javax.imageio.ImageIO;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/**
 * A folder that an example fills. Each file appears complete or not at all and replaces one of the same name. There is
 * a {@code summary.json} only once a run is over.
 */
final class OutputFolder {
    private static final String UNFINISHED = ".autoencoder4j-unfinished-file-";

    private final Path path;

    /** Makes the folder if there is none, and removes the summary of an earlier run and what it left if it was killed. */
    OutputFolder(Path path) throws IOException {
        this.path = path;
        Files.createDirectories(path);
        Files.deleteIfExists(path.resolve("summary.json"));
        try (DirectoryStream<Path> left = Files.newDirectoryStream(path, UNFINISHED + "*")) {
            for (Path file : left) {
                Files.deleteIfExists(file);
            }
        }
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
        Path unfinished = path.resolve(UNFINISHED + name);
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
