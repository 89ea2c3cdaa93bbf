package org.autoencoder4j.learn.sweep;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.coding.SparseCoder;
import org.autoencoder4j.coding.SparseEncoder;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.learn.sweep.SweepPlan.Course;
import org.autoencoder4j.learn.sweep.SweepPlan.Spread;
import org.autoencoder4j.network.Parameters;
import org.autoencoder4j.parts.PartedSamples;
import org.autoencoder4j.train.StopReason;
import org.autoencoder4j.train.StopReason.Kind;
import org.autoencoder4j.train.StoppingRule;
import org.autoencoder4j.train.UpdateRule;

/**
 * Dictionary learning by sweeps. Each codes some samples under the present dictionary, makes new atoms of the sums by a
 * {@link DictionaryUpdate}, and replaces atoms that are of no use by what the worst residuals have in common.
 *
 * <p>The coder that is trained says how: its encoder has the most active units k and the sign of the values, for example
 * {@code SparseEncoder.pursuit(5, CodeSign.SIGNED)}. k is the most that a sample has: too large costs little, too small
 * leaves a bias in the atoms. Nothing else needs to be set.
 *
 * <p>From anywhere, atoms are found first, in sweeps with codes of 1, 2, ..., k units on the largest products
 * ({@link SparseEncoder#leastSquares}) and ever more samples; then sweeps over all samples with the coder's own encoder
 * refine them. From a start near the atoms, with about the right ones, {@link #fromNear} leaves the first away. When nothing
 * moves by more than its statistical error, samples that the codes do not explain are left out of two last sweeps, and of up
 * to 18 more while columns still move. See
 * {@link Phase}; {@link #settled} stops there.
 *
 * <p>Samples are read one after the other, from each sweep on where the last one stopped: batches that change with the step
 * are read as one row, others begin anew. A sweep reads at most as many as a batch has, or as {@link #upTo} says. Memory
 * does not grow with the samples: a few times {@code n m} numbers, some six times {@code m^2} for Gram matrices, moments and
 * the factor of one, and for q residuals, at most 4096 and at most 2 m, {@code q n} and up to {@code q^2} numbers.
 *
 * <p>Results are the same to the last bit whatever the number of threads, and after a resumed run. Immutable; threads may
 * share it.
 */
public final class DictionarySweeps implements UpdateRule<SparseCoder> {
    /** With more units the second moment takes longer to invert than samples to code. */
    private static final int MOST_INVERTED = 4096;

    private final SweepSource samples;
    private final long most;
    private final Course course;
    private final Optional<DictionaryUpdate> update;
    private final Parameters.Reader<SparseCoder> reader;

    private DictionarySweeps(
            SweepSource samples,
            long most,
            Course course,
            Optional<DictionaryUpdate> update,
            Parameters.Reader<SparseCoder> reader) {
        this.samples = samples;
        this.most = most;
        this.course = course;
        this.update = update;
        this.reader = reader;
    }

    /**
     * Makes the rule, for a start from anywhere: samples as columns, for example.
     *
     * @param samples the samples; centre them first if they have a common part
     * @return the rule
     */
    public static DictionarySweeps of(Batches samples) {
        return of(SweepSource.of(samples));
    }

    /**
     * Makes the rule for samples in parts, wherever these are: the sums of each part are added along one fixed tree, so the
     * result has the same bits whoever computes which part, and is that of {@link #of(Batches)} to rounding.
     *
     * <p>Samples that stay are read from the first on by each sweep, also by the early ones that read only some. An update that
     * {@linkplain DictionaryUpdate#readsSamples reads samples} once more, as that of K-SVD, is refused at the start.
     *
     * @param samples the samples
     * @return the rule
     */
    public static DictionarySweeps of(PartedSamples samples) {
        return of(new PartedSweeps(samples));
    }

    private static DictionarySweeps of(SweepSource samples) {
        return new DictionarySweeps(samples, samples.size(), Course.FROM_ANYWHERE, Optional.empty(), SparseCoder::load);
    }

    /**
     * Says that most atoms are near the columns of the start, so that none has to be found first.
     *
     * @return a new rule
     */
    public DictionarySweeps fromNear() {
        return new DictionarySweeps(samples, most, Course.FROM_NEAR, update, reader);
    }

