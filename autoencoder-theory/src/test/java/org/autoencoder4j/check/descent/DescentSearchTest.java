package org.autoencoder4j.check.descent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.autoencoder4j.check.Samples;
import org.autoencoder4j.check.expectation.ExpectedGradient;
import org.autoencoder4j.check.expectation.PopulationFixtures;
import org.autoencoder4j.gradient.TiedGradient;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.law.CodeLaw;
import org.autoencoder4j.model.law.ValueLaw;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.report.Report;
import org.autoencoder4j.report.Verdict;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Random searches for counter-examples: none to what the library states, many to what is printed. */
class DescentSearchTest {
    private static final int FEATURES = 5;
    private static final int UNITS = 4;
    private static final ValueLaw VALUES = ValueLaw.nonNegativeUniform(0.3, 1.9);

    /** A model of one of the three kinds, weights at any distance, and a gradient that may be anything. */
    private record Case(GenerativeModel model, TiedAutoencoder autoencoder, TiedGradient gradient) {
        DescentLemma lemma() {
            return DescentLemma.of(model, autoencoder, gradient);
        }

        static Case random(int kind, long seed) {
            RandomGenerator random = Samples.random(seed);
            INDArray atoms = Samples.unitColumns(random, FEATURES, UNITS).dup('f');
            GenerativeModel model = new GenerativeModel(atoms, law(kind, random), 0.1 * random.nextDouble());
            double distance = Math.pow(10, -3 * random.nextDouble()) * 1.8;
            INDArray weights = PopulationFixtures.unitColumns(
                    atoms.add(Samples.unitColumns(random, FEATURES, UNITS).mul(distance)));
            INDArray bias = Nd4j.create(DataType.DOUBLE, UNITS);
            double size = kind == 1 ? 0 : new double[] {0, distance * distance / 4, distance}[random.nextInt(3)];
            for (int i = 0; i < UNITS; i++) {
                bias.putScalar(i, (random.nextDouble() - 0.5) * size);
            }
            TiedAutoencoder autoencoder = new TiedAutoencoder(weights.dup('f'), bias, Activation.relu());
            TiedGradient expected = ExpectedGradient.of(model).at(autoencoder, 0);
            double disturbance = random.nextInt(3) * random.nextDouble() * distance / UNITS;
            INDArray disturbed = expected.weights()
                    .add(Samples.unitColumns(random, FEATURES, UNITS).mul(disturbance));
            return new Case(
                    model,
                    autoencoder,
                    new TiedGradient(disturbed, expected.bias(), expected.activity(), expected.loss()));
        }

        private static CodeLaw law(int kind, RandomGenerator random) {
            return switch (kind) {
                case 0 -> CodeLaw.oneHot(weights(random));
                case 1 -> CodeLaw.sparse(UNITS, 1 + random.nextInt(3), ValueLaw.rademacher());
                default -> CodeLaw.sparse(UNITS, 1 + random.nextInt(3), VALUES);
            };
        }

        private static double[] weights(RandomGenerator random) {
            double[] weights = new double[UNITS];
            double sum = 0;
            for (int i = 0; i < UNITS; i++) {
                weights[i] = 0.05 + random.nextDouble();
                sum += weights[i];
            }
            for (int i = 0; i < UNITS; i++) {
                weights[i] /= sum;
            }
            return weights;
        }
    }

    @Property(tries = 600)
    void theLemmasAreNeverViolated(@ForAll @IntRange(min = 0, max = 2) int kind, @ForAll long seed) {
        DescentLemma lemma = Case.random(kind, seed).lemma();
        for (int i = 0; i < UNITS; i++) {
            DescentColumn column = lemma.column(i);
            boolean biased = column.lemma().hasBiasCondition() && column.biasEffect() > column.biasLimit();
            assertTrue(!(column.lambda() > 0)
                    || biased
                    || lemma.product(i) >= lemma.lowerBound(i) - 1e-9 * Math.abs(lemma.lowerBound(i)));
            Report report = lemma.report(i);
            assertTrue(report.verdict() == Verdict.HOLDS || report.verdict() == Verdict.NOT_APPLICABLE, report::text);
        }
    }

