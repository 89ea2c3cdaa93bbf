package org.autoencoder4j.examples.reproduce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.autoencoder4j.data.format.Npy;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Compares what two runs wrote: tables cell by cell, arrays entry by entry, JSON field by field, and other text where the bits
 * must agree. Pictures are not compared. Nor is what measures the machine and not the result, which is known by its name:
 * {@code seconds...}, {@code resident...} and {@code growth}, of resident memory. Where only numbers need agree, the numbers
 * within texts need not.
 */
public final class Comparison {
    /** The parts of a summary that are results; the others say how it was made. */
    private static final List<String> RESULTS = List.of("results", "notFinite");

    /** How many differences are kept; the others are counted. */
    private static final int KEPT = 10;

    private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9]+([.][0-9]+)?([eE][-+]?[0-9]+)?");

    private static final String MEASURED = "(?i)(seconds|resident).*|growth|allowedGrowth";

    private final Agreement agreement;
    private final List<Difference> differences = new ArrayList<>();
    private final Set<String> left = new LinkedHashSet<>();
    private long numbers;
    private long disagreements;

    private Comparison(Agreement agreement) {
        this.agreement = agreement;
    }

    /** Compares two runs. Memory: one file of each at a time. */
    public static Comparison of(RunRecord before, RunRecord now, Agreement agreement) throws IOException {
        Comparison comparison = new Comparison(agreement);
        for (String part : RESULTS) {
            comparison.json(
                    RunRecord.SUMMARY,
                    "/" + part,
                    before.summary().path(part),
                    now.summary().path(part));
        }
        Set<String> names = new TreeSet<>(before.files().keySet());
        names.addAll(now.files().keySet());
        for (String name : names) {
            boolean written = now.files().containsKey(name);
            if (written && before.files().containsKey(name)) {
                comparison.file(
                        name, before.folder().resolve(name), now.folder().resolve(name));
            } else {
                comparison.differ(name, "the file", written ? "none" : "written", written ? "written" : "none");
            }
        }
        return comparison;
    }

    /** The first of what came out otherwise, in the order of the files. */
    public List<Difference> differences() {
        return List.copyOf(differences);
    }

    /** In how many places something came out otherwise. */
    public long disagreements() {
        return disagreements;
    }

    /** How many numbers were compared. */
    public long numbers() {
        return numbers;
    }

    /** What was not compared, by name. */
    public Set<String> left() {
        return left;
    }

    private void differ(String file, String place, Object before, Object now) {
        disagreements++;
        if (differences.size() < KEPT) {
            differences.add(new Difference(file, place, String.valueOf(before), String.valueOf(now)));
        }
    }

    private boolean isMeasured(String name) {
        boolean measured = name.matches(MEASURED);
        if (measured) {
            left.add(name);
        }
        return measured;
    }

    private void file(String name, Path before, Path now) throws IOException {
        if (name.endsWith(".csv")) {
            table(name, Files.readAllLines(before), Files.readAllLines(now));
        } else if (name.endsWith(".json")) {
            ObjectMapper mapper = new ObjectMapper();
            json(name, "", mapper.readTree(before.toFile()), mapper.readTree(now.toFile()));
        } else if (name.endsWith(".npy")) {
            array(name, Npy.read(before), Npy.read(now));
        } else if (agreement == Agreement.NUMBERS) {
            left.add(name);
        } else if (Files.mismatch(before, now) >= 0) {
            differ(name, "byte " + Files.mismatch(before, now), "something", "something else");
        }
    }

    private void table(String file, List<String> before, List<String> now) {
        if (before.size() != now.size()) {
            differ(file, "the number of lines", before.size(), now.size());
            return;
        }
        List<String> header = before.isEmpty() ? List.of() : cells(before.get(0));
        for (int line = 0; line < before.size(); line++) {
            List<String> mine = cells(before.get(line));
            List<String> other = cells(now.get(line));
            if (mine.size() != other.size()) {
                differ(file, line == 0 ? "the header" : "row " + line, before.get(line), now.get(line));
                continue;
            }
            for (int i = 0; i < mine.size(); i++) {
                String column = i < header.size() ? header.get(i) : Integer.toString(i + 1);
                if (line == 0 || !isMeasured(column)) {
                    cell(
                            file,
                            (line == 0 ? "header" : "row " + line) + ", column " + column,
                            mine.get(i),
                            other.get(i));
                }
            }
        }
    }

    private static List<String> cells(String line) {
        return List.of(line.split(",", -1));
    }

    private void cell(String file, String place, String before, String now) {
        boolean same = sameText(before, now);
        try {
            double number = Double.parseDouble(before);
            numbers++;
            same = agreement.holds(number, Double.parseDouble(now));
        } catch (NumberFormatException e) {
            // Text.
        }
        if (!same) {
            differ(file, place, before, now);
        }
    }

    private void json(String file, String path, JsonNode before, JsonNode now) {
        if (before.isNumber() && now.isNumber()) {
            numbers++;
            if (!agreement.holds(before.doubleValue(), now.doubleValue())) {
                differ(file, path, before, now);
            }
        } else if (before.isArray() && now.isArray() && before.size() != now.size()) {
            differ(file, path + ", the length", before.size(), now.size());
        } else if (before.isArray() && now.isArray()) {
            for (int i = 0; i < before.size(); i++) {
                json(file, path + "/" + i, before.get(i), now.get(i));
            }
        } else if (before.isObject() && now.isObject()) {
            fields(file, path, before, now);
        } else if (!before.equals(now)
                && !(before.isTextual() && now.isTextual() && sameText(before.textValue(), now.textValue()))) {
            differ(file, path, before, now);
        }
    }

    private boolean sameText(String before, String now) {
        return before.equals(now)
                || agreement == Agreement.NUMBERS && withoutNumbers(before).equals(withoutNumbers(now));
    }

    private static String withoutNumbers(String text) {
        return NUMBER.matcher(text).replaceAll("#");
    }

    private void fields(String file, String path, JsonNode before, JsonNode now) {
        Set<String> names = new LinkedHashSet<>();
        for (Map.Entry<String, JsonNode> field : before.properties()) {
            names.add(field.getKey());
        }
        now.fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            if (!isMeasured(name)) {
                json(file, path + "/" + name, before.path(name), now.path(name));
            }
        }
    }

    private void array(String file, INDArray before, INDArray now) {
        String shape = before.dataType() + " " + Arrays.toString(before.shape());
        String other = now.dataType() + " " + Arrays.toString(now.shape());
        if (!shape.equals(other)) {
            differ(file, "type and shape", shape, other);
            return;
        }
        double[] mine = numbers(before);
        double[] theirs = numbers(now);
        for (int i = 0; i < mine.length; i++) {
            numbers++;
            if (!agreement.holds(mine[i], theirs[i])) {
                differ(file, "entry " + place(i, before.shape()), mine[i], theirs[i]);
            }
        }
    }

    private static double[] numbers(INDArray array) {
        return array.castTo(DataType.DOUBLE).dup('c').data().asDouble();
    }

    private static String place(long index, long[] shape) {
        StringBuilder place = new StringBuilder();
        long rest = index;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            place.insert(0, (axis > 0 ? ", " : "") + rest % shape[axis]);
            rest /= shape[axis];
        }
        return "[" + place + "]";
    }
}
