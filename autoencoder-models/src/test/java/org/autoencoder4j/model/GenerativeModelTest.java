package org.autoencoder4j.model;

import static org.autoencoder4j.testsupport.ArrayAssert.assertClose;
import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.autoencoder4j.testsupport.ArrayAssert.assertUnchanged;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.model.law.CodeLaw;
import org.autoencoder4j.model.law.OneHotCodes;
import org.autoencoder4j.model.law.SparseCodes;
import org.autoencoder4j.model.law.SymmetricLaw;
import org.autoencoder4j.model.law.SymmetricUniform;
import org.autoencoder4j.model.law.ValueLaw;
import org.autoencoder4j.random.RandomStreams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class GenerativeModelTest {
    private static final RandomStreams STREAMS = RandomStreams.of(7);
    private static final INDArray DICTIONARY = Dictionaries.gaussian(10, 15, DataType.DOUBLE, STREAMS);

    @ParameterizedTest
    @EnumSource(names = {"FLOAT", "DOUBLE"})
    void withoutNoiseObservationsAreCodesTimesAtoms(DataType type) {
        GenerativeModel model = GenerativeModel.nonNegativeSparseCoding(
                DICTIONARY.castTo(type), 4, ValueLaw.nonNegativeUniform(0.5, 2), 0);
        Draw draw = model.draw(STREAMS, 0, 600);
        double tolerance = type == DataType.FLOAT ? 1e-6 : 1e-15;
        assertClose(draw.codes().mmul(model.dictionary().transpose()), draw.observations(), tolerance);
        assertEquals(type, draw.observations().dataType());
        assertEquals(type, draw.codes().dataType());
        assertEquals('c', draw.codes().ordering());
    }

    @Test
    void denseCodesHoldTheSparseOnes() {
        Draw draw = GenerativeModel.sparseCoding(DICTIONARY, 3, ValueLaw.symmetricUniform(1, 2), 0.1)
                .draw(STREAMS, 0, 300);
        double[][] dense = draw.codes().toDoubleMatrix();
        for (int sample = 0; sample < 300; sample++) {
            double[] expected = new double[15];
            int[] support = draw.support(sample);
            double[] values = draw.values(sample);
            for (int t = 0; t < 3; t++) {
                expected[support[t]] = values[t];
            }
            assertArrayEquals(expected, dense[sample]);
        }
    }

    /**
     * 2000 samples of 10 features: mean, variance, kurtosis and the 45 covariances of the residuals within 5 standard
     * errors (false-alarm rate 3e-5 together), and Kolmogorov-Smirnov at 1e-6.
     */
    @Test
    void whatTheCodesLeaveIsWhiteNormalNoise() {
        double sigma = 0.3;
        GenerativeModel model = GenerativeModel.sparseCoding(DICTIONARY, 3, ValueLaw.rademacher(), sigma);
        Draw draw = model.draw(STREAMS, 4, 2000);
        INDArray noise = draw.observations()
                .sub(draw.codes().mmul(DICTIONARY.transpose()))
                .div(sigma);
        double[] all = noise.dup('c').reshape(20_000).toDoubleVector();
        double[] sums = new double[5];
        for (double z : all) {
            for (int power = 1; power <= 4; power++) {
                sums[power] += Math.pow(z, power) / all.length;
            }
        }
        assertEquals(0, sums[1], 5 / Math.sqrt(all.length));
        assertEquals(1, sums[2], 5 * Math.sqrt(2.0 / all.length));
        assertEquals(0, sums[3], 5 * Math.sqrt(15.0 / all.length));
        assertEquals(3, sums[4], 5 * Math.sqrt(96.0 / all.length));
        INDArray covariance = noise.transpose().mmul(noise).div(2000);
        for (int i = 0; i < 10; i++) {
            for (int j = 0; j < i; j++) {
                assertEquals(0, covariance.getDouble(i, j), 5 / Math.sqrt(2000));
            }
        }
        double p = new KolmogorovSmirnovTest().kolmogorovSmirnovTest(new NormalDistribution(0, 1), all);
        assertTrue(p > 1e-6, () -> "p = " + p);
    }

    /** Recorded from this program: the stream's format is a promise, so a change of these numbers breaks users' runs. */
    @Test
    void theFirstNumbersOfASeedNeverChange() {
        INDArray dictionary = Dictionaries.gaussian(3, 5, DataType.DOUBLE, RandomStreams.of(1));
        Draw draw = GenerativeModel.sparseCoding(dictionary, 2, ValueLaw.symmetricUniform(0.8, 1.2), 0.1)
                .draw(RandomStreams.of(1), 0, 255, 257);
        assertClose(
                Nd4j.createFromArray(0.09952038909440078, -0.8440947238340346, 0.5268773949886671),
                dictionary.getColumn(0),
                1e-15);
        assertArrayEquals(new int[] {3, 4}, draw.support(0));
        assertArrayEquals(new int[] {0, 2}, draw.support(1));
        assertArrayEquals(new double[] {-0.9403105906332087, 0.9680099181580113}, draw.values(0));
        double[][] observations = {
            {-1.0250517046954997, -1.6152352493574065, 0.5186536492552051},
            {0.7401153965914061, 0.6399455407409641, -0.48843752035653676}
        };
        assertClose(Nd4j.createFromArray(observations), draw.observations(), 1e-15);
    }

    @Test
    void factoriesMakeTheThreeModels() {
        GenerativeModel mixture = GenerativeModel.mixtureOfGaussians(DICTIONARY, 0.1);
        assertEquals(1.0 / 15, mixture.codeLaw().inclusion(3), 1e-16);
        assertInstanceOf(OneHotCodes.class, mixture.codeLaw());
        double[] weights = new double[15];
        Arrays.fill(weights, 0.05);
        weights[2] = 0.3;
        assertEquals(
                0.3,
                GenerativeModel.mixtureOfGaussians(DICTIONARY, weights, 0.1)
                        .codeLaw()
                        .inclusion(2));
        GenerativeModel sparse = GenerativeModel.sparseCoding(DICTIONARY, 3, ValueLaw.symmetricUniform(0.8, 1.2), 0.02);
        assertEquals(new SparseCodes(15, 3, new SymmetricUniform(0.8, 1.2)), sparse.codeLaw());
        assertEquals(0.02, sparse.noise());
        assertEquals(10, sparse.features());
        assertEquals(15, sparse.units());
        assertEquals(DataType.DOUBLE, sparse.dataType());
        assertIdentical(DICTIONARY, sparse.dictionary());
    }

    @Test
    void theDictionaryIsCopiedAndNotChanged() {
        INDArray rowOrder = DICTIONARY.dup('c');
        GenerativeModel model = assertUnchanged(() -> GenerativeModel.mixtureOfGaussians(rowOrder, 0.1), rowOrder);
        INDArray before = assertUnchanged(() -> model.draw(STREAMS, 0, 20), rowOrder, model.dictionary())
                .observations();
        rowOrder.assign(1);
        assertIdentical(DICTIONARY, model.dictionary());
        assertEquals('f', model.dictionary().ordering());
        assertIdentical(before, model.draw(STREAMS, 0, 20).observations());
    }

    @Test
    void normDeviationTellsHowFarAtomsAreFromUnitLength() {
        assertTrue(GenerativeModel.mixtureOfGaussians(DICTIONARY, 0).normDeviation() <= 1e-15);
        INDArray atoms = Nd4j.createFromArray(new double[][] {{1, 0, 3}, {0, 0.5, 4}});
        assertEquals(4, GenerativeModel.mixtureOfGaussians(atoms, 0).normDeviation());
    }

    @Test
    void aReaderUsesItsBufferAgain() {
        Batches.Reader reader = GenerativeModel.mixtureOfGaussians(DICTIONARY, 0.1)
                .batches(STREAMS, 1000)
                .reader();
        INDArray buffer = reader.rows(0, 0, 512);
        assertSame(buffer, reader.rows(1, 0, 512));
        assertEquals(buffer.data().address(), reader.rows(1, 512, 1000).data().address());
    }

    @Test
    void badInputIsNamed() {
        SymmetricLaw signs = ValueLaw.rademacher();
        assertMessage("sparsity k = 16 must lie between 1 and the number of units m = 15", () -> sparse(16, signs, 0));
        assertMessage("sparsity k = 0", () -> sparse(0, signs, 0));
        assertMessage("units = 0", () -> CodeLaw.sparse(0, 1, signs));
        assertMessage("noise = -0.1", () -> sparse(1, signs, -0.1));
        assertMessage("noise = NaN", () -> sparse(1, signs, Double.NaN));
        assertMessage("noise = Infinity", () -> sparse(1, signs, Double.POSITIVE_INFINITY));
        assertMessage("a1 = 0.0", () -> ValueLaw.symmetricUniform(0, 1));
        assertMessage("a1 = 2.0 and a2 = 1.0", () -> ValueLaw.symmetricUniform(2, 1));
        assertMessage("a1 = NaN", () -> ValueLaw.nonNegativeUniform(Double.NaN, 1));
        assertMessage("a2 = Infinity", () -> ValueLaw.nonNegativeUniform(1, Double.POSITIVE_INFINITY));
        assertMessage("a1 = -1.0", () -> ValueLaw.truncatedGaussian(-1, 1, 1));
        assertMessage("scale = 0.0", () -> ValueLaw.truncatedGaussian(1, 2, 0));
        assertMessage("at most 8 scale", () -> ValueLaw.truncatedGaussian(9, 10, 1));
        assertMessage("number of weights = 0", () -> CodeLaw.oneHot());
        assertMessage("number of weights = 0", () -> CodeLaw.oneHotUniform(-2));
        assertMessage("weights[1] = 0.0", () -> CodeLaw.oneHot(1, 0));
        assertMessage("weights[0] = NaN", () -> CodeLaw.oneHot(Double.NaN, 1));
        assertMessage("weights sum to 1.1", () -> CodeLaw.oneHot(0.5, 0.6));
    }

    @Test
    void badDictionariesAreNamed() {
        CodeLaw law = CodeLaw.oneHotUniform(2);
        assertMessage("shape [10, 15]", () -> new GenerativeModel(DICTIONARY, law, 0));
        assertMessage("zero column 1", () -> model(new double[][] {{1, 0}, {2, 0}}));
        assertMessage("NaN", () -> model(new double[][] {{1, 0}, {2, Double.NaN}}));
        assertMessage("INT", () -> GenerativeModel.mixtureOfGaussians(Nd4j.ones(DataType.INT32, 2, 2), 0));
        assertMessage("shape [3]", () -> GenerativeModel.mixtureOfGaussians(Nd4j.ones(DataType.DOUBLE, 3), 0));
    }

    @Test
    void badRangesAreNamed() {
        GenerativeModel model = GenerativeModel.mixtureOfGaussians(DICTIONARY, 0.1);
        assertMessage("samples = 0", () -> model.draw(STREAMS, 0, 0));
        assertMessage("step = -1", () -> model.draw(STREAMS, -1, 5));
        assertMessage("from = -1", () -> model.draw(STREAMS, 0, -1, 5));
        assertMessage("to = 5", () -> model.draw(STREAMS, 0, 5, 5));
        assertMessage("2^31 - 1", () -> model.draw(STREAMS, 0, 1L << 40));
        assertMessage("size = 0", () -> model.batches(STREAMS, 0));
        Batches.Reader reader = model.batches(STREAMS, 100).reader();
        assertMessage("step = -1", () -> reader.rows(-1, 0, 10));
        assertMessage("from = -1", () -> reader.rows(0, -1, 10));
        assertMessage("from = 100", () -> reader.rows(0, 100, 101));
        assertMessage("to = 101", () -> reader.rows(0, 0, 101));
        assertMessage("to = 10", () -> reader.rows(0, 10, 10));
        Draw draw = model.draw(STREAMS, 0, 5);
        assertMessage("sample = 5", () -> draw.support(5));
        assertMessage("sample = -1", () -> draw.values(-1));
    }

    private static GenerativeModel sparse(int sparsity, SymmetricLaw values, double noise) {
        return GenerativeModel.sparseCoding(DICTIONARY, sparsity, values, noise);
    }

    private static GenerativeModel model(double[][] dictionary) {
        return GenerativeModel.mixtureOfGaussians(Nd4j.createFromArray(dictionary), 0);
    }

    private static void assertMessage(String part, Executable action) {
        String message = String.valueOf(
                assertThrows(IllegalArgumentException.class, action).getMessage());
        assertTrue(message.contains(part), message);
    }
}
