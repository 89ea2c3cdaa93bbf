package org.autoencoder4j.check.contraction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.check.expectation.PopulationDynamics;
import org.autoencoder4j.model.Dictionaries;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.report.Report;
import org.autoencoder4j.report.Verdict;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class MixtureFixedPointTest {
    private static final RandomStreams STREAMS = RandomStreams.of(8);
    private static final double[] P = {0.5, 0.3, 0.2};
    private static final INDArray ATOMS = Dictionaries.gaussian(7, 3, DataType.DOUBLE, STREAMS);
    private static final GenerativeModel MODEL = GenerativeModel.mixtureOfGaussians(ATOMS, P, 0.1);

    private static INDArray bias(double... values) {
        return Nd4j.createFromArray(values);
    }

    private static MixtureFixedPoint point(double zeta, double... bias) {
        return MixtureFixedPoint.of(MODEL, bias(bias), zeta);
    }

    private static double[] angles(INDArray weights) {
        INDArray distances = weights.sub(ATOMS).norm2(0);
        double[] angles = new double[3];
        for (int i = 0; i < 3; i++) {
            angles[i] = 2 * Math.asin(distances.getDouble(i) / 2);
        }
        return angles;
    }

    /** The factor is that of the expected update itself, for angles up to 1.4 and steps that overshoot. */
    @Test
    void theFactorIsThatOfTheUpdate() {
        for (double zeta : new double[] {0.5, 2, 4}) {
            double[] b = {-0.3, 0.1, -0.9};
            MixtureFixedPoint point = point(zeta, b);
            PopulationDynamics dynamics = new PopulationDynamics(MODEL, bias(b), zeta);
            for (double angle : new double[] {1e-3, 0.4, 1, 1.4}) {
                INDArray start = Starts.FARTHEST.of(HeapMatrix.columns(ATOMS), angle, 3);
                double[] after = angles(dynamics.update(start));
                for (int i = 0; i < 3; i++) {
                    assertEquals(Math.atan(point.factor(i, angle) * Math.tan(angle)), after[i], 1e-9, zeta + " " + i);
                }
            }
        }
    }

    @Test
    void theRateIsThatOfTheJacobian() {
        MixtureFixedPoint point = point(2, -0.3, -0.4, -0.5);
        double radius = new PopulationDynamics(MODEL, bias(-0.3, -0.4, -0.5), 2).spectralRadius(ATOMS, STREAMS);
        assertEquals(radius, point.rate(), 1e-6);
        // a = .4, (1 + b)^2 = .25: alpha = .9, of 1.3 with a.
        assertEquals(0.9 / 1.3, point.rate(), 1e-12);
        assertEquals(0.9 / 1.3, point.factor(2, 0), 1e-12);
        Report report = point.attraction();
        assertEquals(Verdict.HOLDS, report.verdict());
        assertEquals("unit 2", report.witness().orElseThrow());
        assertEquals(Math.PI / 2, report.findings().get("basinAngle"), 1e-15);
    }

    /** (1 + b)^2 = 1/a + 1/2 is where the dictionary begins to repel: there a step mirrors each column at its atom. */
    @Test
    void tooLongAStepRepels() {
        double b = 0.5;
        double edge = 1 / (0.5 * (2.25 - 0.5));
        assertEquals(1, point(edge, b, -0.5, -0.5).rate(), 1e-12);
        assertEquals(
                Verdict.HOLDS, point(0.99 * edge, b, -0.5, -0.5).attraction().verdict());
        MixtureFixedPoint repelling = point(1.01 * edge, b, -0.5, -0.5);
        assertEquals(Verdict.FAILS, repelling.attraction().verdict());
        assertEquals("unit 0", repelling.attraction().witness().orElseThrow());
        assertEquals(0, repelling.basin());
        assertEquals(Verdict.NOT_APPLICABLE, repelling.basin(0.1).verdict());
        PopulationDynamics dynamics = new PopulationDynamics(MODEL, bias(b, -0.5, -0.5), 1.01 * edge);
        INDArray start = Starts.FARTHEST.of(HeapMatrix.columns(ATOMS), 1e-3, 1);
        assertTrue(angles(dynamics.update(start))[0] > 1e-3);
        // alpha + a = 1 + a - a (1 + b)^2 is below 0: the step turns the column round.
        assertEquals(Double.POSITIVE_INFINITY, point(4, b, -0.5, -0.5).factor(0, 0));
        assertEquals(Double.POSITIVE_INFINITY, point(4, b, -0.5, -0.5).rate());
    }

    /** A bias of -1.3 with a = 1.5 leaves a basin of cos phi > 1.3 - sqrt(1/1.5 + .5): from its edge no start comes nearer. */
    @Test
    void theBasinEndsWhereAStepMirrors() {
        double[] b = {-0.5, -0.5, -1.3};
        MixtureFixedPoint point = point(7.5, b);
        double edge = Math.acos(1.3 - Math.sqrt(1 / 1.5 + 0.5));
        assertEquals(edge, point.basin(), 1e-12);
        assertEquals(1, point.factor(2, edge), 1e-12);
        double delta = CertifiedSteps.delta(edge);
        assertEquals(Verdict.HOLDS, point.basin(0.999 * delta).verdict());
        Report beyond = point.basin(1.001 * delta);
        assertEquals(Verdict.FAILS, beyond.verdict());
        assertEquals("unit 2", beyond.witness().orElseThrow());
        PopulationDynamics dynamics = new PopulationDynamics(MODEL, bias(b), 7.5);
        INDArray within = Starts.FARTHEST.of(HeapMatrix.columns(ATOMS), edge - 0.02, 1);
        assertTrue(dynamics.fixedPoint(within, 1e-12, 2000).bias() < 1e-9);
        INDArray outside = Starts.FARTHEST.of(HeapMatrix.columns(ATOMS), edge + 0.02, 1);
        assertTrue(angles(dynamics.update(outside))[2] > edge + 0.02);
    }

    /** Starts nearly orthogonal to their atoms converge all the same. */
    @Test
    void theBasinIsAllThatIsNearerThanOrthogonal() {
        MixtureFixedPoint point = point(2, -0.3, -0.4, -0.5);
        assertEquals(Math.PI / 2, point.basin(), 1e-15);
        assertEquals(Verdict.HOLDS, point.basin(1.41).verdict());
        PopulationDynamics dynamics = new PopulationDynamics(MODEL, bias(-0.3, -0.4, -0.5), 2);
        INDArray start = Starts.FARTHEST.of(HeapMatrix.columns(ATOMS), Math.PI / 2 - 1e-3, 2);
        assertTrue(dynamics.fixedPoint(start, 1e-13, 2000).bias() < 1e-9);
    }

    /** Starts of two basins, from near their edges and anywhere within: all converge. */
    @Test
    void startsOfTheBasinConverge() {
        startsConverge(50);
    }

    @Test
    @Tag("slow")
    void aThousandStartsOfTheBasinConverge() {
        startsConverge(500);
    }

    private static void startsConverge(int starts) {
        double[][] biases = {{-0.3, -0.4, -0.5}, {-0.5, -0.5, -1.3}};
        double[] steps = {2, 7.5};
        for (int t = 0; t < 2; t++) {
            double edge = point(steps[t], biases[t]).basin();
            PopulationDynamics dynamics = new PopulationDynamics(MODEL, bias(biases[t]), steps[t]);
            for (int number = 0; number < starts; number++) {
                INDArray start = Starts.numbered(HeapMatrix.columns(ATOMS), 0.9 * edge, number);
                double bias = dynamics.fixedPoint(start, 1e-11, 1000).bias();
                assertTrue(bias < 1e-9, "start " + number + " ends at " + bias);
            }
        }
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThrows(IllegalArgumentException.class, () -> point(0, 0, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> point(1, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> point(1, 0, 0, Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> point(1, 0, 0, 0).factor(0, 2));
        assertThrows(IllegalArgumentException.class, () -> point(1, 0, 0, 0).basin(1.5));
        assertTrue(point(1, 0, 0, 0).toString().startsWith("MixtureFixedPoint[rate=0."));
    }
}
