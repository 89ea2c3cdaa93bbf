package org.autoencoder4j.gradient;

import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.descent.LearningRate;
import org.autoencoder4j.descent.SpanDescent;
import org.autoencoder4j.descent.TiedDescent;
import org.autoencoder4j.gradient.internal.FormChoice;
import org.autoencoder4j.gradient.internal.FusedGradient;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.HardThreshold;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.autoencoder4j.train.StopReason;
import org.autoencoder4j.train.StoppingRule;
import org.autoencoder4j.train.Trainer;
import org.autoencoder4j.train.TrainingResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Losses that are a small part of the samples' squares. What is right is computed by plain loops in double, and the
 * gradient is to be no worse than that of loops over the residuals in the type itself.
 */
class CancellationTest {
    private static final int SAMPLES = 600;
    private static final int FEATURES = 8;
    private static final double[] OFFSETS = {0, 1, 30, 1e3, 1e5};
    private static final double[] SCALES = {1e-3, 1, 1e3};

    /** Offset plus noise about it, and a column that gives the offset back. */
    private record Case(TiedAutoencoder autoencoder, INDArray samples, double offset, double scale) {
        static List<Case> all(DataType type, boolean thresholds) {
            List<Case> cases = new ArrayList<>();
            for (double offset : OFFSETS) {
                for (double scale : SCALES) {
                    cases.add(of(type, thresholds, offset, scale));
                }
            }
            return cases;
        }

        /** The further columns are orthogonal to the first, and never active. */
        static Case of(DataType type, boolean thresholds, double offset, double scale) {
            INDArray noise = Fixtures.observations(3, SAMPLES, FEATURES);
            INDArray samples = noise.mul(0.1).addi(offset).muli(scale).castTo(type);
            INDArray weights = Nd4j.zeros(type, FEATURES, 3);
            weights.getColumn(0).assign(1 / Math.sqrt(FEATURES));
            weights.putScalar(0, 1, 1 / Math.sqrt(2)).putScalar(1, 1, -1 / Math.sqrt(2));
            weights.putScalar(2, 2, 1 / Math.sqrt(2)).putScalar(3, 2, -1 / Math.sqrt(2));
            INDArray bias = Nd4j.createFromArray(0.0, -5 * scale, -5 * scale).castTo(type);
            boolean isDead = thresholds && offset == 0;
            Activation activation = thresholds ? Activation.hardThreshold(isDead ? 0 : 0.1 * scale) : Activation.relu();
            INDArray none = Nd4j.zeros(type, 3);
            INDArray one = weights.dup('f');
            if (thresholds) {
                // Columns that no pre-activation of the noise reaches.
                one.getColumn(1).muli(1e-6);
                one.getColumn(2).muli(1e-6);
            }
            return new Case(new TiedAutoencoder(one, thresholds ? none : bias, activation), samples, offset, scale);
        }
    }

    private record Reference(INDArray gradient, double loss, double energy, double residual, double codes) {}

    /** By loops over the residuals, rounded to FLOAT after each operation if wanted. */
    private static Reference reference(TiedAutoencoder a, INDArray samples, boolean rounded) {
        int n = a.features();
        int m = a.units();
        double[][] weights = a.weights().toDoubleMatrix();
        double[] bias = a.bias().toDoubleVector();
        double[][] gradient = new double[n][m];
        double energy = 0;
        double squares = 0;
        double codes = 0;
        for (int s = 0; s < samples.rows(); s++) {
            double[] r = samples.getRow(s).toDoubleVector();
            double[] y = r.clone();
            double[] x = new double[m];
            for (int i = 0; i < m; i++) {
                double p = 0;
                for (int j = 0; j < n; j++) {
                    p = round(p + round(weights[j][i] * y[j], rounded), rounded);
                }
                x[i] = a.activation().apply(round(p + bias[i], rounded));
                for (int j = 0; j < n; j++) {
                    r[j] = round(r[j] - round(weights[j][i] * x[i], rounded), rounded);
                }
                codes += x[i] * x[i];
            }
            for (int i = 0; i < m; i++) {
                double v = 0;
                for (int j = 0; j < n; j++) {
                    v = round(v + round(weights[j][i] * r[j], rounded), rounded);
                }
                for (int j = 0; j < n; j++) {
                    gradient[j][i] -= (r[j] * x[i] + (x[i] == 0 ? 0 : y[j] * v)) / samples.rows();
                }
            }
            for (int j = 0; j < n; j++) {
                energy += y[j] * y[j] / samples.rows();
                squares += r[j] * r[j] / samples.rows();
            }
        }
        return new Reference(
                Nd4j.createFromArray(gradient),
                squares / 2,
                energy,
                Math.sqrt(squares),
                Math.sqrt(codes / samples.rows()));
    }

