package org.autoencoder4j.check.consistency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;
import org.autoencoder4j.check.Samples;
import org.autoencoder4j.init.Initialiser;
import org.autoencoder4j.model.Dictionaries;
import org.autoencoder4j.model.Draw;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.law.CodeLaw;
import org.autoencoder4j.model.law.SparseCode;
import org.autoencoder4j.model.law.UnstatedConstantException;
import org.autoencoder4j.model.law.ValueLaw;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Reference;
import org.autoencoder4j.report.Reference.Form;
import org.autoencoder4j.report.Relation;
import org.autoencoder4j.report.Report;
import org.autoencoder4j.report.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class TheoremThreeTest {
    /** (W1) and (W2) lie in the exact window, and (iii) never fails, for all kinds of codes that have them. */
    @Property(tries = 50)
    void whatIsProvedHolds(
            @ForAll long seed,
            @ForAll @IntRange(min = 2, max = 12) int units,
            @ForAll @IntRange(min = 1, max = 4) int sparsity,
            @ForAll @DoubleRange(min = 0, max = 0.3) double delta,
            @ForAll SupportSize size) {
        RandomGenerator random = Samples.random(seed);
        int features = random.nextBoolean() ? 16 : 2000;
        INDArray dictionary = random.nextBoolean()
                ? Dictionaries.orthonormal(16, units, DataType.DOUBLE, RandomStreams.of(seed))
                : Samples.unitColumns(random, features, units);
        INDArray weights = Initialiser.near(dictionary, delta).weights(units, RandomStreams.of(seed));
        CodeSet codes = new CodeSet(Math.min(sparsity, units - 1), size, 0.5, 0.6, ValueSigns.NON_NEGATIVE);
        TheoremThree theorem = TheoremThree.of(weights, dictionary, codes, 0.01);
        Verdict window = theorem.reluWindow(WindowFormula.GERSHGORIN).verdict();
        Statistics.collect(window);
        Statistics.coverage(coverage -> coverage.check(Verdict.HOLDS).percentage(p -> p > 10));
        assertNotEquals(Verdict.FAILS, window);
        assertNotEquals(
                Verdict.FAILS, theorem.reluWindow(WindowFormula.INCOHERENT).verdict());
        assertNotEquals(Verdict.FAILS, theorem.fixedThreshold().verdict());
        CodeSet signed = new CodeSet(codes.sparsity(), size, 0.5, 0.6, ValueSigns.SIGNED);
        assertNotEquals(
                Verdict.FAILS,
                TheoremThree.of(weights, dictionary, signed, 0.01)
                        .fixedThreshold()
                        .verdict());
        assertTheClaimsOfOne(theorem.products());
    }

    private static void assertTheClaimsOfOne(InnerProducts products) {
        assertEquals(Verdict.HOLDS, products.ownProducts().verdict());
        assertEquals(Verdict.HOLDS, products.otherProducts().verdict());
        assertEquals(Verdict.HOLDS, products.sumsOfSquares().verdict());
    }

    /** Within the conditions of (W2) its window is inside that of (W1), which uses the measured coherence. */
    @Test
    void formulasAtOnePoint() {
        CodeSet codes = CodeSet.nonNegative(4, 0.5, 1);
        Interval sharp = WindowFormula.GERSHGORIN.window(0.04, 0.01, codes, 0.02);
        assertEquals(-0.4996 + 0.04 * Math.sqrt(3 * 1.02) + 0.03 + 0.02, sharp.low(), 1e-15);
        assertEquals(-0.04 * Math.sqrt(4 * 1.03) - 0.04 - 0.02, sharp.high(), 1e-15);
        Interval plain = WindowFormula.INCOHERENT.window(0.04, 0.01, codes, 0.02);
        assertEquals(-0.4996 + 0.04 * Math.sqrt(3 * 1.04) + 0.04 + 0.02, plain.low(), 1e-15);
        assertEquals(-0.04 * Math.sqrt(4 * 1.04) - 0.04 - 0.02, plain.high(), 1e-15);
        assertEquals(new Interval(-0.96 * 0.5 + 0.08, -0.16), WindowFormula.PREPRINT.window(0.04, 0.01, codes, 0));
        assertEquals(new Interval(-0.96 * 0.5 + 0.08, -0.08), WindowFormula.PROCEEDINGS.window(0.04, 0.01, codes, 0));
        CodeSet one = CodeSet.nonNegative(1, 1, 1);
        assertEquals(
                new Interval(-1 + 0.005, -0.1 * (Math.sqrt(1.1) + 1)),
                WindowFormula.INCOHERENT.window(0.1, 0.1, one, 0));
        assertEquals(new Interval(-1 + 0.005, -0.2), WindowFormula.GERSHGORIN.window(0.1, 0.1, one, 0));
    }

    /** k = 1, delta = .1: atoms with a product of .1, and W_1 turned towards A_2: z = +.0989 off the support. */
    @Test
    void theUpperEndOfTheProceedingsIsTooWeak() {
        double delta = 0.1;
        TheoremThree theorem = twoAtoms(delta);
        assertEquals(delta, theorem.products().delta(), 1e-12);
        Report printed = theorem.reluWindow(WindowFormula.PROCEEDINGS);
        assertEquals(Verdict.FAILS, printed.verdict());
        assertEquals(-0.0989, printed.findings().get("highSlack"), 5e-5);
        assertTrue(printed.findings().get("lowSlack") > 0);
        assertTrue(printed.witness().orElseThrow().contains("z = 0.098"));
        assertEquals(Verdict.HOLDS, theorem.reluWindow(WindowFormula.PREPRINT).verdict());
        assertEquals(Verdict.HOLDS, theorem.reluWindow(WindowFormula.INCOHERENT).verdict());
        assertEquals(Verdict.HOLDS, theorem.reluWindow(WindowFormula.GERSHGORIN).verdict());
    }

    /** The preprint's upper end leaves no room for noise. */
    @Test
    void theUpperEndOfThePreprintForgetsTheNoise() {
        INDArray dictionary = atomsWithProduct(0.0999);
        INDArray weights = turned(dictionary, 0.1);
        TheoremThree noisy = TheoremThree.of(weights, dictionary, CodeSet.nonNegative(1, 1, 1), 0.01);
        assertEquals(Verdict.FAILS, noisy.reluWindow(WindowFormula.PREPRINT).verdict());
        assertEquals(Verdict.HOLDS, noisy.reluWindow(WindowFormula.INCOHERENT).verdict());
    }

    private static TheoremThree twoAtoms(double delta) {
        INDArray dictionary = atomsWithProduct(delta * (1 - 1e-6));
        return TheoremThree.of(turned(dictionary, delta), dictionary, CodeSet.nonNegative(1, 1, 1), 0);
    }

    private static INDArray atomsWithProduct(double product) {
        return Nd4j.createFromArray(new double[][] {{1, product}, {0, Math.sqrt(1 - product * product)}});
    }

    /** The first atom turned by a chord of delta towards the second; the second as it is. */
    private static INDArray turned(INDArray dictionary, double delta) {
        double cosine = 1 - delta * delta / 2;
        INDArray weights = dictionary.dup();
        weights.putScalar(0, 0, cosine);
        weights.putScalar(1, 0, Math.sqrt(1 - cosine * cosine));
        return weights;
    }

    /** k = 9, delta = .01, a1 = .2, a2 = 1: at the printed lower end, b = -.168, z = -.005 on the support. */
    @Test
    void theLowerEndAsPrintedIsTooWeak() {
        int k = 9;
        double delta = 0.01;
        double product = -delta * (1 - 1e-6) / k;
        INDArray dictionary = equiangular(k + 1, product);
        INDArray weights = dictionary.dup();
        INDArray others = dictionary.getColumns(1, 2, 3, 4, 5, 6, 7, 8).sum(1);
        weights.putColumn(0, turnedAgainst(dictionary.getColumn(0), others, delta));
        TheoremThree theorem = TheoremThree.of(weights, dictionary, CodeSet.nonNegative(k, 0.2, 1), 0);
        assertEquals(delta, theorem.products().delta(), 1e-12);
        assertEquals(-0.168, theorem.window(WindowFormula.PREPRINT).low(), 1e-15);
        for (WindowFormula printed : new WindowFormula[] {WindowFormula.PREPRINT, WindowFormula.PROCEEDINGS}) {
            Report report = theorem.reluWindow(printed);
            assertEquals(Verdict.FAILS, report.verdict());
            assertEquals(-0.005, report.findings().get("lowSlack"), 2e-3);
            assertEquals(Verdict.FAILS, report.bounds().get(0).verdict());
        }
        String witness = theorem.reluWindow(WindowFormula.PREPRINT).witness().orElseThrow();
        assertTrue(witness.startsWith("unit 0 has z = -0.00"), witness);
        assertEquals(Verdict.HOLDS, theorem.reluWindow(WindowFormula.INCOHERENT).verdict());
        assertEquals(Verdict.HOLDS, theorem.reluWindow(WindowFormula.GERSHGORIN).verdict());
    }

    /** Unit atoms with one product for all pairs: the columns of the root of their Gram matrix. */
    private static INDArray equiangular(int atoms, double product) {
        double alpha = Math.sqrt(1 - product);
        double beta = (Math.sqrt(1 + (atoms - 1) * product) - alpha) / atoms;
        return Nd4j.eye(atoms)
                .castTo(DataType.DOUBLE)
                .mul(alpha)
                .add(Nd4j.valueArrayOf(new long[] {atoms, atoms}, beta, DataType.DOUBLE));
    }

    /** The unit vector at distance delta from an atom whose product with a direction is least. */
    private static INDArray turnedAgainst(INDArray atom, INDArray direction, double delta) {
        double along = Nd4j.getBlasWrapper().dot(atom, direction);
        INDArray tangent = direction.sub(atom.mul(along));
        tangent = tangent.div(tangent.norm2Number().doubleValue());
        return atom.mul(1 - delta * delta / 2).sub(tangent.mul(delta * Math.sqrt(1 - delta * delta / 4)));
    }

    @ParameterizedTest
    @EnumSource(WindowFormula.class)
    void aWindowClaimsNothingOutsideItsConditions(WindowFormula formula) {
        INDArray dictionary = atomsWithProduct(0.1);
        TheoremThree long1 = TheoremThree.of(dictionary.mul(2), dictionary, CodeSet.nonNegative(1, 1, 1), 0);
        assertEquals(Verdict.NOT_APPLICABLE, long1.reluWindow(formula).verdict());
        TheoremThree far = twoAtoms(1);
        assertEquals(Verdict.NOT_APPLICABLE, far.reluWindow(formula).verdict());
        assertEquals(Verdict.NOT_APPLICABLE, far.fixedThreshold().verdict());
        assertThrows(
                IllegalArgumentException.class,
                () -> TheoremThree.of(dictionary, dictionary, CodeSet.signed(1, 1, 1), 0)
                        .reluWindow(formula));
    }

    /** The theorem's condition on mu is what (W2) and print rest on; (W1) uses the measured one. */
    @Test
    void onlyTheGershgorinWindowDoesWithoutTheConditionOnMu() {
        INDArray dictionary = atomsWithProduct(0.1);
        TheoremThree exact = TheoremThree.of(dictionary, dictionary, CodeSet.nonNegative(1, 1, 1), 0);
        assertEquals(Verdict.HOLDS, exact.reluWindow(WindowFormula.GERSHGORIN).verdict());
        assertEquals(
                Verdict.NOT_APPLICABLE,
                exact.reluWindow(WindowFormula.INCOHERENT).verdict());
        assertEquals(
                Verdict.NOT_APPLICABLE,
                exact.reluWindow(WindowFormula.PROCEEDINGS).verdict());
        assertEquals(Verdict.HOLDS, exact.fixedThreshold().verdict());
    }

    /**
     * Theorem 3 (i) as printed: A = [I, H], W = A, signs of +-1, k = n / log n. Hidden constants are granted as 2, so
     * that n = 256 is enough (with 1 the condition on mu needs n = 8192); the number of units that fail grows like
     * n^(7/8). 64 samples, all of which fail.
     */
    @Test
    void thePrintedConditionsOfPartOneAreNotEnough() {
        int n = 256;
        int k = (int) (n / Math.log(n));
        INDArray dictionary = Dictionaries.identityAndHadamard(n, DataType.DOUBLE);
        TheoremThree theorem = TheoremThree.of(dictionary, dictionary, CodeSet.signed(k, 1, 1), 0);
        Proportion consistent = recovered(dictionary, k, 64);
        assertEquals(0, consistent.successes());
        assertEquals(
                Verdict.FAILS,
                theorem.randomSigns(Form.AS_PRINTED, 2, consistent, 0.99).verdict());
        Report corrected = theorem.randomSigns(Form.CORRECTED, 2, consistent, 0.99);
        assertEquals(Verdict.NOT_APPLICABLE, corrected.verdict());
        assertEquals(1, theorem.failureBound());
        assertEquals(
                2,
                corrected.conditions().stream()
                        .filter(bound -> bound.verdict() == Verdict.FAILS)
                        .count());
        assertEquals(k * Math.log(n) / 16, corrected.findings().get("constantOfTheProduct"), 1e-9);
    }

    /** Under the corrected conditions codes are recovered; 1024 of them show a rate of .98, and none of .999. */
    @Test
    void theCorrectedConditionsOfPartOneAreEnough() {
        INDArray dictionary = Dictionaries.identityAndHadamard(256, DataType.DOUBLE);
        TheoremThree theorem = TheoremThree.of(dictionary, dictionary, CodeSet.signed(2, 1, 1), 0);
        double tail = Math.exp(-0.25 / (2 * 2 / 256.0));
        assertEquals(2 * 510 * tail + 2 * tail, theorem.failureBound(), 1e-9);
        Proportion consistent = recovered(dictionary, 2, 1024);
        assertEquals(
                Verdict.HOLDS,
                theorem.randomSigns(Form.CORRECTED, 2, consistent, 0.98).verdict());
        assertEquals(
                Verdict.INCONCLUSIVE,
                theorem.randomSigns(Form.CORRECTED, 2, consistent, 0.999).verdict());
        assertEquals(
                Verdict.FAILS,
                theorem.randomSigns(Form.CORRECTED, 2, new Proportion(1000, 1024), 0.999)
                        .verdict());
        assertEquals(
                Verdict.NOT_APPLICABLE,
                theorem.randomSigns(Form.CORRECTED, 1, consistent, 0.999).verdict());
    }

    private static Proportion recovered(INDArray dictionary, int sparsity, long samples) {
        GenerativeModel model = GenerativeModel.sparseCoding(dictionary, sparsity, ValueLaw.rademacher(), 0);
        Draw draw = model.draw(RandomStreams.of(1), 0, samples);
        TiedAutoencoder autoencoder = TiedAutoencoder.withoutBias(dictionary, Activation.hardThreshold(0.5));
        return CodeConsistency.of(autoencoder, draw.observations(), draw.codes())
                .consistent();
    }

    /** Two atoms in the plane, k = 1, delta = .1, values in [.8, 1.2] and noise .01: conditions and bound by hand. */
    @Test
    void numbersOfPartOne() {
        INDArray dictionary = atomsWithProduct(0.05);
        INDArray weights = turned(dictionary, 0.1);
        TheoremThree theorem = TheoremThree.of(weights, dictionary, CodeSet.signed(1, 0.8, 1.2), 0.01);
        double cosine = 1 - 0.1 * 0.1 / 2;
        double product = cosine * 0.05 + Math.sqrt((1 - cosine * cosine) * (1 - 0.05 * 0.05));
        double scale = 2 * 1.2 * 1.2 * product * product;
        double off = 0.8 / 2 - 0.01;
        double on = cosine * 0.8 - 0.8 / 2 - 0.01;
        double bound = 2 * Math.exp(-off * off / scale) + Math.exp(-on * on / scale);
        assertEquals(bound, theorem.failureBound(), 1e-12);
        double log = Math.log(2);
        double mu = Math.sqrt(2) * 0.05;
        Report report = theorem.randomSigns(Form.CORRECTED, 3, new Proportion(9, 10), 0.6);
        assertEquals(mu * log / Math.sqrt(2), report.findings().get("constantOfTheProduct"), 1e-15);
        assertEquals(bound, report.findings().get("failureBound"), 1e-12);
        assertEquals(0.9, report.bounds().get(0).measured());
        assertEquals(
                new Proportion(9, 10).confidence().low(), report.bounds().get(0).low());
        assertEquals(
                5,
                theorem.randomSigns(Form.AS_PRINTED, 3, new Proportion(9, 10), 0.6)
                        .conditions()
                        .size());
        List<Bound> conditions = report.conditions();
        double[] limits = {
            3 / log,
            3 / Math.sqrt(2),
            3 * Math.sqrt(2) / (log * log),
            3 * 2 / log,
            3 * Math.sqrt(2) / (mu * log),
            1 - 0.6
        };
        assertEquals(0.01 / log, conditions.get(2).measured(), 1e-15);
        for (int i = 0; i < limits.length; i++) {
            assertEquals(limits[i], conditions.get(i + 1).limit(), 1e-12 * limits[i]);
        }
    }

    /** What is printed beside the windows: delta, sigma and k, with hidden constants of 1; each alone can be false. */
    @Test
    void printedWindowsCarryThePrintedHypotheses() {
        for (WindowFormula printed : new WindowFormula[] {WindowFormula.PREPRINT, WindowFormula.PROCEEDINGS}) {
            Report report = twoAtoms(0.1).reluWindow(printed);
            assertTrue(report.statement().endsWith("hidden constants taken as 1"));
            assertEquals(
                    List.of("delta", "sigma, as nu / log n", "k"),
                    report.conditions().stream().map(Bound::quantity).skip(3).toList());
            INDArray dictionary = atomsWithProduct(0.0999);
            INDArray weights = turned(dictionary, 0.1);
            Report noisy = TheoremThree.of(weights, dictionary, CodeSet.nonNegative(1, 1, 1), 0.6)
                    .reluWindow(printed);
            assertEquals(Verdict.FAILS, noisy.conditions().get(4).verdict());
            assertEquals(Verdict.NOT_APPLICABLE, noisy.verdict());
        }
        assertEquals(
                3,
                twoAtoms(0.1).reluWindow(WindowFormula.INCOHERENT).conditions().size());
    }

    /** Weights in another order claim nothing as they stand; the report says how near they would be. */
    @Test
    void weightsInAnotherOrderGetAHint() {
        INDArray dictionary = Nd4j.eye(3).castTo(DataType.DOUBLE);
        INDArray moved = Samples.rearranged(dictionary, new int[] {1, 2, 0}, new int[] {1, 1, 1});
        TheoremThree theorem = TheoremThree.of(moved, dictionary, CodeSet.nonNegative(1, 1, 1), 0);
        for (Report report : List.of(theorem.fixedThreshold(), theorem.reluWindow(WindowFormula.GERSHGORIN))) {
            assertEquals(Verdict.NOT_APPLICABLE, report.verdict());
            assertEquals(0, report.findings().get("deltaIfAligned"));
            assertTrue(report.witness().orElseThrow().contains("Matching.align"), report::text);
        }
    }

    /** Hoeffding's bound, noise included, against the exact failure rate of all signs at the worst support. */
    @Property(tries = 30)
    void noSupportFailsMoreOftenThanTheBound(@ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int k) {
        RandomGenerator random = Samples.random(seed);
        INDArray dictionary = Samples.unitColumns(random, 60, 8);
        CodeSet codes = CodeSet.signed(k, 1, 1.2);
        TheoremThree theorem = TheoremThree.of(dictionary, dictionary, codes, 0.02);
        double[][] products = dictionary.transpose().mmul(dictionary).toDoubleMatrix();
        int failures = 0;
        int[] support = Samples.permutation(random, 8);
        for (int signs = 0; signs < 1 << k; signs++) {
            failures += fails(products, support, k, signs) ? 1 : 0;
        }
        assertTrue((double) failures / (1 << k) <= theorem.failureBound());
    }

    private static boolean fails(double[][] products, int[] support, int k, int signs) {
        for (int i = 0; i < support.length; i++) {
            double z = 0;
            for (int j = 0; j < k; j++) {
                z += products[support[i]][support[j]] * 1.2 * ((signs >> j & 1) == 0 ? 1 : -1);
            }
            double truth = i < k ? ((signs >> i & 1) == 0 ? 1 : -1) : 0;
            if (truth == 0 ? Math.abs(z) + 0.02 >= 0.5 : z * truth - 0.02 < 0.5) {
                return true;
            }
        }
        return false;
    }

    /**
     * Values that are normal or bounded, two atoms a code, by hand: V = 2 * .01^2 here, and what Hoeffding says of a2
     * alone.
     */
    @Test
    void subGaussianValuesTakeThePlaceOfTheGreatest() {
        INDArray dictionary = atomsWithProduct(0.01);
        TheoremThree theorem = TheoremThree.of(dictionary, dictionary, CodeSet.signed(1, 0.1, 1), 0.01);
        double tail = Math.exp(-0.04 * 0.04 / (2 * 1.5 * 1.5 * 0.01 * 0.01));
        double below = ValueLaw.normal(1.5).probabilityBelow(0.1);
        assertEquals(Math.min(1, 2 * tail + tail + below), theorem.failureBound(ValueLaw.normal(1.5)), 1e-14);
        assertEquals(theorem.failureBound(), theorem.failureBound(ValueLaw.symmetricUniform(0.1, 1)), 1e-15);
        Report report = theorem.randomSigns(30, ValueLaw.normal(0.5), new Proportion(99, 100), 0.8);
        assertEquals(0.5, report.findings().get("subGaussian"));
        assertEquals(
                ValueLaw.normal(0.5).probabilityBelow(0.1), report.findings().get("probabilityBelowA1"));
        assertEquals(
                theorem.failureBound(ValueLaw.normal(0.5)), report.findings().get("failureBound"));
        assertEquals(Verdict.HOLDS, report.verdict());
        assertEquals(
                Verdict.FAILS,
                theorem.randomSigns(30, ValueLaw.normal(0.5), new Proportion(500, 1000), 0.8)
                        .verdict());
        // One normal value of twelve or so is below a1, so that no more can be asked for.
        assertEquals(
                Verdict.NOT_APPLICABLE,
                theorem.randomSigns(30, ValueLaw.normal(0.5), new Proportion(99, 100), 0.99)
                        .verdict());
        assertThrows(UnstatedConstantException.class, () -> theorem.failureBound(ValueLaw.laplace(1)));
        assertThrows(IllegalArgumentException.class, () -> theorem.failureBound(ValueLaw.halfNormal(1)));
    }

    /**
     * Drawn codes in 40 settings, 2000 each: failures keep to the bound, whose lower limit of 4 standard errors a right
     * bound is below with probability 1 - 3e-5 in each; and in some of them the bound says something.
     */
    @Test
    void drawnSubGaussianCodesFailNoMoreOftenThanTheBound() {
        RandomGenerator random = Samples.random(40);
        int useful = 0;
        for (int setting = 0; setting < 40; setting++) {
            int m = 6 + random.nextInt(10);
            INDArray dictionary =
                    near(random, Dictionaries.orthonormal(40, m, DataType.DOUBLE, RandomStreams.of(setting)));
            INDArray weights = near(random, dictionary);
            int k = 1 + random.nextInt(3);
            double a1 = 0.05 + 0.4 * random.nextDouble();
            ValueLaw values =
                    setting % 4 == 3 ? ValueLaw.symmetricUniform(a1, 2) : ValueLaw.normal(0.3 + random.nextDouble());
            TheoremThree theorem = TheoremThree.of(weights, dictionary, CodeSet.signed(k, a1, a1), 0.001);
            double[][] products = weights.transpose().mmul(dictionary).toDoubleMatrix();
            CodeLaw law = CodeLaw.sparse(m, k, values);
            int failures = 0;
            for (int draw = 0; draw < 2000; draw++) {
                failures += isLost(products, law.draw(random), a1 / 2, 0.001) ? 1 : 0;
            }
            double bound = theorem.failureBound(values);
            Bound measured = new Proportion(failures, 2000).bound("failures", Relation.AT_MOST, bound);
            assertTrue(measured.low() <= bound, failures + " of 2000 and " + bound);
            useful += bound < 0.9 ? 1 : 0;
        }
        assertTrue(useful > 10, "settings in which something is proved: " + useful);
    }

    private static INDArray near(RandomGenerator random, INDArray atoms) {
        INDArray moved = atoms.add(
                Samples.gaussian(random, atoms.rows(), atoms.columns()).mul(0.01 * random.nextDouble()));
        return moved.divRowVector(moved.norm2(0));
    }

    /** Whether some unit is wrong, with the noise against each. */
    private static boolean isLost(double[][] products, SparseCode code, double lambda, double nu) {
        double[] x = new double[products.length];
        for (int t = 0; t < code.support().length; t++) {
            x[code.support()[t]] = code.values()[t];
        }
        for (int i = 0; i < x.length; i++) {
            double z = 0;
            for (int j = 0; j < x.length; j++) {
                z += products[i][j] * x[j];
            }
            if (x[i] == 0 ? Math.abs(z) + nu >= lambda : z * Math.signum(x[i]) - nu < lambda) {
                return true;
            }
        }
        return false;
    }

    @Test
    void refusesWhatItIsNotAbout() {
        INDArray dictionary = atomsWithProduct(0.1);
        TheoremThree theorem = twoAtoms(0.1);
        Proportion all = new Proportion(1, 1);
        assertThrows(IllegalArgumentException.class, theorem::failureBound);
        assertThrows(IllegalArgumentException.class, () -> theorem.randomSigns(Form.CORRECTED, 1, all, 0.9));
        assertThrows(
                IllegalArgumentException.class,
                () -> TheoremThree.of(dictionary, dictionary, CodeSet.nonNegative(2, 1, 1), 0));
        assertThrows(
                IllegalArgumentException.class,
                () -> TheoremThree.of(dictionary, dictionary, CodeSet.nonNegative(1, 1, 1), -1));
    }

    /** Columns that are not of length 1 break the identity, so the claim is not made for them. */
    @Test
    void claimOneIsAboutUnitColumns() {
        INDArray dictionary = atomsWithProduct(0.1);
        InnerProducts products = InnerProducts.of(dictionary.mul(1.5), dictionary, 1);
        assertEquals(Verdict.NOT_APPLICABLE, products.ownProducts().verdict());
        assertEquals(Verdict.NOT_APPLICABLE, products.otherProducts().verdict());
        assertEquals(Verdict.NOT_APPLICABLE, products.sumsOfSquares().verdict());
        Bound identity = products.ownProducts().bounds().get(0);
        assertTrue(identity.measured() > 0.1);
        assertEquals(0.5, products.normDeviation(), 1e-15);
        assertEquals(1e-12 + 3 * products.normDeviation(), identity.limit(), 1e-15);
        assertThrows(
                IllegalArgumentException.class,
                () -> InnerProducts.of(dictionary.castTo(DataType.FLOAT), dictionary, 1));
    }

    @Test
    void numbersOfClaimOne() {
        InnerProducts products = twoAtoms(0.1).products();
        assertEquals(Verdict.HOLDS, products.ownProducts().verdict());
        double cosine = 0.1 * (1 - 1e-6);
        double product = cosine * (1 - 0.005) + Math.sqrt(1 - 0.995 * 0.995) * Math.sqrt(1 - cosine * cosine);
        assertEquals(product, products.greatestProduct(), 1e-12);
        assertEquals(product * product, products.greatestSum(), 1e-12);
        assertEquals(cosine + 0.1 - product, products.otherProducts().findings().get("slack"), 1e-12);
        assertEquals(
                2 * cosine * cosine + 0.02 - product * product,
                products.sumsOfSquares().findings().get("slack"),
                1e-12);
        assertEquals(
                product * product / (cosine * cosine + 0.01),
                products.sumsOfSquares().findings().get("effectiveConstant"),
                1e-9);
        assertEquals("unit 0 and atom 1", products.otherProducts().witness().orElseThrow());
    }

    @Test
    void theProductNamedIsOfTwoDifferentIndices() {
        INDArray identity = Nd4j.eye(3).castTo(DataType.DOUBLE);
        InnerProducts products = InnerProducts.of(identity, identity, 1);
        assertEquals(0, products.greatestProduct());
        assertEquals("unit 0 and atom 1", products.otherProducts().witness().orElseThrow());
        assertEquals(
                "unit 0 and support [1]", products.sumsOfSquares().witness().orElseThrow());
        assertFalse(products.sumsOfSquares().findings().containsKey("effectiveConstant"));
    }

    /** On supports of one unit 511 others may fail, one more than on those of two. */
    @Test
    void smallerSupportsLeaveMoreUnitsToFail() {
        INDArray dictionary = Dictionaries.identityAndHadamard(256, DataType.DOUBLE);
        TheoremThree theorem =
                TheoremThree.of(dictionary, dictionary, CodeSet.signed(2, 1, 1).orSmaller(), 0);
        double tail = Math.exp(-0.25 / (2 * 2 / 256.0));
        assertEquals(2 * 511 * tail + 2 * tail, theorem.failureBound(), 1e-12);
    }

    @ParameterizedTest
    @EnumSource(WindowFormula.class)
    void aFormulaRefusesWhatIsNoDistance(WindowFormula formula) {
        CodeSet codes = CodeSet.nonNegative(2, 1, 1);
        for (double wrong : new double[] {-1e-9, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThrows(IllegalArgumentException.class, () -> formula.window(wrong, 0, codes, 0));
            assertThrows(IllegalArgumentException.class, () -> formula.window(0, wrong, codes, 0));
            assertThrows(IllegalArgumentException.class, () -> formula.window(0, 0, codes, wrong));
        }
        assertEquals(-1, formula.window(0, 0, codes, 0).low());
        assertEquals(0, formula.window(0, 0, codes, 0).high(), 0);
    }

    /** At a noise of a1 / 2 nothing is certain, although orthonormal atoms do not disturb each other. */
    @Test
    void noiseOfHalfTheLeastValueLeavesNoCertainty() {
        INDArray identity = Nd4j.eye(3).castTo(DataType.DOUBLE);
        CodeSet codes = CodeSet.signed(1, 1, 1);
        assertEquals(1, TheoremThree.of(identity, identity, codes, 0.5).failureBound());
        assertEquals(0, TheoremThree.of(identity, identity, codes, 0.49).failureBound());
    }

    /** Claim 1.3 by hand at k = 2: both products of unit 0 with the others are .5 and the atoms are orthonormal. */
    @Test
    void theBoundOfClaimOnePointThreeCountsTheSupport() {
        double[][] rows = {{Math.sqrt(0.5), 0, 0}, {0.5, 1, 0}, {0.5, 0, 1}};
        InnerProducts products =
                InnerProducts.of(Nd4j.createFromArray(rows), Nd4j.eye(3).castTo(DataType.DOUBLE), 2);
        double square = 2 - 2 * Math.sqrt(0.5);
        assertEquals(0.5, products.greatestSum(), 1e-12);
        assertEquals(2 * square - 0.5, products.sumsOfSquares().findings().get("slack"), 1e-12);
        assertEquals(0.5 / square, products.sumsOfSquares().findings().get("effectiveConstant"), 1e-12);
        assertEquals(1, products.sumsOfSquares().findings().get("normOfTheAtoms"), 1e-12);
        InnerProducts alike = InnerProducts.of(equiangular(4, 0.25), equiangular(4, 0.25), 2);
        assertEquals(
                2 * 2 * 0.0625 - 2 * 0.0625, alike.sumsOfSquares().findings().get("slack"), 1e-12);
        assertEquals(1, alike.sumsOfSquares().findings().get("effectiveConstant"), 1e-12);
    }

    @Test
    void aFarColumnMakesTheOwnProductNegative() {
        double far = -(1 - 1.5 * 1.5 / 2) * 2;
        assertEquals(
                far,
                WindowFormula.INCOHERENT
                        .window(1.5, 0, CodeSet.nonNegative(1, 1, 2), 0)
                        .low(),
                1e-15);
        assertEquals(Reference.asPrinted("NWH19", "Theorem 3 (ii), preprint"), WindowFormula.PREPRINT.reference());
        assertEquals(
                Reference.asPrinted("NWH19", "Theorem 3 (ii), proceedings"), WindowFormula.PROCEEDINGS.reference());
        assertEquals(Reference.corrected("NWH19", "Theorem 3 (ii)"), WindowFormula.GERSHGORIN.reference());
        assertEquals(Reference.corrected("NWH19", "Theorem 3 (ii)"), WindowFormula.INCOHERENT.reference());
    }
}