    @Property(tries = 600)
    void theCertificateIsNeverViolated(@ForAll @IntRange(min = 0, max = 2) int kind, @ForAll long seed) {
        DescentCertificate certificate =
                DescentCertificate.of(Case.random(kind, seed).lemma());
        RandomGenerator random = Samples.random(seed + 1);
        double scale = certificate.admissibleStep() > 0 ? certificate.admissibleStep() : UNITS;
        double zeta = scale * (random.nextBoolean() ? 1 : 3 * random.nextDouble());
        for (Report report : new Report[] {certificate.descent(zeta), certificate.normalisedStep(zeta)}) {
            assertTrue(report.verdict() == Verdict.HOLDS || report.verdict() == Verdict.NOT_APPLICABLE, report::text);
        }
    }

    /** An error shrinks just below the step limit; each way to prove it is enough and none is needed. */
    @Property(tries = 600)
    void contractionIsWhatIsMeasured(@ForAll @IntRange(min = 0, max = 2) int kind, @ForAll long seed) {
        DescentLemma lemma = Case.random(kind, seed).lemma();
        DescentCertificate certificate = DescentCertificate.of(lemma);
        double limit = certificate.stepLimit();
        if (limit > 1e-3) {
            assertEquals(Verdict.HOLDS, certificate.contraction(0.9 * limit).verdict());
            assertEquals(Verdict.FAILS, certificate.contraction(1.1 * limit).verdict());
        } else if (limit < 0) {
            assertNotEquals(Verdict.HOLDS, certificate.contraction(1e-3).verdict());
        }
        double zeta = certificate.admissibleStep();
        if (zeta > 0) {
            Verdict measured = certificate.contraction(zeta).verdict();
            assertTrue(certificate.descent(zeta).verdict() != Verdict.HOLDS || measured == Verdict.HOLDS);
            assertTrue(lemma.report().verdict() != Verdict.HOLDS || measured == Verdict.HOLDS);
            boolean sharp = IntStream.range(0, UNITS)
                    .mapToObj(lemma::column)
                    .allMatch(column -> column.sharpRadius() < column.error() * (1 - 1e-6));
            assertTrue(!sharp || measured == Verdict.HOLDS);
        }
    }

    /** The searches above are not empty: each lemma and each certificate applies to a good part of the cases. */
    @Test
    void theSearchesReachWhatTheyTest() {
        for (int kind = 0; kind < 3; kind++) {
            int applicable = 0;
            int descending = 0;
            int normalised = 0;
            for (int seed = 0; seed < 200; seed++) {
                DescentLemma lemma = Case.random(kind, seed).lemma();
                DescentCertificate certificate = DescentCertificate.of(lemma);
                double zeta = Math.max(certificate.admissibleStep(), 1e-3);
                applicable += lemma.report(0).verdict() == Verdict.HOLDS ? 1 : 0;
                descending += certificate.descent(zeta).verdict() == Verdict.HOLDS ? 1 : 0;
                normalised += certificate.normalisedStep(zeta).verdict() == Verdict.HOLDS ? 1 : 0;
            }
            assertTrue(applicable >= 20, kind + ": the lemma applies to " + applicable);
            assertTrue(descending >= 15, kind + ": descent is certified for " + descending);
            assertTrue(normalised >= 15, kind + ": the normalised step is certified for " + normalised);
        }
    }

    /**
     * Lemma 1 as printed has {@code lambda - 2 delta^2}. It fails for the exact gradient of a mixture where lambda is
     * small, and for gradients with a remainder along v; the corrected bound holds in every one of these cases.
     */
    @Test
    void lemma1AsPrintedIsViolated() {
        RandomGenerator random = Samples.random(11);
        int exact = 0;
        int disturbed = 0;
        for (int trial = 0; trial < 20_000; trial++) {
            Plane plane = Plane.random(random, 1, 1);
            double gamma = trial % 2 == 0 ? 0 : random.nextDouble();
            double printed = plane.slack(gamma, plane.lambda - 2 * plane.square());
            double corrected = plane.slack(gamma, plane.lambda - 2 * plane.square() / plane.lambda);
            assertTrue(corrected >= -1e-12);
            if (printed < -1e-9) {
                exact += gamma == 0 ? 1 : 0;
                disturbed += gamma == 0 ? 0 : 1;
            }
        }
        assertTrue(exact > 50, exact + " violations by the expected gradient");
        assertTrue(disturbed > 500, disturbed + " violations by disturbed gradients");
    }

