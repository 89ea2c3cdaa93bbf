package org.autoencoder4j.storage.internal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Files and folders that appear complete or not at all, and that a crash of the system does not undo.
 *
 * <p>They are written in a hidden folder beside their place, forced to the disk and renamed. A file in the hidden folder
 * is locked as long as its writer lives, so {@link #sweep} can tell what a killed writer left from what is being written.
 */
public final class Unfinished implements Closeable {
    private static final String PREFIX = ".autoencoder4j-unfinished-";
    private static final String UUID_PATTERN = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
    private static final Pattern NAME = Pattern.compile(Pattern.quote(PREFIX) + UUID_PATTERN + "\\." + UUID_PATTERN);

    /** Tells the hidden folders of this process: a lock held here is lost if its file is opened and closed once more. */
    private static final String PROCESS = PREFIX + UUID.randomUUID() + ".";

    private static final String LOCK = "lock";
    private static final String CONTENT = "content";

    /** The folders that were swept before a file was written: once is enough, where many files go into one. */
    private static final Set<Path> SWEPT = ConcurrentHashMap.newKeySet();

    private final Path home;
    private final FileChannel lock;

    private Unfinished(Path home, FileChannel lock) {
        this.home = home;
        this.lock = lock;
    }

    /** What is written. */
    @FunctionalInterface
    public interface Content {
        /**
         * Writes a file, or the files of a folder.
         *
         * @param path a file that does not exist yet, or an empty folder; it has another name until all is written
         * @throws IOException if it cannot be written
         */
        void write(Path path) throws IOException;
    }

    /**
     * Writes a file; one that is there already is replaced. Before the first file of a folder, what killed writers left
     * there is deleted.
     *
     * @param file the file, in a folder that exists
     * @param content what goes into it; if it fails, nothing is left
     * @throws IOException if it cannot be written
     */
    public static void file(Path file, Content content) throws IOException {
        if (isInUnfinished(file)) {
            Files.deleteIfExists(file);
            content.write(file);
            return;
        }
        Path parent = parent(file);
        if (SWEPT.add(parent)) {
            sweep(parent);
        }
        try (Unfinished unfinished = in(parent)) {
            content.write(unfinished.content());
            force(unfinished.content());
            Files.move(unfinished.content(), file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
        force(parent);
    }

    /**
     * Makes a folder with its content; its parents are made, too. What killed writers left beside it is deleted first.
     *
     * @param folder the folder, which must not exist yet
     * @param content what goes into it; if it fails, nothing is left
     * @throws IOException if the folder exists or cannot be written
     */
    public static void folder(Path folder, Content content) throws IOException {
        if (Files.exists(folder)) {
            throw new FileAlreadyExistsException(folder.toString(), null, "it is written into a new folder only");
        }
        if (isInUnfinished(folder)) {
            content.write(Files.createDirectories(folder));
            return;
        }
        make(folder, content, made -> move(made, folder));
    }

    /**
     * Makes a folder with its content in the place of another, which is moved away just before the new one appears, and
     * deleted once it is there.
     *
     * @param folder the folder, which must exist
     * @param content what goes into it; if it fails, nothing has changed
     * @throws IOException if it cannot be written, or what it replaced cannot be deleted
     */
    public static void replace(Path folder, Content content) throws IOException {
        try (Unfinished old = in(parent(folder))) {
            make(folder, content, made -> {
                move(folder, old.content());
                try {
                    move(made, folder);
                } catch (IOException e) {
                    move(old.content(), folder);
                    throw e;
                }
            });
        }
    }

    private static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    /** What is written into a folder that is itself unfinished appears with it, and is forced to the disk with it. */
    private static boolean isInUnfinished(Path path) {
        for (Path name : path.toAbsolutePath()) {
            if (name.toString().startsWith(PROCESS)) {
                return true;
            }
        }
        return false;
    }

    private static void make(Path folder, Content content, Content appearance) throws IOException {
        Path parent = parent(folder);
        directories(parent);
        sweep(parent);
        try (Unfinished unfinished = in(parent)) {
            content.write(Files.createDirectory(unfinished.content()));
            forceAll(unfinished.content());
            appearance.write(unfinished.content());
        }
        force(parent);
    }

    /**
     * Makes a folder and those above it, where they do not exist, so that a crash does not undo it.
     *
     * @param folder the folder
     * @throws IOException if it cannot be made
     */
    public static void directories(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path parent = folder.toAbsolutePath().getParent();
        if (parent != null) {
            directories(parent);
        }
        Files.createDirectories(folder);
        if (parent != null) {
            force(parent);
        }
    }

    /**
     * Deletes a folder and all that is in it: at once under its name, then in truth. If the process is killed between,
     * {@link #sweep} deletes the rest.
     *
     * @param folder the folder
     * @throws IOException if it cannot be deleted
     */
    public static void delete(Path folder) throws IOException {
        try (Unfinished unfinished = in(parent(folder))) {
            move(folder, unfinished.content());
        }
    }

    /**
     * Deletes what writers that no longer live left in a folder, and nothing else. What cannot be deleted stays.
     *
     * @param folder the folder
     * @throws IOException if the folder cannot be listed
     */
    public static void sweep(Path folder) throws IOException {
        try (DirectoryStream<Path> homes = Files.newDirectoryStream(folder, PREFIX + "*")) {
            for (Path home : homes) {
                String name = String.valueOf(home.getFileName());
                if (NAME.matcher(name).matches() && !name.startsWith(PROCESS)) {
                    sweepHome(home);
                }
            }
        }
    }

    private static void sweepHome(Path home) {
        Path file = home.resolve(LOCK);
        try {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                if (channel.tryLock() == null) {
                    return;
                }
                deleteAll(home.resolve(CONTENT));
                Files.deleteIfExists(file);
            } catch (NoSuchFileException e) {
                // Its writer was killed before it made the file, or just after it deleted it.
            }
            Files.deleteIfExists(home);
        } catch (IOException | OverlappingFileLockException e) {
            // Another's, perhaps of another class loader, or one that is just beginning: it is left as it is.
        }
    }

    /** A new hidden folder with its lock. Another process may sweep it away before it is locked: then one more. */
    private static Unfinished in(Path parent) throws IOException {
        Optional<Unfinished> made = Optional.empty();
        while (made.isEmpty()) {
            made = tryIn(parent);
        }
        return made.get();
    }

    private static Optional<Unfinished> tryIn(Path parent) throws IOException {
        Path home = Files.createDirectory(parent.resolve(PROCESS + UUID.randomUUID()));
        Path file = home.resolve(LOCK);
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            if (isLocked(channel) && Files.exists(file)) {
                return Optional.of(new Unfinished(home, channel));
            }
            channel.close();
            return Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            Files.deleteIfExists(home);
            throw e;
        }
    }

    /** Where files cannot be locked, nobody else can lock this one either, and it is never swept away. */
    private static boolean isLocked(FileChannel channel) {
        try {
            return channel.tryLock() != null;
        } catch (IOException e) {
            return true;
        }
    }

    private Path content() {
        return home.resolve(CONTENT);
    }

    /** Deletes the hidden folder with all that is still in it. */
    @Override
    public void close() throws IOException {
        try (lock) {
            deleteAll(content());
            Files.deleteIfExists(home.resolve(LOCK));
        }
        Files.deleteIfExists(home);
    }

    private static Path parent(Path path) {
        Path parent = path.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IllegalArgumentException(path + " is the root of a file system; it must lie in a folder");
        }
        return parent;
    }

    private static void deleteAll(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> entries = Files.walk(path)) {
            for (Path entry : entries.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(entry);
            }
        }
    }

    private static void forceAll(Path folder) throws IOException {
        try (Stream<Path> entries = Files.walk(folder)) {
            for (Path entry : entries.toList()) {
                force(entry);
            }
        }
    }

    private static void force(Path path) throws IOException {
        boolean isFolder = Files.isDirectory(path);
        try (FileChannel channel =
                FileChannel.open(path, isFolder ? StandardOpenOption.READ : StandardOpenOption.WRITE)) {
            channel.force(true);
        } catch (AccessDeniedException e) {
            // Windows opens no folder, and keeps what is in it without being asked.
            if (!isFolder) {
                throw e;
            }
        }
    }
}
