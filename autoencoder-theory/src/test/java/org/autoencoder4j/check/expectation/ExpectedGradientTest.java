package org.autoencoder4j.check.expectation;

import static org.autoencoder4j.check.expectation.PopulationFixtures.autoencoder;
import static org.autoencoder4j.check.expectation.PopulationFixtures.model;
import static org.autoencoder4j.check.expectation.PopulationFixtures.relativeDifference;
import static org.autoencoder4j.testsupport.ArrayAssert.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.autoencoder4j.gradient.TiedGradient;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.GradientEstimate;
import org.autoencoder4j.model.law.CodeLaw;
import org.autoencoder4j.model.law.SparseCode;
import org.autoencoder4j.model.law.SparseCodes;
import org.autoencoder4j.model.law.ValueLaw;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.testsupport.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ExpectedGradientTest {
    /** Mean 1.05 and second moment 1.17, those of the golden files. */
    private static final ValueLaw GOLDEN_VALUES = ValueLaw.nonNegativeUniform(0.6, 1.5);

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void mixture(int file) {
        Golden golden = Golden.read("p1_expected_mog_" + file);
        ExpectedGradient expected = ExpectedGradient.of(mixtureOf(golden));
        TiedGradient unit = expected.at(autoencoder(golden.matrix("inputs/W_unit"), golden.vector("inputs/b")), 0);
        TiedGradient any = expected.at(autoencoder(golden.matrix("inputs/W_any"), golden.vector("inputs/b")), 0);
        assertClose(golden.matrix("outputs/g_unit"), unit.weights(), golden.tolerance());
        assertClose(golden.matrix("outputs/g_any"), any.weights(), golden.tolerance());
        assertClose(golden.vector("outputs/bias_grad_unit"), unit.bias(), golden.tolerance());
    }

    /** Print has -p_i b_i, so that descent on it would make a negative bias grow; the sign is the other one. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void theMixturesBiasGradientHasTheOtherSignThanPrinted(int file) {
        Golden golden = Golden.read("p1_expected_mog_" + file);
        INDArray b = golden.vector("inputs/b");
        INDArray bias = ExpectedGradient.of(mixtureOf(golden))
                .at(autoencoder(golden.matrix("inputs/W_unit"), b), 0)
                .bias();
        INDArray printed = golden.vector("inputs/p").mul(b).neg();
        assertClose(printed.neg(), bias, golden.tolerance());
        assertTrue(relativeDifference(bias, printed) > 1.99);
    }

    /** The paper's (9), which is for unit columns, is far off for others: the norms q_i belong into the formula. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void theMixturesGradientForUnitColumnsIsWrongForOthers(int file) {
        Golden golden = Golden.read("p1_expected_mog_" + file);
        INDArray a = golden.matrix("inputs/A");
        INDArray w = golden.matrix("inputs/W_any");
        INDArray p = golden.vector("inputs/p");
        INDArray lambda = a.mul(w).sum(0);
        INDArray square = lambda.add(golden.vector("inputs/b"));
        square = square.mul(square);
        INDArray printed = w.mulRowVector(square.mul(p)).sub(a.mulRowVector(lambda.mul(p)));
        assertTrue(relativeDifference(golden.matrix("outputs/g_any"), printed) > 0.2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"unit_0", "unit_1", "any_0", "any_1"})
    void sparseCodes(String file) {
        Golden golden = Golden.read("p1_expected_ksparse_" + file);
        INDArray without = sparse(golden, 0);
        assertClose(golden.matrix("outputs/g_sigma0"), without, golden.tolerance());
        assertClose(
                golden.matrix("outputs/g_sigma"), sparse(golden, golden.number("inputs/sigma")), golden.tolerance());
        assertInclusion(golden);
    }

    /** (15) drops the terms E[x_j x_l] with l = j other than i; they are as large as what it keeps. */
    @ParameterizedTest
    @ValueSource(strings = {"unit_0", "unit_1", "any_0", "any_1"})
    void theSparseGradientAsPrintedIsWrong(String file) {
        Golden golden = Golden.read("p1_expected_ksparse_" + file);
        INDArray printed = golden.matrix("outputs/paper_eq15_printed_sigma0");
        assertTrue(relativeDifference(sparse(golden, 0), printed) > 0.4);
    }

    /** Print says that noise leaves the expected gradient alone. So it is for unit columns if k = 1, and not beyond. */
    @ParameterizedTest
    @ValueSource(strings = {"unit_0", "unit_1"})
    void noiseMattersBeyondTheMixture(String file) {
        Golden golden = Golden.read("p1_expected_ksparse_" + file);
        assertTrue(relativeDifference(sparse(golden, 0), sparse(golden, 0.3)) > 0.01);

        Golden mixture = Golden.read("p1_expected_mog_0");
        GenerativeModel model = mixtureOf(mixture);
        GenerativeModel silent = new GenerativeModel(model.dictionary(), model.codeLaw(), 0);
        TiedAutoencoder unit = autoencoder(mixture.matrix("inputs/W_unit"), mixture.vector("inputs/b"));
        assertClose(
                ExpectedGradient.of(silent).at(unit, 0).weights(),
                ExpectedGradient.of(model).at(unit, 0).weights(),
                1e-15);
    }

    @ParameterizedTest
    @ValueSource(strings = {"unit_0", "unit_1", "any_0", "any_1"})
    void nonNegativeCodes(String file) {
        Golden golden = Golden.read("p1_expected_nonneg_" + file);
        assertEquals(golden.number("inputs/kappa1"), GOLDEN_VALUES.kappa1(), 1e-15);
        assertEquals(golden.number("inputs/kappa2"), GOLDEN_VALUES.kappa2(), 1e-15);
        INDArray w = golden.matrix("inputs/W");
        INDArray b = golden.vector("inputs/b");
        ExpectedGradient noisy = ExpectedGradient.of(nonNegative(golden, golden.number("inputs/sigma")));
        ExpectedGradient silent = ExpectedGradient.of(nonNegative(golden, 0));
        assertClose(golden.matrix("outputs/g"), noisy.at(autoencoder(w, b), 0).weights(), golden.tolerance());
        assertClose(
                golden.matrix("outputs/g_b0_sigma0"),
                silent.at(autoencoder(w, b.mul(0)), 0).weights(),
                golden.tolerance());
        assertInclusion(golden);
    }

    /** The coefficients of W_i and A_i for unit columns and one bias: alpha_i is right in print, beta_i lacks a term. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void coefficientsOfTheNonNegativeGradient(int file) {
        Golden golden = Golden.read("p1_expected_nonneg_unit_" + file);
        GenerativeModel model = nonNegative(golden, 0);
        INDArray b = Nd4j.valueArrayOf(new long[] {model.units()}, golden.doubles("inputs/b")[0], DataType.DOUBLE);
        Coefficients coefficients =
                uniform(new Products(model, autoencoder(golden.matrix("inputs/W"), b)), (SparseCodes) model.codeLaw());
        double[] alpha = golden.doubles("outputs/alpha_uniform_bias");
        double[] beta = golden.doubles("outputs/beta_uniform_bias");
        double[] printedBeta = golden.doubles("outputs/beta_uniform_bias_as_printed");
        double printedError = 0;
        for (int i = 0; i < model.units(); i++) {
            assertClose(alpha[i], -coefficients.weights[i][i], golden.tolerance());
            assertClose(beta[i], coefficients.atoms[i][i], golden.tolerance());
            printedError = Math.max(printedError, Math.abs(printedBeta[i] - coefficients.atoms[i][i]));
        }
        // The term that print lacks is one of three different units: there is none if k = 2.
        assertEquals(model.codeLaw().sparsity() > 2, printedError > 0.1);
    }

    /**
     * (16) prints its bias term with p_i twice. With it once, what is left over is of the order p_i k / sqrt(m), as
     * Claim 3 wants; as printed the term is nearly lost and what is left over is larger.
     */
    @Test
    void theLeadingTermOfTheNonNegativeGradientHasPOnce() {
        int n = 48;
        int m = 64;
        int k = 3;
        double b = -0.5;
        INDArray a = PopulationFixtures.unitColumns(PopulationFixtures.normal(5, "dictionary", n, m));
        CodeLaw law = CodeLaw.sparse(m, k, ValueLaw.nonNegativeUniform(0.8, 1.2));
        INDArray g = ExpectedGradient.of(new GenerativeModel(a, law, 0))
                .at(autoencoder(a, Nd4j.valueArrayOf(new long[] {m}, b, DataType.DOUBLE)), 0)
                .weights();
        double p = law.inclusion(0);
        // W = A, so that lambda_i = 1 and both vectors of (16) are A_i.
        double corrected = p * (2 * law.kappa1() * b + b * b);
        double printed = p * (2 * law.kappa1() * p * b + b * b);
        double scale = p * k / Math.sqrt(m);
        double remainder = greatestColumn(g.sub(a.mul(corrected)));
        assertTrue(remainder < 1.5 * scale, () -> remainder + " against " + scale);
        double printedRemainder = greatestColumn(g.sub(a.mul(printed)));
        assertTrue(printedRemainder > 2 * scale, () -> printedRemainder + " against " + scale);
    }

    /**
     * Claim 3 bounds what is left beside W_i and A_i by the order p_i k / m. Without a bias that is so; with one there are
     * terms of the order kappa1 |b| p_i k / sqrt(m), which grow against that bound as the dimension grows.
     */
    @Test
    void whatIsLeftOfTheNonNegativeGradientGrowsWithTheBias() {
        assertTrue(leftOver(256, 0) < 1.5 * leftOver(16, 0));
        assertTrue(leftOver(256, -1) > 2.5 * leftOver(16, -1));
    }

    /** The greatest norm over i of what is left at W = A, in units of p_i k / m, for n = m and k = 3. */
    private static double leftOver(int m, double bias) {
        int k = 3;
        INDArray a = PopulationFixtures.unitColumns(PopulationFixtures.normal(7, "dictionary", m, m));
        SparseCodes law = CodeLaw.sparse(m, k, ValueLaw.nonNegativeUniform(0.8, 1.2));
        GenerativeModel model = new GenerativeModel(a, law, 0);
        TiedAutoencoder autoencoder = autoencoder(a, Nd4j.valueArrayOf(new long[] {m}, bias, DataType.DOUBLE));
        Coefficients rest = uniform(new Products(model, autoencoder), law);
        for (int i = 0; i < m; i++) {
            rest.atoms[i][i] = 0;
            rest.weights[i][i] = 0;
        }
        return greatestColumn(rest.gradient(model, autoencoder).weights()) / (law.inclusion(0) * k / m);
    }

    @Test
    void aFloatModelGivesTheRoundedGradient() {
        GenerativeModel model = model(3, 6, CodeLaw.sparse(5, 2, GOLDEN_VALUES), 0.2);
        TiedAutoencoder autoencoder = autoencoder(3, model);
        GenerativeModel floatModel =
                new GenerativeModel(model.dictionary().castTo(DataType.FLOAT), model.codeLaw(), 0.2);
        TiedAutoencoder floats = autoencoder(
                autoencoder.weights().castTo(DataType.FLOAT), autoencoder.bias().castTo(DataType.FLOAT));
        TiedGradient expected = ExpectedGradient.of(model).at(autoencoder, 0);
        TiedGradient rounded = ExpectedGradient.of(floatModel).at(floats, 0);
        assertEquals(DataType.FLOAT, rounded.weights().dataType());
        assertEquals(DataType.FLOAT, rounded.bias().dataType());
        assertEquals(DataType.FLOAT, rounded.activity().dataType());
        assertClose(expected.weights(), rounded.weights().castTo(DataType.DOUBLE), 1e-6);
        assertClose(expected.bias(), rounded.bias().castTo(DataType.DOUBLE), 1e-6);
        assertClose(expected.loss(), rounded.loss(), 1e-6);
        assertThrows(
                IllegalArgumentException.class, () -> ExpectedGradient.of(model).at(floats, 0));
    }

    /** Units that are surely in the support are uniform supports of all units: their closed form is another computation. */
    @Test
    void certainUnitsAreUniformSupportsOfAll() {
        double[] certain = {1, 1, 1, 1, 1};
        GenerativeModel bernoulli = model(3, 6, CodeLaw.bernoulli(certain, GOLDEN_VALUES), 0.2);
        GenerativeModel uniform = model(3, 6, CodeLaw.sparse(5, 5, GOLDEN_VALUES), 0.2);
        TiedAutoencoder autoencoder = autoencoder(3, uniform);
        TiedGradient expected = ExpectedGradient.of(uniform).at(autoencoder, 0);
        TiedGradient sum = ExpectedGradient.of(bernoulli).at(autoencoder, 0);
        assertClose(expected.weights(), sum.weights(), 1e-12);
        assertClose(expected.bias(), sum.bias(), 1e-12);
        assertClose(expected.loss(), sum.loss(), 1e-12);
    }

    @Test
    void refusesWhatDoesNotFit() {
        GenerativeModel model = model(3, 6, CodeLaw.sparse(5, 2, GOLDEN_VALUES), 0.2);
        TiedAutoencoder other = autoencoder(3, model(3, 6, CodeLaw.oneHotUniform(4), 0.2));
        assertThrows(
                IllegalArgumentException.class, () -> ExpectedGradient.of(model).at(other, 0));
        GenerativeModel large = model(3, 6, CodeLaw.sparse(200, 20, GOLDEN_VALUES), 0.2);
        assertThrows(IllegalArgumentException.class, () -> ExpectedGradient.byEnumeration(large));
        double[] half = new double[23];
        Arrays.fill(half, 0.5);
        GenerativeModel wide = model(3, 6, CodeLaw.bernoulli(half, GOLDEN_VALUES), 0.2);
        String message =
                String.valueOf(assertThrows(IllegalArgumentException.class, () -> ExpectedGradient.byEnumeration(wide))
                        .getMessage());
        assertTrue(message.contains("BernoulliCodes") && message.contains("SampledSupportGradient"), message);
        GenerativeModel wider = model(3, 6, CodeLaw.sparse(101, 2, GOLDEN_VALUES), 0.2);
        assertThrows(IllegalArgumentException.class, () -> ExpectedGradient.byInclusion(wider));
        ExpectedGradient.byInclusion(model(3, 6, CodeLaw.sparse(101, 2, ValueLaw.rademacher()), 0.2));
        GenerativeModel signed = model(3, 6, CodeLaw.sparse(501, 2, ValueLaw.rademacher()), 0.2);
        assertThrows(IllegalArgumentException.class, () -> ExpectedGradient.byInclusion(signed));
    }

    /**
     * 60 independent units have 1e18 supports: the closed form against 20000 drawn ones, 4.6 standard errors for 425
     * numbers.
     */
    @Test
    void manyIndependentUnitsNeedNoEnumeration() {
        double[] p = new double[60];
        Arrays.setAll(p, i -> 0.01 + 0.1 * (i % 7) / 7);
        GenerativeModel model = model(5, 6, CodeLaw.bernoulli(p, GOLDEN_VALUES), 0.2);
        TiedAutoencoder autoencoder = autoencoder(5, model);
        TiedGradient closed = ExpectedGradient.of(model).at(autoencoder, 0);
        GradientEstimate drawn =
                SampledSupportGradient.of(model, RandomStreams.of(5), 20_000).estimate(autoencoder, 0);
        double z = PopulationFixtures.greatestZ(closed, drawn);
        assertTrue(z < 5.2, z + " standard errors");
    }

    /** Uniform supports of k of m units, of which a law of one's own states p of so many units together, or that of a support. */
    private record PartlyStated(SparseCodes law, int together, boolean size) implements CodeLaw {
        @Override
        public int units() {
            return law.units();
        }

        @Override
        public SparseCode draw(RandomGenerator random) {
            return law.draw(random);
        }

        @Override
        public int sparsity() {
            return size ? law.sparsity() : CodeLaw.super.sparsity();
        }

        @Override
        public ValueLaw values() {
            return law.values();
        }

        @Override
        public double inclusion(int... indices) {
            return Arrays.stream(indices).distinct().count() > together
                    ? CodeLaw.super.inclusion(indices)
                    : law.inclusion(indices);
        }

        @Override
        public double supportProbability(int... indices) {
            return law.supportProbability(indices);
        }
    }

    private static void assertAsUniform(CodeLaw own, SparseCodes law) {
        GenerativeModel uniform = model(3, 6, law, 0.2);
        GenerativeModel partly = new GenerativeModel(uniform.dictionary(), own, 0.2);
        TiedAutoencoder autoencoder = autoencoder(3, uniform);
        assertClose(
                ExpectedGradient.of(uniform).at(autoencoder, 0).weights(),
                ExpectedGradient.of(partly).at(autoencoder, 0).weights(),
                1e-11);
    }

    /** 11175 supports of 150 units are a sum, though they are too many units for a sum over four indices. */
    @Test
    void fewSupportsOfManyUnitsAreEnumerated() {
        SparseCodes law = CodeLaw.sparse(150, 2, GOLDEN_VALUES);
        assertAsUniform(new PartlyStated(law, 4, true), law);
        SparseCodes signed = CodeLaw.sparse(60, 2, ValueLaw.rademacher());
        assertAsUniform(new PartlyStated(signed, 4, true), signed);
    }

    /** What states p of too few units together is enumerated; with mean 0 three are enough, and no size is needed. */
    @Test
    void whatIsAskedOfALawIsWhatItStates() {
        SparseCodes law = CodeLaw.sparse(7, 3, GOLDEN_VALUES);
        SparseCodes signed = CodeLaw.sparse(7, 3, ValueLaw.rademacher());
        for (int together = 1; together <= 4; together++) {
            for (boolean size : new boolean[] {true, false}) {
                assertAsUniform(new PartlyStated(law, together, size), law);
                assertAsUniform(new PartlyStated(signed, together, size), signed);
            }
        }
        // 12870 supports of 8 units are 6.6e6 operations: the 65536 of a sum over four indices are fewer.
        SparseCodes many = CodeLaw.sparse(16, 8, GOLDEN_VALUES);
        AtomicInteger asked = new AtomicInteger();
        CodeLaw counting = new CountingLaw(many, asked);
        assertAsUniform(counting, many);
        assertTrue(asked.get() < 10, asked + " probabilities of supports");
    }

    /** Counts the supports whose probability is asked for. */
    private record CountingLaw(SparseCodes law, AtomicInteger asked) implements CodeLaw {
        @Override
        public int units() {
            return law.units();
        }

        @Override
        public SparseCode draw(RandomGenerator random) {
            return law.draw(random);
        }

        @Override
        public int sparsity() {
            return law.sparsity();
        }

        @Override
        public ValueLaw values() {
            return law.values();
        }

        @Override
        public double inclusion(int... indices) {
            return law.inclusion(indices);
        }

        @Override
        public double supportProbability(int... indices) {
            asked.incrementAndGet();
            return law.supportProbability(indices);
        }
    }

    private static Coefficients uniform(Products products, SparseCodes law) {
        return ClosedForm.expectation(products, new UniformSums(products, law));
    }

    private static GenerativeModel mixtureOf(Golden golden) {
        return new GenerativeModel(
                golden.matrix("inputs/A"), CodeLaw.oneHot(golden.doubles("inputs/p")), golden.number("inputs/sigma"));
    }

    private static INDArray sparse(Golden golden, double sigma) {
        INDArray w = golden.matrix("inputs/W");
        CodeLaw law = CodeLaw.sparse(w.columns(), (int) golden.number("inputs/k"), ValueLaw.rademacher());
        return ExpectedGradient.of(new GenerativeModel(golden.matrix("inputs/A"), law, sigma))
                .at(autoencoder(w, Nd4j.zeros(DataType.DOUBLE, w.columns())), 0)
                .weights();
    }

    private static GenerativeModel nonNegative(Golden golden, double sigma) {
        INDArray a = golden.matrix("inputs/A");
        return new GenerativeModel(
                a, CodeLaw.sparse(a.columns(), (int) golden.number("inputs/k"), GOLDEN_VALUES), sigma);
    }

    private static void assertInclusion(Golden golden) {
        double[] p = golden.doubles("inputs/p");
        int units = golden.matrix("inputs/A").columns();
        SparseCodes law = CodeLaw.sparse(units, (int) golden.number("inputs/k"), GOLDEN_VALUES);
        for (int count = 1; count <= p.length; count++) {
            assertClose(p[count - 1], law.inclusionOfDistinct(count), golden.tolerance());
        }
    }

    private static double greatestColumn(INDArray matrix) {
        return matrix.norm2(0).maxNumber().doubleValue();
    }
}