    private static double round(double value, boolean rounded) {
        return rounded ? (float) value : value;
    }

    private static double distance(INDArray expected, INDArray actual) {
        return expected.sub(actual).norm2Number().doubleValue();
    }

    private static double ulp(DataType type) {
        return type == DataType.FLOAT ? Math.ulp(1f) : Math.ulp(1.0);
    }

    /** How far rounding of residuals may put a loss off, and a share of it for sums that need not be residuals. */
    private static void assertLoss(DataType type, double expected, double energy, double actual, String what) {
        double residual = 8 * ulp(type) * Math.sqrt(energy);
        double bound =
                residual * residual / 2 + residual * Math.sqrt(2 * expected) + 2 * Math.sqrt(ulp(type)) * expected;
        assertTrue(actual >= 0, what + ": " + actual + " is below 0");
        assertEquals(expected, actual, bound, what);
    }

    private static void assertRight(DataType type, List<Case> cases, List<TiedGradient> gradients, String what) {
        for (int c = 0; c < cases.size(); c++) {
            Case one = cases.get(c);
            Reference right = reference(one.autoencoder(), one.samples(), false);
            TiedGradient gradient = gradients.get(c);
            assertLoss(type, right.loss(), right.energy(), gradient.loss(), what + " at " + one.offset());
            double scale = right.residual() * right.codes();
            if (scale > 0) {
                INDArray actual = gradient.weights().castTo(DataType.DOUBLE);
                boolean rounded = type == DataType.FLOAT;
                INDArray rough =
                        reference(one.autoencoder(), one.samples(), rounded).gradient();
                double own = distance(right.gradient(), actual) / scale;
                double theirs = distance(right.gradient(), rough) / scale;
                double allowed = 8 * theirs + 200 * ulp(type) / Math.sqrt(Math.sqrt(ulp(type)));
                assertTrue(own <= allowed, what + " at " + one.offset() + ": " + own + ", residuals " + theirs);
            }
        }
    }

    private static TiedGradient copy(TiedGradient g) {
        return new TiedGradient(g.weights().dup(), g.bias().dup(), g.activity().dup(), g.loss());
    }

