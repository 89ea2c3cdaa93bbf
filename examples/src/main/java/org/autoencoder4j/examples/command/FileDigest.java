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

/** By what a file is known again: the SHA-256 of its first 64 MiB, or if it is longer of these and its length. */
public final class FileDigest {
    private static final int MOST = 1 << 26;
    private static final int PIECE = 1 << 16;

    private FileDigest() {}

    /** Digests a file, or all the files in a folder, in the order of their names, with these. */
    public static String of(Path path) throws IOException {
        MessageDigest digest = sha256();
        if (!Files.isDirectory(path)) {
            add(digest, path);
        } else {
            for (Path file : files(path)) {
                digest.update((path.relativize(file) + "\n").getBytes(StandardCharsets.UTF_8));
                add(digest, file);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static void add(MessageDigest digest, Path file) throws IOException {
        long left = MOST;
        try (InputStream content = Files.newInputStream(file)) {
            byte[] piece = new byte[PIECE];
            for (int count = content.read(piece); count >= 0 && left > 0; count = content.read(piece)) {
                digest.update(piece, 0, (int) Math.min(left, count));
                left -= count;
            }
        }
        long length = Files.size(file);
        if (length > MOST) {
            digest.update(Long.toString(length).getBytes(StandardCharsets.UTF_8));
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
