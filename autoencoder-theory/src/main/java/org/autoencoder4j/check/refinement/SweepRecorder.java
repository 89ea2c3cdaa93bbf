package org.autoencoder4j.check.refinement;

import static org.autoencoder4j.report.Relation.AT_LEAST;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.check.closeness.Matching;
import org.autoencoder4j.check.closeness.SignFlips;
import org.autoencoder4j.check.consistency.Proportion;
import org.autoencoder4j.check.expectation.internal.Supports;
import org.autoencoder4j.check.refinement.internal.Hessian;
import org.autoencoder4j.check.refinement.internal.Moments;
import org.autoencoder4j.check.refinement.internal.RateOperator;
import org.autoencoder4j.coding.SparseCoder;
import org.autoencoder4j.learn.sweep.DictionarySweeps;
import org.autoencoder4j.learn.sweep.DictionaryUpdate;
import org.autoencoder4j.learn.sweep.SweepGradient;
import org.autoencoder4j.model.Draw;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.report.Report;
import org.autoencoder4j.train.Progress;
import org.autoencoder4j.train.Step;
import org.autoencoder4j.train.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Records what the theory says along a run of {@link DictionarySweeps} on samples of a known model: at each sweep how
 * far the columns are from the atoms, how many fresh samples the coder gives the right support, with and without those
 * that are not explained, and the rate of (LS3) at the present error; and for each update the error that (LS1) and the
 * noise should leave beside the one that the run then has, and the errors that the run estimates of itself beside the
 * true ones.
 *
 * <p>Columns are matched with atoms at each sweep by {@link Matching#minimumSum}, with signs where the codes have both.
 * The expected error is the mean over 16 {@link ExpectedSweep}s, each over as many drawn supports as the sweep has
 * samples, 2^16 at most, so that it knows how few they are; with the {@code eps} that {@link
 * DictionaryUpdate#inverseMoment} adds to C. There is none where fewer than 9 of 10 fresh samples have the right
 * support, where the update replaced units, where the supports do not determine the codes, or where rounding is
 * all that is left.
 *
 * <p>Cost of a sweep: a {@link Matching}, 16 {@link ExpectedSweep}s, and the codes of the fresh samples. One thread
 * uses it.
 *
 * @paper beyond NWH19 Theorem 4: docs/REFINEMENT.md (LS1), (LS3), (LS4), (A)
 */
public final class SweepRecorder implements TrainingListener<SparseCoder> {
    private static final long MOST_SUPPORTS = 1 << 16;
    private static final double NEARLY_ALL_RIGHT = 0.9;

    private final GenerativeModel model;
    private final RandomStreams streams;
    private final int samples;
    private final SignFlips flips;
    /** Below it an error is what rounding leaves. */
    private final double rounding;

    private final List<SweepRow> rows = new ArrayList<>();
    private final List<SweepUpdate> updates = new ArrayList<>();
    private Optional<Pending> pending = Optional.empty();
    private Optional<ColumnErrors> errors = Optional.empty();

    /**
     * What is known of an update before it is made: the estimated errors of its columns, and of all what is predicted.
     */
    private static final class Pending {
        private final long step;
        private final double before;
        private final double[] estimates;
        private final Optional<SweepPrediction> all;

        Pending(long step, double before, double[] estimates, Optional<SweepPrediction> all) {
            this.step = step;
            this.before = before;
            this.estimates = estimates;
            this.all = all;
        }

        Optional<SweepUpdate> update(double after) {
            return all.map(
                    next -> new SweepUpdate(step, before, next.error(), next.noise(), after, next.standardError()));
        }
    }

    private SweepRecorder(GenerativeModel model, RandomStreams streams, int samples) {
        this.model = model;
        this.streams = streams;
        this.samples = samples;
        this.flips = SignFlips.of(model.codeLaw());
        this.rounding = (model.dataType() == DataType.FLOAT ? 1e-4 : 1e-12) * Math.sqrt(model.units());
    }

    /**
     * Makes a recorder.
     *
     * @param model the model of the run's samples, of the coder's type and with at most as many atoms as the coder has
     *     units
     * @param streams the source of randomness, of another seed than the run's samples
     * @param samples how many fresh samples are coded at each sweep, at least 1
     * @return the recorder, empty
     * @throws IllegalArgumentException if samples is below 1
     * @throws org.autoencoder4j.model.law.UnstatedConstantException if the law does not state its signs and values,
     *     with kappa1 and kappa2
     */
    public static SweepRecorder of(GenerativeModel model, RandomStreams streams, int samples) {
        Checks.atLeast("samples", samples, 1);
        Moments.of(model);
        return new SweepRecorder(model, streams, samples);
    }

    /**
     * Records a sweep. One whose gradient is not finite ends the run and is left out.
     *
     * @param step the step
     * @param progress not used
     * @throws IllegalArgumentException if the run is none of {@link DictionarySweeps}, or the coder does not fit the
     *     model
     */
    @Override
    public void onStep(Step<SparseCoder> step, Progress progress) {
        if (!(step.gradient() instanceof SweepGradient sweep)) {
            throw new IllegalArgumentException("the run's gradient is a "
                    + step.gradient().getClass().getSimpleName()
                    + "; a SweepRecorder listens to runs of DictionarySweeps, whose gradient is a SweepGradient");
        }
        if (Double.isFinite(step.gradientNorm())) {
            record(step, sweep);
        }
    }

    private void record(Step<SparseCoder> step, SweepGradient sweep) {
        INDArray weights = step.parameters().weights();
        Matching matching = Matching.minimumSum(weights, model.dictionary(), flips);
        pending.filter(update -> update.step + 1 == step.index()).ifPresent(update -> close(update, sweep, matching));
        INDArray aligned = matching.align(weights);
        Draw draw = model.draw(streams, step.index(), samples);
        SupportCount count = new SupportCount(draw, step.parameters().codes(draw.observations()), matching);
        int supports = (int) Math.max(2, Math.min(sweep.sums().counted(), MOST_SUPPORTS));
        rows.add(new SweepRow(
                step.index(),
                sweep.phase(),
                sweep.sums().samples(),
                sweep.swaps(),
                matching.delta(),
                median(matching.distances()),
                sweep.sums().explainedShare(),
                count.right(),
                count.explainedRight(),
                rate(step.index(), aligned, supports)));
        Optional<SweepPrediction> all = count.right().rate() < NEARLY_ALL_RIGHT
                ? Optional.empty()
                : SweepPrediction.of(
                        model,
                        aligned,
                        streams,
                        step.index(),
                        supports,
                        sweep.sums().counted(),
                        sweep.meanL0());
        pending = Optional.of(
                new Pending(step.index(), matching.frobenius(), sweep.sums().errors(), all));
    }

    private void close(Pending update, SweepGradient sweep, Matching matching) {
        boolean finite = Arrays.stream(update.estimates).allMatch(each -> each > 0 && Double.isFinite(each));
        errors = finite && sweep.swaps() == 0
                ? Optional.of(ColumnErrors.of(matching, update.estimates))
                : Optional.empty();
        if (sweep.swaps() == 0) {
            update.update(matching.frobenius())
                    .filter(made -> made.least() > rounding)
                    .ifPresent(updates::add);
        }
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private double rate(long step, INDArray aligned, int supports) {
        Hessian hessian = new Hessian(model, Supports.drawn(model.codeLaw(), streams, step, supports));
        INDArray error = aligned.castTo(DataType.DOUBLE).sub(hessian.atoms());
        return hessian.rayleigh(new RateOperator(hessian).withoutRescalings(error))
                .quotient();
    }

    /**
     * Returns what was found at each sweep so far.
     *
     * @return one row for each; a copy
     */
    public List<SweepRow> rows() {
        return List.copyOf(rows);
    }

    /**
     * Returns what the updates made of the error, those for which something was predicted.
     *
     * @return the updates; a copy
     */
    public List<SweepUpdate> updates() {
        return List.copyOf(updates);
    }

    /**
     * Returns the errors of the columns after the last update beside those that the run estimated.
     *
     * @return the comparison, empty before the first update, or if a unit was in no code or was replaced by it
     */
    public Optional<ColumnErrors> columnErrors() {
        return errors;
    }

    /**
     * Reports whether updates left the error that was predicted: at least 0.9 times
     * {@code sqrt(expected^2 + noise^2)} and at most 1.1 times {@code expected + noise}, each up to 4 standard errors.
     * Condition: something was predicted for an update; the finding {@code updates} says for how many.
     *
     * @return the report of the updates of greatest discrepancy
     */
    public Report contraction() {
        return SweepUpdate.report(updates);
    }

    /**
     * Reports whether fresh samples have the right support at the last sweep, with at least a given probability.
     *
     * @param limit the probability of the claim, between 0 and 1
     * @return the report; nothing is decided before the first sweep
     * @throws IllegalArgumentException if limit is outside its range
     */
    public Report supports(double limit) {
        return proportion(
                "the coder finds the supports of samples at the last sweep",
                "(P), its conclusion",
                last().map(SweepRow::right),
                limit);
    }

    /**
     * Reports whether fresh samples that are explained have the right support at the last sweep, with at least a given
     * probability.
     *
     * @param limit the probability of the claim, between 0 and 1
     * @return the report; nothing is decided before the first sweep or if no sample is explained
     * @throws IllegalArgumentException if limit is outside its range
     */
    public Report explained(double limit) {
        return proportion(
                "explained samples have the right support at the last sweep",
                "(A), its conclusion",
                last().flatMap(SweepRow::explainedRight),
                limit);
    }

    private Optional<SweepRow> last() {
        return rows.isEmpty() ? Optional.empty() : Optional.of(rows.get(rows.size() - 1));
    }

    private static Report proportion(String statement, String item, Optional<Proportion> right, double limit) {
        Checks.between("limit", limit, 0, 1);
        Report report = Report.on(statement, Statement.of(item));
        return right.map(found -> report.claiming(found.bound("rate of right supports", AT_LEAST, limit))
                        .with("samples", (double) found.trials()))
                .orElse(report);
    }

    @Override
    public String toString() {
        return "SweepRecorder[sweeps=" + rows.size() + ", updates=" + updates.size() + "]";
    }
}
