package org.autoencoder4j.gradient;

import static org.autoencoder4j.gradient.TwoLayerFixtures.parts;
import static org.autoencoder4j.testsupport.ArrayAssert.assertClose;
import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.autoencoder4j.testsupport.ArrayAssert.assertUnchanged;
import static org.autoencoder4j.testsupport.ArrayAssert.relativeDifference;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.autoencoder4j.testsupport.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class TwoLayerGradientTest {
    private static TwoLayerGradient at(Regime regime, TwoLayerAutoencoder a, INDArray x) {
        return TwoLayerSampleGradient.of(Batches.of(x), regime).at(a, 0);
    }

    private static double inner(INDArray a, INDArray b) {
        return a.mul(b).sumNumber().doubleValue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void agreesWithTheGoldenFiles(int number) {
        Golden golden = Golden.read("p2_training_" + number);
        TwoLayerAutoencoder a = new TwoLayerAutoencoder(golden.matrix("inputs/W"), golden.matrix("inputs/A"));
        INDArray x = golden.matrix("inputs/X").transpose();
        double tolerance = golden.tolerance();
        TwoLayerGradient joint = at(Regime.JOINTLY_TRAINED, a, x);
        assertClose(golden.matrix("outputs/grad_W"), joint.encoder().orElseThrow(), tolerance);
        assertClose(golden.matrix("outputs/grad_A"), joint.decoder().orElseThrow(), tolerance);
        assertClose(golden.number("outputs/loss"), joint.loss(), tolerance);

        TwoLayerGradient weak = at(Regime.WEAKLY_TRAINED, a, x);
        assertIdentical(joint.encoder().orElseThrow(), weak.encoder().orElseThrow());
        assertTrue(weak.decoder().isEmpty());
        TwoLayerGradient decoderOnly = at(Regime.DECODER_ONLY, a, x);
        assertTrue(decoderOnly.encoder().isEmpty());
        assertIdentical(joint.decoder().orElseThrow(), decoderOnly.decoder().orElseThrow());
        assertClose(Math.hypot(weak.norm(), decoderOnly.norm()), joint.norm(), 1e-14);
    }

    /** -s sum over samples and neurons of 1[w_r.x > 0] x (a_r.(x - u))^T and (x - u) (w_r.x)^T, in plain Java. */
    private static double[][][] bySample(TwoLayerAutoencoder auto, INDArray samples) {
        double[][] w = auto.encoder().toDoubleMatrix();
        double[][] a = auto.decoder().toDoubleMatrix();
        int d = w.length;
        int m = w[0].length;
        double[][] gradientW = new double[d][m];
        double[][] gradientA = new double[d][m];
        double loss = 0;
        for (double[] x : samples.toDoubleMatrix()) {
            double[] residual = x.clone();
            double[] z = new double[m];
            for (int r = 0; r < m; r++) {
                for (int i = 0; i < d; i++) {
                    z[r] += w[i][r] * x[i];
                }
                for (int i = 0; i < d && z[r] > 0; i++) {
                    residual[i] -= auto.scale() * a[i][r] * z[r];
                }
            }
            for (int r = 0; r < m; r++) {
                double back = 0;
                for (int i = 0; i < d; i++) {
                    back += a[i][r] * residual[i];
                }
                for (int i = 0; i < d && z[r] > 0; i++) {
                    gradientW[i][r] -= auto.scale() * x[i] * back;
                    gradientA[i][r] -= auto.scale() * residual[i] * z[r];
                }
            }
            for (double e : residual) {
                loss += e * e / 2;
            }
        }
        return new double[][][] {gradientW, gradientA, {{loss}}};
    }

    @Property(tries = 40)
    void equalsTheGradientSampleBySample(
            @ForAll Regime regime,
            @ForAll @IntRange(max = 1000) int seed,
            @ForAll @IntRange(min = 1, max = 20) int samples,
            @ForAll @IntRange(min = 1, max = 7) int features,
            @ForAll @IntRange(min = 1, max = 12) int width) {
        TwoLayerAutoencoder a = TwoLayerFixtures.autoencoder(regime, seed, features, width);
        INDArray x = Fixtures.observations(seed, samples, features);
        double[][][] expected = bySample(a, x);
        INDArray gradientW = Nd4j.createFromArray(expected[0]);
        INDArray gradientA = Nd4j.createFromArray(expected[1]);
        TwoLayerGradient gradient = at(regime, a, x);
        assertEquals(regime, gradient.regime());
        List<INDArray> parts = switch (regime) {
            case WEAKLY_TRAINED -> List.of(gradientW);
            case DECODER_ONLY -> List.of(gradientA);
            case JOINTLY_TRAINED -> List.of(gradientW, gradientA);
            case WEIGHT_TIED -> List.of(gradientW.add(gradientA));
        };
        assertEquals(parts.size(), parts(gradient).size());
        for (int i = 0; i < parts.size(); i++) {
            assertClose(parts.get(i), parts(gradient).get(i), 1e-12);
        }
        assertClose(expected[2][0][0], gradient.loss(), 1e-12);
        assertClose(a.loss(x), gradient.loss(), 1e-13);
        assertClose(a.encode(x).neq(0).castTo(DataType.DOUBLE).mean(0), gradient.activity(), 1e-14);
        assertClose(gradient.activity().sumNumber().doubleValue(), gradient.meanL0(), 1e-14);
    }

    /** (4.2) prints a_r x_i^T (x_i - u_i) for x_i a_r^T (x_i - u_i): another vector, and no gradient. */
    @Test
    void thePrintedOrderOfTheOuterProductIsNoGradient() {
        TwoLayerAutoencoder a = TwoLayerFixtures.autoencoder(Regime.WEAKLY_TRAINED, 3, 5, 6);
        INDArray x = Fixtures.observations(3, 10, 5);
        INDArray residual = x.sub(a.reconstruct(x));
        INDArray active = a.encode(x).gt(0).castTo(DataType.DOUBLE);
        INDArray products = x.mul(residual).sum(1);
        INDArray printed = a.decoder()
                .mulRowVector(active.mulColumnVector(products).sum(0))
                .mul(-a.scale());
        INDArray held =
                x.transpose().mmul(active.mul(residual.mmul(a.decoder()))).mul(-a.scale());
        INDArray direction = Fixtures.normal(3, "direction", 5, 6);
        INDArray zero = Nd4j.zeros(DataType.DOUBLE, 5, 6);
        double h = 1e-6;
        double difference = (shifted(a, direction, zero, h).loss(x)
                        - shifted(a, direction, zero, -h).loss(x))
                / (2 * h);
        assertClose(difference, inner(held, direction), 1e-7);
        assertTrue(Math.abs(difference - inner(printed, direction)) > 0.1, "the printed order");
    }

    @Property(tries = 40)
    void isTheDerivativeOfTheLoss(@ForAll Regime regime, @ForAll @IntRange(max = 1000) int seed) {
        TwoLayerAutoencoder a = TwoLayerFixtures.autoencoder(regime, seed, 5, 6);
        INDArray x = Fixtures.observations(seed, 10, 5);
        TwoLayerGradient gradient = at(regime, a, x);
        INDArray zero = Nd4j.zeros(DataType.DOUBLE, 5, 6);
        INDArray inW = regime.trainsEncoder() ? Fixtures.normal(seed, "in W", 5, 6) : zero;
        INDArray inA = regime.trainsDecoder() ? Fixtures.normal(seed, "in A", 5, 6) : zero;
        double slope = gradient.encoder().map(g -> inner(g, inW)).orElse(0.0)
                + gradient.decoder().map(g -> inner(g, inA)).orElse(0.0);
        double h = 1e-6;
        double difference =
                (shifted(a, inW, inA, h).loss(x) - shifted(a, inW, inA, -h).loss(x)) / (2 * h);
        // A pre-activation within h of its kink shifts the difference by about h.
        assertClose(slope, difference, 1e-5);
    }

    private static TwoLayerAutoencoder shifted(TwoLayerAutoencoder a, INDArray inW, INDArray inA, double h) {
        return TwoLayerFixtures.with(a, a.encoder().add(inW.mul(h)), a.decoder().add(inA.mul(h)));
    }

    @Property(tries = 20)
    void isEquivariantUnderPermutationsOfNeurons(@ForAll Regime regime, @ForAll @IntRange(max = 1000) int seed) {
        TwoLayerAutoencoder a = TwoLayerFixtures.autoencoder(regime, seed, 6, 5);
        INDArray x = Fixtures.observations(seed, 25, 6);
        int[] order = {3, 0, 4, 2, 1};
        TwoLayerAutoencoder permuted = TwoLayerFixtures.with(
                a,
                a.encoder().getColumns(order).dup('f'),
                a.decoder().getColumns(order).dup('f'));
        List<INDArray> expected = parts(at(regime, a, x));
        List<INDArray> actual = parts(at(regime, permuted, x));
        for (int i = 0; i < expected.size(); i++) {
            assertClose(expected.get(i).getColumns(order), actual.get(i), 1e-12);
        }
    }

    /** A sum, so that the parts of a batch add up; the mean would not. */
    @Property(tries = 20)
    void isTheSumOverParts(
            @ForAll Regime regime,
            @ForAll @IntRange(max = 1000) int seed,
            @ForAll @IntRange(min = 1, max = 29) int cut) {
        TwoLayerAutoencoder a = TwoLayerFixtures.autoencoder(regime, seed, 6, 5);
        INDArray x = Fixtures.observations(seed, 30, 6);
        TwoLayerGradient head = at(regime, a, x.get(NDArrayIndex.interval(0, cut), NDArrayIndex.all()));
        TwoLayerGradient tail = at(regime, a, x.get(NDArrayIndex.interval(cut, 30), NDArrayIndex.all()));
        TwoLayerGradient whole = at(regime, a, x);
        for (int i = 0; i < parts(whole).size(); i++) {
            assertClose(parts(head).get(i).add(parts(tail).get(i)), parts(whole).get(i), 1e-12);
        }
        assertClose(head.loss() + tail.loss(), whole.loss(), 1e-12);
    }

    /** Since u is homogeneous of degree 1 in W and in A, <W, gradient_W> = <A, gradient_A> = -<X - U, U>. */
    @Property(tries = 20)
    void isBalancedBetweenTheLayers(@ForAll @IntRange(max = 1000) int seed) {
        TwoLayerAutoencoder a = TwoLayerFixtures.autoencoder(Regime.JOINTLY_TRAINED, seed, 6, 5);
        INDArray x = Fixtures.observations(seed, 30, 6);
        INDArray u = a.reconstruct(x);
        List<INDArray> parts = parts(at(Regime.JOINTLY_TRAINED, a, x));
        double expected = -inner(x.sub(u), u);
        assertClose(expected, inner(a.encoder(), parts.get(0)), 1e-12);
        assertClose(expected, inner(a.decoder(), parts.get(1)), 1e-12);
    }

    @ParameterizedTest
    @EnumSource(Regime.class)
    void chunksDoNotMatter(Regime regime) {
        TwoLayerAutoencoder a = TwoLayerFixtures.autoencoder(regime, 1, 4, 3);
        for (int samples : new int[] {1023, 1024, 1025, 3000}) {
            INDArray x = Fixtures.observations(2, samples, 4);
            double[][][] expected = bySample(a, x);
            TwoLayerGradient gradient = at(regime, a, x);
            assertClose(expected[2][0][0], gradient.loss(), 1e-12);
            if (regime == Regime.JOINTLY_TRAINED) {
                assertClose(
                        Nd4j.createFromArray(expected[0]), gradient.encoder().orElseThrow(), 1e-12);
                assertClose(
                        Nd4j.createFromArray(expected[1]), gradient.decoder().orElseThrow(), 1e-12);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Regime.class)
    void floatAgreesWithDoubleAndChangesNoArgument(Regime regime) {
        TwoLayerAutoencoder a = TwoLayerFixtures.autoencoder(regime, 1, 40, 30);
        INDArray x = Fixtures.observations(2, 500, 40);
        TwoLayerAutoencoder single = TwoLayerFixtures.cast(a, DataType.FLOAT);
        INDArray singleX = x.castTo(DataType.FLOAT);
        TwoLayerGradient inFloat =
                assertUnchanged(() -> at(regime, single, singleX), single.encoder(), single.decoder(), singleX);
        TwoLayerGradient inDouble = assertUnchanged(() -> at(regime, a, x), a.encoder(), a.decoder(), x);
        for (int i = 0; i < parts(inDouble).size(); i++) {
            assertEquals(DataType.FLOAT, parts(inFloat).get(i).dataType());
            assertTrue(relativeDifference(parts(inDouble).get(i), parts(inFloat).get(i)) < 1e-5);
        }
        assertClose(inDouble.loss(), inFloat.loss(), 1e-6);
    }

    @ParameterizedTest
    @EnumSource(Regime.class)
    void isAFunctionOfParametersAndStep(Regime regime) {
        INDArray x = Fixtures.observations(2, 50, 4);
        TwoLayerSampleGradient source = TwoLayerSampleGradient.of(Batches.of(x), regime);
        TwoLayerAutoencoder first = TwoLayerFixtures.autoencoder(regime, 1, 4, 3);
        INDArray before = parts(source.at(first, 0)).get(0);
        source.at(TwoLayerFixtures.autoencoder(regime, 2, 4, 3), 1);
        source.at(TwoLayerFixtures.autoencoder(regime, 2, 4, 5), 2);
        assertIdentical(before, parts(source.at(first.copy(), 0)).get(0));
    }

    /** ReLU's slope at 0 is 0: a neuron that is 0 everywhere has no gradient, and counts as dead. */
    @Test
    void aNeuronAtItsKinkHasNoGradient() {
        INDArray encoder = Nd4j.zeros(DataType.DOUBLE, 3, 2);
        INDArray decoder = Nd4j.ones(DataType.DOUBLE, 3, 2);
        INDArray x = Fixtures.observations(2, 50, 3);
        TwoLayerGradient gradient = at(Regime.JOINTLY_TRAINED, new TwoLayerAutoencoder(encoder, decoder), x);
        assertEquals(0, gradient.norm());
        assertEquals(2, gradient.deadUnits());
        assertClose(inner(x, x) / 2, gradient.loss(), 1e-12);
    }

    @Test
    void refusesWhatDoesNotFit() {
        TwoLayerAutoencoder a = TwoLayerFixtures.autoencoder(Regime.JOINTLY_TRAINED, 1, 4, 3);
        INDArray x = Fixtures.observations(2, 50, 4);
        assertTrue(refusal(() -> at(Regime.WEIGHT_TIED, a, x)).contains("WEIGHT_TIED"));
        TwoLayerAutoencoder tied = TwoLayerFixtures.autoencoder(Regime.WEIGHT_TIED, 1, 4, 3);
        assertTrue(refusal(() -> at(Regime.WEAKLY_TRAINED, tied, x)).contains("are tied"));
        INDArray five = Fixtures.observations(2, 50, 5);
        assertTrue(refusal(() -> at(Regime.JOINTLY_TRAINED, a, five)).contains("4 features"));
        assertTrue(refusal(() -> at(Regime.JOINTLY_TRAINED, a, x.castTo(DataType.FLOAT)))
                .contains("FLOAT"));
        TwoLayerSampleGradient source = TwoLayerSampleGradient.of(Batches.of(x), Regime.JOINTLY_TRAINED);
        assertTrue(refusal(() -> source.at(a, -1)).contains("step"));
        INDArray activity = Nd4j.zeros(DataType.DOUBLE, 3);
        assertTrue(refusal(() -> TwoLayerGradient.of(Regime.JOINTLY_TRAINED, a.encoder(), activity, 0))
                .contains("two matrices"));
        assertTrue(refusal(() -> TwoLayerGradient.jointlyTrained(a.encoder(), x, activity, 0))
                .contains("decoder has shape"));
        assertTrue(refusal(
                        () -> TwoLayerGradient.of(Regime.WEIGHT_TIED, a.encoder(), Nd4j.zeros(DataType.DOUBLE, 4), 0))
                .contains("activity"));
    }

    private static String refusal(Runnable action) {
        return assertThrows(IllegalArgumentException.class, action::run).getMessage();
    }
}
