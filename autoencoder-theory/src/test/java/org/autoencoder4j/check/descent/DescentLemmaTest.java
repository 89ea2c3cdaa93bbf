package org.autoencoder4j.check.descent;

import static org.autoencoder4j.check.expectation.PopulationFixtures.autoencoder;
import static org.autoencoder4j.testsupport.ArrayAssert.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.autoencoder4j.check.Samples;
import org.autoencoder4j.check.expectation.ExpectedGradient;
import org.autoencoder4j.check.expectation.PopulationFixtures;
import org.autoencoder4j.gradient.TiedGradient;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.law.CodeLaw;
import org.autoencoder4j.model.law.ValueLaw;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Reference;
import org.autoencoder4j.report.Report;
import org.autoencoder4j.report.Verdict;
import org.autoencoder4j.testsupport.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

public class DescentLemmaTest {
    private static final ValueLaw VALUES = ValueLaw.nonNegativeUniform(0.8, 1.2);

    @ParameterizedTest
    @CsvSource({"p1_lemma1_0, DOUBLE", "p1_lemma1_1, DOUBLE", "p1_lemma1_0, FLOAT", "p1_lemma1_1, FLOAT"})
    void goldenLemma1(String name, DataType type) {
        Golden golden = Golden.read(name);
        double tolerance = type == DataType.DOUBLE ? golden.tolerance() : 1e-6;
        GenerativeModel model = mixture(golden, type);
        DescentLemma lemma = DescentLemma.of(
                model,
                autoencoder(
                        golden.matrix("inputs/W").castTo(type),
                        golden.vector("inputs/b").castTo(type)));
        double delta = golden.number("outputs/delta");
        assertClose(delta, lemma.delta(), tolerance);
        for (int i = 0; i < lemma.units(); i++) {
            assertClose(golden.doubles("outputs/lam")[i], lemma.lambda(i), tolerance);
            assertClose(golden.doubles("outputs/D")[i], lemma.error(i), tolerance);
            assertClose(golden.doubles("outputs/lhs")[i], lemma.product(i), tolerance);
            assertClose(golden.doubles("outputs/rhs_rigorous")[i], lemma.lowerBound(i), tolerance);
            assertEquals(0, lemma.remainderNorm(i), 1e-6);
            assertEquals(Verdict.HOLDS, lemma.report(i).verdict());
        }
        assertEquals(Verdict.HOLDS, lemma.report().verdict());
        assertClose(
                golden.number("outputs/zeta_max"), DescentCertificate.of(lemma).admissibleStep(), tolerance);
    }

    /** Print leaves out 1 / lambda, and so claims more than the proof gives. */
    @ParameterizedTest
    @ValueSource(strings = {"p1_lemma1_0", "p1_lemma1_1"})
    void theBoundIsBelowThePrintedOne(String name) {
        Golden golden = Golden.read(name);
        DescentLemma lemma = DescentLemma.of(
                mixture(golden, DataType.DOUBLE), autoencoder(golden.matrix("inputs/W"), golden.vector("inputs/b")));
        for (int i = 0; i < lemma.units(); i++) {
            assertTrue(lemma.lowerBound(i) < golden.doubles("outputs/rhs_printed")[i]);
        }
    }

    /** The identity behind the lemma holds for any gradient. */
    @ParameterizedTest
    @ValueSource(strings = {"p1_lemma1_0", "p1_lemma1_1"})
    void theGoldenIdentityIsTheProduct(String name) {
        Golden golden = Golden.read(name);
        DescentLemma lemma = DescentLemma.of(
                mixture(golden, DataType.DOUBLE), autoencoder(golden.matrix("inputs/W"), golden.vector("inputs/b")));
        for (int i = 0; i < lemma.units(); i++) {
            assertClose(golden.doubles("outputs/rhs_identity")[i], lemma.product(i), golden.tolerance());
        }
    }

