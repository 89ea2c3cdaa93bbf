package org.autoencoder4j.ntk.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.linalg.SpectralNorm;
import org.autoencoder4j.linalg.SymmetricEigen;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Report;
import org.autoencoder4j.report.Verdict;
import org.autoencoder4j.testsupport.Golden;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

class StepInequalityTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void golden(int file) {
        Golden golden = Golden.read("beyond_p2_step_" + file);
        double[][] x = golden.matrix("inputs/X").transpose().toDoubleMatrix();
        TwoLayerAutoencoder before = new TwoLayerAutoencoder(golden.matrix("inputs/W"), golden.matrix("inputs/A"));
        double eta = golden.number("inputs/eta");
        double gamma = golden.number("inputs/gamma");
        StepAccount account = account(x, before, eta, gamma);
        StepInequality inequality = StepInequality.of(account);
        agrees(golden, "residual", Math.sqrt(account.squaredBefore()));
        agrees(golden, "residual_next", Math.sqrt(account.squaredAfter()));
        agrees(golden, "smallest_H", account.limits().smallestH);
        agrees(golden, "smallest_H_next", account.limits().smallestHAfter);
        agrees(golden, "f", inequality.flippedDecoder());
        agrees(golden, "g_squared", inequality.squaredGradient());
        agrees(golden, "Lambda", inequality.curvature());
        agrees(golden, "c", inequality.c());
        agrees(golden, "bound_next_squared", inequality.squaredAfterAtMost());
        assertArrayEquals(
                golden.ints("outputs/flips"),
                IntStream.range(0, x.length).map(account::flips).toArray());
        assertEquals(gamma, account.gamma());
        assertEquals(Verdict.HOLDS, account.identity().verdict(), account::toString);
        assertEquals(Verdict.HOLDS, inequality.descent().verdict(), inequality.descent()::text);
        boolean positive = golden.number("outputs/c") > 0;
        Verdict expected = positive ? Verdict.HOLDS : Verdict.NOT_APPLICABLE;
        assertEquals(expected, inequality.contraction().verdict(), inequality.contraction()::text);
        assertEquals(expected, inequality.kernel().verdict(), inequality.kernel()::text);
        if (positive) {
            agrees(golden, "smallest_H_next_bound", inequality.smallestAfterAtLeast());
        }
    }

    private static void agrees(Golden golden, String name, double actual) {
        double expected = golden.number("outputs/" + name);
        assertEquals(expected, actual, golden.tolerance() * (1 + Math.abs(expected)), name);
    }

    private static StepAccount account(double[][] x, TwoLayerAutoencoder before, double eta, double gamma) {
        return StepAccount.joint(Descents.array(x), before, step(x, before, eta, gamma), eta, gamma);
    }

    /** The decoder of a step by eta and the encoder of one by gamma eta. */
    private static TwoLayerAutoencoder step(double[][] x, TwoLayerAutoencoder before, double eta, double gamma) {
        return new TwoLayerAutoencoder(
                Descents.step(x, before, gamma * eta, Regime.WEAKLY_TRAINED).encoder(),
                Descents.step(x, before, eta, Regime.DECODER_ONLY).decoder());
    }

    /** What the account makes of gamma is what its definitions make of {@code gamma G + H}. */
    @Test
    void theAccountOfASlowerEncoderIsThatOfItsKernel() {
        RandomGenerator random = Descents.random(7);
        double[][] x = Descents.unitRows(random, 5, 3);
        TwoLayerAutoencoder before = Descents.start(random, 3, 12);
        double eta = 3;
        double gamma = 0.3;
        TwoLayerAutoencoder after = step(x, before, eta, gamma);
        StepAccount account = StepAccount.joint(Descents.array(x), before, after, eta, gamma);
        LiteralStep encoder = new LiteralStep(x, before, after, Regime.WEAKLY_TRAINED);
        LiteralStep decoder = new LiteralStep(x, before, after, Regime.DECODER_ONLY);
        double kernel = gamma * encoder.quadratic(encoder.kernel) + decoder.quadratic(decoder.kernel);
        double flipped = gamma * encoder.quadratic(encoder.flippedKernel) + decoder.quadratic(decoder.flippedKernel);
        assertTrue(account.mostFlips() > 0);
        assertEquals(-2 * eta / 3 * kernel, account.term(StepTerm.KERNEL), 1e-12);
        assertEquals(2 * eta / 3 * flipped, account.term(StepTerm.FLIPPED_KERNEL), 1e-12);
        INDArray both = Descents.array(encoder.flippedKernel).mul(gamma).add(Descents.array(decoder.flippedKernel));
        assertEquals(SpectralNorm.of(both), account.flippedKernelNorm(), 1e-12);
        assertEquals(Verdict.HOLDS, account.identity().verdict(), account::toString);
        assertEquals(
                Verdict.FAILS,
                StepAccount.joint(Descents.array(x), before, after, eta, 0.31)
                        .identity()
                        .verdict());
    }

    /** One sample, one unit and one dimension: a short step without flips takes {@code 2 eta g^2}, and c is 1 in the limit. */
    @Test
    void withoutFlipsAnInfinitesimalStepIsSharp() {
        double[][] x = {{1}};
        TwoLayerAutoencoder before = Descents.autoencoder(new double[][] {{0.5}}, new double[][] {{0.5}});
        StepInequality inequality = StepInequality.of(account(x, before, 1e-6, 1));
        double fallen = 0.75 * 0.75 - Math.pow(1 - after(x, before), 2);
        assertEquals(2e-6 * inequality.squaredGradient(), fallen, 2e-12);
        assertEquals(1, inequality.c(), 1e-5);
    }

    private static double after(double[][] x, TwoLayerAutoencoder before) {
        return step(x, before, 1e-6, 1).reconstruct(Descents.array(x)).getDouble(0, 0);
    }

    /** c from norms and eigenvalues that are had in another way; in this step units flip. */
    @Test
    void cIsItsFormulaInEachRegime() {
        RandomGenerator random = Descents.random(11);
        double[][] x = Descents.unitRows(random, 4, 3);
        TwoLayerAutoencoder before = Descents.start(random, 3, 200);
        double eta = 0.7;
        double l = SpectralNorm.of(Descents.array(x)) / Math.sqrt(200);
        for (Regime regime : List.of(Regime.WEAKLY_TRAINED, Regime.DECODER_ONLY, Regime.JOINTLY_TRAINED)) {
            TwoLayerAutoencoder after = Descents.step(x, before, eta, regime);
            StepAccount account = StepAccount.of(Descents.array(x), before, after, eta, regime);
            double[] h = eigenvalues(new LiteralStep(x, before, after, Regime.DECODER_ONLY).kernel);
            double e = Math.sqrt(account.squaredBefore());
            double f = literalFlippedDecoder(x, before, after);
            double norm = SpectralNorm.of(after.decoder());
            if (regime == Regime.WEAKLY_TRAINED) {
                double mu = eigenvalues(new LiteralStep(x, before, after, regime).kernel)[0];
                StepInequality weak = StepInequality.weak(account, mu);
                assertTrue(f > 0);
                assertEquals(1 - l * f / Math.sqrt(mu) - eta / 6 * l * l * norm * norm, weak.c(), 1e-12);
                assertEquals(2 * weak.c() * mu, weak.rate(), 1e-14);
                assertThrows(IllegalArgumentException.class, () -> StepInequality.of(account));
                for (Report report : StepInequality.weak(account, Double.NaN).reports()) {
                    assertEquals(Verdict.INCONCLUSIVE, report.verdict(), report::text);
                }
                assertTrue(weak.kernel().bounds().isEmpty(), "nothing is claimed of G");
                assertEquals("P2-A2, (A2w)", weak.descent().reference().item());
                isConcluded(weak, "lambda_min(G(k))", 1 - 2 * weak.c() * eta * mu / 3);
                continue;
            }
            StepInequality inequality = StepInequality.of(account);
            double moving = regime.trainsEncoder() ? l : 0;
            double lambda = h[h.length - 1] + Math.pow(moving * norm, 2);
            double expected = 1 - moving * f / (2 * Math.sqrt(h[0])) - eta / 6 * (lambda + moving * Math.sqrt(3) * e);
            assertEquals(expected, inequality.c(), 1e-12);
            assertEquals(2 * expected * h[0], inequality.rate(), 1e-12);
            isConcluded(inequality, "lambda_min(H(k))", 1 - 2 * expected * eta * h[0] / 3);
            assertThrows(IllegalArgumentException.class, () -> StepInequality.weak(account, 1));
        }
    }

    /** From which eigenvalue above 0, and by how much the step contracts. */
    private static void isConcluded(StepInequality inequality, String eigenvalue, double factor) {
        assertEquals(eigenvalue, inequality.descent().conditions().get(0).quantity());
        assertEquals(factor, inequality.contraction().bounds().get(0).limit(), 1e-12);
    }

    private static double[] eigenvalues(double[][] kernel) {
        return SymmetricEigen.eigenvalues(Descents.array(kernel)).toDoubleVector();
    }

    private static double literalFlippedDecoder(double[][] x, TwoLayerAutoencoder before, TwoLayerAutoencoder after) {
        double[][] w = before.encoder().transpose().toDoubleMatrix();
        double[][] next = after.encoder().transpose().toDoubleMatrix();
        double[][] a = before.decoder().transpose().toDoubleMatrix();
        double greatest = 0;
        for (double[] sample : x) {
            double[][] flipped = IntStream.range(0, w.length)
                    .filter(r -> Descents.dot(w[r], sample) > 0 != Descents.dot(next[r], sample) > 0)
                    .mapToObj(r -> a[r])
                    .toArray(double[][]::new);
            greatest = Math.max(greatest, flipped.length == 0 ? 0 : SpectralNorm.of(Descents.array(flipped)));
        }
        return greatest;
    }

    /** More samples than units: H is singular, and nothing is claimed. */
    @Test
    void aSingularKernelIsNotApplicable() {
        RandomGenerator random = Descents.random(3);
        double[][] x = Descents.unitRows(random, 6, 3);
        StepInequality inequality = StepInequality.of(account(x, Descents.start(random, 3, 4), 0.1, 1));
        assertEquals(Double.NEGATIVE_INFINITY, inequality.c());
        assertEquals(Double.NEGATIVE_INFINITY, inequality.rate());
        for (Report report : inequality.reports()) {
            assertEquals(Verdict.NOT_APPLICABLE, report.verdict(), report::text);
        }
    }

    /** Two samples 2e-7 apart: a twelfth of sigma^2 may be rounding, and c and the rate are of what is left without it. */
    @Test
    void cTakesOfTheSmallestEigenvalueWhatIsCertain() {
        RandomGenerator random = Descents.random(5);
        double[][] x = {{0.6, 0.8}, {0.6 + 1.6e-7, 0.8 - 1.2e-7}};
        TwoLayerAutoencoder before = Descents.start(random, 2, 40);
        double eta = 1;
        StepAccount account = account(x, before, eta, 1);
        StepLimits limits = account.limits();
        double certain = limits.smallestH - 2 * Math.ulp(1.0) * limits.normH;
        assertTrue(limits.smallestH > 0 && certain > 0 && certain < 0.99 * limits.smallestH, limits.smallestH + "");
        double l = Math.sqrt(limits.lambdaN / 40);
        double turned = l * limits.flippedDecoder / (2 * Math.sqrt(certain));
        assertTrue(turned > 0);
        StepInequality inequality = StepInequality.of(account);
        double step = eta / 4 * (inequality.curvature() + l * Math.sqrt(2) * limits.residual);
        assertEquals(1 - turned - step, inequality.c(), 1e-12 * turned);
        assertEquals(2 * inequality.c() * certain, inequality.rate(), 1e-12 * Math.abs(inequality.rate()));
        assertEquals(certain, inequality.descent().conditions().get(0).low(), 1e-9 * certain, "what must be above 0");
        Bound next = inequality.kernel().bounds().get(0);
        double rounding = 1e-9 * Math.max(Math.abs(next.measured()), Math.abs(next.limit()))
                + 2 * Math.ulp(limits.normH + limits.normHAfter);
        assertEquals(rounding, next.measured() - next.low(), 1e-6 * rounding);
    }

    /**
     * Orthonormal samples, ||A|| = 2 and three units, none of which flips: {@code L^2 ||A||^2 = 4/3}, of which four ulp(1) may
     * be rounding in the kernel G of order 4; an eigenvalue of that size is worth nothing.
     */
    @Test
    void theInequalityOfTheEncoderTakesOfTheSmallestEigenvalueWhatIsCertain() {
        double[][] x = {{1, 0}, {0, 1}};
        TwoLayerAutoencoder before =
                Descents.autoencoder(new double[][] {{1, 1, 1}, {1, 1, 1}}, new double[][] {{2, 0, 0}, {0, 1, 0}});
        TwoLayerAutoencoder after = Descents.step(x, before, 0.75, Regime.WEAKLY_TRAINED);
        StepAccount account = StepAccount.of(Descents.array(x), before, after, 0.75, Regime.WEAKLY_TRAINED);
        double rounding = 4 * Math.ulp(1.0) * StepInequality.weak(account, 1).curvature();
        assertEquals(16.0 / 3 * Math.ulp(1.0), rounding, 1e-12 * rounding);
        StepInequality inequality = StepInequality.weak(account, 3 * rounding);
        assertEquals(0.75, inequality.c(), 1e-12);
        assertEquals(2 * 0.75 * 2 * rounding, inequality.rate(), 1e-9 * rounding);
        assertEquals(
                "StepInequality[WEAKLY_TRAINED, c=" + inequality.c() + ", flippedDecoder=0.0, smallest=" + 3 * rounding
                        + "]",
                inequality.toString());
        StepInequality nothing = StepInequality.weak(account, rounding);
        assertEquals(Double.NEGATIVE_INFINITY, nothing.c());
        assertEquals(Verdict.INCONCLUSIVE, nothing.descent().verdict(), nothing.descent()::text);
    }

    /** Steps that look for a counter-example: see {@link AdversarialStep}. */
    @Test
    void noAdversarialStepIsACounterExample() {
        search(1, 100);
    }

    @Test
    @Tag("slow")
    void noneOfTenThousandAdversarialStepsIsACounterExample() {
        search(2, 10_000);
    }

    private static void search(long seed, int steps) {
        RandomGenerator random = Descents.random(seed);
        Map<Regime, Integer> drawn = new EnumMap<>(Regime.class);
        Map<Regime, Integer> flipped = new EnumMap<>(Regime.class);
        Map<Regime, Integer> positive = new EnumMap<>(Regime.class);
        for (int number = 0; number < steps; number++) {
            AdversarialStep step = AdversarialStep.draw(random);
            StepInequality inequality = step.inequality();
            String which = "seed " + seed + ", step " + number + ": " + inequality;
            assertEquals(
                    Verdict.HOLDS,
                    step.account().identity().verdict(),
                    () -> which + step.account().identity().text());
            for (Report report : inequality.reports()) {
                assertNotEquals(Verdict.FAILS, report.verdict(), () -> which + " " + report.text());
            }
            assertTrue(step.excess(inequality) <= 1e-9, () -> which + " exceeds by " + step.excess(inequality));
            drawn.merge(step.regime(), 1, Integer::sum);
            flipped.merge(step.regime(), step.account().mostFlips() > 0 ? 1 : 0, Integer::sum);
            positive.merge(step.regime(), inequality.c() > 0 ? 1 : 0, Integer::sum);
        }
        for (Regime regime : AdversarialStep.REGIMES) {
            int least = drawn.getOrDefault(regime, 0) / 10;
            String which = regime + ": " + drawn + ", with flips " + flipped + ", with c > 0 " + positive;
            assertTrue(least >= steps / 100, which);
            assertTrue(positive.getOrDefault(regime, 0) > least, which);
            assertTrue(!regime.trainsEncoder() || flipped.getOrDefault(regime, 0) > least, which);
        }
    }

    @Test
    void refusesWhatIsNoGamma() {
        RandomGenerator random = Descents.random(3);
        double[][] x = Descents.unitRows(random, 4, 3);
        TwoLayerAutoencoder before = Descents.start(random, 3, 5);
        for (double gamma : new double[] {0, -1, 1.5, Double.NaN}) {
            IllegalArgumentException thrown = assertThrows(
                    IllegalArgumentException.class,
                    () -> StepAccount.joint(Descents.array(x), before, before, 0.1, gamma));
            assertTrue(String.valueOf(thrown.getMessage()).startsWith("gamma"), thrown::toString);
        }
    }
}
