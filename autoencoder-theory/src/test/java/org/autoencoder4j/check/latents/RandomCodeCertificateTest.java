package org.autoencoder4j.check.latents;

import static org.autoencoder4j.testsupport.ArrayAssert.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.random.RandomGenerator;
import org.apache.commons.numbers.gamma.Erfc;
import org.autoencoder4j.check.Samples;
import org.autoencoder4j.check.latents.law.SupportLaw;
import org.autoencoder4j.check.latents.law.ValueMoments;
import org.autoencoder4j.check.latents.law.internal.Cumulants;
import org.autoencoder4j.check.latents.law.internal.LineSearch;
import org.autoencoder4j.check.latents.law.internal.Misfire;
import org.autoencoder4j.check.latents.law.internal.MisfireBounds;
import org.autoencoder4j.report.Verdict;
import org.autoencoder4j.sae.LatentActivation;
import org.autoencoder4j.sae.LatentActivation.HardThreshold;
import org.autoencoder4j.sae.LatentActivation.JumpRelu;
import org.autoencoder4j.sae.LatentActivation.Relu;
import org.autoencoder4j.sae.LatentActivation.TopK;
import org.autoencoder4j.sae.SparseAutoencoder;
import org.autoencoder4j.testsupport.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class RandomCodeCertificateTest {
    private static final Golden GOLDEN = Golden.read("beyond_p1_random_codes_0");

    private static Map<String, ValueMoments> laws() {
        Map<String, ValueMoments> laws = new LinkedHashMap<>();
        laws.put("constant", new ValueMoments.Constant(1));
        laws.put("uniform", new ValueMoments.Uniform(0.8, 1.2));
        laws.put("mean", new ValueMoments.Mean(0.8, 1.2, 1.05));
        laws.put("range", new ValueMoments.Range(0.8, 1.2));
        laws.put("subgauss", new ValueMoments.SubGaussian(1, 0.15));
        laws.put("signed", new ValueMoments.Signed(new ValueMoments.Uniform(0.8, 1.2)));
        return laws;
    }

    private static double[] logs(ValueMoments law, double[] g, double s) {
        return Arrays.stream(g).map(product -> law.log(s * product)).toArray();
    }

    @Test
    void goldenCumulants() {
        double[] g = GOLDEN.doubles("inputs/g");
        double[] s = GOLDEN.doubles("inputs/s");
        int k = (int) GOLDEN.number("inputs/k");
        laws().forEach((name, law) -> {
            for (int a = 0; a < s.length; a++) {
                double[] logs = logs(law, g, s[a]);
                String key = "outputs/" + name + "_cumulant_";
                assertClose(GOLDEN.doubles(key + "exact")[a], Cumulants.subsets(logs, k), GOLDEN.tolerance());
                assertClose(GOLDEN.doubles(key + "maclaurin")[a], Cumulants.maclaurin(logs, k), GOLDEN.tolerance());
                assertClose(
                        GOLDEN.doubles(key + "bernoulli")[a],
                        Cumulants.independent(logs, GOLDEN.doubles("inputs/inclusion")),
                        GOLDEN.tolerance());
            }
        });
    }

    /** Windows of the exact cumulants by the same search; those of the checker lie between them and Maclaurin's. */
    @Test
    void goldenWindows() {
        double[] g = GOLDEN.doubles("inputs/g");
        int k = (int) GOLDEN.number("inputs/k");
        double sigma = GOLDEN.number("inputs/sigma");
        double delta = GOLDEN.number("inputs/delta");
        double own = GOLDEN.number("inputs/own");
        double p = k / (g.length + 1.0);
        double[] row = Arrays.copyOf(g, g.length + 1);
        row[g.length] = own;
        double[] inclusion = Arrays.copyOf(GOLDEN.doubles("inputs/inclusion"), row.length);
        inclusion[g.length] = GOLDEN.number("inputs/p_own");
        int windows = 0;
        for (Map.Entry<String, ValueMoments> entry : laws().entrySet()) {
            String key = "outputs/windows/" + entry.getKey() + "_";
            if (!GOLDEN.has(key + "exact_off")) {
                continue;
            }
            windows++;
            ValueMoments law = entry.getValue();
            DoubleUnaryOperator off = s ->
                    (Cumulants.subsets(logs(law, g, s), k) + s * s * sigma * sigma / 2 + Math.log((1 - p) / delta)) / s;
            DoubleUnaryOperator on = s -> (Cumulants.subsets(logs(law, g, -s), k - 1)
                            + law.ownLog(-s * own)
                            + s * s * sigma * sigma / 2
                            + Math.log(p / delta))
                    / s;
            double exactOff = off.applyAsDouble(least(off));
            double exactOn = -on.applyAsDouble(least(on));
            assertClose(GOLDEN.number(key + "exact_off"), exactOff, GOLDEN.tolerance());
            assertClose(GOLDEN.number(key + "exact_on"), exactOn, GOLDEN.tolerance());
            MisfireBounds uniform =
                    new MisfireBounds(new SupportLaw.Uniform(k, row.length), law).read(g.length, row, sigma);
            assertBetween(
                    exactOff, uniform.atShare(Misfire.ABOVE, delta).level(delta), GOLDEN.number(key + "maclaurin_off"));
            assertBetween(
                    GOLDEN.number(key + "maclaurin_on"),
                    -uniform.atShare(Misfire.SILENT, delta).level(delta),
                    exactOn);
            MisfireBounds independent =
                    new MisfireBounds(SupportLaw.Independent.of(inclusion), law).read(g.length, row, sigma);
            assertClose(
                    GOLDEN.number(key + "bernoulli_off"),
                    independent.atShare(Misfire.ABOVE, delta).level(delta),
                    GOLDEN.tolerance());
            assertClose(
                    GOLDEN.number(key + "bernoulli_on"),
                    -independent.atShare(Misfire.SILENT, delta).level(delta),
                    GOLDEN.tolerance());
        }
        assertEquals(4, windows);
    }

    /**
     * The closed form, of uniform values; it is wider than the search on both sides, and only where there is a range and a
     * mean.
     */
    @Test
    void goldenClosedForm() {
        double[] g = GOLDEN.doubles("inputs/g");
        int k = (int) GOLDEN.number("inputs/k");
        double delta = GOLDEN.number("inputs/delta");
        double sigma = GOLDEN.number("inputs/sigma");
        double[] row = Arrays.copyOf(g, g.length + 1);
        row[g.length] = GOLDEN.number("inputs/own");
        SupportLaw uniform = new SupportLaw.Uniform(k, row.length);
        MisfireBounds golden = new MisfireBounds(uniform, laws().get("uniform")).read(g.length, row, sigma);
        assertClose(
                GOLDEN.number("outputs/bernstein_off"), golden.closedForm(Misfire.ABOVE, delta), GOLDEN.tolerance());
        assertClose(
                GOLDEN.number("outputs/bernstein_on"), -golden.closedForm(Misfire.SILENT, delta), GOLDEN.tolerance());
        int forms = 0;
        for (ValueMoments law : laws().values()) {
            MisfireBounds bounds = new MisfireBounds(uniform, law).read(g.length, row, sigma);
            for (double share : new double[] {1e-4, 0.01, 0.2}) {
                assertTrue(
                        bounds.closedForm(Misfire.ABOVE, share)
                                >= bounds.atShare(Misfire.ABOVE, share).level(share) - 1e-9,
                        law.toString());
                assertTrue(
                        bounds.closedForm(Misfire.BELOW, share)
                                >= bounds.atShare(Misfire.BELOW, share).level(share) - 1e-9,
                        law.toString());
                assertTrue(
                        -bounds.closedForm(Misfire.SILENT, share)
                                <= -bounds.atShare(Misfire.SILENT, share).level(share) + 1e-9,
                        law.toString());
            }
            // No condition where a misfire is rarer than asked for anyway.
            assertEquals(Double.NEGATIVE_INFINITY, bounds.closedForm(Misfire.ABOVE, 0.71));
            assertEquals(Double.POSITIVE_INFINITY, -bounds.closedForm(Misfire.SILENT, 0.31));
            forms += Double.isFinite(bounds.closedForm(Misfire.ABOVE, delta))
                            && Double.isFinite(-bounds.closedForm(Misfire.SILENT, delta))
                    ? 1
                    : 0;
            SupportLaw independent = SupportLaw.Independent.of(new double[row.length]);
            MisfireBounds other = new MisfireBounds(independent, law).read(g.length, row, sigma);
            assertEquals(Double.POSITIVE_INFINITY, other.closedForm(Misfire.ABOVE, delta));
        }
        assertEquals(4, forms);
    }

    /** By hand: two others of products 1 and -1, one of them in S, values 1, no noise: mu = 0, v = 1, b = 1, V = 1. */
    @Test
    void closedFormByHand() {
        double third = Math.log(2 / 3.0 / 0.01) / 3;
        MisfireBounds bounds = new MisfireBounds(new SupportLaw.Uniform(1, 3), new ValueMoments.Constant(1))
                .read(0, new double[] {2, 1, -1}, 0);
        assertEquals(third + Math.sqrt(third * third + 6 * third), bounds.closedForm(Misfire.ABOVE, 0.01), 1e-14);
        // On the support no other atom is: 2 less b L / 3 twice.
        assertEquals(2 - 2 * Math.log(1 / 3.0 / 0.01) / 3, -bounds.closedForm(Misfire.SILENT, 0.01), 1e-14);
    }

    /** Of atoms at right angles only noise matters, and both forms certify; a threshold of 0.03 is within noise of nothing. */
    @Test
    void theClosedFormCertifiesOrthonormalAtoms() {
        INDArray atoms = Nd4j.eye(6).castTo(DataType.DOUBLE).dup('f');
        SparseAutoencoder autoencoder = new SparseAutoencoder(
                atoms,
                Nd4j.zeros(DataType.DOUBLE, 6),
                atoms,
                Nd4j.zeros(DataType.DOUBLE, 6),
                true,
                JumpRelu.of(.5, .5, .5, .5, .03, .98));
        RandomCodeCertificate certificate = RandomCodeCertificate.of(
                EncodedDictionary.of(autoencoder),
                new SupportLaw.Uniform(2, 6),
                new ValueMoments.Constant(1),
                0.01,
                0.001);
        assertEquals(4, certificate.certifiedInClosedForm());
        assertEquals(4, certificate.certifiedUnits());
    }

    /** By a ternary search of the logarithm, which needs nothing but that a function falls and then rises. */
    private static double least(DoubleUnaryOperator function) {
        double low = Math.log(1e-3);
        double high = Math.log(1e3);
        for (int step = 0; step < 100; step++) {
            double left = (2 * low + high) / 3;
            double right = (low + 2 * high) / 3;
            if (function.applyAsDouble(Math.exp(left)) < function.applyAsDouble(Math.exp(right))) {
                high = right;
            } else {
                low = left;
            }
        }
        return Math.exp(low);
    }

    private static void assertBetween(double low, double value, double high) {
        assertTrue(low - 1e-6 <= value && value <= high + 1e-6, low + " <= " + value + " <= " + high);
    }

    /** Independent sizes are no bound of exact ones: G = (1, -1), k = 1, s = 0.7, where E exp(s sum) = cosh 0.7. */
    @Test
    void exactSizesHaveTheirOwnCumulant() {
        double[] logs = {0.7, -0.7};
        assertEquals(Math.log(Math.cosh(0.7)), Cumulants.subsets(logs, 1), 1e-14);
        assertTrue(Cumulants.independent(logs, new double[] {0.5, 0.5}) < Cumulants.subsets(logs, 1));
    }

    /** No sum and no moment overflows. */
    @Test
    void largeMoments() {
        assertEquals(2000 + Math.log(0.3), Cumulants.independent(new double[] {2000}, new double[] {0.3}), 1e-9);
        assertEquals(4000, Cumulants.subsets(new double[] {2000, 2000, 2000}, 2), 1e-9);
        assertEquals(1000 - Math.log(400), new ValueMoments.Uniform(0.6, 1).log(1000), 1e-9);
        assertEquals(-600 - Math.log(400), new ValueMoments.Uniform(0.6, 1).log(-1000), 1e-9);
    }

    private static double tail(double deviations) {
        return Erfc.value(deviations / Math.sqrt(2)) / 2;
    }

    private static double over(double gap, double sigma) {
        return sigma == 0 ? (gap < 0 ? 1 : 0) : tail(gap / sigma);
    }

    /** The true probabilities, by all subsets and the normal law, keep to the bounds, and the bounds are not vacuous. */
    @Test
    void boundsHoldForEverySubset() {
        double closest = 0;
        for (int trial = 0; trial < 700; trial++) {
            LatentCase example = new LatentCase(Samples.random(2000 + trial), 12, 7);
            int k = 1 + trial % 3;
            LatentActivation activation =
                    trial % 2 == 0 ? JumpRelu.of(.3, .4, .5, .6, .5, .4, .45) : new HardThreshold(0.5);
            double sigma = trial % 5 == 0 ? 0 : 0.1;
            SparseAutoencoder autoencoder = example.autoencoder(activation);
            RandomCodeCertificate certificate = RandomCodeCertificate.of(
                    EncodedDictionary.of(autoencoder),
                    new SupportLaw.Uniform(k, 7),
                    new ValueMoments.Constant(1),
                    sigma,
                    0.1);
            Arrays.fill(example.low, 1);
            Arrays.fill(example.high, 1);
            double[] off = new double[7];
            double[] on = new double[7];
            double[] codes = {0};
            example.forEachCode(k, (code, z) -> {
                codes[0]++;
                for (int i = 0; i < 7; i++) {
                    double level = certificate.unit(i).level();
                    double deviation = sigma * example.norm(i);
                    if (code[i] == 0) {
                        off[i] += over(level - z[i], deviation)
                                + (activation instanceof HardThreshold ? over(level + z[i], deviation) : 0);
                    } else {
                        on[i] += over(z[i] - level, deviation);
                    }
                }
            });
            for (int i = 0; i < 7; i++) {
                RandomCodeUnit unit = certificate.unit(i);
                assertTrue(off[i] / codes[0] <= unit.falseFiring() + 1e-12, off[i] / codes[0] + " " + unit);
                assertTrue(on[i] / codes[0] <= unit.missing() + 1e-12, on[i] / codes[0] + " " + unit);
                if (unit.falseFiring() > 0) {
                    closest = Math.max(closest, off[i] / codes[0] / unit.falseFiring());
                }
            }
        }
        assertTrue(closest > 0.05, "true probabilities are up to this share of their bounds: " + closest);
    }

    /** Independent atoms, one of them always there and one never: the true probabilities by all subsets, 300 cases. */
    @Test
    void boundsHoldForIndependentAtoms() {
        double closest = 0;
        for (int trial = 0; trial < 300; trial++) {
            LatentCase example = new LatentCase(Samples.random(400 + trial), 12, 5);
            double[] p = {0.3, 1, 0.5, 0, 0.9};
            LatentActivation activation = trial % 2 == 0 ? JumpRelu.of(.3, .4, .5, .6, 5) : new HardThreshold(0.5);
            double sigma = trial % 3 == 0 ? 0 : 0.1;
            RandomCodeCertificate certificate = RandomCodeCertificate.of(
                    EncodedDictionary.of(example.autoencoder(activation)),
                    SupportLaw.Independent.of(p),
                    new ValueMoments.Constant(1),
                    sigma,
                    0.1);
            Arrays.fill(example.low, 1);
            Arrays.fill(example.high, 1);
            double[] off = new double[5];
            double[] on = new double[5];
            for (int k = 0; k <= 5; k++) {
                // Each code comes once for each end of each of its values, which are the same.
                double copies = Math.pow(2, k);
                example.forEachCode(k, (code, z) -> {
                    double probability = 1 / copies;
                    for (int j = 0; j < 5; j++) {
                        probability *= code[j] == 0 ? 1 - p[j] : p[j];
                    }
                    for (int i = 0; i < 5; i++) {
                        double level = certificate.unit(i).level();
                        double deviation = sigma * example.norm(i);
                        if (code[i] == 0) {
                            double other = activation instanceof HardThreshold ? over(level + z[i], deviation) : 0;
                            off[i] += probability * (over(level - z[i], deviation) + other);
                        } else {
                            on[i] += probability * over(z[i] - level, deviation);
                        }
                    }
                });
            }
            for (int i = 0; i < 5; i++) {
                RandomCodeUnit unit = certificate.unit(i);
                assertTrue(off[i] <= unit.falseFiring() + 1e-12, off[i] + " " + unit);
                assertTrue(on[i] <= unit.missing() + 1e-12, on[i] + " " + unit);
                closest = Math.max(closest, unit.missing() > 0 ? on[i] / unit.missing() : 0);
            }
        }
        assertTrue(closest > 0.3, "true probabilities are up to this share of their bounds: " + closest);
    }

    /** Logarithms of sums where one term is nothing beside the other, or is nothing at all. */
    @Test
    void logarithmsOfSums() {
        for (double x : new double[] {-40, -800, 3, 700}) {
            assertEquals(x, Cumulants.independent(new double[] {x}, new double[] {1}), 1e-13 * Math.abs(x));
            assertEquals(0, Cumulants.independent(new double[] {x}, new double[] {0}));
        }
        // The probability of absence is 2^-53, beside which e^-40 is a 26th.
        double p = Math.nextDown(1.0);
        assertEquals(
                Math.log(1 - p + Math.exp(-40)), Cumulants.independent(new double[] {-40}, new double[] {p}), 1e-12);
        assertEquals(0.1 * 1e-9, Cumulants.independent(new double[] {1e-9}, new double[] {0.1}), 1e-18);
        assertEquals(Double.NEGATIVE_INFINITY, Cumulants.logSum(Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY));
        for (double t : new double[] {-1000, -800, 800, 1000}) {
            assertEquals(t, new ValueMoments.Mean(1, 2, 1).log(t), 1e-12);
            assertEquals(2 * t, new ValueMoments.Mean(1, 2, 2).log(t), 1e-12);
            assertEquals(
                    Math.max(t, 2 * t) + Math.log(t > 0 ? 0.25 : 0.75),
                    new ValueMoments.Mean(1, 2, 1.25).log(t),
                    1e-12);
        }
    }

    /** Minima by calculus: inside, beyond the first steps, and at the end of the reach. */
    @Test
    void theLineSearchFindsTheLeast() {
        assertEquals(3.5, LineSearch.least(x -> Math.cosh(x - 3.5), 0, 1, 16), 1e-3);
        assertEquals(-7.25, LineSearch.least(x -> Math.abs(x + 7.25) + 0.1 * Math.pow(x + 7.25, 2), 0, 1, 16), 1e-3);
        assertEquals(0.3, LineSearch.least(x -> Math.pow(x - 0.3, 2), 0, 1, 16), 1e-4);
        assertEquals(16, LineSearch.least(x -> -x, 0, 1, 16));
        assertEquals(-16, LineSearch.least(x -> x, 0, 1, 16));
        assertEquals(1e6, LineSearch.least(x -> Math.pow(x - 1e6, 2), -5, 0.25, Double.MAX_VALUE), 20);
    }

    /** Signed codes with hard thresholds: the true probabilities by all subsets and signs. */
    @Test
    void boundsHoldForEverySign() {
        for (int trial = 0; trial < 20; trial++) {
            LatentCase example = new LatentCase(Samples.random(200 + trial), 20, 6);
            SparseAutoencoder autoencoder = example.autoencoder(new HardThreshold(0.5));
            RandomCodeCertificate certificate = RandomCodeCertificate.of(
                    EncodedDictionary.of(autoencoder),
                    new SupportLaw.Uniform(2, 6),
                    new ValueMoments.Signed(new ValueMoments.Constant(1)),
                    0,
                    0.1);
            Arrays.fill(example.low, -1);
            Arrays.fill(example.high, 1);
            double[] off = new double[6];
            double[] on = new double[6];
            double[] codes = {0};
            example.forEachCode(2, (code, z) -> {
                codes[0]++;
                for (int i = 0; i < 6; i++) {
                    off[i] += code[i] == 0 && Math.abs(z[i]) >= 0.5 ? 1 : 0;
                    on[i] += code[i] != 0 && z[i] * code[i] < 0.5 ? 1 : 0;
                }
            });
            for (int i = 0; i < 6; i++) {
                assertTrue(off[i] / codes[0] <= certificate.unit(i).falseFiring() + 1e-12);
                assertTrue(on[i] / codes[0] <= certificate.unit(i).missing() + 1e-12);
            }
        }
    }

    /** A unit within its window misfires on either side with at most its share. */
    @Test
    void windowsKeepTheirShare() {
        INDArray atoms = Samples.unitColumns(Samples.random(90), 200, 40);
        INDArray zero = Nd4j.zeros(DataType.DOUBLE, 40);
        double[] thresholds = new double[40];
        Arrays.fill(thresholds, 0.55);
        SparseAutoencoder autoencoder = new SparseAutoencoder(
                atoms, zero, atoms, Nd4j.zeros(DataType.DOUBLE, 200), true, JumpRelu.of(thresholds));
        EncodedDictionary encoded = EncodedDictionary.of(autoencoder);
        RandomCodeCertificate certificate = RandomCodeCertificate.of(
                encoded, new SupportLaw.Uniform(4, 40), new ValueMoments.Uniform(0.8, 1.2), 0.01, 0.01);
        int outside = 0;
        for (int i = 0; i < 40; i++) {
            RandomCodeUnit unit = certificate.unit(i);
            boolean inside = unit.window().low() <= unit.level()
                    && unit.level() <= unit.window().high();
            boolean seldom = unit.falseFiring() <= 0.01 / 80 + 1e-12 && unit.missing() <= 0.01 / 80 + 1e-12;
            assertTrue(seldom || !inside, unit.toString());
            outside += inside ? 0 : 1;
            assertTrue(inside || unit.misfire() > 0.01 / 160, unit.toString());
        }
        assertEquals(40 - outside, certificate.certifiedUnits());
        // The closed form never sees more; of orthonormal atoms it sees all.
        assertTrue(certificate.certifiedInClosedForm() <= certificate.certifiedUnits());
        assertEquals(
                certificate.certifiedInClosedForm(),
                certificate.report().findings().get("certifiedInClosedForm"));
        assertTrue(outside > 0 && outside < 40, certificate.certifiedUnits() + " units");
        assertMisfiresAreNoMore(autoencoder, certificate);
        for (double failure : new double[] {0.9, 1e-6}) {
            Verdict verdict = RandomCodeCertificate.of(
                            encoded, new SupportLaw.Uniform(4, 40), new ValueMoments.Uniform(0.8, 1.2), 0.01, failure)
                    .report()
                    .verdict();
            assertEquals(failure == 0.9 ? Verdict.HOLDS : Verdict.INCONCLUSIVE, verdict);
        }
        SparseAutoencoder top = new SparseAutoencoder(
                atoms, zero, atoms, Nd4j.zeros(DataType.DOUBLE, 200), true, new TopK(4, false, false));
        RandomCodeCertificate ofTop = RandomCodeCertificate.of(
                EncodedDictionary.of(top),
                new SupportLaw.Uniform(4, 40),
                new ValueMoments.Uniform(0.8, 1.2),
                0.01,
                0.01);
        assertClose(ofTop.unit(0).level(), ofTop.unit(39).level(), 0);
        assertTrue(ofTop.expectedMisfires() < 0.5, "TopK misfires " + ofTop.expectedMisfires());
    }

    /** Misfires of the encoder itself on 20000 random codes: none of 40 units is above its bound by 4 standard errors. */
    private static void assertMisfiresAreNoMore(SparseAutoencoder autoencoder, RandomCodeCertificate certificate) {
        RandomGenerator random = Samples.random(92);
        int count = 20_000;
        double[][] codes = new double[count][40];
        for (double[] code : codes) {
            for (int left = 4; left > 0; ) {
                int j = random.nextInt(40);
                left -= code[j] == 0 ? 1 : 0;
                code[j] = code[j] == 0 ? 0.8 + 0.4 * random.nextDouble() : code[j];
            }
        }
        INDArray samples = autoencoder.decode(Nd4j.createFromArray(codes));
        samples.addi(Samples.gaussian(random, count, 200).mul(0.01));
        double[][] found = autoencoder.encode(samples).toDoubleMatrix();
        double all = 0;
        for (int i = 0; i < 40; i++) {
            double misfires = 0;
            for (int s = 0; s < count; s++) {
                misfires += (found[s][i] != 0) == (codes[s][i] != 0) ? 0 : 1;
            }
            double bound = certificate.unit(i).misfire();
            assertTrue(misfires / count <= bound + 4 * Math.sqrt(bound / count), misfires + " " + certificate.unit(i));
            all += misfires / count;
        }
        assertTrue(all > 0.02 * certificate.expectedMisfires(), "a mean of " + all + " misfires of a code");
    }

    @Test
    void badArgumentsAreNamed() {
        LatentCase example = new LatentCase(Samples.random(91), 5, 4);
        EncodedDictionary relu = EncodedDictionary.of(example.autoencoder(new Relu()));
        ValueMoments one = new ValueMoments.Constant(1);
        SupportLaw two = new SupportLaw.Uniform(2, 4);
        SupportLaw five = new SupportLaw.Uniform(2, 5);
        assertRefused("supports are of 5 atoms", () -> RandomCodeCertificate.of(relu, five, one, 0, 0.1));
        assertRefused("sigma = -1", () -> RandomCodeCertificate.of(relu, two, one, -1, 0.1));
        assertRefused("failure = 1.0", () -> RandomCodeCertificate.of(relu, two, one, 0, 1));
        ValueMoments signed = new ValueMoments.Signed(one);
        assertRefused("use a hard threshold", () -> RandomCodeCertificate.of(relu, two, signed, 0, 0.1));
        EncodedDictionary top = EncodedDictionary.of(example.autoencoder(new TopK(1, true, false)));
        assertRefused("topK(1, relu)", () -> RandomCodeCertificate.of(top, two, one, 0, 0.1));
        assertRefused("probabilities[1] = 1.5", () -> SupportLaw.Independent.of(0.5, 1.5));
        assertRefused("mean = 1.3", () -> new ValueMoments.Mean(0.8, 1.2, 1.3));
    }

    private static void assertRefused(String part, Executable executable) {
        String message =
                assertThrows(IllegalArgumentException.class, executable).getMessage();
        assertTrue(message.contains(part), message);
    }
}
