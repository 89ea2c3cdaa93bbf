package org.autoencoder4j.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.autoencoder4j.progress.Work;
import org.autoencoder4j.storage.SavedFolder;
import org.autoencoder4j.storage.internal.Unfinished;
import org.autoencoder4j.train.StopReason.Kind;

/**
 * Writes and finds checkpoints: saved folders {@code autoencoder4j-checkpoint-000000000042} that appear complete or not
 * at all. Each has what the session, the history and the stopping rule need to go on with that step as if they had not
 * seen it. What else lies in the folder, whatever its name, is neither read nor deleted.
 */
record Checkpoints(Path folder, long every) {
    private static final int KEPT = 2;
    private static final String PREFIX = "autoencoder4j-checkpoint-";
    private static final Pattern NAME = Pattern.compile(PREFIX + "[0-9]{12,18}");

    boolean isDue(long step) {
        return step % every == 0;
    }

    /** Writes a checkpoint if it is time for one; says why the run must end if it cannot be written. */
    Optional<StopReason> maybeWrite(UpdateRule.Session<?> session, History history, SavedFolder.Content more) {
        long step = history.row(history.size() - 1).step();
        if (!isDue(step)) {
            return Optional.empty();
        }
        try {
            write(step, session, history, more);
            return Optional.empty();
        } catch (CancellationException e) {
            Work.requireInterrupted(e);
            return Optional.of(interrupted(step));
        } catch (ClosedByInterruptException e) {
            return Optional.of(interrupted(step));
        } catch (IOException | UncheckedIOException e) {
            return Optional.of(new StopReason(
                    Kind.CHECKPOINT_FAILED,
                    "the checkpoint of step " + step + " cannot be written to " + folder + " (" + e
                            + "); the result is usable. To go on, see to the folder and its disk, then resume"));
        }
    }

    private StopReason interrupted(long step) {
        return new StopReason(
                Kind.INTERRUPTED,
                "the thread was interrupted as the checkpoint of step " + step + " was written, which is "
                        + (isCheckpoint(place(step)) ? "there" : "not there") + "; the result is usable");
    }

    private Path place(long step) {
        return folder.resolve(String.format(Locale.ROOT, PREFIX + "%012d", step));
    }

    private void write(long step, UpdateRule.Session<?> session, History history, SavedFolder.Content more)
            throws IOException {
        Path target = place(step);
        if (isCheckpoint(target)) {
            return;
        }
        List<Path> all = all(folder);
        Optional<Path> before = all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
        SavedFolder.write(target, unfinished -> {
            session.save(session(unfinished));
            SavedHistory.write(history.beforePresent(), unfinished, before);
            more.write(unfinished);
        });
        deleteOld(folder);
    }

    private static void deleteOld(Path folder) throws IOException {
        List<Path> all = all(folder);
        for (Path old : all.subList(0, Math.max(0, all.size() - KEPT))) {
            if (SavedFolder.hasOnlyItsFiles(old)) {
                Unfinished.delete(old);
            }
        }
    }

    /** Whether checkpoints are written to a folder. */
    boolean isIn(Path other) {
        return folder.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
    }

    /** Makes the folder ready for a new run. */
    void begin() {
        try {
            Unfinished.directories(folder);
            if (!all(folder).isEmpty()) {
                throw new IllegalStateException("folder " + folder
                        + " holds checkpoints of an earlier run: resume that run, or use another folder");
            }
            Unfinished.sweep(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("folder " + folder + " cannot hold checkpoints", e);
        }
    }

    /** Finds the newest checkpoint, requires that it is as it was written, and deletes what a killed run did not. */
    static Path newest(Path folder) throws IOException {
        List<Path> all = Files.isDirectory(folder) ? all(folder) : List.of();
        if (all.isEmpty()) {
            throw new NoSuchFileException(folder.toString(), null, "there is no checkpoint in this folder");
        }
        Path newest = SavedFolder.verified(all.get(all.size() - 1));
        Unfinished.sweep(folder);
        deleteOld(folder);
        return newest;
    }

    static Path session(Path checkpoint) {
        return checkpoint.resolve("session");
    }

    private static List<Path> all(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(Checkpoints::isCheckpoint)
                    .sorted(Comparator.comparingLong(Checkpoints::step))
                    .toList();
        }
    }

    private static boolean isCheckpoint(Path path) {
        return NAME.matcher(name(path)).matches() && SavedFolder.exists(path);
    }

    static long step(Path checkpoint) {
        return Long.parseLong(name(checkpoint).substring(PREFIX.length()));
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }
}
