package org.autoencoder4j.check.latents;

import static org.autoencoder4j.testsupport.ArrayAssert.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.autoencoder4j.check.Samples;
import org.autoencoder4j.check.consistency.SupportSize;
import org.autoencoder4j.check.latents.internal.EncoderProducts;
import org.autoencoder4j.check.latents.internal.PairBounds;
import org.autoencoder4j.check.latents.internal.PairLedger;
import org.autoencoder4j.check.latents.internal.PairNoise;
import org.autoencoder4j.check.latents.internal.PairSearch;
import org.autoencoder4j.check.latents.internal.RowHeads;
import org.autoencoder4j.check.latents.internal.TopKConditions;
import org.autoencoder4j.report.Report;
import org.autoencoder4j.report.Verdict;
import org.autoencoder4j.sae.LatentActivation.TopK;
import org.autoencoder4j.sae.SparseAutoencoder;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Failing codes, bias windows and the curve of TopK autoencoders, and what a time limit is spent on. */
class TopKWitnessTest {
    private static final Duration ALL = Duration.ofMinutes(10);

    private static SparseAutoencoder identity(TopK top, double... bias) {
        INDArray one = Nd4j.eye(bias.length).castTo(DataType.DOUBLE).dup('f');
        return new SparseAutoencoder(
                one, Nd4j.createFromArray(bias), one, Nd4j.zeros(DataType.DOUBLE, bias.length), true, top);
    }

    private static TopKCertificate certificate(SparseAutoencoder autoencoder, int k, SupportSize size) {
        return TopKCertificate.of(
                EncodedDictionary.of(autoencoder),
                LatentCodes.of(k, size, autoencoder.units(), 1, 1),
                LatentNoise.none(),
                ALL);
    }

    /** Whether the autoencoder itself misses the code: other units than its own are kept, or with a code that is not positive. */
    private static boolean isMissed(SparseAutoencoder autoencoder, CodeWitness witness, int kept) {
        double[] y = autoencoder.decoderBias().dup().toDoubleVector();
        for (int a = 0; a < witness.support().length; a++) {
            double[] atom =
                    autoencoder.decoder().getColumn(witness.support()[a]).dup().toDoubleVector();
            for (int row = 0; row < y.length; row++) {
                y[row] += witness.values()[a] * atom[row];
            }
        }
        for (int row = 0; row < y.length; row++) {
            y[row] += witness.noise()[row];
        }
        double[] code = autoencoder
                .encode(Nd4j.createFromArray(new double[][] {y}))
                .getRow(0)
                .dup()
                .toDoubleVector();
        int[] firing = IntStream.range(0, code.length).filter(i -> code[i] != 0).toArray();
        int[] support = witness.support();
        Arrays.sort(support);
        return kept != support.length || !Arrays.equals(firing, support);
    }

    /** The unit that fires without its atom is named, with the code at which it does: the empty one. */
    @Test
    void aUnitThatIsNeverSilentIsNamed() {
        SparseAutoencoder autoencoder = identity(new TopK(2, true, false), .1, 0, 0, 0);
        TopKCertificate certificate = certificate(autoencoder, 2, SupportSize.AT_MOST);
        Report report = certificate.report();
        assertEquals(Verdict.FAILS, report.verdict());
        LatentWitness witness =
                assertInstanceOf(LatentWitness.class, certificate.witness().orElseThrow());
        assertEquals(0, witness.unit());
        assertEquals(0, witness.support().length);
        assertEquals(0.1, witness.preActivation(), 1e-15);
        assertTrue(isMissed(autoencoder, witness, 0), witness.toString());
        assertTrue(report.witness().orElseThrow().contains("unit 0 has z = 0.1"), report.text());
    }