    @Test
    void eachModelHasItsLemmaAndItsHiddenConstant() {
        INDArray atoms = Samples.unitColumns(Samples.random(1), 24, 32).dup('f');
        INDArray weights = near(atoms, 0.02, 2);
        DescentLemma sparse = DescentLemma.of(
                new GenerativeModel(atoms, CodeLaw.sparse(32, 4, ValueLaw.rademacher()), 0), unbiased(weights));
        assertEquals(Reference.corrected("NWH19", "Lemma 2"), sparse.report().reference());
        assertNotEquals(Verdict.FAILS, sparse.report().verdict());
        double constant = 2 * Math.pow(sparse.remainderNorm(3), 2) / Math.pow(4.0 / 32, 2) * 24 * 24 / 16;
        assertClose(constant, sparse.hiddenConstant(3), 1e-12);
        assertClose(constant, sparse.report(3).findings().get("hiddenConstant"), 1e-12);

        DescentLemma nonNegative =
                DescentLemma.of(new GenerativeModel(atoms, CodeLaw.sparse(32, 4, VALUES), 0), unbiased(weights));
        assertEquals(
                Reference.corrected("NWH19", "Lemma 4"), nonNegative.report().reference());
        assertNotEquals(Verdict.FAILS, nonNegative.report().verdict());
        double second = VALUES.kappa2();
        double order = Math.max(Math.pow(VALUES.kappa1(), 4), second * second) / second * 16 / 32;
        double squared = Math.pow(nonNegative.remainderNorm(3) / (4.0 / 32), 2);
        assertClose(2 * squared / second / order, nonNegative.hiddenConstant(3), 1e-12);

        DescentLemma mixture = DescentLemma.of(GenerativeModel.mixtureOfGaussians(atoms, 0.1), unbiased(weights));
        assertEquals(Reference.corrected("NWH19", "Lemma 1"), mixture.report().reference());
        assertEquals(0, mixture.hiddenConstant(3), 1e-20);
    }

    /** What O(p k^2 / (n^2 lambda)) hides in Lemma 2, for random dictionaries: 20 to 30 for a usual column, 40 for the worst. */
    @ParameterizedTest
    @CsvSource({"16, 24, 3", "32, 48, 4"})
    void theOrderOfLemma2HidesAConstant(int features, int units, int sparsity) {
        INDArray atoms = Samples.unitColumns(Samples.random(6), features, units).dup('f');
        GenerativeModel model = new GenerativeModel(atoms, CodeLaw.sparse(units, sparsity, ValueLaw.rademacher()), 0);
        DescentLemma lemma = DescentLemma.of(model, unbiased(near(atoms, 0.02, 3)));
        assertEquals(Verdict.HOLDS, lemma.order(60).verdict());
        assertEquals(Verdict.FAILS, lemma.order(5).verdict());
        double greatest = lemma.order(5).bounds().get(0).measured();
        for (int i = 0; i < units; i++) {
            assertTrue(lemma.hiddenConstant(i) <= greatest);
        }
        assertThrows(IllegalArgumentException.class, () -> lemma.order(-1));
    }

    /** Codes with k > 1 have their fixed point beside A: near A the gradient does not point there. */
    @Test
    void theDirectionIsLostNearTheAtoms() {
        INDArray atoms = Samples.unitColumns(Samples.random(6), 16, 24).dup('f');
        GenerativeModel model = new GenerativeModel(atoms, CodeLaw.sparse(24, 3, ValueLaw.rademacher()), 0);
        assertEquals(
                Verdict.FAILS,
                DescentLemma.of(model, unbiased(near(atoms, 0.01, 3)))
                        .direction()
                        .verdict());
        GenerativeModel mixture = GenerativeModel.mixtureOfGaussians(atoms, 0);
        assertEquals(
                Verdict.HOLDS,
                DescentLemma.of(mixture, unbiased(near(atoms, 0.01, 3)))
                        .direction()
                        .verdict());
        assertEquals(
                Verdict.INCONCLUSIVE,
                DescentLemma.of(mixture, unbiased(atoms)).direction().verdict());
    }

    /** with a bias that lets a ReLU find the support, the lemma has nothing to say, whatever delta is. */
    @ParameterizedTest
    @ValueSource(doubles = {0.25, 0.1, 0.01, 0.001})
    void everyBiasInThePrintedWindowIsOutsideTheLemma(double delta) {
        INDArray atoms = Nd4j.eye(6).castTo(DataType.DOUBLE).dup('f');
        INDArray weights = PopulationFixtures.unitColumns(near(atoms, delta, 4));
        for (double bias : new double[] {-1 + 2 * delta, -0.5, -2 * delta, -delta}) {
            DescentLemma lemma = DescentLemma.of(
                    GenerativeModel.mixtureOfGaussians(atoms, 0),
                    autoencoder(weights, Nd4j.valueArrayOf(new long[] {6}, bias, DataType.DOUBLE)));
            assertEquals(Verdict.NOT_APPLICABLE, lemma.report().verdict());
        }
    }

