package org.autoencoder4j.model;

import static org.autoencoder4j.testsupport.ArrayAssert.assertClose;
import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.concurrent.ForkJoinPool;
import org.autoencoder4j.gradient.TiedGradient;
import org.autoencoder4j.model.law.CodeLaw;
import org.autoencoder4j.model.law.ValueLaw;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.random.RandomStreams;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class OracleGradientTest {
    private static final RandomStreams STREAMS = RandomStreams.of(12);
    private static final int FEATURES = 5;
    private static final int UNITS = 7;
    private static final int SAMPLES = 600;
    private static final INDArray WEIGHTS =
            Dictionaries.gaussian(FEATURES, UNITS, DataType.DOUBLE, RandomStreams.of(2));
    private static final INDArray BIAS = Nd4j.linspace(DataType.DOUBLE, -0.3, 0.1, UNITS);
    private static final TiedAutoencoder AUTOENCODER = autoencoder(DataType.DOUBLE);
    private static final GenerativeModel MODEL = model(DataType.DOUBLE);

    private static TiedAutoencoder autoencoder(DataType type) {
        return new TiedAutoencoder(WEIGHTS.castTo(type).mul(1.1), BIAS.castTo(type), Activation.relu());
    }

    private static GenerativeModel model(DataType type) {
        INDArray dictionary = Dictionaries.gaussian(FEATURES, UNITS, DataType.DOUBLE, RandomStreams.of(3));
        return new GenerativeModel(
                dictionary.castTo(type), CodeLaw.sparse(UNITS, 3, ValueLaw.nonNegativeUniform(0.5, 2)), 0.2);
    }

    /** The formula, sample by sample, with its mean and standard errors. */
    @Test
    void isTheMeanOfTheSamplesGradientsOnTheirSupports() {
        Draw draw = MODEL.draw(STREAMS, 4, SAMPLES);
        INDArray sum = Nd4j.zeros(DataType.DOUBLE, FEATURES, UNITS);
        INDArray squares = Nd4j.zeros(DataType.DOUBLE, FEATURES, UNITS);
        INDArray biasSum = Nd4j.zeros(DataType.DOUBLE, UNITS);
        INDArray activity = Nd4j.zeros(DataType.DOUBLE, UNITS);
        double loss = 0;
        double lossSquares = 0;
        for (int sample = 0; sample < SAMPLES; sample++) {
            INDArray y = draw.observations().getRow(sample);
            INDArray mask = Nd4j.zeros(DataType.DOUBLE, UNITS);
            for (int unit : draw.support(sample)) {
                mask.putScalar(unit, 1);
            }
            INDArray w = AUTOENCODER.weights();
            INDArray x = w.transpose().mmul(y).add(AUTOENCODER.bias()).mul(mask);
            INDArray r = y.sub(w.mmul(x));
            INDArray back = w.transpose().mmul(r).mul(mask);
            INDArray gradient = outer(r, x).add(outer(y, back)).neg();
            sum.addi(gradient);
            squares.addi(gradient.mul(gradient));
            biasSum.subi(back);
            activity.addi(mask);
            double norm = r.norm2Number().doubleValue();
            loss += norm * norm / 2;
            lossSquares += Math.pow(norm, 4) / 4;
        }
        GradientEstimate estimate = OracleGradient.of(MODEL, STREAMS, SAMPLES).estimate(AUTOENCODER, 4);
        INDArray mean = sum.div(SAMPLES);
        assertClose(mean, estimate.gradient().weights(), 1e-12);
        assertClose(biasSum.div(SAMPLES), estimate.gradient().bias(), 1e-12);
        assertClose(activity.div(SAMPLES), estimate.gradient().activity(), 1e-12);
        assertClose(loss / SAMPLES, estimate.gradient().loss(), 1e-12);
        INDArray variance = squares.div(SAMPLES).sub(mean.mul(mean)).div(SAMPLES - 1);
        INDArray error = estimate.standardError().weights();
        assertClose(variance, error.mul(error), 1e-12);
        double lossVariance = lossSquares / SAMPLES - Math.pow(loss / SAMPLES, 2);
        assertClose(
                Math.sqrt(lossVariance / (SAMPLES - 1)),
                estimate.standardError().loss(),
                1e-12);
    }

    private static INDArray outer(INDArray column, INDArray row) {
        return column.reshape(-1, 1).mmul(row.reshape(1, -1));
    }

    @Test
    void isAFunctionOfParametersAndStepAndNotOfTheThreads() throws Exception {
        OracleGradient source = OracleGradient.of(MODEL, STREAMS, 2000);
        TiedGradient gradient = source.at(AUTOENCODER, 3);
        ForkJoinPool one = new ForkJoinPool(1);
        TiedGradient again = one.submit(() -> source.at(AUTOENCODER, 3)).get();
        one.shutdown();
        assertIdentical(gradient.weights(), again.weights());
        assertIdentical(gradient.bias(), again.bias());
        assertEquals(gradient.loss(), again.loss());
        assertNotEquals(gradient.loss(), source.at(AUTOENCODER, 4).loss());
    }

    @Test
    void groupsAverageToTheWhole() {
        OracleGradient whole = OracleGradient.of(MODEL, STREAMS, SAMPLES);
        List<OracleGradient> groups = whole.split(4);
        INDArray mean = Nd4j.zeros(DataType.DOUBLE, FEATURES, UNITS);
        double loss = 0;
        for (OracleGradient group : groups) {
            assertEquals(SAMPLES / 4, group.size());
            TiedGradient gradient = group.at(AUTOENCODER, 1);
            mean.addi(gradient.weights().div(4));
            loss += gradient.loss() / 4;
        }
        assertClose(whole.at(AUTOENCODER, 1).weights(), mean, 1e-12);
        assertClose(whole.at(AUTOENCODER, 1).loss(), loss, 1e-12);
        assertThrows(IllegalArgumentException.class, () -> whole.split(7));
        assertThrows(IllegalArgumentException.class, () -> whole.split(SAMPLES));
        assertThrows(IllegalArgumentException.class, () -> whole.split(0));
    }

    @Test
    void aFloatModelGivesFloats() {
        TiedGradient doubles = OracleGradient.of(MODEL, STREAMS, SAMPLES).at(AUTOENCODER, 0);
        OracleGradient source = OracleGradient.of(model(DataType.FLOAT), STREAMS, SAMPLES);
        TiedGradient floats = source.at(autoencoder(DataType.FLOAT), 0);
        assertEquals(DataType.FLOAT, floats.weights().dataType());
        assertEquals(DataType.FLOAT, floats.bias().dataType());
        assertClose(doubles.weights(), floats.weights().castTo(DataType.DOUBLE), 1e-5);
        assertThrows(IllegalArgumentException.class, () -> source.at(AUTOENCODER, 0));
    }

    @Test
    void aUnitThatIsNeverDrawnHasNoGradientAndNoError() {
        GenerativeModel rare = new GenerativeModel(
                Nd4j.createFromArray(new double[][] {{1, 0}, {0, 1}}), CodeLaw.oneHot(1 - 1e-12, 1e-12), 0.1);
        TiedAutoencoder autoencoder = TiedAutoencoder.withoutBias(rare.dictionary(), Activation.relu());
        GradientEstimate estimate = OracleGradient.of(rare, STREAMS, 300).estimate(autoencoder, 0);
        assertArrayEquals(
                new double[2], estimate.gradient().weights().getColumn(1).toDoubleVector());
        assertArrayEquals(
                new double[2], estimate.standardError().weights().getColumn(1).toDoubleVector());
        assertEquals(1, estimate.gradient().deadUnits());
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThrows(IllegalArgumentException.class, () -> OracleGradient.of(MODEL, STREAMS, 1));
        OracleGradient source = OracleGradient.of(MODEL, STREAMS, 2);
        assertThrows(IllegalArgumentException.class, () -> source.at(AUTOENCODER, -1));
        TiedAutoencoder other =
                TiedAutoencoder.withoutBias(Nd4j.eye(FEATURES).castTo(DataType.DOUBLE), Activation.relu());
        assertThrows(IllegalArgumentException.class, () -> source.at(other, 0));
    }
}
