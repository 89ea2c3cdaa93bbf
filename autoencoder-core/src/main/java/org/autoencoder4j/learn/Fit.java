package org.autoencoder4j.learn;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.autoencoder4j.coding.Codes;
import org.autoencoder4j.coding.Coding;
import org.autoencoder4j.coding.SparseCoder;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.data.preprocessing.Preprocessing;
import org.autoencoder4j.data.preprocessing.Variation;
import org.autoencoder4j.progress.Work;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How well a dictionary describes samples, all those of a batch.
 *
 * @param r2 {@code 1 - sum |y - y_hat|^2 / sum |y - mean|^2} in the samples' own units, with the mean of these samples; NaN
 *     if they are all equal, up to rounding
 * @param r2Preprocessed the same of the preprocessed samples, on which the dictionary works
 * @param meanL0 the mean number of active units of a sample
 * @param uses in how many samples each unit is active
 * @param samples how many samples there are
 */
public record Fit(double r2, double r2Preprocessed, double meanL0, List<Long> uses, long samples) {
    private static final long CHUNK = 1024;

    /**
     * Puts numbers together; the list is copied.
     *
     * @param r2 R^2 in the samples' own units
     * @param r2Preprocessed R^2 of the preprocessed samples
     * @param meanL0 the mean number of active units
     * @param uses the uses of each unit
     * @param samples the number of samples
     */
    public Fit {
        uses = List.copyOf(uses);
    }

    /** Codes the batch of step 0 chunk by chunk. */
    static Fit of(Preprocessing preprocessing, SparseCoder coder, Batches samples) {
        Coding coding = coder.coding();
        ExplainedShare own = new ExplainedShare();
        ExplainedShare preprocessed = new ExplainedShare();
        long[] uses = new long[coder.units()];
        Batches.Reader reader = samples.reader();
        try (Work work = Work.begin("fit of the dictionary: samples", samples.size())) {
            for (long from = 0; from < samples.size(); from += CHUNK) {
                INDArray y = reader.rows(0, from, Math.min(from + CHUNK, samples.size()));
                INDArray z = preprocessing.apply(y);
                Codes codes = coding.codes(z);
                INDArray matrix = codes.toMatrix(coder.dataType());
                INDArray reconstruction = coder.decode(matrix);
                INDArray inOwnUnits = preprocessing.invert(reconstruction);
                preprocessed.add(z, reconstruction);
                own.add(y, inOwnUnits);
                for (int unit : codes.active()) {
                    uses[unit]++;
                }
                long rows = y.rows();
                List.of(z, matrix, reconstruction, inOwnUnits).forEach(INDArray::close);
                work.advance(rows);
            }
        }
        double active = (double) LongStream.of(uses).sum() / samples.size();
        double r2 = Variation.of(samples).isNone() ? Double.NaN : own.value();
        return new Fit(
                r2, preprocessed.value(), active, LongStream.of(uses).boxed().toList(), samples.size());
    }

    /**
     * Returns the units that no sample activates.
     *
     * @return their numbers, in ascending order
     */
    public List<Integer> deadUnits() {
        return IntStream.range(0, uses.size())
                .filter(unit -> uses.get(unit) == 0)
                .boxed()
                .toList();
    }
}
