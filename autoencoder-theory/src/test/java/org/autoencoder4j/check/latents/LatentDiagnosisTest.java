package org.autoencoder4j.check.latents;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.autoencoder4j.check.latents.internal.ThinnedValues;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.data.preprocessing.Outliers.Outlier;
import org.autoencoder4j.sae.LatentActivation.Relu;
import org.autoencoder4j.sae.SparseAutoencoder;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class LatentDiagnosisTest {
    private static SparseAutoencoder identity(int size) {
        INDArray one = Nd4j.eye(size).castTo(DataType.DOUBLE).dup('f');
        INDArray none = Nd4j.zeros(DataType.DOUBLE, size);
        return new SparseAutoencoder(one, none, one, none, false, new Relu());
    }

    /** By hand: latents fire where entries are above 0. */
    @Test
    void estimatesByHand() {
        INDArray samples = Nd4j.createFromArray(
                new double[][] {{1, 0, -1, 0}, {2, 3, 0, 0}, {0, 4, -5, 0}, {0.5, 1, 1, 0}, {0, 0, 0, 0}});
        LatentDiagnosis diagnosis = LatentDiagnosis.of(identity(4), Batches.of(samples));
        assertEquals(5, diagnosis.samples());
        assertArrayEquals(new double[] {0.6, 0.6, 0.2, 0}, diagnosis.frequencies(), 1e-15);
        assertEquals(1.4, diagnosis.meanSparsity(), 1e-15);
        // Sizes 0, 1, 1, 2, 3; values 0.5, 1, 1, 1, 2, 3, 4.
        assertEquals(1, diagnosis.sparsity());
        assertEquals(0.5, diagnosis.a1());
        assertEquals(4, diagnosis.a2());
        assertEquals(List.of(), diagnosis.outliers());
    }

    @Test
    void samplesOfAnotherKindAreRefused() {
        INDArray negative = Nd4j.ones(DataType.DOUBLE, 6, 4).neg();
        String message = assertThrows(
                        IllegalArgumentException.class, () -> LatentDiagnosis.of(identity(4), Batches.of(negative)))
                .getMessage();
        assertTrue(message.contains("no latent fires in any of the 6 samples"), message);
        INDArray narrow = Nd4j.ones(DataType.DOUBLE, 6, 3);
        message = assertThrows(
                        IllegalArgumentException.class, () -> LatentDiagnosis.of(identity(4), Batches.of(narrow)))
                .getMessage();
        assertTrue(message.contains("3 features") && message.contains("4 in DOUBLE"), message);
    }

    /** Distances that spread give the far ones a limit beyond 100: a row of 100 median lengths is named all the same. */
    @Test
    void longSamplesAreNamed() {
        INDArray samples = Nd4j.zeros(DataType.DOUBLE, 400, 2);
        for (int row = 0; row < 400; row++) {
            samples.putScalar(row, row % 2, row % 5 < 3 ? 1 : 4);
        }
        samples.putScalar(123, 1, 250);
        samples.putScalar(17, 1, -40);
        LatentDiagnosis diagnosis = LatentDiagnosis.of(identity(2), Batches.of(samples));
        assertEquals(
                List.of(123L), diagnosis.outliers().stream().map(Outlier::row).toList());
    }

    /** Of more samples than are kept every so many: sizes and values come from all parts, and frequencies from all samples. */
    @Test
    void manySamplesAreThinned() {
        int count = 40_000;
        INDArray samples = Nd4j.zeros(DataType.DOUBLE, count, 2);
        for (int row = 0; row < count; row++) {
            samples.putScalar(row, 0, row % 3 == 0 ? 1.0 + row / (double) count : 1);
            samples.putScalar(row, 1, row < 10_000 ? 1 : 0);
        }
        LatentDiagnosis diagnosis = LatentDiagnosis.of(identity(2), Batches.of(samples));
        assertArrayEquals(new double[] {1, 0.25}, diagnosis.frequencies(), 1e-15);
        assertEquals(1, diagnosis.sparsity());
        // Every third sample is kept: 13334 of values that rise from 1 to 2, and 3334 of 1.
        assertEquals(1.98, diagnosis.a2(), 0.01);
    }

    @Test
    void thinnedValuesAreEvenlySpaced() {
        ThinnedValues values = new ThinnedValues(8);
        for (int i = 0; i < 8; i++) {
            values.add(i);
        }
        assertArrayEquals(new double[] {0, 1, 2, 3, 4, 5, 6, 7}, values.sorted());
        values.add(8);
        assertArrayEquals(new double[] {0, 2, 4, 6, 8}, values.sorted());
        for (int i = 9; i < 1000; i++) {
            values.add(i);
            assertTrue(values.count() <= 8 && values.count() >= 4, "kept: " + values.count());
        }
        assertArrayEquals(new double[] {0, 128, 256, 384, 512, 640, 768, 896}, values.sorted());
        ThinnedValues many = new ThinnedValues(5000);
        for (int i = 0; i < 5001; i++) {
            many.add(5001 - i);
        }
        assertEquals(2501, many.count());
        assertEquals(1, many.sorted()[0]);
    }
}
