package org.autoencoder4j.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.autoencoder4j.backend.Checks;
import org.jspecify.annotations.Nullable;

/**
 * What was recorded at each step of a run; not to be changed by a listener.
 *
 * <p>Up to {@value #MOST} steps it has a row for each. A longer run's history thins itself: as often as the rows become
 * more than that, each second of them goes. It then has the rows of the steps 0, {@link #every}, {@code 2 every}, ...,
 * where {@code every} is the least power of two with which they are at most {@value #MOST}; and besides always the row
 * with the least loss (the first of those with the same) and the rows of the last {@value #RECENT} steps and more. So
 * memory is bounded, and a row costs O(1) to add, on average, and to read.
 */
public final class History {
    /** How many rows a history has of steps that are no recent ones, beside the best. */
    static final int MOST = 100_000;

    /** How many of the last steps have a row each, beside the present one. */
    static final int RECENT = Divergence.WINDOW;

    /**
     * One step.
     *
     * @param step how many updates had been done
     * @param loss the training loss at that step's parameters, on that step's batch
     * @param heldOutLoss the loss on held-out samples, NaN if not measured at this step
     * @param gradientNorm the norm of the gradient
     * @param learningRate the learning rate of the update that followed
     * @param meanL0 the mean number of active units per sample
     * @param deadUnits the number of units that no sample activated
     * @param keptColumns how many columns the update before left as they were because they could not be normalised
     * @param collinearColumns how many columns had collapsed (see {@link UpdateRule.Session#collinearColumns}) when they
     *     were last counted: at step 0, at each power of two and at the end
     * @param metrics the {@linkplain Trainer#withMetric metrics} that were measured at this step and are numbers, by name
     */
    public record Row(
            long step,
            double loss,
            double heldOutLoss,
            double gradientNorm,
            double learningRate,
            double meanL0,
            int deadUnits,
            int keptColumns,
            int collinearColumns,
            Map<String, Double> metrics) {
        /**
         * Makes a row; the map is copied.
         *
         * @param step how many updates had been done
         * @param loss the training loss
         * @param heldOutLoss the loss on held-out samples or NaN
         * @param gradientNorm the norm of the gradient
         * @param learningRate the learning rate
         * @param meanL0 the mean number of active units
         * @param deadUnits the number of units that no sample activated
         * @param keptColumns how many columns could not be normalised
         * @param collinearColumns how many columns had collapsed
         * @param metrics the metrics that were measured
         */
        public Row {
            metrics = Map.copyOf(metrics);
        }

        /**
         * Returns a metric.
         *
         * @param name the name of one of {@link History#metrics}, or {@code loss} or {@code heldOutLoss}
         * @return its value, NaN if it was not measured at this step
         */
        public double metric(String name) {
            return switch (name) {
                case LOSS -> loss;
                case HELD_OUT_LOSS -> heldOutLoss;
                default -> metrics.getOrDefault(name, Double.NaN);
            };
        }

        private Row withCollinearColumns(int count) {
            return new Row(
                    step,
                    loss,
                    heldOutLoss,
                    gradientNorm,
                    learningRate,
                    meanL0,
                    deadUnits,
                    keptColumns,
                    count,
                    metrics);
        }
    }

    static final String LOSS = "loss";
    static final String HELD_OUT_LOSS = "heldOutLoss";

    private final int most;
    private final List<String> metrics;

    /** The rows of the steps 0, every, 2 every, ... but for the present one. */
    private List<Row> grid = new ArrayList<>();

    private long every = 1;

    /** How many steps came before the present one; the last of them are here, each at its number modulo the length. */
    private long settled;

    private final @Nullable Row[] recent = new Row[RECENT];
    private @Nullable Row best;
    private @Nullable Row present;

    /** Makes an empty history. */
    public History() {
        this(MOST, List.of());
    }

    History(int most, List<String> metrics) {
        this.most = most;
        this.metrics = List.copyOf(metrics);
    }

    void add(Row row) {
        settle();
        present = row;
    }

    /** The present row becomes one of those before. */
    private void settle() {
        Row row = present;
        present = null;
        if (row == null) {
            return;
        }
        if (settled % every == 0) {
            grid.add(row);
        }
        if (Double.isFinite(row.loss()) && (best == null || row.loss() < best.loss())) {
            best = row;
        }
        recent[(int) (settled % RECENT)] = row;
        settled++;
        if (grid.size() > most) {
            every *= 2;
            List<Row> all = grid;
            grid = new ArrayList<>(IntStream.range(0, (all.size() + 1) / 2)
                    .mapToObj(i -> all.get(2 * i))
                    .toList());
        }
    }

    /** Corrects the count of the last row. */
    void countCollinearColumns(int count) {
        Row row = present;
        if (row != null) {
            present = row.withCollinearColumns(count);
        }
    }

    /** Returns a copy, which shares the rows. */
    History copy() {
        History copy = beforePresent();
        copy.present = present;
        return copy;
    }

    /** Returns a copy without the row of the present step. */
    History beforePresent() {
        History copy = new History(most, metrics);
        copy.grid.addAll(grid);
        copy.every = every;
        copy.settled = settled;
        System.arraycopy(recent, 0, copy.recent, 0, RECENT);
        copy.best = best;
        return copy;
    }

