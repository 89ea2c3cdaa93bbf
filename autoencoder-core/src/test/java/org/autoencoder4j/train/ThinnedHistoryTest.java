package org.autoencoder4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.autoencoder4j.storage.SavedFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A history that has become too long for all of its rows, against the rows that its Javadoc says it keeps. */
class ThinnedHistoryTest {
    private static final int MOST = 40;

    private static History.Row row(long step, double loss) {
        return new History.Row(step, loss, Double.NaN, 1, 1, 1, 0, 0, 0, Map.of());
    }

    /** Losses that fall, or those of a walk whose least lies anywhere. */
    private static List<History.Row> rows(int count, int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<History.Row> rows = new ArrayList<>();
        double loss = 0;
        for (int step = 0; step < count; step++) {
            loss += seed == 0 ? -1 : random.nextInt(-3, 4);
            rows.add(row(step, loss));
        }
        return rows;
    }

    private static List<History.Row> kept(List<History.Row> all) {
        int last = all.size() - 1;
        long every = 1;
        while ((last - 1) / every + 1 > MOST) {
            every *= 2;
        }
        long stride = every;
        double least =
                all.stream().limit(last).mapToDouble(History.Row::loss).min().orElse(0);
        long best = all.stream()
                .filter(row -> row.loss() == least)
                .findFirst()
                .map(History.Row::step)
                .orElse(0L);
        return all.stream()
                .filter(row -> row.step() % stride == 0 || row.step() >= last - History.RECENT || row.step() == best)
                .toList();
    }

    private static HistoryCsv.Table table(List<History.Row> rows) {
        return new HistoryCsv.Table(List.of(), rows);
    }

    private static History history(List<History.Row> rows) {
        History history = new History(MOST, List.of());
        rows.forEach(history::add);
        return history;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void hasTheFirstTheLastTheBestAndEachSoManieth(int seed) {
        List<History.Row> all = rows(700, seed);
        History history = new History(MOST, List.of());
        for (int count = 1; count <= all.size(); count++) {
            history.add(all.get(count - 1));
            List<History.Row> expected = kept(all.subList(0, count));
            assertEquals(expected, history.rows(), "after " + count + " steps");
            assertEquals(expected.size(), history.size());
            assertEquals(expected, history.copy().rows());
        }
        assertEquals(32, history.every());
        assertTrue(history.size() <= MOST + History.RECENT + 2);
        assertThrows(IllegalArgumentException.class, () -> history.row(history.size()));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void goesOnFromItsRowsAsIfItHadNotBeenWritten(int seed) {
        List<History.Row> all = rows(400, seed);
        for (int count = 1; count < all.size(); count += 3) {
            History before = history(all.subList(0, count)).beforePresent();
            History read = History.of(MOST, table(before.rows()), false);
            assertEquals(before.rows(), read.rows());
            History ended = history(all.subList(0, count));
            assertEquals(
                    ended.rows(), History.of(MOST, table(ended.rows()), true).rows());
            for (History.Row row : all.subList(count - 1, all.size())) {
                read.add(row);
            }
            assertEquals(history(all).rows(), read.rows(), "resumed at step " + (count - 1));
        }
    }

    @Test
    void aRowThatIsMissingOrTooManyIsNoticed() {
        List<History.Row> all = rows(300, 1);
        List<History.Row> rows = history(all).rows();
        for (int missing = 0; missing < rows.size() - 1; missing++) {
            List<History.Row> fewer = new ArrayList<>(rows);
            History.Row row = fewer.remove(missing);
            boolean isBest = row.loss()
                    == rows.stream().mapToDouble(History.Row::loss).min().orElseThrow();
            if (!isBest || row.step() % 8 == 0) {
                assertThrows(
                        IllegalArgumentException.class, () -> History.of(MOST, table(fewer), true), "without " + row);
            }
        }
        List<History.Row> more = new ArrayList<>(rows);
        more.add(1, all.get(1));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> History.of(MOST, table(more), true))
                .getMessage()
                .contains("line 3"));
    }

    @Test
    void aCheckpointSharesTheBlocksOfTheOneBefore(@TempDir Path folder) throws Exception {
        History history = new History();
        List<History.Row> all = rows(3 * SavedHistory.BLOCK + 100, 2);
        all.subList(0, 2 * SavedHistory.BLOCK + 50).forEach(history::add);
        Path first = folder.resolve("first");
        SavedFolder.write(first, in -> SavedHistory.write(history.beforePresent(), in, Optional.empty()));
        all.subList(2 * SavedHistory.BLOCK + 50, all.size()).forEach(history::add);
        Path second = folder.resolve("second");
        SavedFolder.write(second, in -> SavedHistory.write(history.beforePresent(), in, Optional.of(first)));
        assertEquals(2, blocks(first).size());
        assertEquals(3, blocks(second).size());
        for (Path block : blocks(first)) {
            Path same = second.resolve(block.getFileName());
            assertTrue(Files.isSameFile(block.resolve("rows.csv"), same.resolve("rows.csv")), "written once");
        }
        assertTrue(Files.size(second.resolve("history.csv"))
                < Files.size(blocks(second).get(0).resolve("rows.csv")));
        assertEquals(
                history.beforePresent().rows(),
                SavedHistory.read(SavedFolder.verified(second)).rows());
        byte[] rows = Files.readAllBytes(blocks(second).get(1).resolve("rows.csv"));
        rows[rows.length / 2] ^= 1;
        Files.write(blocks(second).get(1).resolve("rows.csv"), rows);
        assertThrows(IllegalArgumentException.class, () -> SavedHistory.read(second));
    }

    private static List<Path> blocks(Path checkpoint) throws Exception {
        try (Stream<Path> all = Files.list(checkpoint)) {
            return all.filter(Files::isDirectory).sorted().toList();
        }
    }

    @Test
    void aLongHistoryIsReadBackFromItsFile(@TempDir Path folder) throws Exception {
        History history = new History();
        IntStream.range(0, 2 * History.MOST + 5).forEach(step -> history.add(row(step, 1.0 / (step + 1))));
        Path file = folder.resolve("history.csv");
        history.toCsv(file);
        assertEquals(history.rows(), History.fromCsv(file).rows());
        assertEquals(4, history.every());
    }
}
