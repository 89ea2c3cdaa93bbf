package org.autoencoder4j.ntk.kernel;

import static org.autoencoder4j.testsupport.ArrayAssert.assertClose;
import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.autoencoder4j.testsupport.ArrayAssert.assertUnchanged;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.apache.commons.math3.stat.regression.SimpleRegression;
import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.network.DeepAutoencoder;
import org.autoencoder4j.network.Layer;
import org.autoencoder4j.network.TangentKernel;
import org.autoencoder4j.ntk.Drawn;
import org.autoencoder4j.ntk.Draws;
import org.autoencoder4j.testsupport.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class DeepLimitKernelTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void golden(int file) {
        Golden golden = Golden.read("beyond_p2_deep_limit_" + file);
        INDArray samples = golden.matrix("inputs/X").transpose();
        double[] gains = golden.doubles("inputs/gains");
        double[] variances = golden.doubles("inputs/variances");
        int[] trained = golden.ints("inputs/trained");
        List<LimitLayer> layers = new ArrayList<>();
        for (int l = 0; l < gains.length; l++) {
            layers.add(new LimitLayer(gains[l], variances[l], trained[l] == 1));
        }

        DeepLimitKernel limit = assertUnchanged(() -> DeepLimitKernel.of(samples, layers), samples);

        assertClose(golden.matrix("outputs/K"), limit.kernel(), golden.tolerance());
        assertClose(golden.matrix("outputs/theta"), limit.kernel().div(samples.columns()), golden.tolerance());
        assertClose(golden.matrix("outputs/output_covariance"), limit.outputs(), golden.tolerance());
        assertIdentical(limit.kernel(), limit.kernel().transpose());
        DeepLimitKernel single = DeepLimitKernel.of(samples.castTo(DataType.FLOAT), layers);
        assertEquals(DataType.FLOAT, single.kernel().dataType());
        assertClose(golden.matrix("outputs/K"), single.kernel().castTo(DataType.DOUBLE), 1e-5);
    }

    /** The paper's network: variances 1, s = 1/sqrt(m d) in front of the second layer. */
    @Test
    void twoLayersAreThePapers() {
        INDArray samples = Nd4j.vstack(
                Drawn.gaussian("deep", 40, 5), Drawn.gaussian("deep", 40, 5).neg());
        LimitKernels kernels = LimitKernels.of(samples);
        LimitLayer first = LimitLayer.trained(1, 1);
        LimitLayer second = LimitLayer.trained(1.0 / 5, 1);
        LimitLayer still = LimitLayer.fixed(1, 1);
        LimitLayer lastStill = LimitLayer.fixed(1.0 / 5, 1);
        double tolerance = 1e-14;
        assertClose(
                kernels.kernel(Regime.JOINTLY_TRAINED),
                DeepLimitKernel.of(samples, List.of(first, second)).kernel(),
                tolerance);
        assertClose(
                kernels.encoder(),
                DeepLimitKernel.of(samples, List.of(first, lastStill)).kernel(),
                tolerance);
        assertClose(
                kernels.decoder(),
                DeepLimitKernel.of(samples, List.of(still, second)).kernel(),
                tolerance);
        assertClose(
                kernels.decoder(),
                DeepLimitKernel.of(samples, List.of(first, second)).outputs().mul(5),
                tolerance);
    }

    /** One layer is linear: T = c X X^T / v. */
    @Test
    void oneLayerIsLinear() {
        INDArray samples = Drawn.gaussian("deep", 6, 3);
        DeepLimitKernel limit = DeepLimitKernel.of(samples, List.of(LimitLayer.trained(0.5, 2)));
        INDArray products = samples.mmul(samples.transpose());
        assertClose(products.mul(3 * 0.25), limit.kernel(), 1e-14);
        assertClose(products.mul(0.5), limit.outputs(), 1e-14);
    }

    /**
     * Samples at an angle of 1e-9, and nearly opposite: the covariance of a network whose gains keep lengths is the cosine of
     * the angle carried on, which is {@code 1 - angle^2/2} for small ones, and of features behind opposite samples 0.
     */
    @ParameterizedTest
    @ValueSource(doubles = {1e-9, 1e-5, 1e-2, 0.05, 0.09, 0.11, 0.3})
    void keepsDigitsForNearlyParallelAndOppositeSamples(double angle) {
        INDArray samples = Nd4j.createFromArray(new double[][] {
            {2, 0}, {2 * Math.cos(angle), 2 * Math.sin(angle)}, {-2 * Math.cos(angle), 2 * Math.sin(angle)}
        });
        List<LimitLayer> layers =
                List.of(LimitLayer.trained(0.25, 1), LimitLayer.trained(2, 1), LimitLayer.trained(2, 1));
        INDArray outputs = DeepLimitKernel.of(samples, layers).outputs();
        assertEquals(1, outputs.getDouble(0, 0), 1e-15);
        // 1 - cos of the next angle, twice, by the series of (1 - cos t) - (sin t - t cos t)/pi, term by term.
        double once = lost(angle);
        double twice = lost(2 * Math.asin(Math.sqrt(once / 2)));
        assertEquals(twice, 1 - outputs.getDouble(0, 1), 3e-16 + 1e-13 * twice);
        // Opposite by all but an angle: sin t - t cos t over pi is the covariance of the features.
        double opposite = Math.acos(bracket(angle) / Math.PI);
        assertEquals(
                (Math.sin(opposite) + (Math.PI - opposite) * Math.cos(opposite)) / Math.PI,
                outputs.getDouble(0, 2),
                1e-15);
    }

    private static double lost(double angle) {
        double half = Math.sin(angle / 2);
        return 2 * half * half - bracket(angle) / Math.PI;
    }

    /** {@code sin t - t cos t = sum over k of (-1)^(k+1) 2 k t^(2k+1) / (2k+1)!}. */
    private static double bracket(double angle) {
        double sum = 0;
        double power = angle;
        for (int k = 1; k < 20; k++) {
            power *= -angle * angle / (2.0 * k * (2 * k + 1));
            sum -= 2 * k * power;
        }
        return sum;
    }

    /** The kernel depends on the angle by the root: a pair at 1e-8 differs from itself by about 1e-8, not by 1e-16. */
    @Test
    void theTangentIsNotSmoothWhereSamplesMeet() {
        double angle = 1e-8;
        INDArray samples = Nd4j.createFromArray(new double[][] {{1, 0}, {Math.cos(angle), Math.sin(angle)}});
        List<LimitLayer> layers = List.of(LimitLayer.trained(1, 1), LimitLayer.trained(1, 1));
        INDArray kernel = DeepLimitKernel.of(samples, layers).kernel();
        double difference = kernel.getDouble(0, 0) - kernel.getDouble(0, 1);
        // d (cos t (pi - t) + sin t + (pi - t) cos t)/(2 pi) falls by d t/(2 pi) to first order.
        assertEquals(2 * angle / (2 * Math.PI), difference, 1e-15);
    }

    /**
     * Three hidden layers of one width, first and last weights of other variances, the last Rademacher, one layer not
     * trained; samples of several lengths, two of them opposite. Means of 12 seeds at widths 40, 160, 640: a seed's norm
     * spreads by some 25 %, so the slope's standard deviation is about {@code .25/(sqrt(24) ln 4) = .037}; that it is off by .1
     * by chance has a probability below 1 %, and the seeds are fixed.
     */
    @Test
    void wideNetworksTendToItAsOneOverTheRootOfTheWidth() {
        INDArray samples = Drawn.gaussian("deep", 4, 3);
        samples.putRow(3, samples.getRow(0).mul(-1.5));
        List<LimitLayer> layers = List.of(
                LimitLayer.trained(0.25 * 2, 2),
                LimitLayer.trained(2, 1),
                LimitLayer.fixed(1.5, 1),
                LimitLayer.trained(0.5, 0.25));
        DeepLimitKernel limit = DeepLimitKernel.of(samples, layers);
        SimpleRegression slope = new SimpleRegression();
        for (int width = 40; width <= 640; width *= 4) {
            double mean = 0;
            for (int seed = 0; seed < 12; seed++) {
                DeepAutoencoder network = network(layers, width, Draws.random(100 * seed + 7));
                TangentKernel kernel = TangentKernel.of(network, samples, trained(layers));
                mean += KernelDeviation.of(kernel, limit.kernel().dup()).norm(1e-6) / 12;
            }
            slope.addData(Math.log(width), Math.log(mean));
        }
        assertEquals(-0.5, slope.getSlope(), 0.1);
    }

    private static Set<Integer> trained(List<LimitLayer> layers) {
        Set<Integer> trained = new TreeSet<>();
        for (int l = 0; l < layers.size(); l++) {
            if (layers.get(l).trained()) {
                trained.add(l);
            }
        }
        return trained;
    }

    /** Weights of the layers' variances, and the factors s that give them their gains. */
    private static DeepAutoencoder network(List<LimitLayer> limits, int width, RandomGenerator random) {
        List<Layer> layers = new ArrayList<>();
        for (int l = 0; l < limits.size(); l++) {
            LimitLayer limit = limits.get(l);
            boolean last = l == limits.size() - 1;
            int inputs = l == 0 ? 3 : width;
            int outputs = last ? 3 : width;
            INDArray weights =
                    last ? Draws.rademacher(random, inputs, outputs) : Draws.gaussian(random, inputs, outputs);
            double fan = l == 0 ? 1 : width;
            double scale = Math.sqrt(limit.gain() / (fan * limit.variance()));
            layers.add(Layer.encoding(weights.muli(Math.sqrt(limit.variance())), scale));
        }
        return new DeepAutoencoder(layers);
    }

    @Test
    void refusesWhatDoesNotFit() {
        INDArray samples = Drawn.gaussian("deep", 6, 3);
        assertThrows(IllegalArgumentException.class, () -> DeepLimitKernel.of(samples, List.of()));
        assertThrows(
                IllegalArgumentException.class, () -> DeepLimitKernel.of(samples, List.of(LimitLayer.fixed(1, 1))));
        assertThrows(IllegalArgumentException.class, () -> LimitLayer.trained(0, 1));
        assertThrows(IllegalArgumentException.class, () -> LimitLayer.fixed(1, Double.NaN));
        String message = String.valueOf(assertThrows(
                        IllegalArgumentException.class,
                        () -> LimitKernels.of(samples).kernel(Regime.WEIGHT_TIED))
                .getMessage());
        assertTrue(message.contains("TiedLimitKernel"), message);
    }
}