    @Test
    void aGradientThatPointsAwayIsStillBoundedByItsOwnRemainder() {
        INDArray atoms = Samples.unitColumns(Samples.random(5), 8, 4).dup('f');
        TiedAutoencoder autoencoder = unbiased(near(atoms, 0.1, 6));
        GenerativeModel model = GenerativeModel.mixtureOfGaussians(atoms, 0.1);
        TiedGradient expected = ExpectedGradient.of(model).at(autoencoder, 0);
        TiedGradient away =
                new TiedGradient(expected.weights().neg(), expected.bias(), expected.activity(), expected.loss());
        DescentLemma lemma = DescentLemma.of(model, autoencoder, away);
        assertTrue(lemma.product(0) < 0);
        assertTrue(lemma.lowerBound(0) <= lemma.product(0));
        assertTrue(lemma.remainderNorm(0) > 0);
    }

    @Test
    void conditionsRefuseWhatTheLemmaDoesNotSpeakOf() {
        INDArray atoms = Nd4j.eye(4).castTo(DataType.DOUBLE).dup('f');
        GenerativeModel model = GenerativeModel.mixtureOfGaussians(atoms, 0);
        INDArray weights = near(atoms, 0.1, 7);
        weights.putColumn(2, weights.getColumn(2).neg());
        DescentLemma opposite = DescentLemma.of(model, unbiased(weights));
        assertTrue(opposite.lambda(2) < 0);
        assertEquals(Verdict.NOT_APPLICABLE, opposite.report().verdict());
        assertEquals("column 2", opposite.report().witness().orElseThrow());
        assertEquals(Verdict.HOLDS, opposite.report(1).conditions().get(2).verdict());

        DescentLemma longer =
                DescentLemma.of(model, unbiased(near(atoms, 0.1, 7).mul(1.1)));
        assertEquals(Verdict.NOT_APPLICABLE, longer.report().verdict());
        GenerativeModel longAtoms = GenerativeModel.mixtureOfGaussians(atoms.mul(1.1), 0);
        assertEquals(
                Verdict.NOT_APPLICABLE,
                DescentLemma.of(longAtoms, unbiased(near(atoms, 0.1, 7)))
                        .report()
                        .verdict());
    }

    @Test
    void refusesWhatDoesNotFit() {
        INDArray atoms = Nd4j.eye(4).castTo(DataType.DOUBLE).dup('f');
        GenerativeModel model = GenerativeModel.mixtureOfGaussians(atoms, 0);
        TiedAutoencoder fitting = unbiased(near(atoms, 0.1, 7));
        DescentLemma lemma = DescentLemma.of(model, fitting);
        assertThrows(IllegalArgumentException.class, () -> lemma.report(4));
        assertThrows(IllegalArgumentException.class, () -> lemma.error(-1));
        TiedAutoencoder narrow = unbiased(Samples.unitColumns(Samples.random(1), 4, 3));
        assertThrows(IllegalArgumentException.class, () -> DescentLemma.of(model, narrow));
        TiedAutoencoder single = unbiased(fitting.weights().castTo(DataType.FLOAT));
        assertThrows(IllegalArgumentException.class, () -> DescentLemma.of(model, single));
        TiedAutoencoder broken = autoencoder(fitting.weights(), Nd4j.createFromArray(0, 0, Double.NaN, 0));
        assertThrows(IllegalArgumentException.class, () -> DescentLemma.of(model, broken));
        TiedGradient wrong = ExpectedGradient.of(model).at(fitting, 0);
        GenerativeModel larger = GenerativeModel.mixtureOfGaussians(Samples.unitColumns(Samples.random(1), 5, 4), 0);
        assertThrows(
                IllegalArgumentException.class,
                () -> DescentLemma.of(larger, unbiased(Samples.unitColumns(Samples.random(2), 5, 4)), wrong));
    }

    public static INDArray near(INDArray atoms, double distance, long seed) {
        INDArray direction = Samples.unitColumns(Samples.random(seed), atoms.rows(), atoms.columns());
        return PopulationFixtures.unitColumns(atoms.add(direction.mul(distance)));
    }

    private static TiedAutoencoder unbiased(INDArray weights) {
        return autoencoder(weights, Nd4j.zeros(weights.dataType(), weights.columns()));
    }

    private static GenerativeModel mixture(Golden golden, DataType type) {
        return GenerativeModel.mixtureOfGaussians(
                golden.matrix("inputs/A").castTo(type), golden.doubles("inputs/p"), 0.05);
    }

