package org.autoencoder4j.check.diagnosis;

import static org.autoencoder4j.testsupport.ArrayAssert.assertUnchanged;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.autoencoder4j.check.Samples;
import org.autoencoder4j.check.consistency.NoiseTail;
import org.autoencoder4j.check.consistency.Proportion;
import org.autoencoder4j.model.Dictionaries;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.law.NonNegativeUniform;
import org.autoencoder4j.model.law.ValueLaw;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.report.Report;
import org.autoencoder4j.report.Verdict;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

public class ModelDiagnosisTest {
    private static final RandomStreams STREAMS = RandomStreams.of(11);
    private final INDArray dictionary = Dictionaries.orthonormal(32, 32, DataType.DOUBLE, STREAMS);
    private final TiedAutoencoder trained = TiedAutoencoder.withoutBias(dictionary, Activation.hardThreshold(0.4));

    /** 4000 samples, 12000 values: the quantiles of the uniform law lie within .01 of theirs with room to spare. */
    @Test
    void estimatesAKnownModel() {
        GenerativeModel model = GenerativeModel.sparseCoding(dictionary, 3, ValueLaw.symmetricUniform(0.8, 1.2), 0.02);
        INDArray y = model.draw(STREAMS, 0, 4000).observations();
        ModelDiagnosis diagnosis = assertUnchanged(() -> ModelDiagnosis.of(trained, y), y, dictionary);
        assertEquals(3, diagnosis.meanSparsity(), 1e-12);
        assertEquals(3, diagnosis.sparsity());
        assertEquals(0.8, diagnosis.a1(), 0.03);
        assertEquals(1.2, diagnosis.a2(), 0.03);
        assertEquals(0.02, diagnosis.noise(), 0.0005);
        assertEquals(0, diagnosis.kappa1(), 0.05);
        assertEquals(model.codeLaw().kappa2(), diagnosis.kappa2(), 0.02);
        assertTrue(diagnosis.signed());
        assertTrue(diagnosis.inclusion(0).wilson(0.9999).low() <= 3.0 / 32);
        assertTrue(diagnosis.inclusion(0).wilson(0.9999).high() >= 3.0 / 32);
        for (Report report : diagnosis.reports()) {
            assertTrue(report.toString().contains("estimate"), report.toString());
        }
        assertEquals(Verdict.HOLDS, diagnosis.reports().get(0).verdict());
        assertEquals(Verdict.HOLDS, diagnosis.reports().get(1).verdict());
    }

    @Test
    void leastSquaresUndoesTheBias() {
        GenerativeModel model =
                GenerativeModel.nonNegativeSparseCoding(dictionary, 2, new NonNegativeUniform(0.8, 1.2), 0);
        TiedAutoencoder relu = new TiedAutoencoder(
                dictionary, Nd4j.valueArrayOf(new long[] {32}, -0.4, DataType.DOUBLE), Activation.relu());
        ModelDiagnosis diagnosis =
                ModelDiagnosis.of(relu, model.draw(STREAMS, 0, 500).observations());
        assertEquals(1, diagnosis.kappa1(), 0.05);
        assertEquals(0, diagnosis.noise(), 1e-6);
        assertFalse(diagnosis.signed());
    }

    @Test
    void aCoherentDictionaryAndRareUnitsAreRefused() {
        INDArray coherent = Dictionaries.gaussian(8, 32, DataType.DOUBLE, STREAMS);
        double[] weights = new double[32];
        Arrays.fill(weights, 0.5 / 31);
        weights[0] = 0.5;
        GenerativeModel model = GenerativeModel.mixtureOfGaussians(coherent, weights, 0.05);
        ModelDiagnosis diagnosis = ModelDiagnosis.of(
                TiedAutoencoder.withoutBias(coherent, Activation.hardThreshold(0.5)),
                model.draw(STREAMS, 0, 2000).observations());
        for (Report report : diagnosis.reports().subList(0, 3)) {
            assertEquals(Verdict.FAILS, report.verdict(), report.text());
        }
    }

    @Test
    void refusesWhatItCannotUse() {
        INDArray y = GenerativeModel.mixtureOfGaussians(dictionary, 0.1)
                .draw(STREAMS, 0, 10)
                .observations();
        TiedAutoencoder dead = TiedAutoencoder.withoutBias(dictionary, Activation.hardThreshold(1e6));
        assertThrows(IllegalArgumentException.class, () -> ModelDiagnosis.of(dead, y));
        assertThrows(IllegalArgumentException.class, () -> ModelDiagnosis.of(trained, y.transpose()));
        assertThrows(IllegalArgumentException.class, () -> ModelDiagnosis.of(trained, y.castTo(DataType.FLOAT)));
        ModelDiagnosis good = ModelDiagnosis.of(trained, y);
        assertThrows(IllegalArgumentException.class, () -> good.inclusion(32));
    }

