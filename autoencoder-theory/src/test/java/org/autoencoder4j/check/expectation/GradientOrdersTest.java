package org.autoencoder4j.check.expectation;

import static org.autoencoder4j.check.expectation.PopulationFixtures.autoencoder;
import static org.autoencoder4j.check.expectation.PopulationFixtures.normal;
import static org.autoencoder4j.check.expectation.PopulationFixtures.unitColumns;
import static org.autoencoder4j.testsupport.ArrayAssert.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.law.CodeLaw;
import org.autoencoder4j.model.law.SparseCode;
import org.autoencoder4j.model.law.ValueLaw;
import org.autoencoder4j.report.Reference.Form;
import org.autoencoder4j.report.Verdict;
import org.autoencoder4j.testsupport.Golden;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class GradientOrdersTest {
    private static final ValueLaw GOLDEN_VALUES = ValueLaw.nonNegativeUniform(0.6, 1.5);
    private static final ValueLaw VALUES = ValueLaw.nonNegativeUniform(0.8, 1.2);

    /** Random atoms, n = m, k = 3, W = A but for a turn of each column by .1. */
    private static GradientOrders orders(int m, double bias) {
        INDArray atoms = unitColumns(normal(7, "dictionary", m, m));
        INDArray weights =
                unitColumns(atoms.add(unitColumns(normal(8, "turn", m, m)).mul(0.1)));
        GenerativeModel model = new GenerativeModel(atoms, CodeLaw.sparse(m, 3, VALUES), 0.1);
        return GradientOrders.of(model, autoencoder(weights, Nd4j.valueArrayOf(new long[] {m}, bias, DataType.DOUBLE)));
    }

    private static double restConstant(GradientOrders orders, Form form) {
        double greatest = 0;
        for (int i = 0; i < orders.units(); i++) {
            greatest = Math.max(greatest, orders.restConstant(i, form));
        }
        return greatest;
    }

    private static double mainConstant(GradientOrders orders) {
        double greatest = 0;
        for (int i = 0; i < orders.units(); i++) {
            greatest = Math.max(greatest, orders.mainConstant(i));
        }
        return greatest;
    }

    /** The constants of the corrected orders stay as n grows 16 times; print's grows as sqrt(m) with a bias. */
    @Test
    void theOrdersHoldAsTheDimensionGrows() {
        for (double bias : new double[] {0, -1}) {
            GradientOrders small = orders(16, bias);
            GradientOrders large = orders(256, bias);
            assertTrue(restConstant(large, Form.CORRECTED) < 1.5 * restConstant(small, Form.CORRECTED));
            assertTrue(
                    mainConstant(large) < 1.5 * mainConstant(small), mainConstant(small) + " " + mainConstant(large));
            double growth = restConstant(large, Form.AS_PRINTED) / restConstant(small, Form.AS_PRINTED);
            assertTrue(bias == 0 ? growth < 1.5 : growth > 2, "growth " + growth);
        }
        GradientOrders large = orders(256, -1);
        double constant = 1.1 * restConstant(large, Form.CORRECTED);
        assertEquals(Verdict.HOLDS, large.claimThree(Form.CORRECTED, constant).verdict());
        assertEquals(
                Verdict.FAILS, large.claimThree(Form.CORRECTED, constant / 2).verdict());
        assertEquals(Verdict.FAILS, large.claimThree(Form.AS_PRINTED, constant).verdict());
        double main = mainConstant(large);
        assertEquals(Verdict.HOLDS, large.claimFour(1.1 * main).verdict());
        assertEquals(Verdict.FAILS, large.claimFour(0.9 * main).verdict());
    }

    /** The same parts from the gradient itself: alpha W - beta A + e, with alpha and beta of the golden files. */
    @Test
    void partsAreThoseOfTheGoldenFiles() {
        Golden golden = Golden.read("p1_expected_nonneg_unit_0");
        INDArray w = golden.matrix("inputs/W");
        INDArray a = golden.matrix("inputs/A");
        double b = golden.doubles("inputs/b")[0];
        int k = (int) golden.number("inputs/k");
        GenerativeModel model = new GenerativeModel(a, CodeLaw.sparse(w.columns(), k, GOLDEN_VALUES), 0);
        INDArray bias = Nd4j.valueArrayOf(new long[] {w.columns()}, b, DataType.DOUBLE);
        GradientOrders orders = GradientOrders.of(model, autoencoder(w, bias));
        INDArray g = ExpectedGradient.of(model).at(autoencoder(w, bias), 0).weights();
        double[] alpha = golden.doubles("outputs/alpha_uniform_bias");
        double[] beta = golden.doubles("outputs/beta_uniform_bias");
        CodeLaw law = model.codeLaw();
        for (int i = 0; i < w.columns(); i++) {
            double p = law.inclusion(i);
            double lambda = w.getColumn(i).mul(a.getColumn(i)).sumNumber().doubleValue();
            double leading = p * (law.kappa2() * lambda * lambda + 2 * law.kappa1() * b * lambda + b * b);
            double main = Math.max(Math.abs(alpha[i] - leading), Math.abs(beta[i] - law.kappa2() * p * lambda));
            assertClose(main, orders.main(i), golden.tolerance());
            INDArray rest = g.getColumn(i)
                    .sub(w.getColumn(i).mul(alpha[i]))
                    .add(a.getColumn(i).mul(beta[i]));
            assertClose(rest.norm2Number().doubleValue(), orders.rest(i), golden.tolerance());
            double order = (Math.max(law.kappa1() * law.kappa1(), law.kappa2()) / w.columns()
                            + (law.kappa1() + Math.abs(b)) * Math.abs(b) / Math.sqrt(w.columns()))
                    * p
                    * k;
            assertClose(orders.rest(i) / order, orders.restConstant(i, Form.CORRECTED), 1e-12);
        }
    }

    /** Two of the units 1, 2 and 3, never unit 0. */
    private record NeverTheFirst() implements CodeLaw {
        @Override
        public int units() {
            return 4;
        }

        @Override
        public SparseCode draw(RandomGenerator random) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int sparsity() {
            return 2;
        }

        @Override
        public ValueLaw values() {
            return VALUES;
        }

        @Override
        public double inclusion(int... indices) {
            int[] distinct = Arrays.stream(indices).distinct().toArray();
            return Arrays.stream(distinct).anyMatch(i -> i == 0)
                    ? 0
                    : new double[] {1, 2.0 / 3, 1.0 / 3, 0}[distinct.length];
        }
    }

    /** A unit that is never in the support has no gradient and no constant: the others are judged all the same. */
    @Test
    void aUnitThatIsNeverOnIsLeftOut() {
        INDArray atoms = unitColumns(normal(7, "dictionary", 8, 4));
        INDArray weights = unitColumns(atoms.add(normal(8, "turn", 8, 4).mul(0.1)));
        GenerativeModel model = new GenerativeModel(atoms, new NeverTheFirst(), 0);
        GradientOrders orders = GradientOrders.of(model, autoencoder(weights, Nd4j.zeros(DataType.DOUBLE, 4)));
        assertEquals(0, orders.rest(0));
        assertTrue(Double.isNaN(orders.restConstant(0, Form.CORRECTED)) && Double.isNaN(orders.mainConstant(0)));
        double rest = 0;
        double main = 0;
        for (int i = 1; i < 4; i++) {
            rest = Math.max(rest, orders.restConstant(i, Form.CORRECTED));
            main = Math.max(main, orders.mainConstant(i));
        }
        assertEquals(
                Verdict.HOLDS, orders.claimThree(Form.CORRECTED, 1.1 * rest).verdict());
        assertEquals(
                Verdict.FAILS, orders.claimThree(Form.CORRECTED, 0.9 * rest).verdict());
        assertEquals(Verdict.HOLDS, orders.claimFour(1.1 * main).verdict());
        assertEquals(Verdict.FAILS, orders.claimFour(0.9 * main).verdict());
    }

    /** Atoms that all nearly agree are of no bounded norm, and no claim is made of columns of other lengths. */
    @Test
    void theOrdersNeedAnIncoherentDictionary() {
        int m = 64;
        INDArray atoms = unitColumns(normal(7, "dictionary", m, m)
                .mul(0.1)
                .addColumnVector(Nd4j.ones(DataType.DOUBLE, m, 1).div(8)));
        GenerativeModel model = new GenerativeModel(atoms, CodeLaw.sparse(m, 3, VALUES), 0);
        INDArray none = Nd4j.zeros(DataType.DOUBLE, m);
        GradientOrders coherent = GradientOrders.of(model, autoencoder(atoms, none));
        assertEquals(Verdict.FAILS, coherent.claimThree(Form.CORRECTED, 20).verdict());
        assertEquals(Verdict.FAILS, coherent.claimFour(5).verdict());
        assertEquals(Verdict.HOLDS, orders(64, 0).claimThree(Form.CORRECTED, 20).verdict());
        assertEquals(Verdict.HOLDS, orders(64, 0).claimFour(5).verdict());
        GradientOrders twice = GradientOrders.of(model, autoencoder(atoms.mul(2), none));
        assertEquals(
                Verdict.NOT_APPLICABLE, twice.claimThree(Form.CORRECTED, 1e9).verdict());
        assertEquals(Verdict.NOT_APPLICABLE, twice.claimFour(1e9).verdict());
        assertThrows(IllegalArgumentException.class, () -> coherent.claimFour(-1));
        assertThrows(IllegalArgumentException.class, () -> coherent.claimThree(Form.CORRECTED, Double.NaN));
        GenerativeModel signed = new GenerativeModel(atoms, CodeLaw.sparse(m, 3, ValueLaw.rademacher()), 0);
        assertThrows(IllegalArgumentException.class, () -> GradientOrders.of(signed, autoencoder(atoms, none)));
    }
}
