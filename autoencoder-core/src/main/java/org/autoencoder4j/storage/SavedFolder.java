package org.autoencoder4j.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.autoencoder4j.progress.Work;
import org.autoencoder4j.storage.internal.Unfinished;

/**
 * A folder whose content is vouched for: {@code SHA256SUMS} in it gives the SHA-256 of each other file, in the form that
 * {@code sha256sum -c SHA256SUMS} checks. All that this library saves is such a folder. One may hold others: of these
 * only their own {@code SHA256SUMS} is listed, which vouches for the rest.
 *
 * <p>A saved folder appears complete or not at all, and stays after a crash of the system. Nothing is to be added to it:
 * a file too many is as wrong as one too few. A link to a folder that is no saved one counts as a file, and is not
 * followed.
 */
public final class SavedFolder {
    private static final String SUMS = "SHA256SUMS";
    private static final Pattern LINE = Pattern.compile("([0-9a-f]{64})  (.+)");
    private static final int PIECE = 1 << 16;

    private SavedFolder() {}

    /** What goes into a folder. */
    @FunctionalInterface
    public interface Content {
        /**
         * Writes the files.
         *
         * @param folder an empty folder, which has another name until all is written
         * @throws IOException if a file cannot be written
         */
        void write(Path folder) throws IOException;
    }

    /**
     * Makes a folder with its content and the sums; its parents are made, too. What killed writers left beside it is
     * deleted. Cost: the content is read once, in small pieces.
     *
     * @param folder the folder, which must not exist yet
     * @param content what goes into it; if it fails, nothing is left
     * @throws IOException if the folder exists or cannot be written
     */
    public static void write(Path folder, Content content) throws IOException {
        Unfinished.folder(folder, withSums(content));
    }

    /**
     * Does what {@link #write} does; but a saved folder of that name is replaced, if it has only its own files. If the
     * content fails, it stays; a process that is killed in the instant in which one takes the other's place may leave
     * neither.
     *
     * @param folder the folder
     * @param content what goes into it
     * @throws IOException if the folder holds anything else or cannot be written
     */
    public static void replace(Path folder, Content content) throws IOException {
        if (!Files.exists(folder)) {
            write(folder, content);
        } else {
            requireReplaceable(folder);
            Unfinished.replace(folder, withSums(content));
        }
    }

    /**
     * Requires that {@link #replace} would not refuse a folder.
     *
     * @param folder the folder, which need not exist
     * @throws IOException if it holds anything but a saved folder with only its own files
     */
    public static void requireReplaceable(Path folder) throws IOException {
        if (Files.exists(folder) && !hasOnlyItsFiles(folder)) {
            throw new FileAlreadyExistsException(
                    folder.toString(), null, "it holds something else, which is not to be lost; choose another place");
        }
    }

    private static Unfinished.Content withSums(Content content) {
        return unfinished -> {
            content.write(unfinished);
            StringBuilder sums = new StringBuilder();
            for (Map.Entry<String, Path> file : files(unfinished).entrySet()) {
                sums.append(sha256(file.getValue()))
                        .append("  ")
                        .append(file.getKey())
                        .append('\n');
            }
            Files.writeString(unfinished.resolve(SUMS), sums, StandardCharsets.UTF_8);
        };
    }

    /**
     * Requires that a folder holds what was written into it and nothing else. Saved folders in it are verified when they
     * are read. Cost: the content is read once, in small pieces.
     *
     * @param folder the folder
     * @return the folder
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException if it is no saved folder, or a file is missing, was added or has changed
     */
    public static Path verified(Path folder) throws IOException {
        SortedMap<String, String> sums = sums(folder);
        SortedMap<String, Path> files = files(folder);
        requireSameNames(folder, sums, files);
        for (Map.Entry<String, Path> file : files.entrySet()) {
            String expected = sums.get(file.getKey());
            String actual = sha256(file.getValue());
            if (!actual.equals(expected)) {
                throw new IllegalArgumentException(file.getValue() + " has SHA-256 " + actual + " but "
                        + folder.resolve(SUMS) + " says " + expected
                        + ": one of the two was changed or damaged; bring back the folder as it was saved");
            }
        }
        return folder;
    }

