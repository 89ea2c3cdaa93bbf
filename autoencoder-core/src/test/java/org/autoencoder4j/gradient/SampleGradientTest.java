package org.autoencoder4j.gradient;

import static org.autoencoder4j.testsupport.ArrayAssert.assertClose;
import static org.autoencoder4j.testsupport.ArrayAssert.assertUnchanged;
import static org.autoencoder4j.testsupport.ArrayAssert.relativeDifference;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class SampleGradientTest {
    @Provide
    Arbitrary<Activation> activations() {
        return Arbitraries.of(
                Activation.relu(),
                Activation.hardThreshold(0),
                Activation.hardThreshold(0.5),
                Activation.hardThreshold(100));
    }

    private static TiedGradient at(TiedAutoencoder a, INDArray y) {
        return SampleGradient.of(Batches.of(y)).at(a, 0);
    }

    /** Formula (4) sample by sample in plain Java: -1[x_i != 0] (z_i r + (W_i^T r) y), and its bias part. */
    private static double[][][] bySample(TiedAutoencoder a, INDArray observations) {
        double[][] w = a.weights().toDoubleMatrix();
        double[] b = a.bias().toDoubleVector();
        double[][] gradient = new double[w.length][b.length];
        double[] biasGradient = new double[b.length];
        double loss = 0;
        double[][] ys = observations.toDoubleMatrix();
        for (double[] y : ys) {
            double[] x = new double[b.length];
            for (int i = 0; i < b.length; i++) {
                double z = b[i];
                for (int f = 0; f < y.length; f++) {
                    z += w[f][i] * y[f];
                }
                x[i] = a.activation().apply(z);
            }
            double[] r = y.clone();
            for (int i = 0; i < b.length; i++) {
                for (int f = 0; f < y.length; f++) {
                    r[f] -= w[f][i] * x[i];
                }
            }
            for (int i = 0; i < b.length; i++) {
                double inner = 0;
                for (int f = 0; f < y.length; f++) {
                    inner += w[f][i] * r[f];
                }
                for (int f = 0; f < y.length && x[i] != 0; f++) {
                    gradient[f][i] -= (x[i] * r[f] + inner * y[f]) / ys.length;
                }
                biasGradient[i] -= x[i] != 0 ? inner / ys.length : 0;
            }
            for (double v : r) {
                loss += v * v / 2 / ys.length;
            }
        }
        return new double[][][] {gradient, {biasGradient}, {{loss}}};
    }

    @Property(tries = 40)
    void equalsTheTrueGradientSampleBySample(
            @ForAll @IntRange(max = 1000) int seed,
            @ForAll @IntRange(min = 1, max = 40) int samples,
            @ForAll @IntRange(min = 1, max = 9) int features,
            @ForAll @IntRange(min = 1, max = 12) int units,
            @ForAll("activations") Activation activation) {
        TiedAutoencoder a = Fixtures.autoencoder(seed, features, units, activation);
        INDArray y = Fixtures.observations(seed, samples, features);
        TiedGradient gradient = at(a, y);
        double[][][] expected = bySample(a, y);
        assertClose(Nd4j.createFromArray(expected[0]), gradient.weights(), 1e-12);
        assertClose(Nd4j.createFromArray(expected[1][0]), gradient.bias(), 1e-12);
        assertClose(expected[2][0][0], gradient.loss(), 1e-12);
        assertClose(a.loss(y), gradient.loss(), 1e-12);
        INDArray codes = a.encode(y);
        assertClose(codes.neq(0).castTo(DataType.DOUBLE).mean(0), gradient.activity(), 1e-12);
    }

    @Property(tries = 20)
    void isThePlainDerivativeOfTheLossForRelu(@ForAll @IntRange(max = 1000) int seed) {
        TiedAutoencoder a = Fixtures.autoencoder(seed, 5, 4, Activation.relu());
        INDArray y = Fixtures.observations(seed, 30, 5);
        INDArray direction = Fixtures.normal(seed, "direction", 5, 4);
        double slope = at(a, y).weights().mul(direction).sumNumber().doubleValue();
        double h = 1e-6;
        double difference = (lossAt(a, direction, h, y) - lossAt(a, direction, -h, y)) / (2 * h);
        // A sample within h of its kink shifts the difference by about h.
        assertClose(slope, difference, 1e-4);
    }

    private static double lossAt(TiedAutoencoder a, INDArray direction, double h, INDArray y) {
        return new TiedAutoencoder(a.weights().add(direction.mul(h)), a.bias(), a.activation()).loss(y);
    }

    @Property(tries = 20)
    void isEquivariantUnderPermutationsOfUnits(
            @ForAll @IntRange(max = 1000) int seed, @ForAll("activations") Activation activation) {
        TiedAutoencoder a = Fixtures.autoencoder(seed, 6, 5, activation);
        INDArray y = Fixtures.observations(seed, 25, 6);
        int[] order = {3, 0, 4, 2, 1};
        TiedAutoencoder permuted = new TiedAutoencoder(
                a.weights().getColumns(order).dup('f'),
                a.bias().get(NDArrayIndex.indices(3, 0, 4, 2, 1)).dup(),
                activation);
        INDArray expected = at(a, y).weights().getColumns(order);
        assertClose(expected, at(permuted, y).weights(), 1e-12);
    }

    @Property(tries = 20)
    void hardThresholdIsEquivariantUnderSigns(@ForAll @IntRange(max = 1000) int seed) {
        TiedAutoencoder a = Fixtures.autoencoder(seed, 6, 5, Activation.hardThreshold(0.4));
        INDArray y = Fixtures.observations(seed, 25, 6);
        INDArray signs = Nd4j.createFromArray(1.0, -1, -1, 1, -1);
        TiedAutoencoder flipped =
                new TiedAutoencoder(a.weights().mulRowVector(signs), a.bias().mul(signs), a.activation());
        assertClose(at(a, y).weights().mulRowVector(signs), at(flipped, y).weights(), 1e-12);
    }

    @Property(tries = 20)
    void isTheMeanOverParts(
            @ForAll @IntRange(max = 1000) int seed,
            @ForAll @IntRange(min = 1, max = 29) int cut,
            @ForAll("activations") Activation activation) {
        TiedAutoencoder a = Fixtures.autoencoder(seed, 6, 5, activation);
        INDArray y = Fixtures.observations(seed, 30, 6);
        INDArray head = y.get(NDArrayIndex.interval(0, cut), NDArrayIndex.all()).dup('c');
        INDArray tail =
                y.get(NDArrayIndex.interval(cut, 30), NDArrayIndex.all()).dup('c');
        INDArray parts =
                at(a, head).weights().mul(cut / 30.0).add(at(a, tail).weights().mul((30 - cut) / 30.0));
        assertClose(parts, at(a, y).weights(), 1e-12);
    }

    /** With a bias of 0, scaling the data by c scales ReLU's codes by c and the gradient by c^2. */
    @Property(tries = 20)
    void scalesWithTheSquareOfTheData(@ForAll @IntRange(max = 1000) int seed) {
        TiedAutoencoder a = TiedAutoencoder.withoutBias(
                Fixtures.autoencoder(seed, 6, 5, Activation.relu()).weights(), Activation.relu());
        INDArray y = Fixtures.observations(seed, 30, 6);
        assertClose(at(a, y).weights().mul(9), at(a, y.mul(3)).weights(), 1e-12);
    }

    @Test
    void chunksDoNotMatter() {
        TiedAutoencoder a = Fixtures.autoencoder(1, 4, 3, Activation.hardThreshold(0.3));
        for (int samples : new int[] {1, 1023, 1024, 1025, 2048, 3000}) {
            INDArray y = Fixtures.observations(2, samples, 4);
            double[][][] expected = bySample(a, y);
            TiedGradient gradient = at(a, y);
            assertClose(Nd4j.createFromArray(expected[0]), gradient.weights(), 1e-12);
            assertClose(expected[2][0][0], gradient.loss(), 1e-12);
        }
    }

    @Test
    void floatAgreesWithDouble() {
        TiedAutoencoder a = Fixtures.autoencoder(1, 40, 30, Activation.relu());
        INDArray y = Fixtures.observations(2, 500, 40);
        TiedGradient inFloat = at(Fixtures.cast(a, DataType.FLOAT), y.castTo(DataType.FLOAT));
        assertEquals(DataType.FLOAT, inFloat.weights().dataType());
        assertTrue(relativeDifference(at(a, y).weights(), inFloat.weights()) < 1e-5);
    }

    @Test
    void deadUnitsHaveNoGradientAndAreCounted() {
        TiedAutoencoder a = Fixtures.autoencoder(1, 4, 3, Activation.hardThreshold(1e6));
        INDArray y = Fixtures.observations(2, 50, 4);
        TiedGradient gradient = at(a, y);
        assertEquals(3, gradient.deadUnits());
        assertEquals(0, gradient.meanL0());
        assertEquals(0, gradient.norm());
        assertClose(y.mul(y).sumNumber().doubleValue() / 100, gradient.loss(), 1e-12);
    }

    @Test
    void changesNoArgument() {
        TiedAutoencoder a = Fixtures.autoencoder(1, 4, 3, Activation.relu());
        INDArray y = Fixtures.observations(2, 50, 4);
        assertUnchanged(() -> at(a, y), a.weights(), a.bias(), y);
    }

    @Test
    void refusesOtherFeaturesAndTypes() {
        TiedAutoencoder a = Fixtures.autoencoder(1, 4, 3, Activation.relu());
        SampleGradient five = SampleGradient.of(Batches.of(Fixtures.observations(2, 50, 5)));
        IllegalArgumentException features = assertThrows(IllegalArgumentException.class, () -> five.at(a, 0));
        assertTrue(features.getMessage().contains("4 features"), features.getMessage());
        SampleGradient mixed =
                SampleGradient.of(Batches.of(Fixtures.observations(2, 50, 4).castTo(DataType.FLOAT)));
        IllegalArgumentException types = assertThrows(IllegalArgumentException.class, () -> mixed.at(a, 0));
        assertTrue(types.getMessage().contains("FLOAT"), types.getMessage());
        SampleGradient good = SampleGradient.of(Batches.of(Fixtures.observations(2, 50, 4)));
        assertThrows(IllegalArgumentException.class, () -> good.at(a, -1));
    }
}