    /** K greater than k, K less than k, and no ReLU: each has a code that is missed. */
    @Test
    void impossibleSizesHaveACode() {
        SparseAutoencoder wider = identity(new TopK(3, true, false), .1, 0, 0, 0);
        CodeWitness low = certificate(wider, 2, SupportSize.AT_MOST).witness().orElseThrow();
        assertTrue(isMissed(wider, low, low.support().length), low.toString());
        SparseAutoencoder few = identity(new TopK(1, true, false), 0, 0, 0, 0);
        TopKCertificate ofFew = certificate(few, 2, SupportSize.EXACTLY);
        for (int i = 0; i < 4; i++) {
            CodeWitness witness = ofFew.witness(i).orElseThrow();
            assertEquals(2, witness.support().length);
            assertEquals(i, witness.support()[0]);
            assertTrue(isMissed(few, witness, 1), witness.toString());
        }
        assertTrue(ofFew.report().witness().isPresent());
        SparseAutoencoder plain = identity(new TopK(2, false, false), 0, 0, 0, 0);
        CodeWitness less = certificate(plain, 2, SupportSize.AT_MOST).witness().orElseThrow();
        assertEquals(1, less.support().length);
        SparseAutoencoder three = identity(new TopK(3, false, false), 0, 0, 0, 0);
        CodeWitness one = certificate(three, 1, SupportSize.EXACTLY).witness().orElseThrow();
        // Three are kept, two of them with the code 0, so that the code is right by chance and the support is not.
        assertEquals(1, one.support().length);
        assertTrue(isMissed(three, one, 3), one.toString());
        assertEquals(1, ((LatentWitness) one).preActivation(), 1e-15);
    }

    private static void levelled(LatentCase example) {
        Arrays.fill(example.bias, 0);
        double[] z = example.preActivations(example.decoderBias);
        for (int i = 0; i < example.m; i++) {
            example.bias[i] = -z[i] - 0.35 * Math.pow(example.norm(i), 2);
        }
    }

    /** A witness for every unit that fails: the encoder itself, with the noise, misses it. */
    @Test
    void everyFailingUnitHasACodeThatTheEncoderMisses() {
        RandomGenerator random = Samples.random(310);
        int[] kinds = new int[3];
        for (int trial = 0; trial < 150; trial++) {
            LatentCase example = new LatentCase(random, 6 + random.nextInt(12), 4 + random.nextInt(3));
            int k = 1 + random.nextInt(2);
            levelled(example);
            TopK top = new TopK(k + random.nextInt(2), true, false);
            SparseAutoencoder autoencoder = example.autoencoder(top);
            TopKCertificate certificate = TopKCertificate.of(
                    EncodedDictionary.of(autoencoder),
                    example.codes(k, SupportSize.AT_MOST),
                    new LatentNoise.Ball(0.02 * random.nextInt(2)),
                    ALL);
            for (int i = 0; i < example.m; i++) {
                CodeWitness witness = certificate.witness(i).orElseThrow();
                boolean ofPair = witness instanceof PairWitness;
                if (certificate.unit(i).verdict() == Verdict.FAILS) {
                    kinds[ofPair ? 0 : witness.support().length > 0 && witness.support()[0] == i ? 1 : 2]++;
                    assertTrue(isMissed(autoencoder, witness, witness.support().length), witness.toString());
                }
                if (witness instanceof PairWitness pair) {
                    assertEquals(i, pair.member());
                    assertTrue(pair.margin() <= certificate.unit(i).margin().high() + 1e-11);
                }
            }
        }
        assertTrue(Arrays.stream(kinds).allMatch(count -> count > 10), Arrays.toString(kinds));
    }

    /** Bias windows: the exact one lies between; at the ends of the outer one some code ties, inside the inner one none does. */
    @Test
    void biasWindowsEncloseTheExactOne() {
        RandomGenerator random = Samples.random(311);
        int inner = 0;
        for (int trial = 0; trial < 60; trial++) {
            LatentCase example = new LatentCase(random, 20 + random.nextInt(20), 4 + random.nextInt(3));
            levelled(example);
            TopK top = new TopK(2, trial % 2 == 0, trial % 3 == 0);
            EncodedDictionary encoded = EncodedDictionary.of(example.autoencoder(top));
            LatentCodes codes = example.codes(2, SupportSize.EXACTLY);
            LatentNoise noise = new LatentNoise.Ball(0.01);
            TopKBias bias = TopKBias.of(encoded, codes, noise);
            for (Duration limit : new Duration[] {Duration.ZERO, ALL}) {
                TopKCertificate certificate = TopKCertificate.of(encoded, codes, noise, limit);
                for (int i = 0; i < example.m; i++) {
                    TopKUnit unit = certificate.unit(i);
                    assertTrue(unit.certainBias().low() >= bias.window(i).low() - 1e-11);
                    assertTrue(unit.certainBias().high() <= bias.window(i).high() + 1e-11);
                    assertTrue(unit.possibleBias().low() <= bias.window(i).low() + 1e-11);
                    assertTrue(unit.possibleBias().high() >= bias.window(i).high() - 1e-11);
                    boolean holds = example.bias[i] > unit.certainBias().low() + 1e-11
                            && example.bias[i] < unit.certainBias().high() - 1e-11;
                    assertTrue(!holds || unit.verdict() != Verdict.FAILS, unit.toString());
                    inner += unit.certainBias().low() < unit.certainBias().high() ? 1 : 0;
                }
            }
        }
        assertTrue(inner > 50, "inner windows that are not empty: " + inner);
    }

