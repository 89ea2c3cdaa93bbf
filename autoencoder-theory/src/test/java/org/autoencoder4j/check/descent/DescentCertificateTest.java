package org.autoencoder4j.check.descent;

import static org.autoencoder4j.check.descent.DescentLemmaTest.near;
import static org.autoencoder4j.check.expectation.PopulationFixtures.autoencoder;
import static org.autoencoder4j.testsupport.ArrayAssert.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import org.autoencoder4j.check.Samples;
import org.autoencoder4j.gradient.TiedGradient;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.law.CodeLaw;
import org.autoencoder4j.model.law.ValueLaw;
import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Report;
import org.autoencoder4j.report.Verdict;
import org.autoencoder4j.testsupport.Golden;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class DescentCertificateTest {
    private static final double[] WEIGHTS = {.6, .2, .1, .06, .04};

    private static DescentCertificate mixture(INDArray weights, INDArray atoms, double... bias) {
        GenerativeModel model = GenerativeModel.mixtureOfGaussians(atoms, 0.1);
        return DescentCertificate.of(DescentLemma.of(model, autoencoder(weights, Nd4j.createFromArray(bias))));
    }

    private static INDArray column(JsonNode numbers) {
        double[][] column = new double[numbers.size()][1];
        for (int row = 0; row < column.length; row++) {
            column[row][0] = numbers.get(row).asDouble();
        }
        return Nd4j.createFromArray(column);
    }

    /** The golden file has both: Lemma 1's condition, which ReLU's biases break, and the normalised step. */
    @Test
    void goldenNormalisedStep() {
        Golden golden = Golden.read("p1_relu_descent");
        for (int row = 0; row < 4; row++) {
            JsonNode in = golden.node("inputs/rows").get(row);
            JsonNode out = golden.node("outputs/rows").get(row);
            DescentCertificate certificate = mixture(
                    column(in.get("w")), column(in.get("a")), in.get("b").asDouble());
            double lambda = out.get("lam").asDouble();
            double zeta = 1 / lambda;
            double c = out.get("c").asDouble();
            double error = out.get("D").asDouble();
            double after = out.get("D_next").asDouble();
            assertClose(lambda, certificate.lemma().lambda(0), golden.tolerance());
            assertClose(error, certificate.lemma().error(0), golden.tolerance());
            assertClose(c / (1 + c), certificate.normalisedRate(zeta, 0), golden.tolerance());

            Report normalised = certificate.normalisedStep(zeta);
            assertEquals(Verdict.HOLDS, normalised.verdict());
            assertClose(after, normalised.findings().get("errorAfter"), golden.tolerance());
            double radius = c / (1 + c) * error;
            assertClose(NormalisedColumns.bound(radius), certificate.normalisedErrorBound(zeta, 0), golden.tolerance());
            // In two rows the rate alone, without the factor for normalisation, is no bound.
            assertEquals(row >= 2, after > radius);

            Report descent = certificate.descent(zeta);
            boolean condition = out.get("bias_condition").asBoolean();
            assertEquals(condition ? Verdict.HOLDS : Verdict.NOT_APPLICABLE, descent.verdict());
            assertClose(
                    out.get("unnormalised_error").asDouble(),
                    descent.bounds().get(0).measured(),
                    golden.tolerance());
        }
    }

    /** Ten columns, each with any gradient: two models, within and outside the radius, with and without contraction. */
    @Test
    void goldenStepAccount() {
        Golden golden = Golden.read("beyond_p1_step_account_0");
        int grown = 0;
        for (int row = 0; row < 10; row++) {
            JsonNode in = golden.node("inputs/rows").get(row);
            JsonNode out = golden.node("outputs/rows").get(row);
            double zeta = in.get("zeta").asDouble();
            DescentCertificate certificate = DescentCertificate.of(lemma(in));
            Report contraction = certificate.contraction(zeta);
            Report descent = certificate.descent(zeta);
            Report normalised = certificate.normalisedStep(zeta);
            boolean contracts = out.get("contracts").asBoolean();
            assertEquals(contracts ? Verdict.HOLDS : Verdict.FAILS, contraction.verdict());
            assertEquals(contracts ? 0 : 5, contraction.findings().get("growing"));
            assertGolden(out, "after", contraction.bounds().get(0).measured(), golden);
            assertGolden(out, "D", contraction.bounds().get(0).limit(), golden);
            assertGolden(
                    out, "exact_step_limit", Math.max(0, contraction.findings().get("stepLimit")), golden);
            assertGolden(out, "tau", certificate.tau(zeta, 0), golden);
            assertGolden(out, "remainder", certificate.remainder(zeta, 0), golden);
            assertGolden(out, "lemma_radius", descent.findings().get("radius"), golden);
            assertGolden(out, "sharp_radius", descent.findings().get("sharpRadius"), golden);
            assertGolden(out, "normalised_after", normalised.findings().get("errorAfter"), golden);
            assertGolden(out, "tan_after", Math.tan(normalised.bounds().get(0).measured()), golden);
            assertGolden(out, "tan_before", Math.tan(normalised.bounds().get(0).limit()), golden);
            assertGolden(out, "norm_slack", normalised.findings().get("normSlack"), golden);
            assertGolden(out, "tangential_slack", normalised.findings().get("tangentialSlack"), golden);
            boolean proved = out.get("D").asDouble() > out.get("lemma_radius").asDouble()
                    && (in.get("lemma2").asBoolean()
                            || out.get("bias_effect").asDouble()
                                    <= out.get("bias_limit").asDouble());
            assertEquals(proved ? Verdict.HOLDS : Verdict.NOT_APPLICABLE, descent.verdict());
            assertEquals(
                    out.get("tangential_slack").asDouble() > 0 ? Verdict.HOLDS : Verdict.NOT_APPLICABLE,
                    normalised.verdict());
            grown += contracts ? 0 : 1;
        }
        assertEquals(3, grown);
    }

    private static void assertGolden(JsonNode out, String name, double actual, Golden golden) {
        assertClose(out.get(name).asDouble(), actual, golden.tolerance());
    }

    /** Five equal columns, p = 1/5: of codes of mean 1 and second moment 1.05, or of random signs. */
    private static DescentLemma lemma(JsonNode in) {
        INDArray atoms = Nd4j.zeros(DataType.DOUBLE, 5, 5);
        INDArray weights = Nd4j.zeros(DataType.DOUBLE, 5, 5);
        INDArray gradient = Nd4j.zeros(DataType.DOUBLE, 5, 5);
        for (int i = 0; i < 5; i++) {
            atoms.putColumn(i, column(in.get("a")));
            weights.putColumn(i, column(in.get("w")));
            gradient.putColumn(i, column(in.get("g")));
        }
        ValueLaw values = in.get("lemma2").asBoolean()
                ? ValueLaw.rademacher()
                : ValueLaw.nonNegativeUniform(1 - Math.sqrt(0.15), 1 + Math.sqrt(0.15));
        GenerativeModel model = new GenerativeModel(atoms, CodeLaw.sparse(5, 1, values), 0);
        INDArray bias = Nd4j.valueArrayOf(new long[] {5}, in.get("b").asDouble(), DataType.DOUBLE);
        TiedGradient any =
                new TiedGradient(gradient, Nd4j.zeros(DataType.DOUBLE, 5), Nd4j.zeros(DataType.DOUBLE, 5), 0);
        return DescentLemma.of(model, autoencoder(weights, bias), any);
    }

    /** At D = .01 and b = -2 D a step without normalisation makes the error grow by 3.96; the normalised one shrinks it. */
    @Test
    void onlyNormalisationMakesReluDescend() {
        INDArray atoms = Nd4j.eye(4).castTo(DataType.DOUBLE).getColumns(0).dup('f');
        INDArray weights = Nd4j.createFromArray(new double[][] {{1 - 5e-5}, {Math.sqrt(1e-4 - 2.5e-9)}, {0}, {0}});
        DescentCertificate certificate = mixture(weights, atoms, -0.02);
        double zeta = certificate.admissibleStep();
        Report descent = certificate.descent(zeta);
        assertEquals(Verdict.NOT_APPLICABLE, descent.verdict());
        assertEquals(3.96, descent.bounds().get(0).measured() / 0.01, 0.01);
        assertEquals(Verdict.FAILS, certificate.contraction(zeta).verdict());
        assertEquals(3.96, certificate.contraction(zeta).findings().get("ratio"), 0.01);
        Report normalised = certificate.normalisedStep(zeta);
        assertEquals(Verdict.HOLDS, normalised.verdict());
        assertTrue(normalised.bounds().get(0).measured() < 0.04 * 0.01);
    }

    /** Print takes the maximum of 1 / (p lambda): all columns but the rarest then diverge. */
    @Test
    void theLargestStepIsTheLeastAndNotTheGreatest() {
        INDArray atoms =
                Nd4j.eye(8).castTo(DataType.DOUBLE).getColumns(0, 1, 2, 3, 4).dup('f');
        INDArray weights = near(atoms, 0.1, 3);
        GenerativeModel model = GenerativeModel.mixtureOfGaussians(atoms, WEIGHTS, 0.1);
        DescentCertificate certificate =
                DescentCertificate.of(DescentLemma.of(model, autoencoder(weights, Nd4j.zeros(DataType.DOUBLE, 5))));
        DescentLemma lemma = certificate.lemma();
        double greatest = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < 5; i++) {
            greatest = Math.max(greatest, 1 / (WEIGHTS[i] * lemma.lambda(i)));
            least = Math.min(least, 1 / (WEIGHTS[i] * lemma.lambda(i)));
        }
        assertEquals(least, certificate.admissibleStep(), 1e-14);
        assertEquals(Verdict.HOLDS, certificate.descent(least).verdict());
        assertEquals(Verdict.NOT_APPLICABLE, certificate.descent(least * 1.001).verdict());
        assertEquals(Verdict.NOT_APPLICABLE, certificate.descent(greatest).verdict());

        double[] ratios = new double[5];
        for (int i = 0; i < 5; i++) {
            ratios[i] = lemma.errorAfter(greatest, i) / lemma.error(i);
            assertTrue(lemma.errorAfter(least, i) < lemma.error(i));
        }
        assertEquals(13.5, ratios[0], 0.6);
        assertEquals(4.1, ratios[1], 0.2);
        assertEquals(1.5, ratios[2], 0.1);
        assertEquals(0.5, ratios[3], 0.1);
        assertTrue(ratios[4] < 0.1);
    }

    /** With one step for all columns, tau_i is at most p_i lambda_i / max_j p_j lambda_j. */
    @Test
    void rareColumnsContractSlowly() {
        INDArray atoms = Nd4j.eye(5).castTo(DataType.DOUBLE).dup('f');
        GenerativeModel model = GenerativeModel.mixtureOfGaussians(atoms, WEIGHTS, 0);
        DescentCertificate certificate = DescentCertificate.of(
                DescentLemma.of(model, autoencoder(near(atoms, 0.05, 4), Nd4j.zeros(DataType.DOUBLE, 5))));
        double zeta = certificate.admissibleStep();
        for (int i = 0; i < 5; i++) {
            assertTrue(certificate.tau(zeta, i) <= WEIGHTS[i] / WEIGHTS[0] * 1.001);
            assertTrue(certificate.tau(zeta, i) > 0);
        }
        Report report = certificate.descent(zeta);
        assertEquals(certificate.tau(zeta, 4), report.findings().get("leastTau"), 1e-3);
        assertTrue(report.findings().get("leastTau") < 0.75);
    }

    @Test
    void tauAndRemainderAreThoseOfTheModel() {
        INDArray atoms = Samples.unitColumns(Samples.random(1), 24, 32).dup('f');
        INDArray weights = near(atoms, 0.05, 2);
        GenerativeModel model = new GenerativeModel(atoms, CodeLaw.sparse(32, 3, ValueLaw.rademacher()), 0);
        DescentLemma lemma = DescentLemma.of(model, autoencoder(weights, Nd4j.zeros(DataType.DOUBLE, 32)));
        DescentCertificate certificate = DescentCertificate.of(lemma);
        double p = 3.0 / 32;
        double delta = lemma.delta();
        assertClose(2 * p * lemma.lambda(5) * (1 - delta * delta / 2), certificate.tau(2, 5), 1e-14);
        double v = lemma.remainderNorm(5);
        assertClose(2 * 2 * v * v / (p * lemma.lambda(5)), certificate.remainder(2, 5), 1e-14);

        ValueLaw values = ValueLaw.nonNegativeUniform(0.5, 2);
        GenerativeModel nonNegative = new GenerativeModel(atoms, CodeLaw.sparse(32, 3, values), 0);
        DescentLemma fourth = DescentLemma.of(nonNegative, autoencoder(weights, Nd4j.zeros(DataType.DOUBLE, 32)));
        double lambda = fourth.lambda(5);
        double tau = 2 * values.kappa2() * p * (lambda - 2 * delta * delta / lambda);
        assertClose(tau, DescentCertificate.of(fourth).tau(2, 5), 1e-14);
    }

    /**
     * 24 x 32, k = 3, D = .05: every column is within the lemma's radius and moves away from its atom, by 7.7 in the
     * median. A bound that takes its remainder from the same gradient allows that.
     */
    @Test
    void aStepThatMakesEveryErrorGrowDoesNotHold() {
        INDArray atoms = Samples.unitColumns(Samples.random(1), 24, 32).dup('f');
        GenerativeModel model = new GenerativeModel(atoms, CodeLaw.sparse(32, 3, ValueLaw.rademacher()), 0);
        DescentLemma lemma = DescentLemma.of(model, autoencoder(near(atoms, 0.05, 2), Nd4j.zeros(DataType.DOUBLE, 32)));
        DescentCertificate certificate = DescentCertificate.of(lemma);
        double zeta = certificate.admissibleStep();
        assertEquals(Verdict.NOT_APPLICABLE, certificate.descent(zeta).verdict());
        assertEquals(Verdict.NOT_APPLICABLE, certificate.normalisedStep(zeta).verdict());
        assertEquals(Verdict.NOT_APPLICABLE, lemma.report().verdict());
        Report contraction = certificate.contraction(zeta);
        assertEquals(Verdict.FAILS, contraction.verdict());
        assertEquals(32, contraction.findings().get("growing"));
        assertTrue(contraction.findings().get("ratio") > 4);
        for (int i = 0; i < 32; i++) {
            assertTrue(lemma.errorAfter(zeta, i) > lemma.error(i));
            assertTrue(lemma.error(i) < lemma.column(i).radius(lemma.delta()));
        }
    }

    /** Columns in another order and sign are far from their atoms; reports say how near Matching.align would bring them. */
    @Test
    void columnsInAnotherOrderGetAHint() {
        INDArray atoms = Nd4j.eye(4).castTo(DataType.DOUBLE).dup('f');
        INDArray moved = Samples.rearranged(near(atoms, 0.1, 1), new int[] {2, 0, 1, 3}, new int[] {1, -1, 1, -1});
        GenerativeModel model = new GenerativeModel(atoms, CodeLaw.sparse(4, 2, ValueLaw.rademacher()), 0);
        DescentLemma lemma = DescentLemma.of(model, autoencoder(moved, Nd4j.zeros(DataType.DOUBLE, 4)));
        DescentCertificate certificate = DescentCertificate.of(lemma);
        for (Report report : new Report[] {lemma.report(), certificate.descent(1), certificate.normalisedStep(1)}) {
            assertNotEquals(Verdict.HOLDS, report.verdict());
            assertTrue(report.findings().get("deltaIfAligned") < 0.2, report::text);
            assertTrue(report.witness().orElseThrow().contains("Matching.align"), report::text);
        }
    }

    /** Columns at their atoms move nowhere: nothing to certify, and nothing that fails. */
    @Test
    void columnsThatRestDecideNothing() {
        INDArray atoms = Nd4j.eye(4).castTo(DataType.DOUBLE).dup('f');
        DescentCertificate resting = mixture(atoms, atoms, 0, 0, 0, 0);
        assertEquals(Verdict.INCONCLUSIVE, resting.contraction(1).verdict());
        assertNotEquals(Verdict.HOLDS, resting.descent(1).verdict());
        assertNotEquals(Verdict.HOLDS, resting.normalisedStep(1).verdict());
        assertEquals(Double.POSITIVE_INFINITY, resting.stepLimit());
        INDArray weights = atoms.dup('f');
        weights.putColumn(2, near(atoms, 0.1, 1).getColumn(2));
        DescentCertificate one = mixture(weights, atoms, 0, 0, 0, 0);
        assertEquals(Verdict.HOLDS, one.contraction(1).verdict());
        assertEquals(Verdict.HOLDS, one.descent(1).verdict());
        assertEquals(Verdict.HOLDS, one.normalisedStep(1).verdict());
        assertEquals("column 2", one.descent(1).witness().orElseThrow());
    }

    /** One list for every column, in one order, and the bias only where a lemma has a condition on it. */
    @Test
    void hypothesesAreListed() {
        INDArray atoms = Nd4j.eye(3).castTo(DataType.DOUBLE).dup('f');
        DescentCertificate certificate = mixture(near(atoms, 0.1, 1), atoms, 0, -0.5, 0);
        assertEquals(5, certificate.descentHypotheses(1, 0).size());
        assertEquals(3, certificate.normalisedHypotheses(1, 0).size());
        assertEquals(Verdict.FAILS, certificate.descentHypotheses(1, 1).get(2).verdict());
        assertTrue(DescentCertificate.holds(certificate.descentHypotheses(1, 2)));
        assertFalse(DescentCertificate.holds(certificate.descentHypotheses(1, 1)));
        assertEquals("column 1", certificate.descent(1).witness().orElseThrow());

        GenerativeModel sparse = new GenerativeModel(atoms, CodeLaw.sparse(3, 1, ValueLaw.rademacher()), 0);
        DescentLemma second = DescentLemma.of(sparse, autoencoder(near(atoms, 0.1, 1), Nd4j.zeros(DataType.DOUBLE, 3)));
        assertEquals(4, DescentCertificate.of(second).descentHypotheses(1, 0).size());
    }

    @Test
    void aColumnThatTurnsAwayIsNotCertified() {
        INDArray atoms = Nd4j.eye(3).castTo(DataType.DOUBLE).dup('f');
        INDArray weights = near(atoms, 0.1, 1);
        weights.putColumn(1, weights.getColumn(1).neg());
        DescentCertificate opposite = mixture(weights, atoms, 0, 0, 0);
        assertEquals(0, opposite.admissibleStep());
        assertEquals(Verdict.NOT_APPLICABLE, opposite.descent(1).verdict());
        assertEquals(Verdict.NOT_APPLICABLE, opposite.normalisedStep(1).verdict());
        assertEquals("column 1", opposite.normalisedStep(1).witness().orElseThrow());

        // A positive bias makes the column grow against its atom: alpha + beta <= 0 for long steps.
        DescentCertificate growing = mixture(near(atoms, 0.1, 1), atoms, 2, 2, 2);
        assertEquals(Double.POSITIVE_INFINITY, growing.normalisedRate(30, 0));
        assertEquals(Double.POSITIVE_INFINITY, growing.normalisedErrorBound(30, 0));
        assertEquals(Verdict.NOT_APPLICABLE, growing.normalisedStep(30).verdict());
    }

    /** The bound of the normalised step needs the remainder of the gradient. */
    @Test
    void theRemainderWidensTheNormalisedStep() {
        INDArray atoms = Samples.unitColumns(Samples.random(1), 40, 50).dup('f');
        GenerativeModel model =
                new GenerativeModel(atoms, CodeLaw.sparse(50, 2, ValueLaw.nonNegativeUniform(.8, 1.2)), 0);
        INDArray bias = Nd4j.valueArrayOf(new long[] {50}, -0.2, DataType.DOUBLE);
        DescentLemma lemma = DescentLemma.of(model, autoencoder(near(atoms, 0.3, 2), bias));
        DescentCertificate certificate = DescentCertificate.of(lemma);
        double zeta = certificate.admissibleStep();
        for (int i = 0; i < 50; i++) {
            double after = lemma.normalisedErrorAfter(zeta, i);
            assertTrue(after <= certificate.normalisedErrorBound(zeta, i));
            assertTrue(
                    certificate.normalisedErrorBound(zeta, i) > certificate.normalisedRate(zeta, i) * lemma.error(i));
        }
        assertEquals(Verdict.HOLDS, certificate.normalisedStep(zeta).verdict());
    }

    @Test
    void refusesBadArguments() {
        INDArray atoms = Nd4j.eye(2).castTo(DataType.DOUBLE).dup('f');
        DescentCertificate certificate = mixture(near(atoms, 0.1, 1), atoms, 0, 0);
        for (double zeta : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThrows(IllegalArgumentException.class, () -> certificate.descent(zeta));
            assertThrows(IllegalArgumentException.class, () -> certificate.contraction(zeta));
            assertThrows(IllegalArgumentException.class, () -> certificate.normalisedStep(zeta));
            assertThrows(IllegalArgumentException.class, () -> certificate.tau(zeta, 0));
            assertThrows(IllegalArgumentException.class, () -> certificate.remainder(zeta, 0));
            assertThrows(IllegalArgumentException.class, () -> certificate.normalisedRate(zeta, 0));
        }
        assertThrows(IllegalArgumentException.class, () -> certificate.tau(1, 2));
        Bound first = certificate.descentHypotheses(1, 0).get(0);
        assertEquals("lambda_i", first.quantity());
    }

    /** Of columns whose hypotheses hold the one decides whose error comes closest to its bound, or has the greatest one. */
    @Test
    void theColumnClosestToItsBoundDecides() {
        INDArray atoms = Samples.unitColumns(Samples.random(3), 64, 6).dup('f');
        GenerativeModel model = GenerativeModel.mixtureOfGaussians(atoms, 0);
        for (long seed = 4; seed <= 7; seed++) {
            INDArray weights = near(atoms, 0.05, seed);
            weights.putColumn(3, near(atoms, 0.3, seed).getColumn(3));
            DescentLemma lemma = DescentLemma.of(model, autoencoder(weights, Nd4j.zeros(DataType.DOUBLE, 6)));
            DescentCertificate certificate = DescentCertificate.of(lemma);
            double zeta = 0.9 * certificate.admissibleStep();
            int closest = 0;
            int farthest = 0;
            double greatestRate = 0;
            double leastTau = 1;
            for (int i = 0; i < 6; i++) {
                closest = excess(lemma, zeta, i) > excess(lemma, zeta, closest) ? i : closest;
                farthest = relativeSlack(lemma, zeta, i) < relativeSlack(lemma, zeta, farthest) ? i : farthest;
                greatestRate = Math.max(greatestRate, certificate.normalisedRate(zeta, i));
                leastTau = Math.min(leastTau, certificate.tau(zeta, i));
            }
            Report descent = certificate.descent(zeta);
            assertEquals(Verdict.HOLDS, descent.verdict(), descent::text);
            assertEquals("column " + closest, descent.witness().orElseThrow());
            assertEquals(leastTau, descent.findings().get("leastTau"), 1e-15);
            Report normalised = certificate.normalisedStep(zeta);
            assertEquals("column " + farthest, normalised.witness().orElseThrow());
            assertEquals(greatestRate, normalised.findings().get("greatestRate"), 1e-15);
            assertEquals(lemma.remainderNorm(farthest), normalised.findings().get("remainderNorm"), 1e-15);
        }
    }

    private static double excess(DescentLemma lemma, double zeta, int i) {
        DescentColumn column = lemma.column(i);
        return column.squaredErrorBound(lemma.delta(), zeta) / Math.pow(column.error(), 2);
    }

    private static double relativeSlack(DescentLemma lemma, double zeta, int i) {
        DescentColumn column = lemma.column(i);
        return column.tangentialSlack(zeta) / (column.sine() / column.lambda());
    }

    /** The first column with a false hypothesis decides, although a later one is farther from its bound. */
    @Test
    void theFirstFalseHypothesisDecides() {
        INDArray atoms = Nd4j.eye(4).castTo(DataType.DOUBLE).dup('f');
        INDArray weights = near(atoms, 0.1, 1);
        weights.putColumn(1, weights.getColumn(1).neg());
        weights.putColumn(3, weights.getColumn(3).neg());
        DescentCertificate certificate = mixture(weights, atoms, 0, 0, 0, 0);
        assertEquals("column 1", certificate.normalisedStep(1).witness().orElseThrow());
        INDArray straight = near(atoms, 0.1, 1);
        DescentCertificate biased = mixture(straight, atoms, 0, 0, -0.5, -0.6);
        assertEquals("column 2", biased.descent(1).witness().orElseThrow());
        assertEquals(Verdict.NOT_APPLICABLE, biased.descent(1).verdict());
    }
}
