package org.autoencoder4j.data.preprocessing;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.progress.Work;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * How far each feature of samples varies: its least and its greatest number. A feature counts as constant if these are no
 * more than 8 units in the last place of the greater one apart, for that much may come of rounding alone. Immutable; threads
 * may share it.
 */
public final class Variation {
    private static final long CHUNK = 1024;
    private static final int UNITS_OF_ROUNDING = 8;

    private final double[] least;
    private final double[] greatest;
    private final DataType type;

    private Variation(int features, DataType type) {
        this.least = new double[features];
        this.greatest = new double[features];
        this.type = type;
        Arrays.fill(least, Double.POSITIVE_INFINITY);
        Arrays.fill(greatest, Double.NEGATIVE_INFINITY);
    }

    /**
     * Measures the batch of step 0. Cost: one pass.
     *
     * @param samples the samples, {@code N x n}
     * @return how they vary
     */
    public static Variation of(Batches samples) {
        Variation variation = new Variation(samples.features(), samples.dataType());
        Batches.Reader reader = samples.reader();
        try (Work work = Work.begin("range of the features: samples", samples.size())) {
            for (long from = 0; from < samples.size(); from += CHUNK) {
                double[][] rows = HeapMatrix.rows(reader.rows(0, from, Math.min(from + CHUNK, samples.size())));
                for (double[] sample : rows) {
                    Arrays.setAll(variation.least, j -> Math.min(variation.least[j], sample[j]));
                    Arrays.setAll(variation.greatest, j -> Math.max(variation.greatest[j], sample[j]));
                }
                work.advance(rows.length);
            }
        }
        return variation;
    }

    /**
     * Tells whether all samples are equal, up to rounding.
     *
     * @return whether each feature counts as constant
     */
    public boolean isNone() {
        return IntStream.range(0, least.length).allMatch(this::isConstant);
    }

    /**
     * Returns the features that vary, but no more than rounding may.
     *
     * @return their numbers, from 0
     */
    public List<Integer> onlyRounded() {
        return IntStream.range(0, least.length)
                .filter(j -> isConstant(j) && greatest[j] > least[j])
                .boxed()
                .toList();
    }

    private boolean isConstant(int feature) {
        double size = Math.max(Math.abs(least[feature]), Math.abs(greatest[feature]));
        double unit = type == DataType.FLOAT ? Math.ulp((float) size) : Math.ulp(size);
        return greatest[feature] - least[feature] <= UNITS_OF_ROUNDING * unit;
    }

    @Override
    public String toString() {
        return "Variation[features=" + least.length + ", onlyRounded=" + onlyRounded() + "]";
    }
}
