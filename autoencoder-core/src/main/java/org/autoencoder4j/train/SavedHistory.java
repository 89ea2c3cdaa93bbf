package org.autoencoder4j.train;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.autoencoder4j.storage.SavedFolder;

/**
 * A history in a checkpoint. Full blocks of rows lie in saved folders of their own, which the next checkpoint shares with
 * this one by links to the same files, so that only what is new is written; the rows that fill no block are written anew.
 */
final class SavedHistory {
    static final int BLOCK = 4096;

    private static final String PREFIX = "history-every-";
    private static final String REST = "history.csv";
    private static final String ROWS = "rows.csv";
    private static final String SUMS = "SHA256SUMS";

    private SavedHistory() {}

    /**
     * Writes a history into a checkpoint that is being made.
     *
     * @param before the checkpoint before, if there is one; blocks that it has are not written again
     */
    static void write(History history, Path checkpoint, Optional<Path> before) throws IOException {
        List<History.Row> grid = history.grid();
        int blocks = grid.size() / BLOCK;
        for (int block = 0; block < blocks; block++) {
            String name = name(history.every(), block);
            Optional<Path> there = before.map(b -> b.resolve(name)).filter(SavedFolder::exists);
            if (there.isPresent()) {
                link(there.get(), Files.createDirectory(checkpoint.resolve(name)));
            } else {
                List<History.Row> rows = grid.subList(block * BLOCK, (block + 1) * BLOCK);
                SavedFolder.write(
                        checkpoint.resolve(name),
                        folder -> HistoryCsv.write(folder.resolve(ROWS), history.metrics(), rows));
            }
        }
        long inBlocks = history.every() * blocks * BLOCK;
        HistoryCsv.write(
                checkpoint.resolve(REST),
                history.metrics(),
                history.rows().stream()
                        .filter(row -> row.step() >= inBlocks || row.step() % history.every() != 0)
                        .toList());
    }

    /** Reads what {@link #write} wrote, and verifies the blocks. */
    static History read(Path checkpoint) throws IOException {
        HistoryCsv.Table rest = HistoryCsv.read(checkpoint.resolve(REST));
        List<History.Row> rows = new ArrayList<>(rest.rows());
        try (DirectoryStream<Path> blocks = Files.newDirectoryStream(checkpoint, PREFIX + "*")) {
            for (Path block : blocks) {
                rows.addAll(HistoryCsv.read(SavedFolder.verified(block).resolve(ROWS))
                        .rows());
            }
        }
        rows.sort(Comparator.comparingLong(History.Row::step));
        try {
            return History.of(History.MOST, new HistoryCsv.Table(rest.metrics(), rows), false);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the history in " + checkpoint + " is none: " + e.getMessage(), e);
        }
    }

    private static String name(long every, int block) {
        return PREFIX + every + "-from-" + every * block * BLOCK;
    }

    /** Where files cannot be linked, they are copied. */
    private static void link(Path from, Path to) throws IOException {
        for (String name : List.of(ROWS, SUMS)) {
            try {
                Files.createLink(to.resolve(name), from.resolve(name));
            } catch (UnsupportedOperationException | FileSystemException e) {
                Files.copy(from.resolve(name), to.resolve(name));
            }
        }
    }
}
