package org.autoencoder4j.train;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.autoencoder4j.backend.Checks;

/** What was recorded at each step of a run. Grows by one row a step; not to be changed by a listener. */
public final class History {
    private static final String HEADER =
            "step,loss,heldOutLoss,gradientNorm,learningRate,meanL0,deadUnits,keptColumns," + "collinearColumns";

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
            int collinearColumns) {
        private Row withCollinearColumns(int count) {
            return new Row(step, loss, heldOutLoss, gradientNorm, learningRate, meanL0, deadUnits, keptColumns, count);
        }

        private String csv() {
            return step + "," + loss + "," + heldOutLoss + "," + gradientNorm + "," + learningRate + "," + meanL0 + ","
                    + deadUnits + "," + keptColumns + "," + collinearColumns;
        }

        private static Row parse(String line) {
            String[] f = line.split(",", -1);
            if (f.length != 9) {
                throw new IllegalArgumentException("it has " + f.length + " fields, which must be 9");
            }
            return new Row(
                    Long.parseLong(f[0]),
                    Double.parseDouble(f[1]),
                    Double.parseDouble(f[2]),
                    Double.parseDouble(f[3]),
                    Double.parseDouble(f[4]),
                    Double.parseDouble(f[5]),
                    Integer.parseInt(f[6]),
                    Integer.parseInt(f[7]),
                    Integer.parseInt(f[8]));
        }
    }

    private final List<Row> rows = new ArrayList<>();

    /** Makes an empty history. */
    public History() {}

    void add(Row row) {
        rows.add(row);
    }

    /** Corrects the count of the last row. */
    void countCollinearColumns(int count) {
        int last = rows.size() - 1;
        rows.set(last, rows.get(last).withCollinearColumns(count));
    }

    History copy() {
        History copy = new History();
        copy.rows.addAll(rows);
        return copy;
    }

    /**
     * Returns the number of rows.
     *
     * @return at least 0
     */
    public int size() {
        return rows.size();
    }

    /**
     * Returns a row.
     *
     * @param index between 0 and {@code size() - 1}
     * @return the row
     * @throws IllegalArgumentException if there is no such row
     */
    public Row row(int index) {
        Checks.between("index", index, 0, rows.size() - 1L);
        return rows.get(index);
    }

    /**
     * Returns all rows.
     *
     * @return an immutable copy
     */
    public List<Row> rows() {
        return List.copyOf(rows);
    }

    /**
     * Returns the training losses.
     *
     * @return one number for each row
     */
    public double[] losses() {
        return rows.stream().mapToDouble(Row::loss).toArray();
    }

    /**
     * Writes a CSV file with a header line; numbers are written so that they read back exactly.
     *
     * @param file the file, replaced if it exists
     * @throws IOException if it cannot be written
     */
    public void toCsv(Path file) throws IOException {
        String body = rows.stream().map(Row::csv).collect(Collectors.joining("\n"));
        Files.writeString(file, HEADER + "\n" + body + (rows.isEmpty() ? "" : "\n"), StandardCharsets.UTF_8);
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
        List<String> lines = lines(file);
        String header = lines.isEmpty() ? "" : lines.get(0);
        if (!HEADER.equals(header)) {
            throw new IllegalArgumentException(
                    file + " begins with \"" + header + "\"; a history begins with \"" + HEADER + "\"");
        }
        History history = new History();
        for (int i = 1; i < lines.size(); i++) {
            try {
                history.append(Row.parse(lines.get(i)));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        file + ", line " + (i + 1) + " is no row of a history: " + e.getMessage(), e);
            }
        }
        return history;
    }

    private static List<String> lines(Path file) throws IOException {
        try {
            return Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (MalformedInputException e) {
            throw new IllegalArgumentException(file + " is no history: it is no text in UTF-8", e);
        }
    }

    private void append(Row row) {
        long before =
                rows.isEmpty() ? row.step() - 1 : rows.get(rows.size() - 1).step();
        if (row.step() != before + 1) {
            throw new IllegalArgumentException("step " + row.step() + " follows step " + before);
        }
        rows.add(row);
    }

    @Override
    public String toString() {
        return rows.isEmpty() ? "History[empty]" : "History[rows=" + size() + ", losses=" + ends() + "]";
    }

    private String ends() {
        double[] losses = losses();
        return Arrays.toString(new double[] {losses[0], losses[losses.length - 1]});
    }
}