    /** Columns of length 2: z = 2 x + b, so that a threshold of 1.5 recovers values from 0.8 on. */
    @Test
    void theCertificateIsThatOfTheEncoderAsItIs() {
        GenerativeModel model = GenerativeModel.sparseCoding(dictionary, 3, ValueLaw.symmetricUniform(0.8, 1.2), 0);
        INDArray y = model.draw(STREAMS, 0, 500).observations();
        TiedAutoencoder longer = TiedAutoencoder.withoutBias(dictionary.mul(2), Activation.hardThreshold(1.5));
        ModelDiagnosis diagnosis = ModelDiagnosis.of(longer, y);
        assertEquals(3, diagnosis.meanSparsity(), 1e-12);
        Report consistency = diagnosis.reports().get(1);
        assertEquals(Verdict.HOLDS, consistency.verdict(), consistency.text());
        assertEquals(2 * diagnosis.a1() - 1.5, consistency.bounds().get(0).measured(), 1e-6);
        assertEquals(0, consistency.findings().get("noiseBound"), 1e-5);
    }

    /** The noise bound is the one that longer columns feel, at a failure probability of 1 / (N + 1). */
    @Test
    void theNoiseBoundIsThatOfTheEncodersColumns() {
        GenerativeModel model = GenerativeModel.sparseCoding(dictionary, 3, ValueLaw.rademacher(), 0.02);
        INDArray y = model.draw(STREAMS, 0, 499).observations();
        TiedAutoencoder longer = TiedAutoencoder.withoutBias(dictionary.mul(2), Activation.hardThreshold(1));
        ModelDiagnosis diagnosis = ModelDiagnosis.of(longer, y);
        double bound = NoiseTail.of(dictionary.mul(2), diagnosis.noise()).bound(1.0 / 500);
        assertEquals(bound, diagnosis.reports().get(1).findings().get("noiseBound"), 1e-12);
        assertTrue(bound > 0.1);
    }

    @Test
    void oneObservationIsEnough() {
        INDArray y = GenerativeModel.sparseCoding(dictionary, 3, ValueLaw.rademacher(), 0.02)
                .draw(STREAMS, 0, 1)
                .observations();
        ModelDiagnosis diagnosis = ModelDiagnosis.of(trained, y);
        assertEquals(6, diagnosis.reports().size());
        assertEquals(1, diagnosis.reports().get(2).findings().get("samples"));
    }

    /** Units that fire on their bias alone have values of 0, and the certificate sees that they should be silent. */
    @Test
    void valuesOfZeroAreNoReasonToGiveUp() {
        INDArray columns = dictionary.getColumns(0, 1, 2, 3);
        INDArray bias = Nd4j.valueArrayOf(new long[] {4}, 0.1, DataType.DOUBLE);
        ModelDiagnosis diagnosis = ModelDiagnosis.of(
                new TiedAutoencoder(columns, bias, Activation.relu()), Nd4j.zeros(DataType.DOUBLE, 3, 32));
        assertEquals(0, diagnosis.a1());
        assertEquals(4, diagnosis.sparsity());
        Report consistency = diagnosis.reports().get(1);
        assertEquals(Verdict.FAILS, consistency.verdict());
        assertEquals(-0.1, consistency.bounds().get(0).measured(), 1e-12);
    }

    @Test
    void aThresholdOfZeroHasNoSupports() {
        TiedAutoencoder all =
                TiedAutoencoder.withoutBias(dictionary.getColumns(0, 1, 2, 3), Activation.hardThreshold(0));
        INDArray y = Nd4j.ones(DataType.DOUBLE, 2, 32);
        assertThrows(IllegalArgumentException.class, () -> ModelDiagnosis.of(all, y));
    }

