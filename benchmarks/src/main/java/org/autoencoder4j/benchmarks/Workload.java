package org.autoencoder4j.benchmarks;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.autoencoder4j.gradient.Regime;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What is timed, step by step. */
interface Workload {
    /** Does what is timed. */
    void step();

    /** Returns what the first step computes, for comparison: a matrix that the peers dump row by row. */
    INDArray first();

    /** Returns the names of all workloads. */
    static List<String> names() {
        return Stream.concat(
                        Arrays.stream(Case.values()).map(Case::label),
                        Stream.of("w2weak", "w2joint", "ginf", "kmatvec", "eig"))
                .toList();
    }

    /** Writes the data of a workload where there are none yet. */
    static void writeData(String name) throws IOException {
        if (!names().contains(name)) {
            throw new IllegalArgumentException("case = " + name + " must be one of " + names());
        }
        switch (name) {
            case "w2weak", "w2joint", "kmatvec" -> TwoLayerData.writeIfMissing();
            case "ginf", "eig" -> SphereData.writeIfMissing();
            default -> Case.named(name).writeIfMissing();
        }
    }

    /** Tells whether the workload is descent of a loss. */
    static boolean hasLoss(String name) {
        return !List.of("ginf", "kmatvec", "eig").contains(name);
    }

    /** Returns the number of rows of {@link #first}. */
    static int rows(String name) {
        return switch (name) {
            case "w2weak", "w2joint" -> TwoLayerData.WIDTH;
            case "kmatvec" -> TwoLayerData.SAMPLES;
            case "ginf" -> 2 * SphereData.SAMPLES;
            case "eig" -> 1;
            default -> Case.named(name).units;
        };
    }

    /** Prepares a workload. */
    static Workload of(String name, DataType type) throws IOException {
        writeData(name);
        return switch (name) {
            case "w2weak" -> new SpanSteps(Regime.WEAKLY_TRAINED, type);
            case "w2joint" -> new SpanSteps(Regime.JOINTLY_TRAINED, type);
            case "ginf" -> new BothLimitKernels(SphereData.samples(type));
            case "kmatvec" -> new KernelProduct(type);
            case "eig" -> new BothEnds(SphereData.samples(type));
            default -> new TiedSteps(Case.named(name), type);
        };
    }
}
