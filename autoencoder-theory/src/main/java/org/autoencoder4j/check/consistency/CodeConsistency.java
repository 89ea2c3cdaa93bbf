package org.autoencoder4j.check.consistency;

import java.util.Arrays;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.check.closeness.Matching;
import org.autoencoder4j.model.Draw;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.progress.Work;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.report.Reference;
import org.autoencoder4j.report.Relation;
import org.autoencoder4j.report.Report;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How often the encoder finds the support and the signs of the true code: a sample is consistent if
 *
 * <p>{@code sgn(sigma(W^T y + b)_i) = sgn(x*_i)} for every unit i.
 *
 * <p>Units are first brought into the order and sign of the atoms by a {@link Matching}. Columns of the weights that
 * stand for no atom must stay silent. Codes are computed in DOUBLE from the autoencoder's parameters, chunk by chunk. For
 * samples that a model draws, observations and true codes are made chunk by chunk, too: memory does not grow with their
 * number.
 *
 * <p>Immutable; threads may share it.
 *
 * @paper NWH19 Theorem 3
 */
public final class CodeConsistency {
    private static final double LEVEL = 0.95;
    private static final int CHUNK = 16 * RandomStreams.BLOCK_SIZE;

    private final Proportion supports;
    private final Proportion signs;
    private final long[] falsePositives;
    private final long[] falseNegatives;
    private final long[] wrongSigns;
    private final long leftOver;
    private final OptionalLong witness;

    CodeConsistency(ConsistencyCount count) {
        this.supports = new Proportion(count.samples - count.wrongSupports, count.samples);
        this.signs = new Proportion(count.samples - count.wrongSamples, count.samples);
        this.falsePositives = count.falsePositives;
        this.falseNegatives = count.falseNegatives;
        this.wrongSigns = count.wrongSigns;
        this.leftOver = count.leftOver;
        this.witness = count.firstWrong < 0 ? OptionalLong.empty() : OptionalLong.of(count.firstWrong);
    }

    /**
     * Measures an autoencoder whose unit i stands for atom i. Cost: {@code 2 N n m} operations.
     *
     * @param autoencoder the autoencoder, with m units
     * @param observations Y, {@code N x n} with finite entries, of the autoencoder's type
     * @param codes the true codes X*, {@code N x m} with finite entries, of the autoencoder's type
     * @return the consistency
     * @throws IllegalArgumentException if the shapes or types do not fit or a number is not finite
     */
    public static CodeConsistency of(TiedAutoencoder autoencoder, INDArray observations, INDArray codes) {
        return of(autoencoder, inOrder(autoencoder), observations, codes);
    }

    private static ConsistencyCount inOrder(TiedAutoencoder autoencoder) {
        int[] signs = new int[autoencoder.units()];
        Arrays.fill(signs, 1);
        return new ConsistencyCount(IntStream.range(0, signs.length).toArray(), signs);
    }

    /**
     * Measures an autoencoder whose columns were matched to the atoms. Cost: {@code 2 N n m_W} operations.
     *
     * @param autoencoder the autoencoder, with m_W units
     * @param matching the matching of its weights with the dictionary
     * @param observations Y, {@code N x n} with finite entries, of the autoencoder's type
     * @param codes the true codes X*, {@code N x m} with finite entries and one column for each atom, of the
     *     autoencoder's type
     * @return the consistency
     * @throws IllegalArgumentException if the shapes or types do not fit or a number is not finite
     */
    public static CodeConsistency of(
            TiedAutoencoder autoencoder, Matching matching, INDArray observations, INDArray codes) {
        return of(autoencoder, matched(autoencoder, matching), observations, codes);
    }

    private static ConsistencyCount matched(TiedAutoencoder autoencoder, Matching matching) {
        if (autoencoder.units() != matching.weightColumns()) {
            throw new IllegalArgumentException(
                    "the autoencoder has " + autoencoder.units() + " units and matching is of "
                            + matching.weightColumns() + " columns; matching must be of the autoencoder's weights");
        }
        return new ConsistencyCount(matching.columns(), matching.signs());
    }

    private static CodeConsistency of(
            TiedAutoencoder autoencoder, ConsistencyCount count, INDArray observations, INDArray codes) {
        Checks.matrix("observations", observations, -1, autoencoder.features(), "one column for each row of weights");
        Checks.matrix(
                "codes", codes, observations.rows(), count.atoms(), "a row for each sample, a column for each atom");
        Checks.sameType("observations", observations.dataType(), "weights", autoencoder.dataType());
        Checks.sameType("codes", codes, "observations", observations);
        new Encoder(autoencoder).encode(observations, codes, count::add);
        return new CodeConsistency(count);
    }

    /**
     * Measures an autoencoder whose unit i stands for atom i of a model, over the samples {@code model.draw(streams, 0,
     * samples)}. Cost: that of drawing, and {@code 2 N n m} operations; memory for 4096 samples.
     *
     * @param autoencoder the autoencoder, with the features, the units and the type of the model
     * @param model the model
     * @param streams the source of randomness
     * @param samples N, at least 1
     * @return the consistency
     * @throws IllegalArgumentException if the autoencoder does not fit the model or samples is below 1
     */
    public static CodeConsistency of(
            TiedAutoencoder autoencoder, GenerativeModel model, RandomStreams streams, long samples) {
        return of(autoencoder, inOrder(autoencoder), model, streams, samples);
    }

