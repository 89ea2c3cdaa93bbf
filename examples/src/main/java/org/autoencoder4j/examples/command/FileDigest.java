package org.autoencoder4j.examples.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** By what a file or a folder is known again: its SHA-256. Reads all of it, some hundred megabytes a second. */
public final class FileDigest {
    private static final int PIECE = 1 << 16;

    private FileDigest() {}

    /** Digests a file, or in a folder the name, the length and the content of each file, in the order of the names. */
    public static String of(Path path) throws IOException {
        return of(path, path.resolveSibling(""));
    }

    /** Does the same without what lies in a folder within it. */
    static String of(Path path, Path without) throws IOException {
        MessageDigest digest = sha256();
        if (!Files.isDirectory(path)) {
            add(digest, path);
        } else {
            for (String name : names(path, without)) {
                Path file = path.resolve(name);
                digest.update((name + "\n" + Files.size(file) + "\n").getBytes(StandardCharsets.UTF_8));
                add(digest, file);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The same on every system. */
    private static List<String> names(Path folder, Path without) throws IOException {
        Path left = without.toAbsolutePath().normalize();
        Path whole = folder.toAbsolutePath().normalize();
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> whole.startsWith(left)
                            || !file.toAbsolutePath().normalize().startsWith(left))
                    .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        }
    }

    private static void add(MessageDigest digest, Path file) throws IOException {
        try (InputStream content = Files.newInputStream(file)) {
            byte[] piece = new byte[PIECE];
            for (int count = content.read(piece); count >= 0; count = content.read(piece)) {
                digest.update(piece, 0, count);
            }
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
