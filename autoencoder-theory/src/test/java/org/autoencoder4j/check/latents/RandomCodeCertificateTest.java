package org.autoencoder4j.check.latents;

import static org.autoencoder4j.testsupport.ArrayAssert.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.numbers.gamma.Erfc;
import org.autoencoder4j.check.Samples;
import org.autoencoder4j.check.latents.internal.Cumulants;
import org.autoencoder4j.check.latents.internal.MisfireBounds;
import org.autoencoder4j.report.Verdict;
import org.autoencoder4j.sae.LatentActivation;
import org.autoencoder4j.sae.LatentActivation.HardThreshold;
import org.autoencoder4j.sae.LatentActivation.JumpRelu;
import org.autoencoder4j.sae.LatentActivation.Relu;
import org.autoencoder4j.sae.LatentActivation.TopK;
import org.autoencoder4j.sae.SparseAutoencoder;
import org.autoencoder4j.testsupport.Golden;
import org.junit.jupiter.api.Test;
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
            double exactOff = off.applyAsDouble(Cumulants.least(off, 1e-3, 1e3));
            double exactOn = -on.applyAsDouble(Cumulants.least(on, 1e-3, 1e3));
            assertClose(GOLDEN.number(key + "exact_off"), exactOff, GOLDEN.tolerance());
            assertClose(GOLDEN.number(key + "exact_on"), exactOn, GOLDEN.tolerance());
            MisfireBounds uniform =
                    new MisfireBounds(new SupportLaw.Uniform(k, row.length), law).read(g.length, row, sigma);
            assertBetween(exactOff, uniform.offLevel(1, delta), GOLDEN.number(key + "maclaurin_off"));
            assertBetween(GOLDEN.number(key + "maclaurin_on"), uniform.onLevel(delta), exactOn);
            MisfireBounds independent =
                    new MisfireBounds(SupportLaw.Independent.of(inclusion), law).read(g.length, row, sigma);
            assertClose(GOLDEN.number(key + "bernoulli_off"), independent.offLevel(1, delta), GOLDEN.tolerance());
            assertClose(GOLDEN.number(key + "bernoulli_on"), independent.onLevel(delta), GOLDEN.tolerance());
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
        assertClose(GOLDEN.number("outputs/bernstein_off"), golden.offClosedForm(1, delta), GOLDEN.tolerance());
        assertClose(GOLDEN.number("outputs/bernstein_on"), golden.onClosedForm(delta), GOLDEN.tolerance());
        int forms = 0;
        for (ValueMoments law : laws().values()) {
            MisfireBounds bounds = new MisfireBounds(uniform, law).read(g.length, row, sigma);
            for (double share : new double[] {1e-4, 0.01, 0.2}) {
                assertTrue(bounds.offClosedForm(1, share) >= bounds.offLevel(1, share) - 1e-9, law.toString());
                assertTrue(bounds.offClosedForm(-1, share) >= bounds.offLevel(-1, share) - 1e-9, law.toString());
                assertTrue(bounds.onClosedForm(share) <= bounds.onLevel(share) + 1e-9, law.toString());
            }
            // No condition where a misfire is rarer than asked for anyway.
            assertEquals(Double.NEGATIVE_INFINITY, bounds.offClosedForm(1, 0.71));
            assertEquals(Double.POSITIVE_INFINITY, bounds.onClosedForm(0.31));
            forms += Double.isFinite(bounds.offClosedForm(1, delta)) && Double.isFinite(bounds.onClosedForm(delta))
                    ? 1
                    : 0;
            SupportLaw independent = SupportLaw.Independent.of(new double[row.length]);
            MisfireBounds other = new MisfireBounds(independent, law).read(g.length, row, sigma);
            assertEquals(Double.POSITIVE_INFINITY, other.offClosedForm(1, delta));
        }
        assertEquals(4, forms);
    }

    /** By hand: two others of products 1 and -1, one of them in S, values 1, no noise: mu = 0, v = 1, b = 1, V = 1. */
    @Test
    void closedFormByHand() {
        double third = Math.log(2 / 3.0 / 0.01) / 3;
        MisfireBounds bounds = new MisfireBounds(new SupportLaw.Uniform(1, 3), new ValueMoments.Constant(1))
                .read(0, new double[] {2, 1, -1}, 0);
        assertEquals(third + Math.sqrt(third * third + 6 * third), bounds.offClosedForm(1, 0.01), 1e-14);
        // On the support no other atom is: 2 less b L / 3 twice.
        assertEquals(2 - 2 * Math.log(1 / 3.0 / 0.01) / 3, bounds.onClosedForm(0.01), 1e-14);
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
        for (int trial = 0; trial < 60; trial++) {
            LatentCase example = new LatentCase(Samples.random(80 + trial), 12, 7);
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
        Verdict verdict = certificate.report().verdict();
        assertEquals(certificate.expectedMisfires() <= 0.01 ? Verdict.HOLDS : Verdict.INCONCLUSIVE, verdict);
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

    @Test
    void badArgumentsAreNamed() {
        LatentCase example = new LatentCase(Samples.random(91), 5, 4);
        EncodedDictionary relu = EncodedDictionary.of(example.autoencoder(new Relu()));
        ValueMoments one = new ValueMoments.Constant(1);
        SupportLaw two = new SupportLaw.Uniform(2, 4);
        assertThrows(
                IllegalArgumentException.class,
                () -> RandomCodeCertificate.of(relu, new SupportLaw.Uniform(2, 5), one, 0, 0.1));
        assertThrows(IllegalArgumentException.class, () -> RandomCodeCertificate.of(relu, two, one, -1, 0.1));
        assertThrows(IllegalArgumentException.class, () -> RandomCodeCertificate.of(relu, two, one, 0, 1));
        assertThrows(
                IllegalArgumentException.class,
                () -> RandomCodeCertificate.of(relu, two, new ValueMoments.Signed(one), 0, 0.1));
        EncodedDictionary top = EncodedDictionary.of(example.autoencoder(new TopK(1, true, false)));
        assertThrows(IllegalArgumentException.class, () -> RandomCodeCertificate.of(top, two, one, 0, 0.1));
        assertThrows(IllegalArgumentException.class, () -> SupportLaw.Independent.of(0.5, 1.5));
        assertThrows(IllegalArgumentException.class, () -> new ValueMoments.Mean(0.8, 1.2, 1.3));
    }
}
