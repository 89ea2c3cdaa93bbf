package org.autoencoder4j.coding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class MatchingPursuitTest extends SparseEncoderContract {
    @Override
    SparseEncoder encoder(CodeSign sign) {
        return SparseEncoder.pursuit(K, sign);
    }

    @Override
    boolean fits() {
        return true;
    }

    /** Orthogonal matching pursuit as it is defined, with residuals of samples and least squares by QR. */
    @ParameterizedTest
    @EnumSource
    void isOrthogonalMatchingPursuit(CodeSign sign) {
        Codes codes = codes(sign, dictionary, samples);
        double[][] rows = HeapMatrix.rows(samples);
        for (int s = 0; s < rows.length; s++) {
            assertArrayEquals(plain(sign, rows[s]), code(codes, s), 1e-10);
        }
    }

    private double[] plain(CodeSign sign, double[] sample) {
        double[][] atoms = HeapMatrix.columns(dictionary);
        double[] code = new double[UNITS];
        for (int t = 0; t < K; t++) {
            double[] residual = residual(dictionary, sample, code);
            int best = 0;
            double most = 0;
            for (int i = 0; i < UNITS; i++) {
                double product = 0;
                for (int j = 0; j < FEATURES; j++) {
                    product += atoms[i][j] * residual[j];
                }
                double size = sign == CodeSign.SIGNED ? Math.abs(product) : product;
                if (size > most) {
                    most = size;
                    best = i;
                }
            }
            code[best] = 1;
            code = leastSquares(dictionary, sample, code);
        }
        return sign == CodeSign.SIGNED ? code : withoutNegative(sample, code);
    }

    private double[] withoutNegative(double[] sample, double[] code) {
        double[] fitted = code;
        while (true) {
            int least = -1;
            for (int i = 0; i < UNITS; i++) {
                boolean lower = fitted[i] < 0 && (least < 0 || fitted[i] < fitted[least]);
                least = lower ? i : least;
            }
            if (least < 0) {
                return fitted;
            }
            fitted[least] = 0;
            fitted = leastSquares(dictionary, sample, fitted);
        }
    }

    /** Seed 7: 2000 samples of 5 of 128 atoms in dimension 64, where one product finds 0.26 and 0.37 of the supports. */
    @ParameterizedTest
    @EnumSource
    void findsTheSupportsThatOneProductMisses(CodeSign sign) {
        Planted planted = Planted.of(7, 64, 128, 5, 2000, sign, 0.01);
        double found = planted.found(
                Coding.of(planted.dictionary(), SparseEncoder.pursuit(5, sign)).codes(planted.samples()));
        double byOne = planted.found(
                Coding.of(planted.dictionary(), SparseEncoder.largest(5, sign)).codes(planted.samples()));
        assertTrue(found > 0.99 && byOne < 0.6, found + " and " + byOne);
    }

    /** Without noise nothing is left after the atoms of the sample, and units of rounding would say nothing. */
    @Test
    void stopsWhenOnlyRoundingIsLeft() {
        Planted planted = Planted.of(4, 32, 40, 2, 200, CodeSign.SIGNED, 0);
        Codes codes = Coding.of(planted.dictionary(), SparseEncoder.pursuit(6, CodeSign.SIGNED))
                .codes(planted.samples());
        assertEquals(1, planted.found(codes));
    }

    @Test
    void stopsAtTheThreshold() {
        double lambda = 0.8;
        Codes codes = Coding.of(dictionary, SparseEncoder.pursuitTo(lambda, CodeSign.SIGNED))
                .codes(samples);
        double[][] rows = HeapMatrix.rows(samples);
        double[][] atoms = HeapMatrix.columns(dictionary);
        for (int s = 0; s < rows.length; s++) {
            double[] residual = residual(dictionary, rows[s], code(codes, s));
            for (double[] atom : atoms) {
                double product = 0;
                for (int j = 0; j < FEATURES; j++) {
                    product += atom[j] * residual[j];
                }
                assertTrue(Math.abs(product) < lambda);
            }
        }
        assertTrue(codes.meanL0() > 1);
    }

    /** All atoms of the first sample's support are in the span of two: a third would be noise. */
    @Test
    void stopsAtACollinearAtom() {
        INDArray plane = HeapMatrix.ofColumns(
                new double[][] {{1, 0, 0}, {0, 1, 0}, {Math.sqrt(0.5), Math.sqrt(0.5), 1e-4}}, dictionary.dataType());
        INDArray sample = HeapMatrix.ofRows(new double[][] {{1, 0.9, 0.5}}, dictionary.dataType());
        Codes codes =
                Coding.of(plane, SparseEncoder.pursuit(3, CodeSign.SIGNED)).codes(sample);
        assertEquals(2, codes.active().length);
        assertTrue(codes.values()[0] < 2 && codes.values()[1] < 2);
    }

    /** Products are right to 1e-7 or so of the lengths, and the third unit would be one of these. */
    @Test
    void stopsWhenOnlyRoundingIsLeftInFloat() {
        Planted planted = Planted.of(4, 32, 40, 2, 200, CodeSign.SIGNED, 0);
        for (SparseEncoder encoder : new SparseEncoder[] {
            SparseEncoder.pursuit(6, CodeSign.SIGNED), SparseEncoder.stagewise(6, CodeSign.SIGNED)
        }) {
            Codes codes = Coding.of(planted.dictionary().castTo(DataType.FLOAT), encoder)
                    .codes(planted.samples().castTo(DataType.FLOAT));
            assertEquals(2, codes.meanL0(), encoder == SparseEncoder.pursuit(6, CodeSign.SIGNED) ? 0 : 0.2);
        }
    }

    @Test
    void theGreatestNumberIsANumberToo() throws IOException {
        SparseEncoder all = SparseEncoder.pursuit(Integer.MAX_VALUE, CodeSign.SIGNED);
        assertEquals(Integer.MAX_VALUE, all.most().orElseThrow());
        assertEquals("pursuit(2147483647, SIGNED)", all.name());
        SparseCoder coder = new SparseCoder(dictionary.dup('f'), all);
        Path saved = Files.createTempDirectory("coder").resolve("saved");
        coder.save(saved);
        assertEquals(all, SparseCoder.load(saved).encoder());
    }
}