    /** Without kappa1 and kappa2 the condition on the bias admits cases in which even the corrected bound fails. */
    @Test
    void lemma4NeedsTheMomentsInItsCondition() {
        RandomGenerator random = Samples.random(12);
        int corrected = 0;
        int violatedUnderOther = 0;
        for (int trial = 0; trial < 20_000; trial++) {
            Plane plane = Plane.random(random, 0.3 + 1.2 * random.nextDouble(), 1.0 + random.nextDouble());
            double slack = plane.slack(0, plane.lambda - 2 * plane.square() / plane.lambda);
            if (plane.satisfiesCorrectedCondition()) {
                corrected++;
                assertTrue(slack >= -1e-12);
            } else if (plane.satisfiesConditionOfLemma1() && slack < -1e-9) {
                violatedUnderOther++;
            }
        }
        assertTrue(corrected > 500, corrected + " cases under the corrected condition");
        assertTrue(violatedUnderOther > 50, violatedUnderOther + " violations under the condition of Lemma 1");
    }

    /** Print has no {@code 1 - delta^2 / 2} in Lemma 2: a gradient that is nothing but the main term violates that bound. */
    @Test
    void lemma2AsPrintedIsViolated() {
        RandomGenerator random = Samples.random(13);
        int violated = 0;
        for (int trial = 0; trial < 5_000; trial++) {
            Plane plane = Plane.random(random, 0, 1).withoutBias();
            double square = plane.square();
            assertTrue(plane.slack(0, plane.lambda * (1 - square / 2)) >= -1e-12);
            violated += plane.slack(0, plane.lambda) < -1e-9 ? 1 : 0;
        }
        assertTrue(violated > 4_900, violated + " violations");
    }

    /** {@code W} and {@code A} in a plane, with all numbers of a column over p and the mean's remainder along v. */
    private record Plane(double lambda, double bias, double mean, double second) {
        static Plane random(RandomGenerator random, double mean, double second) {
            double lambda = 0.02 + 0.98 * random.nextDouble();
            Plane plane;
            do {
                plane = new Plane(lambda, 3 * (random.nextDouble() - 0.5), mean, second);
            } while (!plane.satisfiesCorrectedCondition() && !plane.satisfiesConditionOfLemma1());
            return plane;
        }

        Plane withoutBias() {
            return new Plane(lambda, 0, mean, second);
        }

        double square() {
            return 2 * (1 - lambda);
        }

        double weight() {
            return second * lambda * lambda + 2 * mean * bias * lambda + bias * bias;
        }

        boolean satisfiesCorrectedCondition() {
            return Math.abs(weight() - second * lambda) <= second * square();
        }

        boolean satisfiesConditionOfLemma1() {
            return Math.abs((bias + lambda) * (bias + lambda) - lambda) <= square();
        }

        /** The slack of the lemma over p, for {@code g = main + gamma (main - kappa2 lambda (W - A))}. */
        double slack(double gamma, double factor) {
            double sine = Math.sqrt(1 - lambda * lambda);
            double[] difference = {lambda - 1, sine};
            double slope = second * lambda;
            double[] main = {-slope + weight() * lambda, weight() * sine};
            double[] v = {main[0] - slope * difference[0], main[1] - slope * difference[1]};
            double[] g = {main[0] + gamma * v[0], main[1] + gamma * v[1]};
            double remainder = gamma * gamma * (v[0] * v[0] + v[1] * v[1]);
            double product = 2 * (g[0] * difference[0] + g[1] * difference[1]);
            return product - second * factor * square() - (g[0] * g[0] + g[1] * g[1]) / slope + 2 * remainder / slope;
        }
    }

    /** No column that is within r of a unit atom ends beyond the bound, and some end at it. */
    @Property(tries = 1000)
    void normalisationKeepsTheBound(@ForAll long seed) {
        RandomGenerator random = Samples.random(seed);
        INDArray atoms = Samples.unitColumns(random, FEATURES, 3).dup('f');
        INDArray columns = atoms.add(Samples.unitColumns(random, FEATURES, 3).mul(0.999 * random.nextDouble()));
        assertEquals(
                Verdict.HOLDS, NormalisedColumns.of(columns, atoms).report().verdict());
    }
}