    /**
     * Tells whether something is a saved folder, be it damaged or not.
     *
     * @param folder the folder
     * @return whether it is there and has sums
     */
    public static boolean exists(Path folder) {
        return Files.isRegularFile(folder.resolve(SUMS));
    }

    /**
     * Tells whether a folder, with the saved folders in it, holds the files that were written into it and no other. Their
     * content is not looked at.
     *
     * @param folder the folder
     * @return whether it does; no if it is no saved folder
     * @throws IOException if it cannot be read
     */
    public static boolean hasOnlyItsFiles(Path folder) throws IOException {
        try {
            SortedMap<String, Path> files = files(folder);
            requireSameNames(folder, sums(folder), files);
            for (Path file : files.values()) {
                if (file.endsWith(SUMS) && !hasOnlyItsFiles(file.resolveSibling(""))) {
                    return false;
                }
            }
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static void requireSameNames(Path folder, SortedMap<String, String> sums, SortedMap<String, Path> files) {
        for (String name : sums.keySet()) {
            if (!files.containsKey(name)) {
                throw new IllegalArgumentException(folder.resolve(SUMS) + " lists " + name
                        + ", which is missing from the folder; bring back the folder as it was saved");
            }
        }
        for (Map.Entry<String, Path> file : files.entrySet()) {
            if (!sums.containsKey(file.getKey())) {
                throw new IllegalArgumentException(file.getValue() + " is not listed in " + folder.resolve(SUMS)
                        + "; if it was added later, move it out of the folder");
            }
        }
    }

    private static SortedMap<String, String> sums(Path folder) throws IOException {
        Path file = folder.resolve(SUMS);
        if (!Files.exists(folder)) {
            throw new NoSuchFileException(folder.toString());
        }
        if (!exists(folder)) {
            throw new IllegalArgumentException(folder + " has no file " + SUMS
                    + ": it was not saved by this version of the library. Arrays in it can be read with Npy.read; make"
                    + " the object from them and save it anew");
        }
        SortedMap<String, String> sums = new TreeMap<>();
        for (String line : new String(Files.readAllBytes(file), StandardCharsets.UTF_8).split("\n", -1)) {
            Matcher entry = LINE.matcher(line);
            boolean isEntry = entry.matches();
            if (isEntry ? sums.put(entry.group(2), entry.group(1)) != null : !line.isEmpty()) {
                throw new IllegalArgumentException(file + " is damaged: a line of it must be a SHA-256 in hexadecimal"
                        + " digits, two spaces and the name of a file that no other line has");
            }
        }
        return sums;
    }

    /** The files for which the sums of a folder vouch, by their names in it. */
    private static SortedMap<String, Path> files(Path folder) throws IOException {
        SortedMap<String, Path> files = new TreeMap<>();
        collect(folder, "", files);
        files.remove(SUMS);
        return files;
    }

    private static void collect(Path folder, String prefix, SortedMap<String, Path> files) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : entries.toList()) {
                String name = prefix + entry.getFileName();
                if (exists(entry)) {
                    files.put(name + "/" + SUMS, entry.resolve(SUMS));
                } else if (!Files.isDirectory(entry) || Files.isSymbolicLink(entry)) {
                    files.put(name, entry);
                } else {
                    collect(entry, name + "/", files);
                }
            }
        }
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream content = Files.newInputStream(file);
                Work work = Work.begin("checksum of " + file.getFileName() + ": bytes", Files.size(file))) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] piece = new byte[PIECE];
            for (int count = content.read(piece); count >= 0; count = content.read(piece)) {
                digest.update(piece, 0, count);
                work.advance(count);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
