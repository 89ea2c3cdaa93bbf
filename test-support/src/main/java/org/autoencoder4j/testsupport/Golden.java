package org.autoencoder4j.testsupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Reference numbers from an independent program, read from {@code /golden/NAME.json} on the class path. Matrices there
 * are row-major lists of rows; batches have one sample per <em>column</em>, so a test transposes at its edge.
 */
public final class Golden {
    private final String name;
    private final JsonNode root;

    private Golden(String name, JsonNode root) {
        this.name = name;
        this.root = root;
    }

    /** Reads a file of the test resources. */
    public static Golden read(String name) {
        try (InputStream in = Golden.class.getResourceAsStream("/golden/" + name + ".json")) {
            if (in == null) {
                throw new IllegalArgumentException("no test resource /golden/" + name + ".json");
            }
            return new Golden(name, new ObjectMapper().readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file's own tolerance: |a - b| <= tolerance (1 + |b|). */
    public double tolerance() {
        return root.get("tolerance_abs_rel").asDouble();
    }

    /** A node by path, for example {@code "inputs/W"}. */
    public JsonNode node(String path) {
        JsonNode found = root.at("/" + path);
        if (found.isMissingNode()) {
            throw new IllegalArgumentException("golden file " + name + " has no " + path);
        }
        return found;
    }

    /** Whether the file has this path. */
    public boolean has(String path) {
        return !root.at("/" + path).isMissingNode();
    }

    /** A number. */
    public double number(String path) {
        return node(path).asDouble();
    }

    /** A text. */
    public String text(String path) {
        return node(path).asText();
    }

    /** A DOUBLE matrix as it stands in the file. */
    public INDArray matrix(String path) {
        JsonNode rows = node(path);
        double[][] values = new double[rows.size()][];
        for (int i = 0; i < values.length; i++) {
            values[i] = doubles(rows.get(i));
        }
        return Nd4j.createFromArray(values);
    }

    /** A DOUBLE vector. */
    public INDArray vector(String path) {
        return Nd4j.createFromArray(doubles(path));
    }

    /** A list of numbers. */
    public double[] doubles(String path) {
        return doubles(node(path));
    }

    /** A list of whole numbers. */
    public int[] ints(String path) {
        JsonNode list = node(path);
        int[] values = new int[list.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = list.get(i).asInt();
        }
        return values;
    }

    private static double[] doubles(JsonNode list) {
        double[] values = new double[list.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = list.get(i).asDouble();
        }
        return values;
    }

    @Override
    public String toString() {
        return name;
    }
}
