package org.autoencoder4j.ntk.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.linalg.SpectralNorm;
import org.autoencoder4j.linalg.SymmetricEigen;
import org.autoencoder4j.network.OutputScaling;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.autoencoder4j.report.Report;
import org.autoencoder4j.report.Verdict;
import org.autoencoder4j.testsupport.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class StepAccountTest {
    private static final List<Regime> UNTIED =
            List.of(Regime.WEAKLY_TRAINED, Regime.DECODER_ONLY, Regime.JOINTLY_TRAINED);

    /** The residuals of five steps in both regimes are the reference's, and every step adds up. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void accountsForTheReferenceRuns(int file) {
        Golden golden = Golden.read("p2_training_" + file);
        double[][] x = golden.matrix("inputs/X").transpose().toDoubleMatrix();
        double eta = golden.number("inputs/eta");
        for (Regime regime : List.of(Regime.WEAKLY_TRAINED, Regime.JOINTLY_TRAINED)) {
            String name = regime == Regime.WEAKLY_TRAINED ? "weak" : "joint";
            double[] norms = golden.doubles("outputs/" + name + "_residual_norms");
            TwoLayerAutoencoder now = new TwoLayerAutoencoder(golden.matrix("inputs/W"), golden.matrix("inputs/A"));
            for (int step = 0; step + 1 < norms.length; step++) {
                TwoLayerAutoencoder next = Descents.step(x, now, eta, regime);
                StepAccount account = StepAccount.of(Descents.array(x), now, next, eta, regime);
                assertEquals(norms[step], Math.sqrt(account.squaredBefore()), golden.tolerance() * (1 + norms[step]));
                assertEquals(
                        norms[step + 1], Math.sqrt(account.squaredAfter()), golden.tolerance() * (1 + norms[step]));
                assertTrue(account.imbalance() < 1e-12, account::toString);
                now = next;
            }
        }
    }

    /** Each term by its definition, from nd x nd matrices; a long step, so that units change sign. */
    @ParameterizedTest
    @EnumSource(
            value = Regime.class,
            names = {"WEAKLY_TRAINED", "DECODER_ONLY", "JOINTLY_TRAINED"})
    void eachTermIsItsDefinition(Regime regime) {
        RandomGenerator random = Descents.random(7);
        double[][] x = Descents.unitRows(random, 5, 3);
        TwoLayerAutoencoder before = Descents.start(random, 3, 12);
        double eta = 1.5;
        TwoLayerAutoencoder after = Descents.step(x, before, eta, regime);
        StepAccount account = StepAccount.of(Descents.array(x), before, after, eta, regime);
        LiteralStep literal = new LiteralStep(x, before, after, regime);
        assertEquals(-2 * eta / 3 * literal.quadratic(literal.kernel), account.term(StepTerm.KERNEL), 1e-12);
        assertEquals(
                2 * eta / 3 * literal.quadratic(literal.flippedKernel), account.term(StepTerm.FLIPPED_KERNEL), 1e-12);
        assertEquals(
                -2 * Descents.dot(literal.residual, literal.flippedMove), account.term(StepTerm.FLIPPED_UNITS), 1e-12);
        assertEquals(-2 * Descents.dot(literal.residual, literal.mixedMove), account.term(StepTerm.MIXED), 1e-12);
        assertEquals(SpectralNorm.of(Descents.array(literal.flippedKernel)), account.flippedKernelNorm(), 1e-12);
        for (int i = 0; i < x.length; i++) {
            assertEquals(literal.flips[i], account.flips(i));
        }
        assertEquals(Arrays.stream(literal.flips).max().orElseThrow(), account.mostFlips());
        assertEquals(regime.trainsEncoder(), account.mostFlips() > 0, "a step of 1.5 flips units");
        assertEquals(regime == Regime.JOINTLY_TRAINED ? 5 : 4, account.terms().size());
    }

    /** More units than two tiles hold: each term is what its definition makes of all of them. */
    @Test
    void tilesOfUnitsAddUp() {
        RandomGenerator random = Descents.random(9);
        double[][] x = Descents.unitRows(random, 3, 2);
        TwoLayerAutoencoder before = Descents.start(random, 2, 2 * StepTile.UNITS + 100);
        double eta = 2;
        TwoLayerAutoencoder after = Descents.step(x, before, eta, Regime.JOINTLY_TRAINED);
        StepAccount account = StepAccount.of(Descents.array(x), before, after, eta, Regime.JOINTLY_TRAINED);
        LiteralStep literal = new LiteralStep(x, before, after, Regime.JOINTLY_TRAINED);
        assertEquals(-eta * literal.quadratic(literal.kernel), account.term(StepTerm.KERNEL), 1e-12);
        assertEquals(eta * literal.quadratic(literal.flippedKernel), account.term(StepTerm.FLIPPED_KERNEL), 1e-12);
        assertEquals(
                -2 * Descents.dot(literal.residual, literal.flippedMove), account.term(StepTerm.FLIPPED_UNITS), 1e-12);
        assertEquals(-2 * Descents.dot(literal.residual, literal.mixedMove), account.term(StepTerm.MIXED), 1e-12);
        assertEquals(SpectralNorm.of(Descents.array(literal.flippedKernel)), account.flippedKernelNorm(), 1e-12);
        for (int i = 0; i < x.length; i++) {
            assertEquals(literal.flips[i], account.flips(i));
            assertTrue(literal.flips[i] > 1);
        }
        assertTrue(account.imbalance() < 1e-12, account::toString);
    }

    /** 5000 outputs, with flips at each sample: the norm of K_perp is bounded and no claim fails. */
    @Test
    void aLargeFlippedKernelIsBoundedInstead() {
        RandomGenerator random = Descents.random(6);
        double[][] x = Descents.unitRows(random, 20, 250);
        TwoLayerAutoencoder before = Descents.start(random, 250, 60);
        TwoLayerAutoencoder after = Descents.step(x, before, 400, Regime.JOINTLY_TRAINED);
        StepAccount account = StepAccount.of(Descents.array(x), before, after, 400, Regime.JOINTLY_TRAINED);
        for (int i = 0; i < x.length; i++) {
            assertTrue(account.flips(i) > 0, "sample " + i);
        }
        assertEquals(account.limits().flippedKernelBound, account.flippedKernelNorm());
        assertTrue(account.term(StepTerm.FLIPPED_KERNEL) <= account.limit(StepTerm.FLIPPED_KERNEL));
        assertEquals(Verdict.HOLDS, account.identity().verdict(), account::toString);
    }

    /** One unit of 20000 changes sign: the others' features, 3 MB and more, are not made for K_perp. */
    @Test
    void theFlippedKernelReadsTheUnitsThatFlip() {
        RandomGenerator random = Descents.random(9);
        double[][] x = Descents.unitRows(random, 20, 3);
        TwoLayerAutoencoder before = Descents.start(random, 3, 20_000);
        INDArray encoder = before.encoder().dup();
        encoder.putColumn(7, encoder.getColumn(7).neg());
        TwoLayerAutoencoder after = new TwoLayerAutoencoder(encoder, before.decoder());
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (StepArrays arrays = new StepArrays(Descents.array(x), before, after)) {
            new FlippedKernel(arrays, 1, 1).dense();
            long start = threads.getCurrentThreadAllocatedBytes();
            new FlippedKernel(arrays, 1, 1).dense();
            long allocated = threads.getCurrentThreadAllocatedBytes() - start;
            assertTrue(allocated < 1_000_000, allocated + " bytes");
        }
    }

    /** 2100 outputs: not even the three rows of blocks of K_perp are formed, though these are few. */
    @Test
    void beyondTwoThousandOutputsTheFlippedKernelIsBounded() {
        RandomGenerator random = Descents.random(6);
        double[][] x = Descents.unitRows(random, 3, 700);
        TwoLayerAutoencoder before = Descents.start(random, 700, 30);
        TwoLayerAutoencoder after = Descents.step(x, before, 1500, Regime.JOINTLY_TRAINED);
        StepAccount account = StepAccount.of(Descents.array(x), before, after, 1500, Regime.JOINTLY_TRAINED);
        assertTrue(account.mostFlips() > 0);
        assertEquals(account.limits().flippedKernelBound, account.flippedKernelNorm());
    }

    /**
     * Steps of any length from 1e-3 to 10 on Gaussian decoders of any size: the account adds up, no claim in its corrected
     * form fails (where one has equality, as with one sample, rounding may leave it undecided), and no step whose hypotheses hold contracts less than the theorem says.
     */
    @Property(tries = 100, seed = "2")
    void noClaimFails(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int samples, @ForAll @IntRange(max = 2) int which) {
        RandomGenerator random = Descents.random(seed);
        int features = 1 + random.nextInt(5);
        int width = 1 + random.nextInt(60);
        double[][] x = Descents.unitRows(random, samples, features);
        Regime regime = UNTIED.get(which);
        double size = Math.pow(10, random.nextDouble() - 0.5);
        TwoLayerAutoencoder before = Descents.start(random, features, width);
        before = new TwoLayerAutoencoder(
                before.encoder(),
                random.nextBoolean()
                        ? before.decoder()
                        : Descents.array(Descents.gaussian(random, features, width))
                                .mul(size));
        double eta = Math.pow(10, 4 * random.nextDouble() - 3);
        TwoLayerAutoencoder after = Descents.step(x, before, eta, regime);
        StepAccount account = StepAccount.of(Descents.array(x), before, after, eta, regime);
        assertEquals(Verdict.HOLDS, account.identity().verdict(), account::toString);
        INDArray kernel = Descents.array(new LiteralStep(x, before, after, regime).kernel);
        double smallest = SymmetricEigen.eigenvalues(kernel).getDouble(0);
        double lambda = Math.max(1e-6, smallest * (0.5 + 2 * random.nextDouble()));
        for (Report claim : StepClaims.of(account, smallest, lambda)) {
            assertNotEquals(Verdict.FAILS, claim.verdict(), claim::text);
        }
        for (StepTerm term : account.terms()) {
            double slack = 1e-12 * account.squaredBefore();
            assertTrue(account.term(term) <= account.limit(term) * (1 + 1e-9) + slack, () -> term + " " + account);
        }
        double bound = account.limits().flippedKernelBound;
        assertTrue(account.flippedKernelNorm() <= bound * (1 + 1e-9) + 1e-15, () -> account + " bound " + bound);
        StepHypotheses hypotheses = new StepHypotheses(account, smallest, lambda);
        Verdict verdict = hypotheses.report().verdict();
        assertTrue(verdict == (hypotheses.hold() ? Verdict.HOLDS : Verdict.NOT_APPLICABLE), hypotheses.report()::text);
    }

    /** Some steps of a wide autoencoder: the hypotheses hold at each, in each regime. */
    @ParameterizedTest
    @EnumSource(
            value = Regime.class,
            names = {"WEAKLY_TRAINED", "DECODER_ONLY", "JOINTLY_TRAINED"})
    void aWideRunKeepsTheHypotheses(Regime regime) {
        RandomGenerator random = Descents.random(5);
        double[][] x = Descents.unitRows(random, 3, 4);
        TwoLayerAutoencoder now = Descents.start(random, 4, 800);
        double eta = 0.02;
        for (int step = 0; step < 5; step++) {
            TwoLayerAutoencoder next = Descents.step(x, now, eta, regime);
            StepAccount account = StepAccount.of(Descents.array(x), now, next, eta, regime);
            double smallest = SymmetricEigen.eigenvalues(Descents.array(new LiteralStep(x, now, next, regime).kernel))
                    .getDouble(0);
            StepHypotheses hypotheses = new StepHypotheses(account, smallest, 0.25);
            assertTrue(hypotheses.hold(), () -> hypotheses.report().text());
            assertEquals(Verdict.HOLDS, hypotheses.report().verdict());
            now = next;
        }
    }

    @Test
    void aStepThatIsNotTheGradientsFailsTheIdentity() {
        RandomGenerator random = Descents.random(3);
        double[][] x = Descents.unitRows(random, 4, 3);
        TwoLayerAutoencoder before = Descents.start(random, 3, 50);
        TwoLayerAutoencoder after = Descents.step(x, before, 0.101, Regime.JOINTLY_TRAINED);
        StepAccount account = StepAccount.of(Descents.array(x), before, after, 0.1, Regime.JOINTLY_TRAINED);
        assertEquals(Verdict.FAILS, account.identity().verdict());
        assertTrue(account.identity().text().contains("found c5"), account.identity()::text);
    }

    @Test
    void takesFloatParameters() {
        RandomGenerator random = Descents.random(3);
        double[][] x = Descents.unitRows(random, 4, 3);
        TwoLayerAutoencoder before = Descents.start(random, 3, 50);
        TwoLayerAutoencoder after = Descents.step(x, before, 0.1, Regime.JOINTLY_TRAINED);
        StepAccount exact = StepAccount.of(Descents.array(x), before, after, 0.1, Regime.JOINTLY_TRAINED);
        INDArray samples = Descents.array(x).castTo(DataType.FLOAT);
        StepAccount rounded = StepAccount.of(samples, rounded(before), rounded(after), 0.1, Regime.JOINTLY_TRAINED);
        assertEquals(Verdict.HOLDS, rounded.identity().verdict(), rounded::toString);
        assertEquals(exact.ratio(), rounded.ratio(), 1e-6);
    }

    private static TwoLayerAutoencoder rounded(TwoLayerAutoencoder autoencoder) {
        return new TwoLayerAutoencoder(
                autoencoder.encoder().castTo(DataType.FLOAT),
                autoencoder.decoder().castTo(DataType.FLOAT));
    }

    @Test
    void refusesWhatItCannotAccountFor() {
        RandomGenerator random = Descents.random(3);
        double[][] rows = Descents.unitRows(random, 4, 3);
        INDArray x = Descents.array(rows);
        TwoLayerAutoencoder before = Descents.start(random, 3, 5);
        TwoLayerAutoencoder after = Descents.step(rows, before, 0.1, Regime.JOINTLY_TRAINED);
        refuses("the decoder moved", x, before, after, 0.1, Regime.WEAKLY_TRAINED);
        refuses("the encoder moved", x, before, after, 0.1, Regime.DECODER_ONLY);
        refuses("untied", x, before, after, 0.1, Regime.WEIGHT_TIED);
        refuses("learningRate = 0", x, before, after, 0, Regime.JOINTLY_TRAINED);
        refuses("samples", x.transpose(), before, after, 0.1, Regime.JOINTLY_TRAINED);
        refuses("samples", x.castTo(DataType.FLOAT), before, after, 0.1, Regime.JOINTLY_TRAINED);
        refuses("samples", x.mul(Double.POSITIVE_INFINITY), before, after, 0.1, Regime.JOINTLY_TRAINED);
        refuses("after", x, before, Descents.start(random, 3, 6), 0.1, Regime.JOINTLY_TRAINED);
        refuses("after is FLOAT and before is DOUBLE", x, before, rounded(after), 0.1, Regime.JOINTLY_TRAINED);
        TwoLayerAutoencoder scaled =
                new TwoLayerAutoencoder(after.encoder(), after.decoder(), OutputScaling.INVERSE_WIDTH);
        refuses("scaling", x, before, scaled, 0.1, Regime.JOINTLY_TRAINED);
        StepAccount account = StepAccount.of(x, before, after, 0.1, Regime.JOINTLY_TRAINED);
        assertThrows(IllegalArgumentException.class, () -> account.flips(4));
        assertThrows(IllegalArgumentException.class, () -> StepClaims.of(account, 0.1, 0));
        assertThrows(IllegalArgumentException.class, () -> new StepHypotheses(account, 0.1, Double.NaN));
    }

    private static void refuses(
            String name, INDArray x, TwoLayerAutoencoder before, TwoLayerAutoencoder after, double eta, Regime regime) {
        IllegalArgumentException thrown =
                assertThrows(IllegalArgumentException.class, () -> StepAccount.of(x, before, after, eta, regime));
        assertTrue(String.valueOf(thrown.getMessage()).contains(name), thrown::toString);
    }
}