    /** Of exactly one atom bounds are exact, so that both windows are the exact one. */
    @Test
    void windowsOfOneAtomAreExact() {
        LatentCase example = new LatentCase(Samples.random(312), 12, 6);
        EncodedDictionary encoded = EncodedDictionary.of(example.autoencoder(new TopK(1, false, true)));
        LatentCodes codes = example.codes(1, SupportSize.EXACTLY);
        TopKBias bias = TopKBias.of(encoded, codes, LatentNoise.none());
        TopKCertificate certificate = TopKCertificate.of(encoded, codes, LatentNoise.none(), ALL);
        for (int i = 0; i < 6; i++) {
            assertClose(bias.window(i).low(), certificate.unit(i).certainBias().low(), 1e-12);
            assertClose(bias.window(i).high(), certificate.unit(i).certainBias().high(), 1e-12);
        }
    }

    /** The curve says no more than the search of all codes of at most k atoms, and for one atom as much. */
    @Test
    void theCurveIsNeverAboveTheSearchOfAllCodes() {
        RandomGenerator random = Samples.random(313);
        int[] largest = new int[5];
        for (int trial = 0; trial < 120; trial++) {
            LatentCase example = new LatentCase(random, 8 + random.nextInt(60), 5 + random.nextInt(3));
            levelled(example);
            for (int i = 0; i < example.m; i++) {
                example.bias[i] += 1.5 * random.nextDouble() - 0.3;
            }
            boolean relu = trial % 2 == 0;
            double rho = 0.02 * (trial % 3);
            TopKCurve curve = TopKCurve.of(
                    EncodedDictionary.of(example.autoencoder(new TopK(2, relu, false))),
                    example.codes(1, SupportSize.EXACTLY),
                    new LatentNoise.Ball(rho));
            double[] margins = new double[example.m];
            Arrays.fill(margins, Double.POSITIVE_INFINITY);
            int[] certified = new int[curve.sparsities().length];
            for (int k = 1; k <= 4; k++) {
                example.forEachCode(k, (code, z) -> {
                    for (int i = 0; i < z.length; i++) {
                        for (int j = 0; j < z.length && code[i] > 0; j++) {
                            if (code[j] == 0) {
                                margins[i] = Math.min(margins[i], z[i] - z[j] - rho * example.distance(i, j));
                            }
                        }
                        if (relu && code[i] > 0) {
                            margins[i] = Math.min(margins[i], z[i] - rho * example.norm(i));
                        }
                    }
                });
                for (int i = 0; i < example.m; i++) {
                    boolean is = curve.largestSparsity(i) >= k;
                    assertTrue(!is || margins[i] > 0, "unit " + i + " for " + k + ": " + margins[i]);
                    assertTrue(k > 1 || is == margins[i] > 0, "unit " + i + ": " + margins[i]);
                }
            }
            for (int i = 0; i < example.m; i++) {
                largest[curve.largestSparsity(i)]++;
                for (int a = 0; a < certified.length; a++) {
                    certified[a] += curve.largestSparsity(i) >= curve.sparsities()[a] ? 1 : 0;
                }
            }
            assertEquals(Arrays.toString(certified), Arrays.toString(curve.certifiedUnits()));
            assertEquals("[1, 2, 4]", Arrays.toString(curve.sparsities()));
        }
        assertTrue(largest[0] > 20 && largest[1] > 20 && largest[2] > 20, Arrays.toString(largest));
    }

