package org.autoencoder4j.spark.internal;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.SparkEnv;
import org.autoencoder4j.parts.SampleSum;
import org.autoencoder4j.parts.Sum;
import org.autoencoder4j.parts.TreeSum;
import org.autoencoder4j.provenance.Environment;

/**
 * What a task sends back: the sums of whole subtrees of parts, or why there are none; and with what they were computed. It has
 * plain arrays and texts alone, which both serialisers of Spark can write.
 */
public final class Answer implements Serializable {
    private static final long serialVersionUID = 1;

    private final int[] firstParts;
    private final int[] partCounts;
    private final byte[][] sums;
    private final String failure;
    private final String library;
    private final String kernels;
    private final String executor;

    private Answer(int[] firstParts, int[] partCounts, byte[][] sums, String library, String kernels, String failure) {
        this.firstParts = firstParts;
        this.partCounts = partCounts;
        this.sums = sums;
        this.failure = failure;
        this.library = library;
        this.kernels = kernels;
        this.executor = SparkEnv.get() == null ? "" : SparkEnv.get().executorId();
    }

    /** The BLAS and the kernels that it runs. */
    static String kernels(Environment environment) {
        return environment.blas()
                + environment.coreType().map(type -> " " + type).orElse("");
    }

    static <S extends Sum<S>> Answer of(List<TreeSum.Node<S>> nodes) {
        Environment here = Environment.current();
        return new Answer(
                nodes.stream().mapToInt(TreeSum.Node::first).toArray(),
                nodes.stream().mapToInt(TreeSum.Node::parts).toArray(),
                nodes.stream().map(node -> node.sum().toBytes()).toArray(byte[][]::new),
                here.library(),
                kernels(here),
                "");
    }

    static Answer failed(String why) {
        return new Answer(new int[0], new int[0], new byte[0][], "", "", why);
    }

    /** Whether it has sums. */
    boolean isSum() {
        return failure.isEmpty();
    }

    /**
     * Adds the sums to those of the tasks before.
     *
     * @throws IllegalArgumentException if there are none, because samples were not to be used
     */
    <Q, S extends Sum<S>> void addTo(TreeSum<S> tree, SampleSum<Q, S> what) {
        if (!isSum()) {
            throw new IllegalArgumentException(failure);
        }
        for (int i = 0; i < sums.length; i++) {
            tree.add(new TreeSum.Node<>(firstParts[i], partCounts[i], what.sum(sums[i])));
        }
    }

    String library() {
        return library;
    }

    String kernels() {
        return kernels;
    }

    String executor() {
        return executor;
    }
}