    /**
     * Supports {0}, {1}, none, {0, 1} by hand: values 1, -2, 1.5, 1; residuals .09 + 0 + .09 + .01 with 2 + 2 + 3 + 1
     * degrees of freedom.
     */
    @Test
    void numbersOfFourSamples() {
        INDArray columns = Nd4j.createFromArray(new double[][] {{1, 0}, {0, 1}, {0, 0}});
        INDArray y = Nd4j.createFromArray(new double[][] {{1, 0, 0.3}, {0, -2, 0}, {0.2, 0.1, 0.2}, {1.5, 1, 0.1}});
        ModelDiagnosis diagnosis =
                ModelDiagnosis.of(TiedAutoencoder.withoutBias(columns, Activation.hardThreshold(0.5)), y);
        assertEquals(1, diagnosis.meanSparsity());
        assertEquals(1, diagnosis.sparsity());
        assertEquals(new Proportion(2, 4), diagnosis.inclusion(0));
        assertEquals(new Proportion(2, 4), diagnosis.inclusion(1));
        assertEquals(1, diagnosis.a1());
        assertEquals(2, diagnosis.a2());
        assertEquals(0.375, diagnosis.kappa1(), 1e-15);
        assertEquals(2.0625, diagnosis.kappa2(), 1e-15);
        assertEquals(Math.sqrt(0.19 / 8), diagnosis.noise(), 1e-12);
        assertTrue(diagnosis.signed());
        Report incoherence = diagnosis.reports().get(0);
        assertEquals(0, incoherence.bounds().get(0).measured());
        assertEquals(0.5, incoherence.bounds().get(0).limit());
        assertEquals(4, incoherence.findings().get("samples"));
        assertEquals(0, incoherence.findings().get("unusableSamples"));
        assertEquals(1, incoherence.findings().get("k"));
        assertEquals(1, incoherence.findings().get("a1"));
        assertEquals(2, incoherence.findings().get("a2"));
        assertEquals(diagnosis.noise(), incoherence.findings().get("sigma"));
        assertEquals("units 0 and 1", incoherence.witness().orElseThrow());
        assertEquals(1, diagnosis.reports().get(2).bounds().get(0).measured());
        assertThrows(IllegalArgumentException.class, () -> diagnosis.inclusion(-1));
    }

    /** Two equal columns, one of which fires later: where both do, values are not unique and the sample is left out. */
    @Test
    void samplesWithoutUniqueValuesAreLeftOut() {
        INDArray columns = Nd4j.createFromArray(new double[][] {{1, 1}, {0, 0}, {0, 0}});
        TiedAutoencoder twins = new TiedAutoencoder(columns, Nd4j.createFromArray(0.0, -0.3), Activation.relu());
        INDArray y = Nd4j.createFromArray(new double[][] {{0.25, 0, 0}, {1, 0, 0}, {0.2, 0.3, 0}, {0.3, 0, 0.4}});
        ModelDiagnosis diagnosis = ModelDiagnosis.of(twins, y);
        Report frequencies = diagnosis.reports().get(2);
        assertEquals(1, frequencies.findings().get("unusableSamples"));
        assertEquals(0.25, frequencies.bounds().get(0).measured());
        assertEquals("unit 1", frequencies.witness().orElseThrow());
        assertEquals(Verdict.INCONCLUSIVE, frequencies.verdict(), "four samples tell no frequencies");
        assertEquals(0.25, diagnosis.kappa1(), 1e-15);
        assertEquals(Math.sqrt(0.25 / 6), diagnosis.noise(), 1e-12);
        Report incoherence = diagnosis.reports().get(0);
        assertEquals(diagnosis.a2(), incoherence.bounds().get(0).measured(), 1e-15);
        assertEquals(diagnosis.a1() / 2, incoherence.bounds().get(0).limit(), 1e-15);

        INDArray square = Nd4j.eye(2).castTo(DataType.DOUBLE);
        TiedAutoencoder relu = TiedAutoencoder.withoutBias(square, Activation.relu());
        ModelDiagnosis full = ModelDiagnosis.of(relu, Nd4j.createFromArray(new double[][] {{1, 1}, {2, -1}}));
        assertEquals(1, full.reports().get(2).findings().get("unusableSamples"), "as many units as features");
        assertEquals(1, full.noise(), 1e-15);
        assertEquals(2, full.sparsity(), "the median of 1 and 2, rounded");
    }

    /**
     * 8000 samples of two of eight units, k = 2, of random signs and white noise: everything that is tested holds, with
     * false-alarm rates below 1e-4.
     */
    @Test
    void assumptionsThatHoldAreFoundToHold() {
        for (Report report :
                pairs(new PairLaw(Partner.ANY, Sign.INDEPENDENT, false)).reports()) {
            assertEquals(Verdict.HOLDS, report.verdict(), report.text());
        }
    }

    /** Units that only fire in fixed pairs, values of one sign in each code, and noise in one feature: each fails alone. */
    @Test
    void assumptionsThatDoNotHoldAreFoundNotTo() {
        PairLaw[] laws = {
            new PairLaw(Partner.FIXED, Sign.INDEPENDENT, false),
            new PairLaw(Partner.ANY, Sign.COMMON, false),
            new PairLaw(Partner.ANY, Sign.INDEPENDENT, true)
        };
        for (int broken = 0; broken < 3; broken++) {
            List<Report> reports = pairs(laws[broken]).reports().subList(3, 6);
            for (int i = 0; i < 3; i++) {
                assertEquals(
                        i == broken ? Verdict.FAILS : Verdict.HOLDS,
                        reports.get(i).verdict(),
                        reports.get(i).text());
            }
        }
    }