    /** A column that is its atom has a slack of 0 and an error of 0: it does not decide for those that are not. */
    @Test
    void aColumnThatIsItsAtomDoesNotDecide() {
        INDArray atoms = Nd4j.eye(4).castTo(DataType.DOUBLE).dup('f');
        INDArray weights = near(atoms, 0.1, 7);
        weights.putColumn(0, atoms.getColumn(0));
        DescentLemma lemma = DescentLemma.of(GenerativeModel.mixtureOfGaussians(atoms, 0), unbiased(weights));
        int least = 1;
        for (int i = 2; i < 4; i++) {
            least = relativeSlack(lemma, i) < relativeSlack(lemma, least) ? i : least;
        }
        assertEquals("column " + least, lemma.report().witness().orElseThrow());
        assertEquals(
                "column 0",
                DescentLemma.of(GenerativeModel.mixtureOfGaussians(atoms, 0), unbiased(atoms))
                        .report()
                        .witness()
                        .orElseThrow());
    }

    /** All other columns are drawn to their atoms, and the one that is there is moved away. */
    @Test
    void aColumnThatIsMovedOffItsAtomIsNotOverlooked() {
        INDArray atoms = Nd4j.eye(4).castTo(DataType.DOUBLE).dup('f');
        INDArray weights = near(atoms, 0.1, 7);
        weights.putColumn(2, atoms.getColumn(2));
        INDArray g = weights.sub(atoms);
        g.putScalar(0, 2, 0.5);
        TiedGradient gradient = new TiedGradient(g, Nd4j.zeros(DataType.DOUBLE, 4), Nd4j.zeros(DataType.DOUBLE, 4), 0);
        DescentLemma lemma = DescentLemma.of(GenerativeModel.mixtureOfGaussians(atoms, 0), unbiased(weights), gradient);
        assertEquals(0, lemma.error(2));
        Report direction = lemma.direction();
        assertEquals("column 2", direction.witness().orElseThrow());
        assertEquals(Verdict.INCONCLUSIVE, direction.verdict(), direction.text());
    }

    /** A bias with which {@code s / kappa2 - lambda} is {@code 2 (1 - lambda)} or its negative, but for rounding. */
    @Test
    void anUndecidedConditionOfOneColumnIsNotOverlooked() {
        INDArray atoms = Nd4j.eye(4).castTo(DataType.DOUBLE).dup('f');
        INDArray weights = near(atoms, 0.1, 7);
        GenerativeModel model = GenerativeModel.mixtureOfGaussians(atoms, 0);
        for (int unit = 0; unit < 4; unit++) {
            for (int sign : new int[] {-1, 1}) {
                double lambda = DescentLemma.of(model, unbiased(weights)).lambda(unit);
                double bias = Math.sqrt(lambda + sign * 2 * (1 - lambda)) - lambda;
                INDArray biases = Nd4j.zeros(DataType.DOUBLE, 4).putScalar(unit, bias);
                Report report =
                        DescentLemma.of(model, autoencoder(weights, biases)).report();
                assertEquals("column " + unit, report.witness().orElseThrow());
                assertEquals(Verdict.INCONCLUSIVE, report.verdict(), report.text());
            }
        }
    }

    private static double relativeSlack(DescentLemma lemma, int i) {
        return (lemma.product(i) - lemma.column(i).growthLimit()) / (lemma.error(i) * lemma.error(i));
    }

    /** A gradient of no particular kind at columns of several distances: the least relative slack decides. */
    @Test
    void theColumnOfLeastRelativeSlackDecides() {
        INDArray atoms = Nd4j.eye(6).castTo(DataType.DOUBLE).dup('f');
        INDArray weights = near(atoms, 0.2, 7);
        weights.putColumn(4, near(atoms, 0.01, 8).getColumn(4));
        GenerativeModel model = GenerativeModel.mixtureOfGaussians(atoms, 0);
        TiedAutoencoder autoencoder = unbiased(weights);
        TiedGradient expected = ExpectedGradient.of(model).at(autoencoder, 0);
        for (long seed = 1; seed <= 5; seed++) {
            INDArray noise = Samples.gaussian(Samples.random(seed), 6, 6).mul(0.0001);
            TiedGradient noisy = new TiedGradient(
                    expected.weights().add(noise), expected.bias(), expected.activity(), expected.loss());
            DescentLemma lemma = DescentLemma.of(model, autoencoder, noisy);
            int least = 0;
            int weakest = 0;
            for (int i = 1; i < 6; i++) {
                least = relativeSlack(lemma, i) < relativeSlack(lemma, least) ? i : least;
                weakest = strength(lemma, i) < strength(lemma, weakest) ? i : weakest;
            }
            Report report = lemma.report();
            assertEquals("column " + least, report.witness().orElseThrow());
            assertEquals(
                    lemma.product(least) - lemma.column(least).growthLimit(),
                    report.findings().get("slack"),
                    1e-15);
            Report direction = lemma.direction();
            assertEquals("column " + weakest, direction.witness().orElseThrow());
            assertEquals(strength(lemma, weakest), direction.bounds().get(0).measured(), 1e-12);
            assertEquals(lemma.error(weakest), direction.findings().get("error"));
        }
    }