    /** Orthonormal atoms: each latent outranks all others up to any k, and none does with a bias that is too low. */
    @Test
    void theCurveOfOrthonormalAtoms() {
        INDArray one = Nd4j.eye(200).castTo(DataType.DOUBLE).dup('f');
        INDArray bias = Nd4j.zeros(DataType.DOUBLE, 200);
        bias.putScalar(3, -1.5);
        SparseAutoencoder autoencoder = new SparseAutoencoder(
                one, bias, one, Nd4j.zeros(DataType.DOUBLE, 200), true, new TopK(2, false, false));
        TopKCurve curve = TopKCurve.of(
                EncodedDictionary.of(autoencoder),
                LatentCodes.of(1, SupportSize.EXACTLY, 200, 1, 1),
                LatentNoise.none());
        assertEquals("[1, 2, 4, 8, 16, 32, 64]", Arrays.toString(curve.sparsities()));
        assertEquals("[199, 199, 199, 199, 199, 199, 199]", Arrays.toString(curve.certifiedUnits()));
        assertEquals(0, curve.largestSparsity(3));
        assertEquals(64, curve.largestSparsity(199));
    }

    /**
     * Time goes to undecided pairs first: with as much of it as there are of them, and one turn for the block, all are decided. With
     * less, what is left is counted.
     */
    @Test
    void timeIsSpentOnUndecidedPairsFirst() {
        int open = 0;
        for (int trial = 0; trial < 40; trial++) {
            LatentCase example = new LatentCase(Samples.random(320 + trial), 30, 24);
            levelled(example);
            EncoderProducts products = EncodedDictionary.of(example.autoencoder(new TopK(3, false, false)))
                    .products();
            LatentCodes codes = example.codes(3, SupportSize.EXACTLY);
            LatentNoise noise = new LatentNoise.Ball(0.001);
            PairNoise pairNoise = new PairNoise(products, noise);
            RowHeads heads = RowHeads.of(products, codes, noise, TopKConditions.of(new TopK(3, false, false), codes));
            long undecided =
                    new PairBounds(products, heads, pairNoise, 1e-12).scan().pending();
            open += undecided > 5 ? 1 : 0;
            for (long budget : new long[] {1, 1 + undecided / 2, 1 + undecided}) {
                PairLedger ledger = new PairBounds(products, heads, pairNoise, 1e-12).scan();
                AtomicLong asked = new AtomicLong();
                new PairSearch(products, codes, heads, pairNoise, 1e-12, ledger, () -> asked.incrementAndGet() > budget)
                        .run();
                assertEquals(undecided + 1 - budget, ledger.pending());
            }
        }
        assertTrue(open > 20, "cases with undecided pairs: " + open);
    }

    /** A search that ends on its way encloses the margin. */
    @Test
    void aSearchThatIsCutOffEncloses() {
        for (int trial = 0; trial < 20; trial++) {
            LatentCase example = new LatentCase(Samples.random(330 + trial), 40, 20);
            EncoderProducts products = EncodedDictionary.of(example.autoencoder(new TopK(3, false, false)))
                    .products();
            LatentCodes codes = example.codes(3, SupportSize.EXACTLY);
            LatentNoise noise = LatentNoise.none();
            PairNoise pairNoise = new PairNoise(products, noise);
            RowHeads heads = RowHeads.of(products, codes, noise, TopKConditions.of(new TopK(3, false, false), codes));
            double[] possible = new double[4];
            double[] attained = new double[4];
            for (int a = 0; a < 4; a++) {
                long budget = a == 3 ? Long.MAX_VALUE : 2L * a;
                PairLedger ledger = new PairBounds(products, heads, pairNoise, 1e-12).scan();
                AtomicLong asked = new AtomicLong();
                possible[a] = new PairSearch(
                                products,
                                codes,
                                heads,
                                pairNoise,
                                1e-12,
                                ledger,
                                () -> asked.incrementAndGet() > budget)
                        .run();
                attained[a] = ledger.best();
            }
            assertEquals(attained[3], possible[3]);
            for (int a = 0; a < 3; a++) {
                assertTrue(possible[a] <= possible[3] + 1e-12 && possible[3] <= attained[a] + 1e-12);
            }
        }
    }

