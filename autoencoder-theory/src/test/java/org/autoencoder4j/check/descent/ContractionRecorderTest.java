package org.autoencoder4j.check.descent;

import static org.autoencoder4j.check.descent.DescentLemmaTest.near;
import static org.autoencoder4j.check.expectation.PopulationFixtures.autoencoder;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.stat.descriptive.moment.StandardDeviation;
import org.autoencoder4j.check.Samples;
import org.autoencoder4j.check.consistency.Interval;
import org.autoencoder4j.check.expectation.ExpectedGradient;
import org.autoencoder4j.descent.BiasSchedule;
import org.autoencoder4j.descent.LearningRate;
import org.autoencoder4j.descent.Normalisation;
import org.autoencoder4j.descent.TiedDescent;
import org.autoencoder4j.gradient.GradientSource;
import org.autoencoder4j.gradient.TiedGradient;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.OracleGradient;
import org.autoencoder4j.model.law.CodeLaw;
import org.autoencoder4j.model.law.ValueLaw;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Verdict;
import org.autoencoder4j.train.StopReason;
import org.autoencoder4j.train.StoppingRule;
import org.autoencoder4j.train.Trainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ContractionRecorderTest {
    private static final int UNITS = 4;
    private static final INDArray ATOMS =
            Nd4j.eye(12).castTo(DataType.DOUBLE).getColumns(0, 1, 2, 3).dup('f');
    private static final GenerativeModel MIXTURE = GenerativeModel.mixtureOfGaussians(ATOMS, 0.02);

    private static INDArray bias(double value, int units) {
        return Nd4j.valueArrayOf(new long[] {units}, value, DataType.DOUBLE);
    }

    /** Columns at a given distance from their atoms. */
    private static INDArray at(double distance) {
        double cosine = 1 - distance * distance / 2;
        INDArray weights = ATOMS.mul(cosine);
        for (int i = 0; i < UNITS; i++) {
            weights.putScalar(5 + i, i, Math.sqrt(1 - cosine * cosine));
        }
        return weights.dup('f');
    }

    private static void run(
            ContractionRecorder recorder,
            GradientSource<TiedAutoencoder, TiedGradient> source,
            double zeta,
            int steps,
            TiedAutoencoder initial) {
        TiedDescent rule = TiedDescent.of(source, LearningRate.constant(zeta));
        Trainer.of(rule, StoppingRule.steps(steps)).withListener(recorder).train(initial);
    }

    /** One step of the expected gradient at {@code zeta = 1 / (p lambda)}. */
    private static ContractionRecorder step(double error, double bias) {
        ContractionRecorder recorder = ContractionRecorder.of(MIXTURE, Normalisation.UNIT_COLUMNS);
        double zeta = UNITS / (1 - error * error / 2);
        run(recorder, ExpectedGradient.of(MIXTURE), zeta, 1, autoencoder(at(error), bias(bias, UNITS)));
        return recorder;
    }

    /** .68 goes to .125, 9.6e-4 and 4.5e-10. So far from the atoms as at first, Lemma 1 promises nothing: its tau is negative. */
    @Test
    void withoutBiasTheErrorIsCubed() {
        double error = 0.68;
        for (double expected : new double[] {0.125, 9.6e-4, 4.5e-10}) {
            ContractionRecorder recorder = step(error, 0);
            Contraction step = recorder.column(2).get(0);
            assertEquals(error, step.before(), 1e-9);
            assertEquals(step.predictedAfter(), step.after(), 1e-14);
            assertEquals(1, step.after() / expected, 0.05);
            assertEquals(Verdict.HOLDS, recorder.report().verdict());
            assertEquals(
                    Optional.of(error == 0.68 ? "tau_i" : "margin of code consistency"),
                    recorder.firstDescentFailure()
                            .map(failure -> failure.hypothesis().quantity()));
            error = step.after();
        }
    }

    /** A ReLU without bias fires on noise, and a hard threshold far above all values never: no support is found. */
    @Test
    void anEncoderThatFindsNoSupportBreaksAHypothesis() {
        for (Activation activation : List.of(Activation.relu(), Activation.hardThreshold(5))) {
            ContractionRecorder recorder = ContractionRecorder.of(MIXTURE, Normalisation.UNIT_COLUMNS);
            TiedAutoencoder start = new TiedAutoencoder(at(0.1), bias(0, UNITS), activation);
            run(recorder, ExpectedGradient.of(MIXTURE), UNITS / 2.0, 1, start);
            assertEquals(Verdict.FAILS, recorder.descentHypotheses().verdict());
            assertEquals(Verdict.FAILS, recorder.normalisedHypotheses().verdict());
            assertEquals(
                    "margin of code consistency",
                    recorder.firstDescentFailure().orElseThrow().hypothesis().quantity());
        }
        ContractionRecorder found = ContractionRecorder.of(MIXTURE, Normalisation.UNIT_COLUMNS);
        TiedAutoencoder start = new TiedAutoencoder(at(0.1), bias(0, UNITS), Activation.hardThreshold(0.5));
        run(found, ExpectedGradient.of(MIXTURE), UNITS / 2.0, 1, start);
        assertEquals(Verdict.HOLDS, found.descentHypotheses().verdict(), found.descentHypotheses()::text);
    }

    /** Columns of length 30 are far from the atoms in the spectral norm; a ReLU gives no negative code. */
    @Test
    void nearnessAndSignsAreHypotheses() {
        GenerativeModel sparse = new GenerativeModel(ATOMS, CodeLaw.sparse(UNITS, 2, ValueLaw.rademacher()), 0);
        ContractionRecorder recorder = ContractionRecorder.of(sparse, Normalisation.NONE);
        run(recorder, ExpectedGradient.of(sparse), 1e-6, 1, autoencoder(at(0.1).mul(30), bias(0, UNITS)));
        List<Bound> hypotheses = recorder.descentHypotheses().bounds();
        Bound nearness = hypotheses.get(hypotheses.size() - 2);
        assertTrue(nearness.quantity().startsWith("||W - A||_2 / ||A||_2 at step 0"), nearness::toString);
        assertEquals(Verdict.FAILS, nearness.verdict());
        assertEquals(
                Double.NEGATIVE_INFINITY, hypotheses.get(hypotheses.size() - 1).measured());
    }

    /** Without a step nothing is decided. */
    @Test
    void anEmptyLogSaysNothing() {
        ContractionRecorder recorder = ContractionRecorder.of(MIXTURE, Normalisation.NONE);
        assertEquals(Verdict.INCONCLUSIVE, recorder.descentHypotheses().verdict());
        assertEquals(Verdict.INCONCLUSIVE, recorder.normalisedHypotheses().verdict());
    }

    /** Not only to a neighbourhood of A: 3.1e-5 after 12 steps (2.8e-5 from a start a little nearer than .68). */
    @Test
    void aConstantBiasConvergesToTheAtomsThemselves() {
        double error = 0.68;
        for (int step = 0; step < 12; step++) {
            error = step(error, -0.5).column(1).get(0).after();
        }
        assertEquals(3.05e-5, error, 0.01e-5);
    }

    /** At a constant zeta = m the rate is c / (1 + c) = 3/7 near A. */
    @Test
    void aConstantBiasConvergesLinearly() {
        ContractionRecorder recorder = ContractionRecorder.of(MIXTURE, Normalisation.UNIT_COLUMNS);
        run(recorder, ExpectedGradient.of(MIXTURE), UNITS, 25, autoencoder(at(0.68), bias(-0.5, UNITS)));
        assertTrue(recorder.column(0).get(24).after() < 1e-9);
        assertEquals(3.0 / 7, recorder.column(0).get(20).measured(), 1e-4);
        assertEquals(3.0 / 7, recorder.rate().rate(), 0.01);
        Interval interval = recorder.rate().interval(0.95);
        assertTrue(interval.low() < recorder.rate().rate() && recorder.rate().rate() < interval.high());
        assertEquals(26, recorder.rate().steps());

        assertEquals(Verdict.HOLDS, recorder.normalisedHypotheses().verdict());
        assertTrue(recorder.firstNormalisedFailure().isEmpty());
        HypothesisFailure failure = recorder.firstDescentFailure().orElseThrow();
        assertEquals(0, failure.step());
        assertEquals(0, failure.unit());
        assertTrue(failure.toString().startsWith("step 0, column 0: |s_i / kappa2 - lambda_i| = "), failure::toString);
        assertEquals(failure.toString(), recorder.descentHypotheses().witness().orElseThrow());
        assertEquals(Verdict.FAILS, recorder.descentHypotheses().verdict());
    }

    /** The first failure is one in time: a bias that begins at 0 and grows breaks the condition at a later step. */
    @Test
    void theReportSaysWhenAndWhereAHypothesisFirstFailed() {
        ContractionRecorder recorder = ContractionRecorder.of(MIXTURE, Normalisation.UNIT_COLUMNS);
        INDArray bias = Nd4j.createFromArray(0, 0, -0.01, 0);
        BiasSchedule growing = (initial, step) -> initial * step * step * step;
        TiedDescent rule = TiedDescent.of(ExpectedGradient.of(MIXTURE), LearningRate.constant(0.4 * UNITS))
                .with(growing);
        Trainer.of(rule, StoppingRule.steps(5))
                .withListener(recorder)
                .train(new TiedAutoencoder(at(0.5), bias, Activation.hardThreshold(0.4)));
        HypothesisFailure failure = recorder.firstDescentFailure().orElseThrow();
        assertEquals(2, failure.unit());
        assertTrue(failure.step() > 0 && failure.step() < 5, failure::toString);
        assertEquals(Verdict.FAILS, failure.hypothesis().verdict());
        assertTrue(recorder.descentHypotheses()
                .bounds()
                .get(2)
                .quantity()
                .endsWith(" at step " + failure.step() + ", column 2"));
    }

    @ParameterizedTest
    @EnumSource(Normalisation.class)
    void predictionsAreTheRunOfTheExpectedGradient(Normalisation normalisation) {
        INDArray atoms = Samples.unitColumns(Samples.random(1), 10, 6).dup('f');
        GenerativeModel model =
                new GenerativeModel(atoms, CodeLaw.sparse(6, 2, ValueLaw.nonNegativeUniform(.8, 1.2)), 0.1);
        ContractionRecorder recorder = ContractionRecorder.of(model, normalisation);
        TiedDescent rule = TiedDescent.of(ExpectedGradient.of(model), LearningRate.decaying(0.5, 3))
                .with(normalisation);
        Trainer.of(rule, StoppingRule.steps(6))
                .withListener(recorder)
                .train(autoencoder(near(atoms, 0.3, 2), bias(-0.1, 6)));
        assertEquals(6, recorder.total().size());
        for (int s = 0; s < 6; s++) {
            assertEquals(s, recorder.total().get(s).step());
            double squares = 0;
            for (int i = 0; i < 6; i++) {
                Contraction column = recorder.column(i).get(s);
                assertEquals(column.predictedAfter(), column.after(), 1e-13);
                squares += column.after() * column.after();
                assertEquals(0, column.standardError());
            }
            assertEquals(Math.sqrt(squares), recorder.total().get(s).after(), 1e-13);
            assertEquals(
                    recorder.total().get(s).predictedAfter(),
                    recorder.total().get(s).after(),
                    1e-13);
        }
    }

    /** Order and, with codes of both signs, signs are those of the start; columns are counted as atoms. */
    @Test
    void columnsAreMatchedOnce() {
        INDArray atoms = Samples.unitColumns(Samples.random(3), 12, 5).dup('f');
        GenerativeModel model = new GenerativeModel(atoms, CodeLaw.sparse(5, 2, ValueLaw.rademacher()), 0);
        INDArray weights = near(atoms, 0.2, 4);
        INDArray moved = Samples.rearranged(weights, new int[] {2, 0, 1, 4, 3}, new int[] {1, -1, 1, -1, -1});
        INDArray bias = Nd4j.createFromArray(0.01, 0.02, 0.03, 0.04, 0.05);
        INDArray movedBias = Nd4j.createFromArray(0.03, -0.01, 0.02, -0.05, -0.04);
        ContractionRecorder straight = ContractionRecorder.of(model, Normalisation.UNIT_COLUMNS);
        run(straight, ExpectedGradient.of(model), 1, 1, autoencoder(weights, bias));
        ContractionRecorder matched = ContractionRecorder.of(model, Normalisation.UNIT_COLUMNS);
        run(matched, ExpectedGradient.of(model), 1, 1, autoencoder(moved, movedBias));
        for (int i = 0; i < 5; i++) {
            assertEquals(
                    straight.column(i).get(0).before(), matched.column(i).get(0).before(), 1e-14);
            assertEquals(
                    straight.column(i).get(0).predictedAfter(),
                    matched.column(i).get(0).predictedAfter(),
                    1e-13);
        }
    }

    /**
     * A sampled run of the mixture with the bias -0.5: 16 groups of 512 samples. Seeded; with 4 standard errors from 16
     * groups (15 degrees of freedom) a false alarm has probability 1e-3 at a step, but the allowance of 0.01 is wider.
     */
    @Test
    void aSampledRunFollowsThePrediction() {
        OracleGradient source = OracleGradient.of(MIXTURE, RandomStreams.of(5), 16 * 512);
        ContractionRecorder recorder = ContractionRecorder.of(MIXTURE, Normalisation.UNIT_COLUMNS, source.split(16));
        run(recorder, source, UNITS, 9, autoencoder(at(0.68), bias(-0.5, UNITS)));
        List<Contraction> above =
                recorder.total().stream().filter(Contraction::aboveNoiseFloor).toList();
        assertTrue(above.size() >= 5, () -> above.size() + " steps above the noise floor");
        for (Contraction step : above) {
            assertTrue(step.standardError() > 0 && step.standardError() <= 0.02, step::toString);
            assertTrue(step.discrepancy() <= 1, step::toString);
        }
        assertEquals(Verdict.HOLDS, recorder.report().verdict());
        assertEquals(0.43, recorder.rate().rate(), 0.02);
        assertTrue(recorder.rate().floor() > 0);
        assertTrue(recorder.rate().steps() < 10);
    }

    /**
     * The jackknife against the spread of 200 independent runs of one step: the root mean squares of its standard error
     * and of its noise are within 15 % of the runs' standard deviations, which 200 runs know to 5 %.
     */
    @Test
    void theJackknifeKnowsTheSpread() {
        int runs = 200;
        INDArray sum = Nd4j.zeros(DataType.DOUBLE, 12, UNITS);
        INDArray squares = sum.dup();
        double[] contractions = new double[runs];
        double errors = 0;
        double noise = 0;
        for (int run = 0; run < runs; run++) {
            OracleGradient source = OracleGradient.of(MIXTURE, RandomStreams.of(100 + run), 8 * 256);
            ContractionRecorder recorder = ContractionRecorder.of(MIXTURE, Normalisation.UNIT_COLUMNS, source.split(8));
            TiedDescent rule = TiedDescent.of(source, LearningRate.constant(UNITS));
            INDArray weights = Trainer.of(rule, StoppingRule.steps(1))
                    .withListener(recorder)
                    .train(autoencoder(at(0.3), bias(-0.5, UNITS)))
                    .parameters()
                    .weights();
            sum.addi(weights);
            squares.addi(weights.mul(weights));
            Contraction step = recorder.total().get(0);
            contractions[run] = step.measured();
            errors += step.standardError() * step.standardError() / runs;
            noise += step.noise() * step.noise() / runs;
        }
        double spread = new StandardDeviation().evaluate(contractions);
        assertEquals(1, Math.sqrt(errors) / spread, 0.15);
        double variance = squares.sub(sum.mul(sum).div(runs)).sumNumber().doubleValue() / (runs - 1);
        assertEquals(1, Math.sqrt(noise / variance), 0.15);
    }

    /** A run on another gradient than the one predicted is found out. */
    @Test
    void aRunThatDoesOtherwiseIsRefuted() {
        GradientSource<TiedAutoencoder, TiedGradient> expected = ExpectedGradient.of(MIXTURE);
        GradientSource<TiedAutoencoder, TiedGradient> slower = (parameters, step) -> {
            TiedGradient gradient = expected.at(parameters, step);
            return new TiedGradient(gradient.weights().mul(0.9), gradient.bias(), gradient.activity(), gradient.loss());
        };
        ContractionRecorder recorder = ContractionRecorder.of(MIXTURE, Normalisation.UNIT_COLUMNS);
        run(recorder, slower, UNITS, 5, autoencoder(at(0.68), bias(-0.5, UNITS)));
        assertEquals(Verdict.FAILS, recorder.report().verdict());
    }

    @Test
    void aRunThatDivergesEndsWithItsResult() {
        ContractionRecorder recorder = ContractionRecorder.of(MIXTURE, Normalisation.NONE);
        TiedDescent rule = TiedDescent.of(ExpectedGradient.of(MIXTURE), LearningRate.constant(100 * UNITS))
                .with(Normalisation.NONE);
        StopReason reason = Trainer.of(rule, StoppingRule.steps(50))
                .withListener(recorder)
                .train(autoencoder(at(0.68), bias(-0.5, UNITS)))
                .stopReason();
        assertEquals(StopReason.Kind.NOT_FINITE, reason.kind());
        assertTrue(recorder.total().size() > 1);
        assertEquals(Verdict.HOLDS, recorder.report().verdict());
        assertTrue(recorder.firstNormalisedFailure().isPresent());
    }

    @Test
    void tooFewSamplesAreBelowTheFloor() {
        OracleGradient source =
                OracleGradient.of(GenerativeModel.mixtureOfGaussians(ATOMS, 0.5), RandomStreams.of(5), 64);
        ContractionRecorder recorder = ContractionRecorder.of(MIXTURE, Normalisation.UNIT_COLUMNS, source.split(8));
        run(recorder, source, UNITS, 2, autoencoder(at(0.05), bias(-0.5, UNITS)));
        assertEquals(Verdict.NOT_APPLICABLE, recorder.report().verdict());
        assertEquals(2.0, recorder.report().findings().get("steps"), "steps of which none is above");
        assertThrows(IllegalArgumentException.class, recorder::rate);
    }

    @Test
    void theFloorIsWhereNoiseRaisesTheContractionByHalfAPercent() {
        assertTrue(new Contraction(0, 1, 0.4, 0.4, 0, 0.063).aboveNoiseFloor());
        assertTrue(!new Contraction(0, 1, 0.4, 0.4, 0, 0.064).aboveNoiseFloor());
        assertTrue(!new Contraction(0, 0, 0, 0, 0, 0).aboveNoiseFloor());
        Contraction step = new Contraction(3, 2, 0.8, 0.9, 0.005, 0);
        assertEquals(0.45, step.measured(), 1e-15);
        assertEquals(0.4, step.predicted(), 1e-15);
        assertEquals(2.5, step.discrepancy(), 1e-12);
        assertEquals(5, new Contraction(3, 2, 0.8, 0.9, 0, 0).discrepancy(), 1e-12);
    }

    @Test
    void refusesWhatDoesNotFit() {
        OracleGradient source = OracleGradient.of(MIXTURE, RandomStreams.of(5), 64);
        assertThrows(
                IllegalArgumentException.class,
                () -> ContractionRecorder.of(MIXTURE, Normalisation.NONE, source.split(1)));
        ContractionRecorder recorder = ContractionRecorder.of(MIXTURE, Normalisation.NONE);
        assertThrows(IllegalArgumentException.class, () -> recorder.column(UNITS));
        assertThrows(IllegalArgumentException.class, recorder::rate);
        assertEquals(Verdict.NOT_APPLICABLE, recorder.report().verdict());
        assertEquals(List.of(), recorder.total());
    }
}