    /**
     * Measures an autoencoder whose columns were matched to a model's atoms, over the samples {@code model.draw(streams,
     * 0, samples)}. Cost: that of drawing, and {@code 2 N n m_W} operations; memory for 4096 samples.
     *
     * @param autoencoder the autoencoder, with m_W units and the features and the type of the model
     * @param matching the matching of its weights with the model's dictionary
     * @param model the model
     * @param streams the source of randomness
     * @param samples N, at least 1
     * @return the consistency
     * @throws IllegalArgumentException if the autoencoder or the matching does not fit the model or samples is below 1
     */
    public static CodeConsistency of(
            TiedAutoencoder autoencoder,
            Matching matching,
            GenerativeModel model,
            RandomStreams streams,
            long samples) {
        return of(autoencoder, matched(autoencoder, matching), model, streams, samples);
    }

    private static CodeConsistency of(
            TiedAutoencoder autoencoder,
            ConsistencyCount count,
            GenerativeModel model,
            RandomStreams streams,
            long samples) {
        Checks.atLeast("samples", samples, 1);
        Checks.matrix(
                "the model's dictionary",
                model.dictionary(),
                autoencoder.features(),
                count.atoms(),
                "a row for each row of weights, a column for each atom that a unit stands for");
        Checks.sameType("the model", model.dataType(), "weights", autoencoder.dataType());
        try (Work work = Work.begin("consistent codes: samples", samples)) {
            return drawn(autoencoder, count, model, streams, samples, work);
        }
    }

    /** Draws and counts, as a part of some work that counts samples. */
    static CodeConsistency of(
            TiedAutoencoder autoencoder, GenerativeModel model, RandomStreams streams, long samples, Work work) {
        return drawn(autoencoder, inOrder(autoencoder), model, streams, samples, work);
    }

    private static CodeConsistency drawn(
            TiedAutoencoder autoencoder,
            ConsistencyCount count,
            GenerativeModel model,
            RandomStreams streams,
            long samples,
            Work work) {
        Encoder encoder = new Encoder(autoencoder);
        for (long from = 0; from < samples; from += CHUNK) {
            long to = Math.min(samples, from + CHUNK);
            Draw draw = model.draw(streams, 0, from, to);
            encoder.encode(draw.observations(), draw.codes(), count::add);
            work.advance(to - from);
        }
        return new CodeConsistency(count);
    }

    /**
     * Returns how many samples have the right support and the right signs: Theorem 3's code consistency.
     *
     * @return the proportion of samples
     */
    public Proportion consistent() {
        return signs;
    }

    /**
     * Returns how many samples have the right support, whatever the signs.
     *
     * @return the proportion of samples, at least {@link #consistent}
     */
    public Proportion sameSupport() {
        return supports;
    }

    /**
     * Returns how often each atom's unit fired although the atom was not in the support.
     *
     * @return a count for each atom; a copy
     */
    public long[] falsePositives() {
        return falsePositives.clone();
    }

    /**
     * Returns how often each atom's unit was silent although the atom was in the support.
     *
     * @return a count for each atom; a copy
     */
    public long[] falseNegatives() {
        return falseNegatives.clone();
    }

    /**
     * Returns how often each atom's unit fired with the wrong sign.
     *
     * @return a count for each atom; a copy
     */
    public long[] wrongSigns() {
        return wrongSigns.clone();
    }

    /**
     * Returns how often a unit fired that stands for no atom.
     *
     * @return the count, over samples and units; 0 if there are as many units as atoms
     */
    public long leftOver() {
        return leftOver;
    }

    /**
     * Returns the atom whose unit failed most often.
     *
     * @return the first atom with the greatest sum of the three counts
     */
    public int worstAtom() {
        int worst = 0;
        for (int i = 1; i < falsePositives.length; i++) {
            if (failures(i) > failures(worst)) {
                worst = i;
            }
        }
        return worst;
    }

    private long failures(int atom) {
        return falsePositives[atom] + falseNegatives[atom] + wrongSigns[atom];
    }

    /**
     * Returns the first sample that is not consistent.
     *
     * @return its row, if there is one
     */
    public OptionalLong witness() {
        return witness;
    }

    /**
     * Reports whether codes are consistent with at least a given probability. It holds if {@link Proportion#confidence}
     * lies above the probability, which takes some {@code 10 / (1 - limit)} samples without a failure; no number of
     * samples shows a probability of 1.
     *
     * @param limit the probability of the claim, between 0 and 1
     * @return the report; its findings have Wilson's interval at 95 %
     * @throws IllegalArgumentException if limit is outside its range
     */
    public Report report(double limit) {
        Interval interval = signs.wilson(LEVEL);
        Report report = Report.on(
                        "support and signs of the codes are those of the true codes",
                        Reference.asPrinted("NWH19", "Theorem 3, its conclusion"))
                .claiming(signs.bound("rate of consistent samples", Relation.AT_LEAST, limit))
                .with("samples", (double) signs.trials())
                .with("wilson95Low", interval.low())
                .with("wilson95High", interval.high())
                .with("rateOfSameSupport", supports.rate())
                .with("falsePositives", sum(falsePositives))
                .with("falseNegatives", sum(falseNegatives))
                .with("wrongSigns", sum(wrongSigns))
                .with("leftOver", (double) leftOver);
        return witness.isEmpty()
                ? report
                : report.witnessedBy("sample " + witness.getAsLong() + " is the first that fails; the unit of atom "
                        + worstAtom() + " fails most often, " + failures(worstAtom()) + " times");
    }

    private static double sum(long[] counts) {
        return Arrays.stream(counts).asDoubleStream().sum();
    }

    @Override
    public String toString() {
        return "CodeConsistency[consistent=" + signs.successes() + " of " + signs.trials() + "]";
    }
}
