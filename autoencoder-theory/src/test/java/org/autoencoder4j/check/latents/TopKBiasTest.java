package org.autoencoder4j.check.latents;

import static org.autoencoder4j.testsupport.ArrayAssert.assertClose;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.autoencoder4j.check.Samples;
import org.autoencoder4j.check.consistency.Interval;
import org.autoencoder4j.check.consistency.SupportSize;
import org.autoencoder4j.check.latents.internal.LeastCycle;
import org.autoencoder4j.report.Verdict;
import org.autoencoder4j.sae.LatentActivation.Relu;
import org.autoencoder4j.sae.LatentActivation.TopK;
import org.autoencoder4j.sae.SparseAutoencoder;
import org.autoencoder4j.testsupport.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class TopKBiasTest {
    private static final Duration ALL = Duration.ofMinutes(10);

    @ParameterizedTest
    @ValueSource(strings = {"beyond_p1_topk_0", "beyond_p1_topk_1"})
    void golden(String name) {
        Golden golden = Golden.read(name);
        INDArray encoder = golden.matrix("inputs/E");
        int k = (int) golden.number("inputs/k");
        TopK top = new TopK(k, false, false);
        EncodedDictionary encoded = EncodedDictionary.of(new SparseAutoencoder(
                encoder,
                golden.vector("inputs/bias"),
                golden.matrix("inputs/A"),
                Nd4j.zeros(DataType.DOUBLE, encoder.rows()),
                true,
                top));
        LatentCodes codes = LatentCodes.of(
                k, SupportSize.EXACTLY, encoder.columns(), golden.number("inputs/a1"), golden.number("inputs/a2"));
        TopKBias bias = TopKBias.of(encoded, codes, new LatentNoise.Ball(golden.number("inputs/rho")));
        double best = golden.number("outputs/best_margin_over_biases");
        assertClose(best, bias.margin().low(), golden.tolerance());
        assertClose(best, bias.margin().high(), golden.tolerance());
        assertClose(golden.number("outputs/worst_margin"), bias.presentMargin(), golden.tolerance());
        assertEquals(best > 0 ? Verdict.HOLDS : Verdict.FAILS, bias.report().verdict());
    }

    /**
     * G = [[2, 0], [0, 1]], one atom of value 1: unit 0 is above 1 by 2 + b_0 - b_1 in its codes and 1 above 0 by 1 + b_1 -
     * b_0 in its own, so that b_1 - b_0 = 1/2 leaves both 3/2.
     */
    @Test
    void twoUnitsByHand() {
        TopKBias bias = TopKBias.of(two(new TopK(1, false, false), 0), codesOfTwo(), LatentNoise.none());
        assertEquals(new Interval(1.5, 1.5), bias.margin());
        assertEquals(1, bias.presentMargin());
        assertArrayEquals(new double[] {-0.25, 0.25}, bias.encoderBias(), 1e-15);
        assertEquals(new Interval(-2, 1), bias.window(0));
        assertEquals(new Interval(-1, 2), bias.window(1));
        assertEquals(2, bias.cycle().length);
        assertThrows(IllegalArgumentException.class, () -> bias.window(2));
        assertEquals(2, bias.report().findings().get("unitsOfTheCycle"));
        // A ReLU needs z_i above 0 on the support: b_0 > -2 and b_1 > -1, which is no limit of the margin.
        TopKBias relu = TopKBias.of(two(new TopK(1, true, false), -5), codesOfTwo(), LatentNoise.none());
        assertEquals(new Interval(1.5, 1.5), relu.margin());
        assertEquals(-4, relu.presentMargin());
        assertTrue(relu.encoderBias()[0] >= -0.5 && relu.encoderBias()[1] >= 0.5);
    }

    /**
     * At most one atom, K = 1: the others must not be above 0 where there is none, so b_i <= 0, and 1 + b_1 > 0: 1/2 at
     * most.
     */
    @Test
    void signsByHand() {
        LatentCodes codes = LatentCodes.of(1, SupportSize.AT_MOST, 2, 1, 1);
        TopKBias bias = TopKBias.of(two(new TopK(1, true, false), 0), codes, LatentNoise.none());
        assertEquals(new Interval(0.5, 0.5), bias.margin());
        assertEquals(0, bias.presentMargin());
        assertEquals(-0.5, bias.encoderBias()[1], 1e-15);
        assertEquals(new Interval(-1, 0), bias.window(1));
        int[] cycle = bias.cycle();
        Arrays.sort(cycle);
        assertArrayEquals(new int[] {1, 2}, cycle);
        // K = 2 of one atom asks for no order at all, and of a TopK without ReLU for what cannot be.
        assertEquals(
                0.5,
                TopKBias.of(two(new TopK(2, true, false), 0), codes, LatentNoise.none())
                        .margin()
                        .low());
        TopKBias never = TopKBias.of(two(new TopK(2, false, false), 0), codes, LatentNoise.none());
        assertEquals(Verdict.FAILS, never.report().verdict());
        assertEquals(Double.NEGATIVE_INFINITY, never.margin().high());
        assertEquals(0, never.cycle().length);
        assertTrue(never.window(0).low() > never.window(0).high());
        assertArrayEquals(new double[2], never.encoderBias());
    }

    private static EncodedDictionary two(TopK top, double bias) {
        return EncodedDictionary.of(new SparseAutoencoder(
                Nd4j.createFromArray(new double[][] {{2, 0}, {0, 1}}).dup('f'),
                Nd4j.createFromArray(bias, bias),
                Nd4j.eye(2).castTo(DataType.DOUBLE).dup('f'),
                Nd4j.zeros(DataType.DOUBLE, 2),
                true,
                top));
    }

    private static LatentCodes codesOfTwo() {
        return LatentCodes.of(1, SupportSize.EXACTLY, 2, 1, 1);
    }

    /**
     * The certificate attains the margin with the best bias, has a lesser one with any of 20 others, and knows the windows.
     */
    @Test
    void noBiasIsBetterAndTheBestAttainsItsMargin() {
        RandomGenerator random = Samples.random(70);
        int held = 0;
        for (int trial = 0; trial < 60; trial++) {
            int m = 3 + random.nextInt(6);
            int k = 1 + random.nextInt(2);
            LatentCase example = new LatentCase(random, 8 + random.nextInt(20), m);
            boolean relu = trial % 3 > 0;
            SupportSize size = trial % 3 == 2 ? SupportSize.AT_MOST : SupportSize.EXACTLY;
            TopK top = new TopK(trial % 6 == 5 ? k + 1 : k, relu, trial % 2 == 0);
            LatentCodes codes = example.codes(k, size);
            LatentNoise noise = new LatentNoise.Ball(trial % 4 == 0 ? 0 : 0.01);
            TopKBias bias = TopKBias.of(EncodedDictionary.of(example.autoencoder(top)), codes, noise);
            assertEquals(bias.margin().low(), bias.margin().high(), 1e-12);
            assertClose(margin(example, top, codes, noise, example.bias), bias.presentMargin(), 1e-12);
            assertClose(bias.margin().low(), margin(example, top, codes, noise, bias.encoderBias()), 1e-12);
            double spread = Math.pow(10, -3 * random.nextDouble());
            for (int other = 0; other < 20; other++) {
                double[] moved = Arrays.stream(bias.encoderBias())
                        .map(v -> v + spread * random.nextGaussian())
                        .toArray();
                assertTrue(margin(example, top, codes, noise, moved)
                        <= bias.margin().high() + 1e-12);
            }
            assertClose(bias.presentMargin(), distanceToTheWindows(example, top, bias), 1e-12);
            assertEquals(
                    bias.margin().low() > 0 ? Verdict.HOLDS : Verdict.FAILS,
                    bias.report().verdict());
            held += bias.margin().low() > 0 ? 1 : 0;
        }
        assertTrue(held > 10 && held < 50, "cases that some bias makes right: " + held);
    }

    private static double margin(LatentCase example, TopK top, LatentCodes codes, LatentNoise noise, double[] bias) {
        double[] own = example.bias.clone();
        System.arraycopy(bias, 0, example.bias, 0, own.length);
        TopKCertificate certificate =
                TopKCertificate.of(EncodedDictionary.of(example.autoencoder(top)), codes, noise, ALL);
        System.arraycopy(own, 0, example.bias, 0, own.length);
        return certificate.margin().high();
    }

    /**
     * Each condition is about some unit, so that the least margin is the least distance of a bias from the ends of its
     * window.
     */
    private static double distanceToTheWindows(LatentCase example, TopK top, TopKBias bias) {
        double least = Double.POSITIVE_INFINITY;
        double[] norms = example.autoencoder(top).decoderNorms();
        for (int i = 0; i < example.m; i++) {
            Interval window = bias.window(i);
            double distance = Math.min(example.bias[i] - window.low(), window.high() - example.bias[i]);
            least = Math.min(least, distance * (top.rescaled() ? norms[i] : 1));
        }
        return least;
    }

    /** Karp's mean against all simple cycles, of graphs with and without all edges. */
    @Test
    void theLeastCycleIsThatOfASearch() {
        RandomGenerator random = Samples.random(71);
        for (int trial = 0; trial < 300; trial++) {
            int n = 2 + random.nextInt(5);
            double[][] weights = new double[n][n];
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    boolean edge = i != j && (trial % 2 == 0 || j == (i + 1) % n || random.nextBoolean());
                    weights[i][j] = edge ? random.nextDouble() * 2 - 1 : Double.POSITIVE_INFINITY;
                }
            }
            LeastCycle cycle = new LeastCycle(weights);
            double least = Double.POSITIVE_INFINITY;
            for (int start = 0; start < n; start++) {
                least = Math.min(least, search(weights, start, start, 0, 0, 0));
            }
            assertEquals(least, cycle.mean(), 1e-13);
            double[] v = cycle.potentials();
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    assertTrue(weights[i][j] + v[i] - v[j] >= least - 1e-12);
                }
            }
            assertEquals(
                    cycle.nodes().length,
                    Arrays.stream(cycle.nodes()).distinct().count());
        }
    }

    private static double search(double[][] weights, int start, int at, int visited, double sum, int edges) {
        double least = edges > 0 && at == start ? sum / edges : Double.POSITIVE_INFINITY;
        for (int next = 0; next < weights.length && (edges == 0 || at != start); next++) {
            if ((visited & (1 << next)) == 0 && Double.isFinite(weights[at][next])) {
                least = Math.min(
                        least, search(weights, start, next, visited | (1 << next), sum + weights[at][next], edges + 1));
            }
        }
        return least;
    }

    /** Two blocks of units: the best bias is the certificate's, too. */
    @Test
    void blocksMeet() {
        LatentCase example = new LatentCase(Samples.random(72), 60, 260);
        TopK top = new TopK(2, false, false);
        LatentCodes codes = example.codes(2, SupportSize.EXACTLY);
        TopKBias bias = TopKBias.of(EncodedDictionary.of(example.autoencoder(top)), codes, LatentNoise.none());
        assertClose(bias.margin().low(), margin(example, top, codes, LatentNoise.none(), bias.encoderBias()), 1e-12);
        assertClose(margin(example, top, codes, LatentNoise.none(), example.bias), bias.presentMargin(), 1e-12);
    }

    @Test
    void badArgumentsAreNamed() {
        LatentCase example = new LatentCase(Samples.random(73), 4, 3);
        LatentCodes codes = example.codes(1, SupportSize.EXACTLY);
        EncodedDictionary relu = EncodedDictionary.of(example.autoencoder(new Relu()));
        assertThrows(IllegalArgumentException.class, () -> TopKBias.of(relu, codes, LatentNoise.none()));
        assertThrows(
                IllegalArgumentException.class,
                () -> TopKBias.of(two(new TopK(1, false, false), 0), codes, LatentNoise.none()));
        INDArray wide = Nd4j.ones(DataType.DOUBLE, 1, 4097);
        EncodedDictionary large = EncodedDictionary.of(new SparseAutoencoder(
                wide,
                Nd4j.zeros(DataType.DOUBLE, 4097),
                wide,
                Nd4j.zeros(DataType.DOUBLE, 1),
                true,
                new TopK(1, false, false)));
        IllegalArgumentException error = assertThrows(
                IllegalArgumentException.class,
                () -> TopKBias.of(large, LatentCodes.of(1, SupportSize.EXACTLY, 4097, 1, 1), LatentNoise.none()));
        assertTrue(error.getMessage().contains("4096"), error.getMessage());
    }
}