    /**
     * Makes a history again from the rows of one that has ended with a present row, or of its {@link #beforePresent}.
     *
     * @throws IllegalArgumentException if they are not those that a history keeps; the message names the row
     */
    static History of(int most, HistoryCsv.Table table, boolean hasPresent) {
        History history = new History(most, table.metrics());
        List<Row> rows = table.rows();
        List<Row> before = hasPresent && !rows.isEmpty() ? rows.subList(0, rows.size() - 1) : rows;
        if (!before.isEmpty()) {
            history.restore(before);
        }
        if (before.size() < rows.size()) {
            Row last = rows.get(rows.size() - 1);
            requireFollows(last, before.size(), history.settled - 1, history.settled);
            history.present = last;
        }
        return history;
    }

    private void restore(List<Row> rows) {
        long last = rows.get(rows.size() - 1).step();
        while (last / every >= most) {
            every *= 2;
        }
        Row least = rows.stream()
                .filter(row -> Double.isFinite(row.loss()))
                .reduce((a, b) -> b.loss() < a.loss() ? b : a)
                .orElse(null);
        long before = -1;
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            long next = before >= last - RECENT ? before + 1 : Math.min(grid.size() * every, last - RECENT + 1);
            boolean isBest = row.equals(least) && row.step() > before && row.step() < next;
            requireFollows(row, i, before, isBest ? row.step() : next);
            if (row.step() % every == 0) {
                grid.add(row);
            }
            recent[(int) (row.step() % RECENT)] = row;
            before = row.step();
        }
        best = least;
        settled = last + 1;
    }

    private static void requireFollows(Row row, int index, long before, long expected) {
        if (row.step() != expected) {
            throw new IllegalArgumentException("row " + index + " (line " + (index + 2) + ") is that of step "
                    + row.step()
                    + (before < 0
                            ? "; a history begins with"
                            : ", which follows step " + before + "; it must be that of")
                    + " step " + expected);
        }
    }

    /**
     * Returns which steps have a row whatever happened at them: those whose number is a multiple of this.
     *
     * @return 1 as long as each step has a row, then 2, 4, 8, ...
     */
    public long every() {
        return every;
    }

    /**
     * Returns the names of the metrics, which are columns of the CSV file.
     *
     * @return the names, in the order in which the metrics were added
     * @see Trainer#withMetric
     */
    public List<String> metrics() {
        return metrics;
    }

    /** The rows at multiples of {@link #every}, but for the present one. */
    List<Row> grid() {
        return grid;
    }

    /** The first of the steps that have a row each. */
    private long firstRecent() {
        return Math.max(0, settled - RECENT);
    }

    /** How many rows at multiples of {@link #every} come before the recent ones. */
    private int older() {
        return (int) ((firstRecent() + every - 1) / every);
    }

    /** Whether the best row is neither a recent one nor at a multiple of {@link #every}. */
    private boolean isBestApart() {
        return best != null && best.step() < firstRecent() && best.step() % every != 0;
    }

    /**
     * Returns the number of rows.
     *
     * @return at least 0
     */
    public int size() {
        return older() + (isBestApart() ? 1 : 0) + (int) (settled - firstRecent()) + (present == null ? 0 : 1);
    }

    /**
     * Returns a row.
     *
     * @param index between 0 and {@code size() - 1}; the rows are in the order of their steps
     * @return the row
     * @throws IllegalArgumentException if there is no such row
     */
    public Row row(int index) {
        Checks.between("index", index, 0, size() - 1L);
        int sinceRecent = index - older() - (isBestApart() ? 1 : 0);
        if (sinceRecent >= 0) {
            long step = firstRecent() + sinceRecent;
            return Objects.requireNonNull(step < settled ? recent[(int) (step % RECENT)] : present);
        }
        Row apart = best;
        if (apart == null || !isBestApart() || index * every < apart.step()) {
            return grid.get(index);
        }
        return (index - 1) * every < apart.step() ? apart : grid.get(index - 1);
    }

    /**
     * Returns all rows.
     *
     * @return an immutable copy
     */
    public List<Row> rows() {
        return IntStream.range(0, size()).mapToObj(this::row).toList();
    }

    /**
     * Returns the training losses.
     *
     * @return one number for each row
     */
    public double[] losses() {
        return IntStream.range(0, size()).mapToDouble(i -> row(i).loss()).toArray();
    }

    /**
     * Writes a CSV file with a header line; numbers are written so that they read back exactly.
     *
     * @param file the file, replaced if it exists
     * @throws IOException if it cannot be written
     */
    public void toCsv(Path file) throws IOException {
        HistoryCsv.write(file, metrics, rows());
    }

    /**
     * Reads a file that {@link #toCsv} wrote.
     *
     * @param file the file
     * @return the history
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException if it is no such file, or a row of it is damaged or missing; the message names the line
     */
    public static History fromCsv(Path file) throws IOException {
        HistoryCsv.Table table = HistoryCsv.read(file);
        try {
            return of(MOST, table, true);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + " is no history: " + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        int size = size();
        return size == 0
                ? "History[empty]"
                : "History[rows=" + size + ", losses="
                        + Arrays.toString(
                                new double[] {row(0).loss(), row(size - 1).loss()})
                        + "]";
    }
}
