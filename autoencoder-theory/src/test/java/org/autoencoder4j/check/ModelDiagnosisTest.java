package org.autoencoder4j.check;

import static org.autoencoder4j.testsupport.ArrayAssert.assertUnchanged;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.autoencoder4j.model.Dictionaries;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.NonNegativeUniform;
import org.autoencoder4j.model.ValueLaw;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.report.Report;
import org.autoencoder4j.report.Verdict;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ModelDiagnosisTest {
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
        for (Report report : diagnosis.reports()) {
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
        assertEquals(3, diagnosis.reports().size());
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
}