    /** Normal noise counts for both units, and the witness's is the shortest that reaches the bound. */
    @Test
    void normalNoiseCountsForBothUnits() {
        LatentCase example = new LatentCase(Samples.random(340), 15, 6);
        SparseAutoencoder autoencoder = example.autoencoder(new TopK(2, false, false));
        LatentNoise noise = new LatentNoise.Gaussian(0.01, 0.001, 6);
        TopKCertificate certificate = TopKCertificate.of(
                EncodedDictionary.of(autoencoder), example.codes(2, SupportSize.EXACTLY), noise, ALL);
        double[] least = {Double.POSITIVE_INFINITY};
        example.forEachCode(2, (code, z) -> {
            for (int i = 0; i < 6; i++) {
                for (int j = 0; j < 6; j++) {
                    if (code[i] > 0 && code[j] == 0) {
                        double nu = noise.bound(example.norm(i), 1) + noise.bound(example.norm(j), 1);
                        least[0] = Math.min(least[0], z[i] - z[j] - nu);
                    }
                }
            }
        });
        assertClose(least[0], certificate.margin().low(), 1e-12);
        PairWitness witness = (PairWitness) certificate.witness().orElseThrow();
        assertClose(least[0], witness.margin(), 1e-12);
        double moved = 0;
        double length = 0;
        for (int row = 0; row < 15; row++) {
            double apart = example.encoder[witness.member()][row] - example.encoder[witness.outsider()][row];
            moved += apart * witness.noise()[row];
            length += witness.noise()[row] * witness.noise()[row];
        }
        double nu = noise.bound(example.norm(witness.member()), 1) + noise.bound(example.norm(witness.outsider()), 1);
        assertClose(-nu, moved, 1e-12);
        assertClose(nu / example.distance(witness.member(), witness.outsider()), Math.sqrt(length), 1e-12);
    }

    /** Of long columns that are nearly the same, products cancel: their distance is that of the columns, by blocks and singly. */
    @Test
    void nearDuplicatesHaveTheirOwnDistance() {
        LatentCase example = new LatentCase(Samples.random(341), 50, 4);
        for (int row = 0; row < 50; row++) {
            example.encoder[1][row] = 1e6 * (row + 1);
            example.encoder[2][row] = example.encoder[1][row] + (row == 7 ? 3e-3 : 0);
        }
        EncoderProducts products = EncodedDictionary.of(example.autoencoder(new TopK(1, false, false)))
                .products();
        PairNoise noise = new PairNoise(products, new LatentNoise.Ball(2));
        double distance = example.encoder[2][7] - example.encoder[1][7];
        assertEquals(2 * distance, noise.block(0, 0).of(1, 2), 1e-12 * distance);
        assertEquals(2 * distance, noise.bound(1, 2), 1e-12 * distance);
        assertClose(2 * example.distance(0, 3), noise.block(0, 0).of(0, 3), 1e-12);
    }

    /** A product that is off by as much as rounding may change it moves the bound by less than what a margin is allowed. */
    @Test
    void roundedProductsKeepToTheRadius() {
        int n = 100;
        double worst = 0;
        for (int step = 1; step < 60; step++) {
            double cosine = 1 - 0.02 * step / 2;
            LatentCase example = new LatentCase(Samples.random(342), n, 2);
            Arrays.fill(example.encoder[0], 0);
            Arrays.fill(example.encoder[1], 0);
            example.encoder[0][0] = 1;
            example.encoder[1][0] = cosine;
            example.encoder[1][1] = Math.sqrt(1 - cosine * cosine);
            PairNoise noise = new PairNoise(
                    EncodedDictionary.of(example.autoencoder(new TopK(1, false, false)))
                            .products(),
                    new LatentNoise.Ball(1));
            double off = n * Math.ulp(1.0) / 2;
            worst = Math.max(worst, Math.abs(noise.bound(0, 1, cosine + off) - noise.bound(0, 1, cosine)));
        }
        assertTrue(worst < 5 * n * Math.ulp(1.0) / 2, "moved by " + worst / (n * Math.ulp(1.0) / 2) + " n u");
    }
}