    /** By hand: covariances of +1 and -1 about a mean of 0, and residuals in the third feature alone. */
    @Test
    void numbersOfTheTests() {
        INDArray columns = Nd4j.createFromArray(new double[][] {{1, 0}, {0, 1}, {0, 0}, {0, 0}});
        INDArray y = Nd4j.createFromArray(new double[][] {
            {1, 1, 0.3, 0}, {-1, -1, 0.3, 0}, {1, -1, -0.3, 0}, {-1, 1, 0, 0}, {1, 0, 0, 0}, {-1, 0, 0, 0}
        });
        List<Report> reports = ModelDiagnosis.of(TiedAutoencoder.withoutBias(columns, Activation.hardThreshold(0.5)), y)
                .reports();
        assertEquals(4.0 / 6, reports.get(2).bounds().get(0).measured(), 1e-15);
        assertEquals(1, reports.get(3).bounds().get(0).measured(), 1e-15);
        assertEquals("units 0 and 1", reports.get(3).witness().orElseThrow());
        assertEquals(4, reports.get(4).conditions().get(0).measured());
        assertEquals(0, reports.get(4).bounds().get(0).measured(), 1e-15);
        double sigma2 = 0.27 / (4 * 2 + 2 * 3);
        assertEquals(0.27 / 6 / sigma2, reports.get(5).bounds().get(0).measured(), 1e-9);
    }

    /** Signs of two values agree four times: independent ones do so once in eight trials. Their standard error is 0. */
    @Test
    void aFewCodesDoNotTellWhetherValuesAreCorrelated() {
        INDArray columns = Nd4j.createFromArray(new double[][] {{1, 0}, {0, 1}, {0, 0}});
        INDArray y = Nd4j.createFromArray(new double[][] {{1, 1, 0}, {-1, -1, 0}, {1, 1, 0}, {-1, -1, 0}});
        Report values = ModelDiagnosis.of(TiedAutoencoder.withoutBias(columns, Activation.hardThreshold(0.5)), y)
                .reports()
                .get(4);
        assertEquals(1, values.bounds().get(0).measured(), 1e-15);
        assertEquals(Verdict.INCONCLUSIVE, values.verdict(), values.text());
    }

    public enum Partner {
        ANY,
        FIXED
    }

    public enum Sign {
        INDEPENDENT,
        COMMON
    }

    /** Codes with two values of magnitude 1 at eight orthonormal atoms in ten features. */
    public record PairLaw(Partner partner, Sign sign, boolean oneFeature) {
        public ModelDiagnosis diagnosis(int samples) {
            RandomGenerator random = Samples.random(5);
            INDArray atoms = Nd4j.eye(10).castTo(DataType.DOUBLE).get(NDArrayIndex.all(), NDArrayIndex.interval(0, 8));
            double[][] y = new double[samples][10];
            for (double[] row : y) {
                int first = random.nextInt(8);
                int second = partner == Partner.FIXED ? first ^ 1 : (first + 1 + random.nextInt(7)) % 8;
                row[first] = random.nextBoolean() ? 1 : -1;
                row[second] = sign == Sign.COMMON ? row[first] : random.nextBoolean() ? 1 : -1;
                for (int i = 0; i < 10; i++) {
                    row[i] += oneFeature && i < 9 ? 0 : 0.01 * random.nextGaussian();
                }
            }
            return ModelDiagnosis.of(
                    TiedAutoencoder.withoutBias(atoms.dup('f'), Activation.hardThreshold(0.5)),
                    Nd4j.createFromArray(y));
        }
    }

    private static ModelDiagnosis pairs(PairLaw law) {
        return law.diagnosis(8000);
    }

    /** 1 of 40 negative values may be a mistake, 3 of 40 are a sign. */
    @Test
    void aRareSignIsTakenForAMistake() {
        TiedAutoencoder threshold = TiedAutoencoder.withoutBias(dictionary, Activation.hardThreshold(0.5));
        double[] signs = new double[40];
        Arrays.fill(signs, 1);
        signs[3] = -1;
        assertFalse(ModelDiagnosis.of(threshold, multiples(signs)).signed());
        signs[7] = -1;
        signs[8] = -1;
        assertTrue(ModelDiagnosis.of(threshold, multiples(signs)).signed());
    }

    /** Multiples of the first atom, as rows. */
    private INDArray multiples(double[] values) {
        INDArray rows = Nd4j.create(DataType.DOUBLE, values.length, 32);
        for (int i = 0; i < values.length; i++) {
            rows.putRow(i, dictionary.getColumn(0).mul(values[i]));
        }
        return rows;
    }
}
