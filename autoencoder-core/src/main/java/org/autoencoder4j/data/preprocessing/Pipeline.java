package org.autoencoder4j.data.preprocessing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.autoencoder4j.backend.Checks;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Several steps of preprocessing that are done one after the other, and undone from the last to the first; made by
 * {@link Preprocessing#fit} and {@link Preprocessing#then}. Of the results between only one is in memory at a time besides
 * the one that is being computed.
 */
public final class Pipeline implements Preprocessing {
    private final List<Preprocessing> steps;

    /** Takes the steps of pipelines among the steps in their place. */
    Pipeline(List<Preprocessing> steps) {
        this.steps = steps.stream()
                .flatMap(step -> step instanceof Pipeline inner ? inner.steps.stream() : Stream.of(step))
                .toList();
        for (int i = 1; i < this.steps.size(); i++) {
            requireFits(this.steps.get(i), this.steps.get(i - 1));
        }
    }

    private static void requireFits(Preprocessing next, Preprocessing before) {
        if (next.features() != before.features()) {
            throw new IllegalArgumentException("next is " + next + ", after " + before
                    + "; both must have the same features: fit the next to what the one before gives");
        }
        Checks.sameType("next", next.dataType(), "the step before", before.dataType());
    }

    /**
     * Returns the steps.
     *
     * @return at least two, none of them a pipeline, in the order in which they are applied
     */
    public List<Preprocessing> steps() {
        return steps;
    }

    /**
     * Applies one step after the other. Cost: the sum of theirs.
     *
     * @param observations Y, {@code N x n}, of the type and with the features of the data that the steps were fitted to
     * @return the transformed observations, {@code N x n} in 'c' order
     * @throws IllegalArgumentException if the shape or type does not fit
     */
    @Override
    public INDArray apply(INDArray observations) {
        INDArray result = steps.get(0).apply(observations);
        for (int i = 1; i < steps.size(); i++) {
            result = instead(result, steps.get(i).apply(result));
        }
        return result;
    }

    /**
     * Undoes one step after the other, from the last to the first. Cost: the sum of theirs.
     *
     * @param transformed Z, {@code N x n}, of the type and with the features of the data that the steps were fitted to
     * @return the observations, {@code N x n} in 'c' order
     * @throws IllegalArgumentException if the shape or type does not fit
     */
    @Override
    public INDArray invert(INDArray transformed) {
        INDArray result = steps.get(steps.size() - 1).invert(transformed);
        for (int i = steps.size() - 2; i >= 0; i--) {
            result = instead(result, steps.get(i).invert(result));
        }
        return result;
    }

    /**
     * Undoes the linear part of one step after the other, from the last to the first. Cost: the sum of theirs.
     *
     * @param differences {@code N x n}, of the type and with the features of the data that the steps were fitted to
     * @return the differences of observations, {@code N x n} in 'c' order
     * @throws IllegalArgumentException if the shape or type does not fit
     */
    @Override
    public INDArray invertLinear(INDArray differences) {
        INDArray result = steps.get(steps.size() - 1).invertLinear(differences);
        for (int i = steps.size() - 2; i >= 0; i--) {
            result = instead(result, steps.get(i).invertLinear(result));
        }
        return result;
    }

    /** Frees a result between, which would wait for the garbage collector. */
    private static INDArray instead(INDArray between, INDArray result) {
        if (between.closeable()) {
            between.close();
        }
        return result;
    }

    @Override
    public int features() {
        return steps.get(0).features();
    }

    @Override
    public DataType dataType() {
        return steps.get(0).dataType();
    }

    @Override
    public void save(Path folder) throws IOException {
        PreprocessingFolder.write(folder, steps);
    }

    @Override
    public String toString() {
        return "Pipeline" + steps;
    }
}
