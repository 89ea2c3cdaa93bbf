package org.autoencoder4j.check.descent;

import static org.autoencoder4j.report.Relation.AT_LEAST;
import static org.autoencoder4j.report.Relation.AT_MOST;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.check.closeness.Matching;
import org.autoencoder4j.check.closeness.SignFlips;
import org.autoencoder4j.check.consistency.CodeSet;
import org.autoencoder4j.check.consistency.ConsistencyCertificate;
import org.autoencoder4j.check.expectation.ExpectedGradient;
import org.autoencoder4j.check.internal.HeapColumns;
import org.autoencoder4j.descent.Normalisation;
import org.autoencoder4j.gradient.GradientSource;
import org.autoencoder4j.gradient.TiedGradient;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Reference;
import org.autoencoder4j.report.Report;
import org.autoencoder4j.train.Progress;
import org.autoencoder4j.train.Step;
import org.autoencoder4j.train.TrainingListener;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Records Theorem 4 along a run: at each step, for each column and for all together, the error, the error that the update
 * with the expected gradient gives (computed before the run makes its step), the error that the run then has, and which
 * hypotheses hold. A step counts once the run has made it: the last parameters of a run have none.
 *
 * <p>Columns are matched with atoms at the first recorded step, by {@link Matching#minimumSum}, with signs where the
 * codes have both; the matching is kept from then on, as the theorem speaks of one permutation. Columns are counted in
 * the order of the atoms.
 *
 * <p>The standard error of a contraction comes from the jackknife over groups of samples: with the groups' gradients
 * {@code g_1 ... g_G}, the update is repeated with the mean of all but one, for each j; the errors {@code e_j} so had
 * give {@code (G - 1) / G sum_j (e_j - mean)^2} as the variance of the error after the step. Unlike a formula from the
 * standard errors of the gradient's entries, it knows their covariances.
 *
 * <p>The hypotheses are those of {@link DescentCertificate}, and what the theorem takes from Theorem 3 and Lemma 3 at each
 * step: {@code ||W - A||_2 <= 2 ||A||_2} (not for a mixture), and that the encoder recovers the support of every code of
 * the model, by the margin of a {@link ConsistencyCertificate} with the noise that a sample exceeds with probability
 * 1e-6. For random supports "every code" asks more than "with high probability"; where every atom is in every support
 * nothing is decided.
 *
 * <p>Cost of a step: an {@link ExpectedGradient}, a certificate, and each group's gradient once more. Not for a learning rate that backs
 * off, which may undo the predicted step. One thread uses it.
 *
 * @paper NWH19 Theorem 4, corrected
 */
public final class ContractionRecorder implements TrainingListener<TiedAutoencoder> {
    private static final double LARGEST_STANDARD_ERROR = 0.02;

    private final GenerativeModel model;
    private final HeapColumns atoms;
    private final Normalisation normalisation;
    private final List<GradientSource<TiedAutoencoder, TiedGradient>> groups;
    private final List<Contraction> total = new ArrayList<>();
    private final List<List<Contraction>> columns = new ArrayList<>();
    private final HypothesisLog descent = new HypothesisLog();
    private final HypothesisLog normalised = new HypothesisLog();
    private @Nullable Matching matching;
    private @Nullable Prediction pending;

    /** What is known of each column's step and, last, of that of all columns, before it is made. */
    private record Prediction(
            long step, double zeta, DescentCertificate certificate, EncoderHypotheses encoder, List<Expected> all) {}

    private record Expected(double before, double after, double standardError, double noise) {
        Contraction measured(long step, double measuredAfter) {
            return new Contraction(step, before, after, measuredAfter, standardError / before, noise);
        }
    }

    private ContractionRecorder(
            GenerativeModel model,
            Normalisation normalisation,
            List<? extends GradientSource<TiedAutoencoder, TiedGradient>> groups) {
        this.model = model;
        this.atoms = HeapColumns.of("the model's dictionary", model.dictionary());
        this.normalisation = normalisation;
        this.groups = List.copyOf(groups);
        // The encoder's hypotheses need the set of codes: a law without one is refused here, not at the first step.
        CodeSet.of(model.codeLaw());
        for (int i = 0; i < atoms.count(); i++) {
            columns.add(new ArrayList<>());
        }
    }

    /**
     * Makes a recorder for a run on a gradient that is not sampled, such as {@link ExpectedGradient}: its standard errors
     * are 0.
     *
     * @param model the model
     * @param normalisation the run's normalisation
     * @return the recorder, empty
     * @throws org.autoencoder4j.model.law.UnstatedConstantException if the model's code law does not state k, a1, a2 and
     *     its signs
     */
    public static ContractionRecorder of(GenerativeModel model, Normalisation normalisation) {
        return new ContractionRecorder(model, normalisation, List.of());
    }

    /**
     * Makes a recorder for a run on a sampled gradient.
     *
     * @param model the model
     * @param normalisation the run's normalisation
     * @param groups sources for independent groups of samples, of equal size, whose mean is the run's gradient (or has
     *     its law): {@link org.autoencoder4j.model.OracleGradient#split}. From G groups the standard error is known to
     *     a fraction of about {@code 1 / sqrt(2 G)}
     * @return the recorder, empty
     * @throws IllegalArgumentException if there are fewer than 2 groups
     * @throws org.autoencoder4j.model.law.UnstatedConstantException if the model's code law does not state k, a1, a2 and
     *     its signs
     */
    public static ContractionRecorder of(
            GenerativeModel model,
            Normalisation normalisation,
            List<? extends GradientSource<TiedAutoencoder, TiedGradient>> groups) {
        Checks.atLeast("the number of groups", groups.size(), 2);
        return new ContractionRecorder(model, normalisation, groups);
    }

    /**
     * Records a step. One whose gradient is not finite ends the run and is left out.
     *
     * @param step the step
     * @param progress not used
     * @throws IllegalArgumentException if the parameters do not fit the model
     */
    @Override
    public void onStep(Step<TiedAutoencoder> step, Progress progress) {
        if (Double.isFinite(step.gradient().norm())) {
            recordStep(step);
        }
    }

    private void recordStep(Step<TiedAutoencoder> step) {
        INDArray weights = step.parameters().weights();
        Matching match = matching;
        if (match == null) {
            match = Matching.minimumSum(weights, model.dictionary(), SignFlips.of(model.codeLaw()));
            matching = match;
        }
        HeapColumns aligned = HeapColumns.of("weights", match.align(weights));
        double[] errors = errors(aligned);
        Prediction prediction = pending;
        if (prediction != null && prediction.step() + 1 == step.index()) {
            record(prediction, errors);
        }
        pending = predict(step, match, aligned, errors);
    }

    private void record(Prediction prediction, double[] errors) {
        for (int i = 0; i < errors.length; i++) {
            Contraction contraction = prediction.all().get(i).measured(prediction.step(), errors[i]);
            (i < columns.size() ? columns.get(i) : total).add(contraction);
        }
        double zeta = prediction.zeta();
        for (int i = 0; i < columns.size(); i++) {
            List<Bound> encoder = prediction.encoder().of(i);
            descent.add(prediction.step(), i, both(prediction.certificate().descentHypotheses(zeta, i), encoder));
            normalised.add(prediction.step(), i, both(prediction.certificate().normalisedHypotheses(zeta, i), encoder));
        }
    }

    private static List<Bound> both(List<Bound> first, List<Bound> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    private Prediction predict(Step<TiedAutoencoder> step, Matching match, HeapColumns aligned, double[] errors) {
        TiedAutoencoder autoencoder = align(step.parameters(), match);
        TiedGradient expected = ExpectedGradient.of(model).at(autoencoder, step.index());
        double zeta = step.learningRate();
        DescentCertificate certificate = DescentCertificate.of(DescentLemma.of(model, autoencoder, expected));
        HeapColumns gradient = HeapColumns.of("the expected gradient", expected.weights());
        double[][] updated = new double[aligned.count()][];
        Arrays.setAll(updated, i -> UpdateSpread.update(aligned.column(i), gradient.column(i), zeta, normalisation));
        double[] after = errors(HeapColumns.of(updated));
        double[] standardErrors = new double[errors.length];
        double[] noise = new double[errors.length];
        if (!groups.isEmpty()) {
            UpdateSpread spread = new UpdateSpread(aligned, sampled(step, match), atoms, zeta, normalisation);
            Arrays.setAll(standardErrors, spread::standardError);
            Arrays.setAll(noise, spread::noise);
        }
        List<Expected> all = IntStream.range(0, errors.length)
                .mapToObj(i -> new Expected(errors[i], after[i], standardErrors[i], noise[i]))
                .toList();
        return new Prediction(step.index(), zeta, certificate, new EncoderHypotheses(model, autoencoder), all);
    }

    private List<HeapColumns> sampled(Step<TiedAutoencoder> step, Matching match) {
        return groups.stream()
                .map(group -> group.at(step.parameters(), step.index()).weights())
                .map(gradient -> HeapColumns.of("a group's gradient", match.align(gradient)))
                .toList();
    }

    private static TiedAutoencoder align(TiedAutoencoder autoencoder, Matching match) {
        int units = autoencoder.units();
        INDArray bias = match.align(autoencoder.bias().reshape(1, units)).reshape(units);
        return new TiedAutoencoder(match.align(autoencoder.weights()), bias, autoencoder.activation());
    }

    /** The distance of each column from its atom, and last the Frobenius norm. */
    private double[] errors(HeapColumns aligned) {
        double[] errors = new double[aligned.count() + 1];
        double squares = 0;
        for (int i = 0; i < aligned.count(); i++) {
            errors[i] = aligned.distance(i, atoms, i, 1);
            squares += errors[i] * errors[i];
        }
        errors[aligned.count()] = Math.sqrt(squares);
        return errors;
    }

    /**
     * Returns the contraction of {@code ||W - A||_F} at each step so far.
     *
     * @return one entry for each update; a copy
     */
    public List<Contraction> total() {
        return List.copyOf(total);
    }

    /**
     * Returns the contraction of one column's error at each step so far.
     *
     * @param unit the column, in the order of the atoms
     * @return one entry for each update; a copy
     * @throws IllegalArgumentException if there is no such column
     */
    public List<Contraction> column(int unit) {
        Checks.between("unit", (long) unit, 0, columns.size() - 1L);
        return List.copyOf(columns.get(unit));
    }

    /**
     * Measures the linear rate of {@code ||W - A||_F}, above the median of the steps' noise.
     *
     * @return the rate
     * @throws IllegalArgumentException if fewer than 3 errors are above the floor
     */
    public LinearRate rate() {
        double[] noise = total.stream().mapToDouble(Contraction::noise).sorted().toArray();
        double floor = noise.length == 0 ? 0 : noise[noise.length / 2];
        DoubleStream before = total.stream().mapToDouble(Contraction::before);
        DoubleStream last = total.stream().skip(Math.max(0, total.size() - 1)).mapToDouble(Contraction::after);
        return LinearRate.above(floor, DoubleStream.concat(before, last).toArray());
    }

    /**
     * Returns where a hypothesis of descent (Lemmas 1, 2, 4) first failed: the first step, in it the first column, and
     * of that the first hypothesis, in the order of {@link DescentCertificate#descentHypotheses}, nearness and consistency
     * last.
     *
     * @return the failure, if there was one
     */
    public Optional<HypothesisFailure> firstDescentFailure() {
        return descent.firstFailure();
    }

    /**
     * Returns where a hypothesis of the normalised step first failed.
     *
     * @return the failure, if there was one
     */
    public Optional<HypothesisFailure> firstNormalisedFailure() {
        return normalised.firstFailure();
    }

    /**
     * Reports whether the hypotheses of descent held throughout: each where it first failed, or else where it came closest
     * to failing. Before a step is made nothing is decided; there are no conditions that could keep it from applying.
     *
     * @return the report, whose witness is the first failure
     */
    public Report descentHypotheses() {
        return descent.report("the hypotheses of descent hold at each step for each column");
    }

    /**
     * Reports whether the hypotheses of the normalised step held throughout: each where it first failed, or else where it
     * came closest to failing. Before a step is made nothing is decided.
     *
     * @return the report, whose witness is the first failure
     */
    public Report normalisedHypotheses() {
        return normalised.report("the hypotheses of the normalised step hold at each step for each column");
    }

    /**
     * Reports whether the run contracted {@code ||W - A||_F} as the expected gradient predicts, at each step above the
     * noise floor: {@code |measured - predicted| <= max(4 standard errors, 0.01)} with standard errors of at most 0.02.
     * Condition: there is such a step; the finding {@code steps} says out of how many.
     *
     * @return the report of the step of greatest discrepancy
     */
    public Report report() {
        List<Contraction> above =
                total.stream().filter(Contraction::aboveNoiseFloor).toList();
        Report report = Report.on(
                        "the measured contraction is that of the expected gradient",
                        Reference.corrected("NWH19", "Theorem 4"))
                .requiring(Bound.exact("steps above the noise floor", above.size(), AT_LEAST, 1))
                .with("steps", total.size());
        return above.stream()
                .reduce((a, b) -> b.discrepancy() > a.discrepancy() ? b : a)
                .map(worst -> report.claiming(new Bound(
                                "max |measured - predicted| / max(4 standard errors, 0.01)",
                                worst.discrepancy(),
                                AT_MOST,
                                1))
                        .claiming(new Bound(
                                "max standard error",
                                above.stream()
                                        .mapToDouble(Contraction::standardError)
                                        .max()
                                        .orElseThrow(),
                                AT_MOST,
                                LARGEST_STANDARD_ERROR))
                        .with("measured", worst.measured())
                        .with("predicted", worst.predicted())
                        .with("standardError", worst.standardError())
                        .witnessedBy("step " + worst.step()))
                .orElse(report);
    }

    @Override
    public String toString() {
        return "ContractionRecorder[steps=" + total.size() + "]";
    }
}