    private static double strength(DescentLemma lemma, int i) {
        return lemma.product(i) / (2 * lemma.error(i) * lemma.error(i));
    }

    /** {@code s_i = kappa2 lambda^2 + 2 kappa1 b lambda + b^2}; the first column whose condition is false decides. */
    @Test
    void theFirstColumnOfTooGreatABiasDecides() {
        INDArray atoms = Nd4j.eye(4).castTo(DataType.DOUBLE).dup('f');
        INDArray weights = near(atoms, 0.1, 7);
        ValueLaw values = ValueLaw.nonNegativeUniform(0.5, 2);
        double[] bias = {0, 1e-4, -0.3, -0.4};
        TiedAutoencoder autoencoder = autoencoder(weights, Nd4j.createFromArray(bias));
        DescentLemma lemma = DescentLemma.of(new GenerativeModel(atoms, CodeLaw.sparse(4, 2, values), 0), autoencoder);
        for (int i = 0; i < 4; i++) {
            double lambda = lemma.lambda(i);
            double s = values.kappa2() * lambda * lambda + 2 * values.kappa1() * bias[i] * lambda + bias[i] * bias[i];
            Bound condition = lemma.report(i).conditions().get(3);
            assertEquals(Math.abs(s / values.kappa2() - lambda), condition.measured(), 1e-14);
            assertEquals(2 * (1 - lambda), condition.limit(), 1e-14);
            assertEquals(i < 2 ? Verdict.HOLDS : Verdict.FAILS, condition.verdict());
        }
        assertEquals("column 2", lemma.report().witness().orElseThrow());
        assertEquals(Verdict.NOT_APPLICABLE, lemma.report().verdict());

        DescentLemma sparse = DescentLemma.of(
                new GenerativeModel(atoms, CodeLaw.sparse(4, 2, ValueLaw.rademacher()), 0), autoencoder);
        assertNotEquals(Verdict.FAILS, sparse.report().verdict());
        assertEquals(4, sparse.report().conditions().size());
    }

    @Test
    void deviationsOfLengthsAreMeasured() {
        INDArray atoms = Nd4j.eye(4).castTo(DataType.DOUBLE).dup('f');
        INDArray weights = near(atoms, 0.1, 7);
        DescentLemma lemma =
                DescentLemma.of(GenerativeModel.mixtureOfGaussians(atoms.mul(0.8), 0), unbiased(weights.mul(1.25)));
        assertEquals(0.25, lemma.weightDeviation(), 1e-15);
        assertEquals(0.2, lemma.atomDeviation(), 1e-15);
        assertEquals(0.25, lemma.report().conditions().get(0).measured(), 1e-15);
        assertEquals(0.2, lemma.report().conditions().get(1).measured(), 1e-15);
        Report step = DescentCertificate.of(lemma).descent(0.1);
        assertEquals(0.25, step.conditions().get(0).measured(), 1e-15);
        assertEquals(0.2, step.conditions().get(1).measured(), 1e-15);
        assertEquals(Verdict.NOT_APPLICABLE, step.verdict());
    }

    @Test
    void anAutoencoderOfAnotherTypeIsRefusedWhateverTheGradient() {
        INDArray atoms = Nd4j.eye(4).castTo(DataType.DOUBLE).dup('f');
        GenerativeModel model = GenerativeModel.mixtureOfGaussians(atoms, 0);
        TiedAutoencoder single = unbiased(near(atoms, 0.1, 7).castTo(DataType.FLOAT));
        TiedGradient gradient = ExpectedGradient.of(model).at(unbiased(near(atoms, 0.1, 7)), 0);
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> DescentLemma.of(model, single, gradient));
        assertTrue(refusal.getMessage().contains("the autoencoder"), refusal.getMessage());
    }

    @Test
    void aLineTellsTheVerdict() {
        INDArray atoms = Nd4j.eye(4).castTo(DataType.DOUBLE).dup('f');
        DescentLemma lemma =
                DescentLemma.of(GenerativeModel.mixtureOfGaussians(atoms, 0), unbiased(near(atoms, 0.1, 7)));
        assertTrue(lemma.toString().startsWith("DescentLemma[HOLDS: the gradient of a column"), lemma.toString());
        String certificate = DescentCertificate.of(lemma).toString();
        assertTrue(certificate.contains("delta=" + lemma.delta()), certificate);
    }
}
