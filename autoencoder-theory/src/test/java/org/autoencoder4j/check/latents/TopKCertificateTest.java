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
import org.autoencoder4j.check.consistency.SupportSize;
import org.autoencoder4j.check.latents.internal.EncoderProducts;
import org.autoencoder4j.check.latents.internal.PairMargin;
import org.autoencoder4j.check.latents.internal.PairNoise;
import org.autoencoder4j.check.latents.internal.ProductRow;
import org.autoencoder4j.check.latents.internal.RowHeads;
import org.autoencoder4j.check.latents.internal.TopKConditions;
import org.autoencoder4j.report.Verdict;
import org.autoencoder4j.sae.LatentActivation.Relu;
import org.autoencoder4j.sae.LatentActivation.TopK;
import org.autoencoder4j.sae.SparseAutoencoder;
import org.autoencoder4j.testsupport.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class TopKCertificateTest {
    private static final Duration ALL = Duration.ofMinutes(10);

    @ParameterizedTest
    @ValueSource(strings = {"beyond_p1_topk_0", "beyond_p1_topk_1"})
    void golden(String name) {
        Golden golden = Golden.read(name);
        int k = (int) golden.number("inputs/k");
        TopK top = new TopK(k, false, false);
        SparseAutoencoder autoencoder = autoencoder(golden, top);
        EncoderProducts products = new EncoderProducts(autoencoder, autoencoder.decoder(), autoencoder.decoderBias());
        LatentNoise noise = new LatentNoise.Ball(golden.number("inputs/rho"));
        LatentCodes codes = codes(golden, SupportSize.EXACTLY);
        RowHeads heads = RowHeads.of(products, codes, noise, TopKConditions.of(top, codes));
        PairNoise pairNoise = new PairNoise(products, noise);
        for (int i = 0; i < products.units(); i++) {
            for (int j = 0; j < products.units(); j++) {
                if (i == j) {
                    continue;
                }
                String at = "/" + i + "/" + j;
                double[] row = products.row(i);
                double[] other = products.row(j);
                PairMargin margin = new PairMargin(codes, products);
                double least = golden.number("outputs/pair_margin" + at);
                assertClose(least, margin.plain(i, j, row, other), golden.tolerance());
                ProductRow first = new ProductRow(i, row, 2);
                ProductRow second = new ProductRow(j, other, 2);
                assertClose(least, margin.of(first, second), golden.tolerance());
                assertClose(
                        golden.number("outputs/heads_bound" + at),
                        margin.bound(first, second, Double.POSITIVE_INFINITY),
                        golden.tolerance());
                assertEquals(golden.number("outputs/heads_exact" + at) == 1, margin.isExact());
                assertClose(golden.number("outputs/noise" + at), pairNoise.bound(i, j), golden.tolerance());
                assertClose(
                        golden.number("outputs/separate_bound" + at),
                        heads.bound(i, j, row[j], other[i]),
                        golden.tolerance());
            }
        }
        TopKCertificate certificate = certificate(golden, top, SupportSize.EXACTLY);
        assertEquals(golden.node("outputs/topk_exactly_k_holds").asBoolean(), holds(certificate));
        assertClose(golden.number("outputs/worst_margin"), certificate.margin().high(), golden.tolerance());
        assertClose(golden.number("outputs/worst_margin"), certificate.margin().low(), golden.tolerance());
        PairWitness witness = (PairWitness) certificate.witness().orElseThrow();
        assertEquals((int) golden.number("outputs/worst_i"), witness.member());
        assertEquals((int) golden.number("outputs/worst_j"), witness.outsider());
        double[] code = new double[products.units()];
        for (int a = 0; a < witness.support().length; a++) {
            code[witness.support()[a]] = witness.values()[a];
        }
        assertArrayEquals(golden.doubles("outputs/worst_code"), code, golden.tolerance());
        assertArrayEquals(golden.doubles("outputs/worst_noise"), witness.noise(), golden.tolerance());
        assertEquals(
                golden.node("outputs/topk_relu_at_most_k_holds").asBoolean(),
                holds(certificate(golden, new TopK(k, true, false), SupportSize.AT_MOST)));
        assertEquals(
                golden.node("outputs/wider_topk_relu_holds").asBoolean(),
                holds(certificate(golden, new TopK(k + 1, true, false), SupportSize.AT_MOST)));
    }

    private static boolean holds(TopKCertificate certificate) {
        return certificate.report().verdict() == Verdict.HOLDS;
    }

    private static SparseAutoencoder autoencoder(Golden golden, TopK top) {
        INDArray encoder = golden.matrix("inputs/E");
        return new SparseAutoencoder(
                encoder,
                golden.vector("inputs/bias"),
                golden.matrix("inputs/A"),
                Nd4j.zeros(DataType.DOUBLE, encoder.rows()),
                true,
                top);
    }

    private static LatentCodes codes(Golden golden, SupportSize size) {
        return LatentCodes.of(
                (int) golden.number("inputs/k"),
                size,
                golden.matrix("inputs/E").columns(),
                golden.number("inputs/a1"),
                golden.number("inputs/a2"));
    }

    private static TopKCertificate certificate(Golden golden, TopK top, SupportSize size) {
        return TopKCertificate.of(
                EncodedDictionary.of(autoencoder(golden, top)),
                codes(golden, size),
                new LatentNoise.Ball(golden.number("inputs/rho")),
                ALL);
    }

    /** What a search of all codes finds: the least margin of each unit, and whether all is right. */
    private static final class Search {
        final double[] margin;
        double least = Double.POSITIVE_INFINITY;

        Search(LatentCase example, TopK top, int k, SupportSize size, double rho) {
            margin = new double[example.m];
            Arrays.fill(margin, Double.POSITIVE_INFINITY);
            for (int s = size == SupportSize.EXACTLY ? k : 0; s <= k; s++) {
                int atoms = s;
                example.forEachCode(s, (code, z) -> {
                    for (int i = 0; i < z.length; i++) {
                        double nu = rho * example.norm(i);
                        if (top.relu()) {
                            if (code[i] > 0) {
                                found(i, z[i] - nu);
                            } else if (atoms < top.k()) {
                                found(i, -(z[i] + nu));
                            }
                        }
                        for (int j = 0; j < z.length && atoms == top.k() && code[i] > 0; j++) {
                            if (code[j] == 0) {
                                found(i, z[i] - z[j] - rho * example.distance(i, j));
                            }
                        }
                    }
                });
            }
        }

        private void found(int i, double value) {
            margin[i] = Math.min(margin[i], value);
            least = Math.min(least, value);
        }
    }

    /**
     * 1000 cases against the search of all codes: K equal to k, greater and less, exactly and at most k, with and without
     * ReLU.
     */
    @Test
    void agreesWithTheSearchOfAllCodes() {
        RandomGenerator random = Samples.random(60);
        int[] held = new int[4];
        for (int trial = 0; trial < 1000; trial++) {
            int m = 2 + random.nextInt(trial % 20 == 0 ? 11 : 6);
            LatentCase example = new LatentCase(random, 3 + random.nextInt(40), m);
            int k = 1 + random.nextInt(Math.min(3, m - 1));
            SupportSize size = random.nextBoolean() ? SupportSize.EXACTLY : SupportSize.AT_MOST;
            int more = trial % 4 == 3 ? 1 - 2 * random.nextInt(2) : 0;
            TopK top = new TopK(
                    Math.min(m, Math.max(1, k + more)), size == SupportSize.AT_MOST || random.nextBoolean(), false);
            double rho = random.nextInt(3) == 0 ? 0 : 0.02 * random.nextDouble();
            levelled(example, top.relu());
            TopKCertificate certificate = TopKCertificate.of(
                    EncodedDictionary.of(example.autoencoder(top)),
                    example.codes(k, size),
                    new LatentNoise.Ball(rho),
                    ALL);
            if (top.k() < k || (!top.relu() && top.k() > k)) {
                assertEquals(Verdict.FAILS, certificate.report().verdict());
                assertEquals(m, certificate.count(Verdict.FAILS));
                continue;
            }
            Search search = new Search(example, top, k, size, rho);
            assertClose(search.least, certificate.margin().low(), 1e-11);
            assertClose(search.least, certificate.margin().high(), 1e-11);
            assertEquals(0, certificate.undecidedPairs());
            assertEquals(
                    search.least > 0 ? Verdict.HOLDS : Verdict.FAILS,
                    certificate.report().verdict());
            for (int i = 0; i < m; i++) {
                TopKUnit unit = certificate.unit(i);
                assertEquals(search.margin[i] > 0 ? Verdict.HOLDS : Verdict.FAILS, unit.verdict());
                assertTrue(unit.margin().low() <= search.margin[i] + 1e-11);
                assertTrue(unit.margin().high() >= search.margin[i] - 1e-11);
            }
            held[top.k() > k ? 3 : size == SupportSize.AT_MOST ? 2 : top.relu() ? 1 : 0] += search.least > 0 ? 1 : 0;
        }
        assertTrue(Arrays.stream(held).allMatch(count -> count > 5), "cases that hold: " + Arrays.toString(held));
    }

    /** Biases that give pre-activations of about -0.35 off the support, or 0. */
    private static void levelled(LatentCase example, boolean relu) {
        for (int i = 0; i < example.m; i++) {
            example.bias[i] = 0;
        }
        double[] z = example.preActivations(example.decoderBias);
        for (int i = 0; i < example.m; i++) {
            example.bias[i] = -z[i] - (relu ? 0.35 * Math.pow(example.norm(i), 2) : 0);
        }
    }

    /** The verdict is that of the encoder itself, run on every corner code. */
    @Test
    void theEncoderItselfAgrees() {
        RandomGenerator random = Samples.random(61);
        int held = 0;
        for (int trial = 0; trial < 60; trial++) {
            int m = 3 + random.nextInt(3);
            LatentCase example = new LatentCase(random, 20 + random.nextInt(30), m);
            int k = 1 + random.nextInt(2);
            levelled(example, true);
            SparseAutoencoder autoencoder = example.autoencoder(new TopK(k + random.nextInt(2), true, trial % 2 == 0));
            TopKCertificate certificate = TopKCertificate.of(
                    EncodedDictionary.of(autoencoder), example.codes(k, SupportSize.AT_MOST), LatentNoise.none(), ALL);
            boolean[] right = {true};
            for (int s = 0; s <= k; s++) {
                example.forEachCode(s, (code, z) -> {
                    INDArray found = autoencoder.encode(Nd4j.createFromArray(new double[][] {example.sample(code)}));
                    for (int i = 0; i < code.length; i++) {
                        right[0] &= (found.getDouble(0, i) != 0) == (code[i] != 0);
                    }
                });
            }
            assertEquals(right[0], holds(certificate));
            held += right[0] ? 1 : 0;
        }
        assertTrue(held > 5 && held < 55, "cases that hold: " + held);
    }

    /** At every depth the heads give a lower bound, which is the margin where they say so and given up where it is enough. */
    @Test
    void headsBoundEveryMarginFromBelow() {
        RandomGenerator random = Samples.random(65);
        int[] exact = new int[2];
        for (int trial = 0; trial < 300; trial++) {
            int m = 3 + random.nextInt(30);
            LatentCase example = new LatentCase(random, 4 + random.nextInt(20), m);
            EncoderProducts products = EncodedDictionary.of(example.autoencoder(new TopK(1, false, false)))
                    .products();
            PairMargin margin = new PairMargin(
                    example.codes(1 + random.nextInt(Math.min(6, m - 1)), SupportSize.EXACTLY), products);
            int depth = random.nextInt(m);
            double[] row = products.row(0);
            double[] other = products.row(m - 1);
            ProductRow first = new ProductRow(0, row, depth);
            ProductRow second = new ProductRow(m - 1, other, depth);
            double least = margin.plain(0, m - 1, row, other);
            double bound = margin.bound(first, second, Double.POSITIVE_INFINITY);
            assertTrue(bound <= least + 1e-12, bound + " of " + least);
            assertTrue(!margin.isExact() || bound == least, bound + " of " + least);
            exact[margin.isExact() ? 1 : 0]++;
            assertEquals(least, margin.of(first, second));
            double early = margin.bound(first, second, least - 1);
            assertTrue(margin.isExact() ? early == least : early <= least + 1e-12);
        }
        assertTrue(exact[0] > 30 && exact[1] > 30, "bounds and margins: " + Arrays.toString(exact));
    }

    /** Bounds alone enclose what all the time finds, and leave open what they do not decide. */
    @Test
    void withoutTimeTheBoundsEnclose() {
        RandomGenerator random = Samples.random(62);
        int open = 0;
        for (int trial = 0; trial < 200; trial++) {
            LatentCase example = new LatentCase(random, 10 + random.nextInt(20), 4 + random.nextInt(8));
            levelled(example, false);
            EncodedDictionary encoded = EncodedDictionary.of(example.autoencoder(new TopK(2, false, false)));
            LatentCodes codes = example.codes(2, SupportSize.EXACTLY);
            LatentNoise noise = new LatentNoise.Ball(0.01);
            TopKCertificate bounds = TopKCertificate.of(encoded, codes, noise, Duration.ZERO);
            TopKCertificate exact = TopKCertificate.of(encoded, codes, noise, ALL);
            assertTrue(bounds.margin().low() <= exact.margin().low() + 1e-12);
            assertTrue(bounds.margin().high() >= exact.margin().high() - 1e-12);
            Verdict verdict = bounds.report().verdict();
            boolean decided = bounds.margin().low() > 1e-9 || bounds.margin().high() < -1e-9;
            assertEquals(decided ? exact.report().verdict() : Verdict.INCONCLUSIVE, verdict);
            assertTrue(verdict != Verdict.INCONCLUSIVE || bounds.undecidedPairs() > 0);
            open += verdict == Verdict.INCONCLUSIVE ? 1 : 0;
        }
        assertTrue(open > 3, "cases that the bounds leave open: " + open);
    }

    /** Two blocks of units: every pair of blocks is looked at. */
    @Test
    void blocksMeet() {
        LatentCase example = new LatentCase(Samples.random(63), 60, 270);
        levelled(example, false);
        EncodedDictionary encoded = EncodedDictionary.of(example.autoencoder(new TopK(2, false, false)));
        TopKCertificate certificate =
                TopKCertificate.of(encoded, example.codes(2, SupportSize.EXACTLY), new LatentNoise.Ball(0.01), ALL);
        double least = Double.POSITIVE_INFINITY;
        double[][] rows = new double[270][];
        for (int i = 0; i < 270; i++) {
            rows[i] = encoded.products().row(i);
        }
        LatentCodes codes = example.codes(2, SupportSize.EXACTLY);
        for (int i = 0; i < 270; i++) {
            for (int j = 0; j < 270; j++) {
                if (i != j) {
                    double c = Double.POSITIVE_INFINITY;
                    for (int l = 0; l < 270; l++) {
                        if (l != i && l != j) {
                            c = Math.min(c, codes.down(l, rows[i][l] - rows[j][l]));
                        }
                    }
                    double z = encoded.bias(i) - encoded.bias(j) + codes.down(i, rows[i][i] - rows[j][i]) + c;
                    least = Math.min(least, z - 0.01 * example.distance(i, j));
                }
            }
        }
        assertClose(least, certificate.margin().low(), 1e-11);
        assertClose(least, certificate.margin().high(), 1e-11);
        assertEquals(0, certificate.undecidedPairs());
    }

    /** The graph of (C1.3): three parts of nodes, an encoder of its weights, and a search of all triangles. */
    @Test
    void failsWhereAGraphHasATriangleOfNegativeWeight() {
        RandomGenerator random = Samples.random(66);
        int nodes = 3;
        int units = 3 * nodes;
        int negative = 0;
        for (int trial = 0; trial < 60; trial++) {
            double[][][] w = new double[3][nodes][nodes];
            double least = Double.POSITIVE_INFINITY;
            for (double[][] part : w) {
                for (double[] row : part) {
                    Arrays.setAll(row, l -> random.nextDouble() * 2 - 0.25);
                }
            }
            INDArray products = Nd4j.zeros(DataType.DOUBLE, units, units);
            double c = 20;
            for (int a = 0; a < nodes; a++) {
                products.putScalar(a, a, c);
                products.putScalar(nodes + a, nodes + a, 10 * c);
                products.putScalar(2 * nodes + a, 2 * nodes + a, 10 * c);
                for (int b = 0; b < nodes; b++) {
                    products.putScalar(nodes + b, a, -w[0][a][b]);
                    products.putScalar(a, 2 * nodes + b, w[1][a][b]);
                    products.putScalar(nodes + a, 2 * nodes + b, c - w[2][a][b]);
                    for (int l = 0; l < nodes; l++) {
                        least = Math.min(least, w[0][a][b] + w[1][a][l] + w[2][b][l]);
                    }
                }
            }
            INDArray none = Nd4j.zeros(DataType.DOUBLE, units);
            SparseAutoencoder autoencoder = new SparseAutoencoder(
                    products.transpose().dup('f'),
                    none,
                    Nd4j.eye(units).castTo(DataType.DOUBLE),
                    none.dup(),
                    true,
                    new TopK(2, false, false));
            TopKCertificate certificate = TopKCertificate.of(
                    EncodedDictionary.of(autoencoder),
                    LatentCodes.of(2, SupportSize.EXACTLY, units, 1, 1),
                    LatentNoise.none(),
                    ALL);
            assertEquals(least > 0, holds(certificate));
            negative += least > 0 ? 0 : 1;
            if (least < 0) {
                assertClose(least, certificate.margin().high(), 1e-12);
            }
        }
        assertTrue(negative > 10 && negative < 50, "graphs with a negative triangle: " + negative);
    }

    @Test
    void badArgumentsAreNamed() {
        LatentCase example = new LatentCase(Samples.random(64), 4, 3);
        LatentCodes codes = example.codes(1, SupportSize.EXACTLY);
        EncodedDictionary relu = EncodedDictionary.of(example.autoencoder(new Relu()));
        assertRefused("relu; it must be TopK", () -> TopKCertificate.of(relu, codes, LatentNoise.none(), ALL));
        assertRefused("relu; it must be TopK", () -> TopKCurve.of(relu, codes, LatentNoise.none()));
        EncodedDictionary top = EncodedDictionary.of(example.autoencoder(new TopK(1, true, false)));
        assertRefused(
                "limit = PT-0.001S", () -> TopKCertificate.of(top, codes, LatentNoise.none(), Duration.ofMillis(-1)));
        LatentCodes ofOthers = LatentCodes.of(1, SupportSize.EXACTLY, 5, 1, 1);
        assertRefused("codes are of 5 atoms", () -> TopKCurve.of(top, ofOthers, LatentNoise.none()));
    }

    private static void assertRefused(String part, Executable executable) {
        String message =
                assertThrows(IllegalArgumentException.class, executable).getMessage();
        assertTrue(message.contains(part), message);
    }
}