    @ParameterizedTest
    @EnumSource(FormChoice.class)
    void everyFormKeepsTheDigits(FormChoice form) {
        for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
            for (boolean thresholds : new boolean[] {false, true}) {
                List<Case> cases = Case.all(type, thresholds);
                List<TiedGradient> gradients = cases.stream()
                        .map(c -> copy(fused(c.samples(), c.autoencoder(), Optional.of(form), 1)))
                        .toList();
                assertRight(type, cases, gradients, form + " " + type);
            }
        }
    }

    @Test
    void thePlainGradientTheChosenFormAndTheLossKeepTheDigits() {
        for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
            for (boolean thresholds : new boolean[] {false, true}) {
                List<Case> cases = Case.all(type, thresholds);
                assertRight(
                        type,
                        cases,
                        cases.stream()
                                .map(c ->
                                        copy(new PlainBatchGradient(Batches.of(c.samples()), 3).at(c.autoencoder(), 0)))
                                .toList(),
                        "plain " + type);
                assertRight(
                        type,
                        cases,
                        cases.stream()
                                .map(c -> copy(SampleGradient.of(Batches.of(c.samples()))
                                        .at(c.autoencoder(), 0)))
                                .toList(),
                        "chosen " + type);
                for (Case c : cases) {
                    Reference right = reference(c.autoencoder(), c.samples(), false);
                    double loss = c.autoencoder().loss(c.samples());
                    assertLoss(type, right.loss(), right.energy(), loss, "loss " + type + " at " + c.offset());
                }
            }
        }
    }

    private static TiedGradient fused(
            INDArray samples, TiedAutoencoder autoencoder, Optional<FormChoice> form, int workers) {
        Batches batches = Batches.of(samples);
        FusedGradient gradient = new FusedGradient(batches, autoencoder.units(), form, OptionalInt.of(workers));
        return new FusedBatchGradient(batches, autoencoder.units(), gradient).at(autoencoder, 0);
    }

    @ParameterizedTest
    @EnumSource(FormChoice.class)
    void theBitsDoNotDependOnTheNumberOfThreadsThere(FormChoice form) {
        Case c = Case.of(DataType.FLOAT, false, 1e3, 1);
        TiedGradient one = copy(fused(c.samples(), c.autoencoder(), Optional.of(form), 1));
        TiedGradient many = fused(c.samples(), c.autoencoder(), Optional.of(form), 4);
        assertEquals(one.loss(), many.loss());
        assertIdentical(one.weights(), many.weights());
    }

    /** One feature, one unit, one sample: the difference of equal products was -2e-9. */
    @ParameterizedTest
    @EnumSource(FormChoice.class)
    void aPerfectReconstructionHasNoNegativeLoss(FormChoice form) {
        for (float y : new float[] {0.3f, 0.1f, 0.7f, 0x1p-66f, 0x1p50f}) {
            TiedAutoencoder identity =
                    TiedAutoencoder.withoutBias(Nd4j.createFromArray(new float[][] {{1}}), Activation.relu());
            assertEquals(
                    0,
                    fused(Nd4j.createFromArray(new float[][] {{y}}), identity, Optional.of(form), 1)
                            .loss());
        }
    }

    /** Two columns of almost one direction, with codes that are large and cancel: small samples, large sums. */
    @ParameterizedTest
    @EnumSource(FormChoice.class)
    void codesThatCancelKeepTheDigits(FormChoice form) {
        INDArray w = Nd4j.createFromArray(new float[][] {{1, 1}, {0, 1e-3f}}).dup('f');
        INDArray bias = Nd4j.createFromArray(3e3f, -3e3f);
        TiedAutoencoder a = new TiedAutoencoder(w, bias, new HardThreshold(0));
        INDArray y = Fixtures.observations(5, 50, 2).castTo(DataType.FLOAT).mul(0.01f);
        y.getColumn(1).subi(3f);
        double right = reference(a, y, false).loss();
        double loss = fused(y, a, Optional.of(form), 1).loss();
        // Codes of 3000 are rounded to 1.2e-4 each, so residuals of about 0.01 are right to about 2e-4.
        assertEquals(right, loss, 0.1 * right + 1e-6, form.toString());
    }

    @ParameterizedTest
    @EnumSource(names = {"WEAKLY_TRAINED", "JOINTLY_TRAINED"})
    void twoLayersAndTheirSpanFormKeepTheDigits(Regime regime) {
        double w = 1 / Math.sqrt(FEATURES);
        for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
            for (Case c : Case.all(type, false)) {
                INDArray x = c.samples().get(NDArrayIndex.interval(0, 60), NDArrayIndex.all());
                INDArray encoder = Nd4j.zeros(type, FEATURES, 2).addi(w);
                TwoLayerAutoencoder a =
                        new TwoLayerAutoencoder(encoder, encoder.mul(2 * Math.sqrt(2.0 * FEATURES) / 4));
                double right = twoLayerLoss(a, x);
                double energy = Math.pow(x.castTo(DataType.DOUBLE).norm2Number().doubleValue(), 2);
                String what = regime + " " + type + " at " + c.offset();
                double plain = TwoLayerSampleGradient.of(Batches.of(x), regime)
                        .at(a, 0)
                        .loss();
                assertLoss(type, right, energy, plain, what);
                SpanDescent rule = SpanDescent.of(x, regime, LearningRate.constant(1));
                double span = rule.start(rule.begin(a)).evaluate().gradient().loss();
                assertLoss(type, right, energy, span, what);
            }
        }
    }

    private static double twoLayerLoss(TwoLayerAutoencoder a, INDArray x) {
        double sum = 0;
        for (int s = 0; s < x.rows(); s++) {
            double[] r = x.getRow(s).toDoubleVector();
            double[] y = r.clone();
            for (int i = 0; i < a.width(); i++) {
                double p = 0;
                for (int j = 0; j < y.length; j++) {
                    p += a.encoder().getDouble(j, i) * y[j];
                }
                for (int j = 0; j < y.length; j++) {
                    r[j] -= a.scale() * Math.max(p, 0) * a.decoder().getDouble(j, i);
                }
            }
            for (double value : r) {
                sum += value * value / 2;
            }
        }
        return sum;
    }

    /** The rate does not shrink for good over losses that are rounding, and a step costs one gradient. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void backingOffDoesNotMindRounding(boolean isFloat) {
        DataType type = isFloat ? DataType.FLOAT : DataType.DOUBLE;
        INDArray y = Fixtures.observations(7, 40, 1).castTo(type);
        int[] calls = {0};
        SampleGradient source = SampleGradient.of(Batches.of(y));
        GradientSource<TiedAutoencoder, TiedGradient> counted = (a, step) -> {
            calls[0]++;
            return source.at(a, step);
        };
        TiedDescent rule = TiedDescent.of(counted, LearningRate.constant(0.1).backingOff());
        INDArray one = Nd4j.ones(type, 1, 2);
        TiedAutoencoder start = new TiedAutoencoder(one.putScalar(1, -1), Nd4j.zeros(type, 2), Activation.relu());
        TrainingResult<TiedAutoencoder> result =
                Trainer.of(rule, StoppingRule.steps(50)).train(start);
        assertEquals(0.1, result.history().row(50).learningRate());
        assertTrue(calls[0] <= 51, calls[0] + " gradients");
        assertEquals(StopReason.Kind.BUDGET_SPENT, result.stopReason().kind());
    }
}
