package org.autoencoder4j.check.consistency;

import static org.autoencoder4j.testsupport.ArrayAssert.assertClose;
import static org.autoencoder4j.testsupport.ArrayAssert.assertUnchanged;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.statistics.Statistics;
import org.autoencoder4j.check.Samples;
import org.autoencoder4j.model.law.CodeLaw;
import org.autoencoder4j.model.law.ValueLaw;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.report.Report;
import org.autoencoder4j.report.Verdict;
import org.autoencoder4j.testsupport.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ConsistencyCertificateTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "p1_consistency_relu_0",
                "p1_consistency_relu_1",
                "p1_consistency_threshold_0",
                "p1_consistency_threshold_1",
                "p1_window_exact_k",
                "p1_window_at_most_k"
            })
    void goldenBiasWindows(String name) {
        Golden golden = Golden.read(name);
        INDArray dictionary = golden.matrix("inputs/A");
        TiedAutoencoder autoencoder = TiedAutoencoder.withoutBias(golden.matrix("inputs/W"), Activation.relu());
        CodeSet exactly = CodeSet.nonNegative(sparsity(golden), golden.number("inputs/a1"), golden.number("inputs/a2"));
        CodeSet codes = name.equals("p1_window_at_most_k") ? exactly.orSmaller() : exactly;
        ConsistencyCertificate certificate = assertUnchanged(
                () -> ConsistencyCertificate.of(autoencoder, dictionary, codes, 0), dictionary, autoencoder.weights());
        double[] low = golden.doubles("outputs/bias_lo");
        double[] high = golden.doubles("outputs/bias_hi");
        int windows = 0;
        for (int i = 0; i < certificate.units(); i++) {
            assertClose(low[i], certificate.biasWindow(i).low(), golden.tolerance());
            assertClose(high[i], certificate.biasWindow(i).high(), golden.tolerance());
            windows += low[i] < high[i] ? 1 : 0;
        }
        assertEquals(windows, certificate.report().findings().get("unitsWithAWindow"));
        assertEquals(golden.has("outputs/window_exists"), windows == low.length);
    }

    private static int sparsity(Golden golden) {
        return golden.node("inputs/k").asInt();
    }

    @Test
    void goldenThresholdsOfSignedCodes() {
        Golden golden = Golden.read("p1_window_signed_threshold");
        CodeSet codes = CodeSet.signed(sparsity(golden), golden.number("inputs/a1"), golden.number("inputs/a2"));
        double lambda = golden.number("inputs/a1") / 2;
        ConsistencyCertificate certificate = ConsistencyCertificate.of(
                TiedAutoencoder.withoutBias(golden.matrix("inputs/W"), Activation.hardThreshold(lambda)),
                golden.matrix("inputs/A"),
                codes,
                0);
        double[] on = golden.doubles("outputs/on_min");
        double[] off = golden.doubles("outputs/off_max");
        for (int i = 0; i < on.length; i++) {
            assertClose(on[i], certificate.separation(i).high(), golden.tolerance());
            assertClose(off[i], certificate.separation(i).low(), golden.tolerance());
        }
        assertEquals(
                golden.node("outputs/lambda_half_a1_works").asBoolean(),
                certificate.report().verdict() == Verdict.HOLDS);
    }

    /** Must never say HOLDS where a code fails, nor FAILS where none does; and its witness must fail. */
    @Property(tries = 400)
    void agreesWithTheSearchOfAllCodes(
            @ForAll long seed, @ForAll @IntRange(min = 3, max = 12) int units, @ForAll SupportSize size) {
        Case drawn = Case.random(Samples.random(seed), units, 1 + (int) Math.floorMod(seed, 3L), size);
        Verdict verdict = drawn.certificate().report().verdict();
        Statistics.collect(verdict);
        Statistics.coverage(coverage -> {
            coverage.check(Verdict.HOLDS).percentage(p -> p > 10);
            coverage.check(Verdict.FAILS).percentage(p -> p > 10);
        });
        assertNotEquals(Verdict.NOT_APPLICABLE, verdict);
        assertEquals(verdict == Verdict.FAILS, drawn.search().findsAmongAll());
        drawn.assertWitnessesAreAttained();
    }

    @Property(tries = 200)
    void neverHoldsWhereARandomOrGreedySearchFindsAFailure(
            @ForAll long seed, @ForAll @IntRange(min = 13, max = 40) int units, @ForAll SupportSize size) {
        RandomGenerator random = Samples.random(seed);
        Case drawn = Case.random(random, units, 1 + random.nextInt(5), size);
        Verdict verdict = drawn.certificate().report().verdict();
        Statistics.collect(verdict);
        Statistics.coverage(coverage -> coverage.check(Verdict.HOLDS).percentage(p -> p > 10));
        assertTrue(verdict == Verdict.FAILS || !drawn.search().findsAtRandom(random, 200));
        drawn.assertWitnessesAreAttained();
    }

    /** An autoencoder with biases inside or close to their windows. */
    private record Case(TiedAutoencoder autoencoder, INDArray dictionary, CodeSet codes, double noise) {
        static Case random(RandomGenerator random, int units, int sparsity, SupportSize size) {
            int features = new int[] {8, 100, 400}[random.nextInt(3)];
            INDArray dictionary = Samples.unitColumns(random, features, units);
            INDArray weights = dictionary.add(
                    Samples.gaussian(random, features, units).muli(random.nextDouble() * 0.1 / Math.sqrt(features)));
            Activation activation = random.nextBoolean()
                    ? Activation.relu()
                    : Activation.hardThreshold(0.3 + 0.3 * random.nextDouble());
            ValueSigns signs = activation.equals(Activation.relu()) || random.nextBoolean()
                    ? ValueSigns.NON_NEGATIVE
                    : ValueSigns.SIGNED;
            CodeSet codes = new CodeSet(Math.min(sparsity, units - 1), size, 0.8, 0.8 + random.nextDouble(), signs);
            double noise = random.nextBoolean() ? 0 : 0.05 * random.nextDouble();
            Case unbiased = new Case(TiedAutoencoder.withoutBias(weights, activation), dictionary, codes, noise);
            return unbiased.withBias(random);
        }

        /** Half of the time all biases are inside their windows, if there are any; else one may be just outside. */
        private Case withBias(RandomGenerator random) {
            ConsistencyCertificate certificate = certificate();
            int outside = random.nextBoolean() ? random.nextInt(certificate.units()) : -1;
            double[] bias = IntStream.range(0, certificate.units())
                    .mapToDouble(i -> {
                        Interval window = certificate.biasWindow(i);
                        double place =
                                i == outside ? 1.2 * random.nextDouble() - 0.1 : 0.01 + 0.98 * random.nextDouble();
                        return window.low() + place * (window.high() - window.low());
                    })
                    .toArray();
            INDArray biases = Nd4j.createFromArray(bias);
            return new Case(
                    new TiedAutoencoder(autoencoder.weights(), biases, autoencoder.activation()),
                    dictionary,
                    codes,
                    noise);
        }

        ConsistencyCertificate certificate() {
            return ConsistencyCertificate.of(autoencoder, dictionary, codes, noise);
        }

        private double[][] products() {
            return autoencoder.weights().transpose().mmul(dictionary).toDoubleMatrix();
        }

        CounterExampleSearch search() {
            double[][] products =
                    autoencoder.weights().transpose().mmul(dictionary).toDoubleMatrix();
            return new CounterExampleSearch(
                    products, autoencoder.bias().toDoubleVector(), autoencoder.activation(), codes, noise);
        }

        /** The worst codes have the numbers that they state, and fail if and only if the margin is negative. */
        void assertWitnessesAreAttained() {
            ConsistencyCertificate certificate = certificate();
            double[][] products = products();
            for (int i = 0; i < certificate.units(); i++) {
                WorstCode off = certificate.worstOffSupport(i);
                WorstCode on = certificate.worstOnSupport(i);
                assertTrue(IntStream.of(off.support()).noneMatch(isUnit(i)));
                assertTrue(IntStream.of(on.support()).anyMatch(isUnit(i)));
                assertClose(preActivation(products[i], off), off.preActivation(), 1e-9);
                assertClose(preActivation(products[i], on), on.preActivation(), 1e-9);
            }
            assertEncoded(certificate, certificate.bindingUnit());
        }

        private double preActivation(double[] products, WorstCode code) {
            double z = autoencoder.bias().getDouble(code.unit()) + code.noise();
            for (int j = 0; j < code.support().length; j++) {
                z += products[code.support()[j]] * code.values()[j];
            }
            return z;
        }

        /** Puts the worst codes of a unit through the encoder. */
        private void assertEncoded(ConsistencyCertificate certificate, int unit) {
            WorstCode off = certificate.worstOffSupport(unit);
            WorstCode on = certificate.worstOnSupport(unit);
            boolean fails = !recovers(off) || !recovers(on);
            if (Math.abs(certificate.margin(unit)) > 1e-9) {
                assertEquals(certificate.margin(unit) < 0, fails, () -> off + "; " + on);
            }
        }

        private boolean recovers(WorstCode code) {
            double found = autoencoder.encode(observation(code)).getDouble(0, code.unit());
            return Math.signum(found) == Math.signum(valueAt(code));
        }

        private double valueAt(WorstCode code) {
            for (int j = 0; j < code.support().length; j++) {
                if (code.support()[j] == code.unit()) {
                    return code.values()[j];
                }
            }
            return 0;
        }

        /** {@code A x + eta} as a row, where eta is along the unit's own weights. */
        private INDArray observation(WorstCode code) {
            INDArray own = autoencoder.weights().getColumn(code.unit());
            INDArray y = own.mul(code.noise() / Math.pow(own.norm2Number().doubleValue(), 2));
            for (int j = 0; j < code.support().length; j++) {
                y.addi(dictionary.getColumn(code.support()[j]).mul(code.values()[j]));
            }
            return y.reshape(1, y.length());
        }
    }

    private static IntPredicate isUnit(int unit) {
        return other -> other == unit;
    }

    /** Orthonormal atoms: z = x + b exactly, so that every number can be told by hand. */
    @Test
    void numbersOfOrthonormalAtoms() {
        INDArray identity = Nd4j.eye(4).castTo(DataType.DOUBLE);
        TiedAutoencoder relu =
                new TiedAutoencoder(identity, Nd4j.createFromArray(-0.1, -0.2, -0.3, -0.75), Activation.relu());
        ConsistencyCertificate certificate =
                ConsistencyCertificate.of(relu, identity, CodeSet.nonNegative(2, 0.8, 1.2), 0.15);
        assertEquals(-0.65, certificate.biasWindow(0).low(), 1e-15);
        assertEquals(-0.15, certificate.biasWindow(0).high(), 1e-15);
        assertEquals(certificate.biasWindow(0), certificate.commonBiasWindow());
        assertEquals(0.05, certificate.separation(0).low(), 1e-15);
        assertEquals(0.55, certificate.separation(0).high(), 1e-15);
        assertEquals(0.05, certificate.margin(1), 1e-15);
        assertEquals(0.15, certificate.margin(2), 1e-15);
        assertEquals(-0.1, certificate.margin(3), 1e-15);
        assertEquals(3, certificate.bindingUnit());
        assertEquals(Verdict.FAILS, certificate.report().verdict());
        assertEquals(
                certificate.worstOnSupport(3).toString(),
                certificate.report().witness().orElseThrow());
        assertEquals(-0.15, certificate.worstOnSupport(3).noise());
        assertEquals(0.15, certificate.worstOffSupport(0).noise());
    }

    /** ReLU: the ends are ties that rounding decides; inside they hold, outside they fail. */
    @Test
    void endsOfTheReluWindow() {
        INDArray identity = Nd4j.eye(3).castTo(DataType.DOUBLE);
        CodeSet codes = CodeSet.nonNegative(1, 0.5, 1);
        assertEquals(Verdict.INCONCLUSIVE, verdict(identity, 0, codes));
        assertEquals(Verdict.HOLDS, verdict(identity, -1e-9, codes));
        assertEquals(Verdict.INCONCLUSIVE, verdict(identity, -0.5, codes));
        assertEquals(Verdict.HOLDS, verdict(identity, -0.4999, codes));
        assertEquals(Verdict.FAILS, verdict(identity, -0.5001, codes));
        assertEquals(Verdict.FAILS, verdict(identity, 1e-12, codes));
    }

    private static Verdict verdict(INDArray identity, double bias, CodeSet codes) {
        INDArray biases = Nd4j.valueArrayOf(new long[] {3}, bias, DataType.DOUBLE);
        return ConsistencyCertificate.of(new TiedAutoencoder(identity, biases, Activation.relu()), identity, codes, 0)
                .report()
                .verdict();
    }

    /** Hard threshold: lambda on the support is kept, off the support it is not silent. */
    @Test
    void endsOfTheThresholdWindow() {
        INDArray identity = Nd4j.eye(3).castTo(DataType.DOUBLE);
        CodeSet codes = CodeSet.signed(1, 0.5, 1);
        assertEquals(Verdict.INCONCLUSIVE, threshold(identity, 0.5, codes, 0));
        assertEquals(Verdict.HOLDS, threshold(identity, 0.4999, codes, 0));
        assertEquals(Verdict.FAILS, threshold(identity, 0.5001, codes, 0));
        assertEquals(Verdict.INCONCLUSIVE, threshold(identity, 0.25, codes, 0.25));
        assertEquals(Verdict.FAILS, threshold(identity, 0.24, codes, 0.25));
        assertEquals(Verdict.HOLDS, threshold(identity, 0.25, codes, 0.2499));
    }

    /** Margins of some units in the last place of the sums, on either side of 0, say nothing; 1e-12 does. */
    @Test
    void marginsBelowRoundingDecideNothing() {
        INDArray atoms = Samples.unitColumns(Samples.random(3), 40, 12).dup('f');
        CodeSet codes = CodeSet.nonNegative(3, 0.5, 1);
        Interval window = ConsistencyCertificate.of(
                        TiedAutoencoder.withoutBias(atoms, Activation.relu()), atoms, codes, 0)
                .biasWindow(0);
        for (double distance : new double[] {-1e-15, 0, 1e-15}) {
            ConsistencyCertificate edge = oneUnit(atoms, codes, window.high() - distance);
            assertEquals(Verdict.INCONCLUSIVE, edge.report().bounds().get(0).verdict());
        }
        assertEquals(
                Verdict.HOLDS,
                oneUnit(atoms, codes, window.high() - 1e-11)
                        .report()
                        .bounds()
                        .get(0)
                        .verdict());
        assertEquals(
                Verdict.FAILS,
                oneUnit(atoms, codes, window.high() + 1e-11)
                        .report()
                        .bounds()
                        .get(0)
                        .verdict());
    }

    /** Biases far down for all units but the first, which decides off the support. */
    private static ConsistencyCertificate oneUnit(INDArray atoms, CodeSet codes, double first) {
        INDArray bias = Nd4j.valueArrayOf(new long[] {12}, -10, DataType.DOUBLE);
        bias.putScalar(0, first);
        return ConsistencyCertificate.of(new TiedAutoencoder(atoms, bias, Activation.relu()), atoms, codes, 0);
    }

    /** Permuted and flipped columns fail as they stand; the report says what Matching.align would make of them. */
    @Test
    void weightsInAnotherOrderGetAHint() {
        INDArray atoms = Nd4j.eye(4).castTo(DataType.DOUBLE).dup('f');
        CodeSet signed = CodeSet.signed(1, 0.8, 1);
        INDArray moved = Samples.rearranged(atoms, new int[] {2, 0, 1, 3}, new int[] {1, -1, 1, -1});
        Report report = ConsistencyCertificate.of(
                        TiedAutoencoder.withoutBias(moved, Activation.hardThreshold(0.5)), atoms, signed, 0)
                .report();
        assertEquals(Verdict.FAILS, report.verdict());
        assertEquals(0, report.findings().get("deltaIfAligned"));
        assertEquals(0.3, report.findings().get("marginIfAligned"), 1e-12);
        assertTrue(report.witness().orElseThrow().contains("Matching.align"), report::text);
        Report straight = ConsistencyCertificate.of(
                        TiedAutoencoder.withoutBias(atoms, Activation.hardThreshold(0.9)), atoms, signed, 0)
                .report();
        assertEquals(Verdict.FAILS, straight.verdict());
        assertTrue(!straight.findings().containsKey("deltaIfAligned"));
    }

    private static Verdict threshold(INDArray identity, double lambda, CodeSet codes, double noise) {
        return ConsistencyCertificate.of(
                        TiedAutoencoder.withoutBias(identity, Activation.hardThreshold(lambda)), identity, codes, noise)
                .report()
                .verdict();
    }

    @Test
    void codesOfALaw() {
        assertEquals(CodeSet.nonNegative(1, 1, 1), CodeSet.of(CodeLaw.oneHotUniform(5)));
        assertEquals(
                CodeSet.signed(2, 0.7, 1.3), CodeSet.of(CodeLaw.sparse(5, 2, ValueLaw.symmetricUniform(0.7, 1.3))));
        assertEquals(
                SupportSize.AT_MOST, CodeSet.nonNegative(1, 1, 1).orSmaller().size());
    }

    @Test
    void floatGivesTheNumbersOfTheRoundedArrays() {
        RandomGenerator random = Samples.random(5);
        INDArray dictionary = Samples.unitColumns(random, 30, 300).castTo(DataType.FLOAT);
        CodeSet codes = CodeSet.nonNegative(3, 0.8, 1.2);
        ConsistencyCertificate single = ConsistencyCertificate.of(
                TiedAutoencoder.withoutBias(dictionary, Activation.relu()), dictionary, codes, 0);
        INDArray rounded = dictionary.castTo(DataType.DOUBLE);
        ConsistencyCertificate twice =
                ConsistencyCertificate.of(TiedAutoencoder.withoutBias(rounded, Activation.relu()), rounded, codes, 0);
        for (int i = 0; i < 300; i++) {
            assertEquals(twice.biasWindow(i), single.biasWindow(i));
        }
    }

    @Test
    void refusesWhatItCannotCertify() {
        INDArray a = Nd4j.eye(3).castTo(DataType.DOUBLE);
        TiedAutoencoder relu = TiedAutoencoder.withoutBias(a, Activation.relu());
        CodeSet one = CodeSet.nonNegative(1, 1, 1);
        refused(() -> ConsistencyCertificate.of(relu, a, CodeSet.signed(1, 1, 1), 0));
        refused(() -> ConsistencyCertificate.of(relu, a, CodeSet.nonNegative(3, 1, 1), 0));
        refused(() -> ConsistencyCertificate.of(relu, a, one, -1));
        refused(() -> ConsistencyCertificate.of(relu, a, one, Double.NaN));
        refused(() -> ConsistencyCertificate.of(relu, Nd4j.eye(4).castTo(DataType.DOUBLE), one, 0));
        refused(() -> ConsistencyCertificate.of(relu, a.castTo(DataType.FLOAT), one, 0));
        refused(() -> ConsistencyCertificate.of(relu, a.dup().putScalar(0, 1, Double.NaN), one, 0));
        refused(() ->
                ConsistencyCertificate.of(TiedAutoencoder.withoutBias(a, Activation.hardThreshold(0)), a, one, 0));
        refused(() -> CodeSet.nonNegative(0, 1, 1));
        refused(() -> CodeSet.nonNegative(1, 0, 1));
        refused(() -> CodeSet.nonNegative(1, 1, 0.9));
        refused(() -> ConsistencyCertificate.of(relu, a, one, 0).margin(3));
    }

    private static void refused(Executable action) {
        assertThrows(IllegalArgumentException.class, action);
    }

    @Property
    void largestTermsAreThoseOfASort(
            @ForAll @Size(min = 1, max = 40) double[] terms, @ForAll @IntRange(max = 45) int count) {
        int[] largest = LargestTerms.of(terms, count, 0);
        double[] sorted = Arrays.stream(terms, 1, terms.length).sorted().toArray();
        double[] expected = Arrays.copyOfRange(sorted, Math.max(0, sorted.length - count), sorted.length);
        assertArrayEquals(
                expected,
                Arrays.stream(largest).mapToDouble(j -> terms[j]).sorted().toArray());
        assertEquals(
                largest.length,
                Arrays.stream(largest).filter(j -> j > 0).distinct().count());
    }

    private static final INDArray EYE = Nd4j.eye(3).castTo(DataType.DOUBLE);

    private static ConsistencyCertificate thresholds(CodeSet codes, double... bias) {
        TiedAutoencoder autoencoder =
                new TiedAutoencoder(EYE, Nd4j.createFromArray(bias), Activation.hardThreshold(0.375));
        return ConsistencyCertificate.of(autoencoder, EYE, codes, 0.0625);
    }

    /** Off the support z = b +- .0625, on it z >= .4375 + b; every number is exact in binary. */
    @Test
    void numbersOfAThresholdWithNonNegativeCodes() {
        ConsistencyCertificate certificate = thresholds(CodeSet.nonNegative(1, 0.5, 1), 0.125, -0.0625, 0);
        assertEquals(new Interval(0.1875, 0.5625), certificate.separation(0));
        assertEquals(new Interval(0.125, 0.375), certificate.separation(1));
        for (int i = 0; i < 3; i++) {
            assertEquals(new Interval(-0.0625, 0.3125), certificate.biasWindow(i));
        }
        assertEquals(0.1875, certificate.margin(0));
        assertEquals(0, certificate.margin(1));
        assertEquals(0.0625, certificate.margin(2));
        assertEquals(1, certificate.bindingUnit());
        Report report = certificate.report();
        assertEquals(Verdict.INCONCLUSIVE, report.verdict());
        assertEquals(
                "greatest |z| off the support, of unit 0",
                report.bounds().get(0).quantity());
        assertEquals(0.1875, report.bounds().get(0).measured());
        assertEquals(
                "least |z| on the support, of unit 1", report.bounds().get(1).quantity());
        assertEquals(0.375, report.bounds().get(1).measured());
        assertEquals(0, report.findings().get("margin"));
        assertEquals(1, report.findings().get("bindingUnit"));
        assertEquals(0.0625, report.findings().get("noiseBound"));
        assertEquals(3, report.findings().get("unitsWithAWindow"));
        assertEquals(-0.0625, report.findings().get("commonWindowLow"));
        assertEquals(0.3125, report.findings().get("commonWindowHigh"));
        WorstCode lowest = certificate.worstOffSupport(1);
        assertEquals(-0.125, lowest.preActivation());
        assertEquals(-0.0625, lowest.noise());
        assertEquals(1, lowest.unit());
        assertEquals(0.1875, certificate.worstOffSupport(0).preActivation());
        assertEquals(certificate.worstOnSupport(1).toString(), report.witness().orElseThrow());
    }

    /** With values of both signs a bias of either sign is in the way of one of them. */
    @Test
    void numbersOfAThresholdWithSignedCodes() {
        ConsistencyCertificate certificate = thresholds(CodeSet.signed(1, 0.5, 1), 0.03125, -0.03125, 0);
        assertEquals(new Interval(-0.0625, 0.0625), certificate.biasWindow(0));
        assertEquals(new Interval(0.09375, 0.40625), certificate.separation(0));
        assertEquals(new Interval(0.09375, 0.40625), certificate.separation(1));
        assertEquals(0.03125, certificate.margin(0));
        WorstCode negative = certificate.worstOnSupport(0);
        assertEquals(-0.40625, negative.preActivation());
        assertEquals(0.0625, negative.noise());
        assertArrayEquals(new double[] {-0.5}, negative.values());
        WorstCode positive = certificate.worstOnSupport(1);
        assertEquals(0.40625, positive.preActivation());
        assertEquals(-0.0625, positive.noise());
        assertArrayEquals(new double[] {0.5}, positive.values());
        assertArrayEquals(new double[] {0.5}, certificate.worstOnSupport(2).values());
        positive.values()[0] = 7;
        positive.support()[0] = 7;
        assertArrayEquals(new double[] {0.5}, positive.values());
        assertArrayEquals(new int[] {1}, positive.support());
    }

    /** Each end of the common window is that of the unit that leaves least. */
    @Test
    void theCommonWindowHasTheTightestEnds() {
        INDArray weights = Nd4j.createFromArray(new double[][] {{1, 0.25, 0}, {0, 1, 0.5}, {0, 0, 0.75}});
        ConsistencyCertificate certificate = ConsistencyCertificate.of(
                TiedAutoencoder.withoutBias(weights, Activation.relu()), EYE, CodeSet.nonNegative(1, 1, 1), 0);
        assertEquals(new Interval(-1, -0.0), certificate.biasWindow(0));
        assertEquals(new Interval(-1, -0.25), certificate.biasWindow(1));
        assertEquals(new Interval(-0.75, -0.5), certificate.biasWindow(2));
        assertEquals(new Interval(-0.75, -0.5), certificate.commonBiasWindow());
        assertEquals(2, certificate.bindingLow());
        assertEquals(2, certificate.bindingHigh());
        assertEquals(-0.5, certificate.margin(2));
        assertEquals(2, certificate.bindingUnit());
        assertEquals("bias of unit 2", certificate.report().bounds().get(0).quantity());
        assertEquals("bias of unit 2", certificate.report().bounds().get(1).quantity());
        assertEquals(-0.5, certificate.report().bounds().get(0).limit());
        assertEquals(-0.75, certificate.report().bounds().get(1).limit());
        assertEquals(3, certificate.report().findings().get("unitsWithAWindow"));
    }

    @Test
    void unitsAreCheckedEverywhere() {
        ConsistencyCertificate certificate = thresholds(CodeSet.signed(1, 0.5, 1), 0, 0, 0);
        for (int wrong : new int[] {-1, 3}) {
            refused(() -> certificate.biasWindow(wrong));
            refused(() -> certificate.separation(wrong));
            refused(() -> certificate.margin(wrong));
            refused(() -> certificate.worstOffSupport(wrong));
            refused(() -> certificate.worstOnSupport(wrong));
        }
    }
}