    /**
     * Leaves all away but codes and updates, in turns: each sweep reads the same number of samples with the coder's own
     * encoder, no atom is replaced and no sample left out. The methods of {@code learn.baseline} are such; any encoder will
     * do, also one without most active units. The run never settles: give the trainer another rule to stop it.
     *
     * @return a new rule
     */
    public DictionarySweeps alternating() {
        return new DictionarySweeps(samples, most, Course.ALTERNATING, update, reader);
    }

    /**
     * Chooses how many samples a sweep reads at most, where batches are only parts of the data. Batches that are the same at
     * every step are read once in a sweep at most.
     *
     * @param count the samples, at least 1
     * @return a new rule
     * @throws IllegalArgumentException if count is below 1
     */
    public DictionarySweeps upTo(long count) {
        Checks.atLeast("count", count, 1);
        long available = samples.changeWithStep() ? count : Math.min(count, samples.size());
        return new DictionarySweeps(samples, available, course, update, reader);
    }

    /**
     * Chooses how new atoms are made of the sums, in place of {@link DictionaryUpdate#inverseMoment}, or
     * {@link DictionaryUpdate#rankOneMoment} for more than 4096 units.
     *
     * @param choice the update
     * @return a new rule
     */
    public DictionarySweeps with(DictionaryUpdate choice) {
        return new DictionarySweeps(samples, most, course, Optional.of(choice), reader);
    }

    /**
     * Says which encoder a checkpoint has, which must be said if it is the user's own.
     *
     * @param encoder the encoder
     * @return a new rule
     */
    public DictionarySweeps resuming(SparseEncoder encoder) {
        return new DictionarySweeps(samples, most, course, update, folder -> SparseCoder.load(folder, encoder));
    }

    /**
     * Returns the rule that stops a run of sweeps when nothing is left to be gained, as converged.
     *
     * @return the rule, for runs of {@link DictionarySweeps} alone; any other goes on
     */
    public static StoppingRule<SparseCoder> settled() {
        return () ->
                (step, progress) -> step.gradient() instanceof SweepGradient sweep && sweep.phase() == Phase.SETTLED
                        ? Optional.of(new StopReason(Kind.CONVERGED, message(sweep)))
                        : Optional.empty();
    }

    private static String message(SweepGradient sweep) {
        return String.format(
                Locale.ROOT,
                "no column moved by more than %.3g in the last sweep, which replaced %d units; the noise is %.3g in each"
                        + " feature, the median estimated error of a column %.3g, and %.4g of the samples are explained",
                sweep.movement(),
                sweep.swaps(),
                sweep.sums().noise(),
                Spread.of(sweep.sums().errors()).median(),
                sweep.sums().explainedShare());
    }

    /**
     * Begins a run.
     *
     * @param initial the dictionary, whose columns need not have length 1, and the encoder
     * @return a new session at step 0
     * @throws IllegalArgumentException if the coder does not fit the samples, its encoder has no most active units, these
     *     are not fewer than the features, or a column has the length 0
     */
    @Override
    public Session<SparseCoder> start(SparseCoder initial) {
        return SweepSession.start(this, initial.copy());
    }

    @Override
    public void saveParameters(SparseCoder parameters, Path folder) throws IOException {
        parameters.save(folder);
    }

    @Override
    public SparseCoder loadParameters(Path folder) throws IOException {
        return reader.read(folder);
    }

    @Override
    public Session<SparseCoder> resume(Path folder) throws IOException {
        return SweepSession.resume(this, folder);
    }

    SweepSource samples() {
        return samples;
    }

    Course course() {
        return course;
    }

    DictionaryUpdate update(int units) {
        return update.orElseGet(
                () -> units <= MOST_INVERTED ? DictionaryUpdate.inverseMoment() : DictionaryUpdate.rankOneMoment());
    }

    SweepPlan plan(SparseCoder coder) {
        int k = course == Course.ALTERNATING ? coder.encoder().most().orElse(coder.units()) : most(coder.encoder());
        return new SweepPlan(Math.min(k, coder.units()), coder.units(), most);
    }

    private static int most(SparseEncoder encoder) {
        return encoder.most()
                .orElseThrow(() -> new IllegalArgumentException("the encoder " + encoder.name()
                        + " has no most active units, which training needs; train with SparseEncoder.pursuit(k, sign),"
                        + " and encode with this one afterwards"));
    }
}
