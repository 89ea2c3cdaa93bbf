package org.autoencoder4j.check.consistency;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * The rows of a study as CSV. After each row a complete file takes the place of the old one in a single step, so that it
 * is whole whenever the program ends.
 */
final class ConsistencyFile {
    private static final String HEADER =
            "sparsity,delta,noise,level,successes,trials,rate,wilson95Low,wilson95High,study";
    private static final int FIELDS = 10;
    private static final double LEVEL = 0.95;

    private final Path path;
    private final IntFunction<String> study;
    private final List<String> lines = new ArrayList<>();
    private final Map<ConsistencyPoint, ConsistencyRow> rows = new LinkedHashMap<>();

    /** Reads the rows that are there already, whose fingerprints must be those of this study at their sparsity. */
    ConsistencyFile(Path path, IntFunction<String> study) throws IOException {
        this.path = path;
        this.study = study;
        if (!Files.exists(path)) {
            lines.add(HEADER);
            return;
        }
        lines.addAll(Files.readAllLines(path));
        if (lines.isEmpty() || !lines.get(0).equals(HEADER)) {
            throw new IllegalArgumentException(path + " does not begin with the line " + HEADER);
        }
        for (String line : lines.subList(1, lines.size())) {
            ConsistencyRow row = parse(line);
            rows.put(row.point(), row);
        }
    }

    private ConsistencyRow parse(String line) {
        String[] fields = line.split(",", -1);
        if (fields.length != FIELDS) {
            throw new IllegalArgumentException(
                    path + " has the line \"" + line + "\"; it must have the fields " + HEADER);
        }
        int sparsity = Integer.parseInt(fields[0]);
        String expected = study.apply(sparsity);
        if (!fields[FIELDS - 1].equals(expected)) {
            throw new IllegalArgumentException(
                    path + " has rows of study " + fields[FIELDS - 1] + " and this one is " + expected
                            + ": dictionary, code law, activation, seed or number of samples differ; use another file");
        }
        ConsistencyPoint point = new ConsistencyPoint(
                sparsity, Double.parseDouble(fields[1]), Double.parseDouble(fields[2]), Double.parseDouble(fields[3]));
        return new ConsistencyRow(point, new Proportion(Long.parseLong(fields[4]), Long.parseLong(fields[5])));
    }

    Map<ConsistencyPoint, ConsistencyRow> rows() {
        return rows;
    }

    void append(ConsistencyRow row) throws IOException {
        lines.add(format(row));
        rows.put(row.point(), row);
        Path written = Files.write(path.resolveSibling(path.getFileName() + ".part"), lines);
        Files.move(written, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private String format(ConsistencyRow row) {
        ConsistencyPoint point = row.point();
        Proportion consistent = row.consistent();
        Interval interval = consistent.wilson(LEVEL);
        return point.sparsity() + "," + point.delta() + "," + point.noise() + "," + point.level() + ","
                + consistent.successes() + "," + consistent.trials() + "," + consistent.rate() + "," + interval.low()
                + "," + interval.high() + "," + study.apply(point.sparsity());
    }
}
