package org.autoencoder4j.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.autoencoder4j.data.internal.NewFolder;

/** Writes and finds checkpoints: folders {@code step-000000000042} that appear complete or not at all. */
record Checkpoints(Path folder, long every) {
    private static final int KEPT = 2;

    void maybeWrite(UpdateRule.Session<?> session, History history) {
        long step = history.row(history.size() - 1).step();
        if (step % every != 0) {
            return;
        }
        try {
            Path target = folder.resolve(String.format("step-%012d", step));
            if (Files.exists(target)) {
                return;
            }
            NewFolder.write(target, unfinished -> {
                session.save(session(unfinished));
                history.toCsv(unfinished.resolve("history.csv"));
            });
            List<Path> all = complete(folder);
            for (Path old : all.subList(0, Math.max(0, all.size() - KEPT))) {
                NewFolder.delete(old);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("checkpoint of step " + step + " cannot be written to " + folder, e);
        }
    }

    void requireNone() {
        try {
            if (Files.isDirectory(folder) && !complete(folder).isEmpty()) {
                throw new IllegalStateException("folder " + folder
                        + " holds checkpoints of an earlier run: resume that run, or use another folder");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("folder " + folder + " cannot be listed", e);
        }
    }

    static Path newest(Path folder) throws IOException {
        List<Path> all = Files.isDirectory(folder) ? complete(folder) : List.of();
        if (all.isEmpty()) {
            throw new NoSuchFileException(folder.toString(), null, "there is no checkpoint in this folder");
        }
        return all.get(all.size() - 1);
    }

    static Path session(Path checkpoint) {
        return checkpoint.resolve("session");
    }

    /** The history up to, but without, the checkpoint's own step, which is evaluated again. */
    static History history(Path checkpoint) throws IOException {
        History written = History.fromCsv(checkpoint.resolve("history.csv"));
        History before = new History();
        written.rows().subList(0, written.size() - 1).forEach(before::add);
        return before;
    }

    private static List<Path> complete(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(p -> p.getFileName().toString().startsWith("step-"))
                    .sorted()
                    .toList();
        }
    }
}
