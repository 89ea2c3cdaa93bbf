package org.autoencoder4j.check.contraction;

import static org.autoencoder4j.testsupport.ArrayAssert.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.check.Samples;
import org.autoencoder4j.check.expectation.ExpectedGradient;
import org.autoencoder4j.check.expectation.PopulationDynamics;
import org.autoencoder4j.model.Dictionaries;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.law.CodeLaw;
import org.autoencoder4j.model.law.ValueLaw;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.report.Report;
import org.autoencoder4j.report.Verdict;
import org.autoencoder4j.testsupport.Golden;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class FixedPointCertificateTest {
    private static final Golden GOLDEN = Golden.read("beyond_p1_fixed_point_0");
    private static final RandomStreams STREAMS = RandomStreams.of(60);

    /** Any law with the golden kappa1 = 1 and kappa2 = 1.02: uniform on a range of width {@code sqrt(12 * 0.02)}. */
    private static ValueLaw goldenValues() {
        double half = Math.sqrt(3 * (GOLDEN.number("inputs/kappa2") - 1));
        return ValueLaw.nonNegativeUniform(1 - half, 1 + half);
    }

    private static GenerativeModel goldenModel() {
        return GenerativeModel.nonNegativeSparseCoding(
                GOLDEN.matrix("inputs/A"),
                (int) GOLDEN.number("inputs/k"),
                goldenValues(),
                GOLDEN.number("inputs/sigma"));
    }

    private static INDArray bias(int units, double value) {
        return Nd4j.valueArrayOf(new long[] {units}, value, DataType.DOUBLE);
    }

    @Test
    void golden() {
        GenerativeModel model = goldenModel();
        double zeta = GOLDEN.number("inputs/zeta");
        PopulationDynamics dynamics = new PopulationDynamics(model, bias(6, 0), zeta);
        INDArray end = dynamics.fixedPoint(model.dictionary(), 1e-15, 2000).weights();
        assertClose(GOLDEN.matrix("outputs/W"), end, 1e-9);
        assertClose(
                GOLDEN.vector("outputs/distance"), end.sub(model.dictionary()).norm2(0), 1e-9);
        FixedPointCertificate certificate = FixedPointCertificate.of(model, bias(6, 0), zeta, end);
        Report report = certificate.report();
        assertEquals(Verdict.HOLDS, report.verdict());
        assertClose(GOLDEN.number("outputs/q0"), report.findings().get("tangentNorm"), GOLDEN.tolerance());
        assertClose(GOLDEN.number("outputs/full"), report.findings().get("fullNorm"), GOLDEN.tolerance());
        assertClose(GOLDEN.number("outputs/s1"), report.findings().get("stepNorm"), GOLDEN.tolerance());
        assertClose(GOLDEN.number("outputs/s2"), report.findings().get("secondDerivative"), GOLDEN.tolerance());
        assertClose(GOLDEN.number("outputs/lipschitz"), report.findings().get("lipschitz"), GOLDEN.tolerance());
        double basin = GOLDEN.number("outputs/basin");
        assertClose(GOLDEN.number("outputs/rate"), certificate.rate(basin), GOLDEN.tolerance());
        // The golden radius is the greatest of a grid of ratio 300e6^(1/399).
        assertTrue(basin <= certificate.basin(), certificate.toString());
        assertTrue(certificate.basin() < basin * Math.pow(3e8, 1.0 / 399), certificate.toString());
        assertTrue(certificate.error() < 1e-12, certificate.toString());
        assertTrue(certificate.rate(certificate.basin()) < 1);
    }

    private static final List<FixedPointCase> CASES = cases();

    /** Values of mean 0 and 1, with and without bias and noise. */
    private static List<FixedPointCase> cases() {
        INDArray atoms = Dictionaries.gaussian(8, 5, DataType.DOUBLE, STREAMS);
        INDArray orthonormal = Dictionaries.orthonormal(7, 5, DataType.DOUBLE, STREAMS);
        ValueLaw signs = ValueLaw.symmetricUniform(0.9, 1.1);
        ValueLaw positive = ValueLaw.nonNegativeUniform(0.9, 1.1);
        return List.of(
                new FixedPointCase(new GenerativeModel(atoms, CodeLaw.sparse(5, 2, signs), 0.02), 0, 0.5),
                new FixedPointCase(new GenerativeModel(atoms, CodeLaw.sparse(5, 1, positive), 0.1), -0.1, 0.5),
                new FixedPointCase(new GenerativeModel(orthonormal, CodeLaw.sparse(5, 3, positive), 0), 0, 0.35),
                new FixedPointCase(new GenerativeModel(orthonormal, CodeLaw.sparse(5, 2, positive), 0.05), -0.1, 0.5),
                new FixedPointCase(new GenerativeModel(orthonormal, CodeLaw.sparse(5, 4, signs), 0.1), 0, 0.4));
    }

    /** A model with the fixed point that it has near its dictionary, and that one's certificate. */
    private static final class FixedPointCase {
        private final GenerativeModel model;
        private final INDArray biases;
        private final double zeta;
        private final PopulationDynamics dynamics;
        private final INDArray end;
        private final FixedPointCertificate certificate;

        FixedPointCase(GenerativeModel model, double bias, double step) {
            this.model = model;
            this.biases = bias(model.units(), bias);
            this.zeta = SparseInductionTest.rate(model, step);
            this.dynamics = new PopulationDynamics(model, biases, zeta);
            this.end = dynamics.fixedPoint(model.dictionary(), 1e-13, 500).weights();
            this.certificate = certificate(end);
        }

        FixedPointCertificate certificate(INDArray point) {
            return FixedPointCertificate.of(model, biases, zeta, point);
        }

        INDArray step(INDArray weights) {
            TiedAutoencoder present = new TiedAutoencoder(weights.dup('f'), biases, Activation.relu());
            return weights.sub(
                    ExpectedGradient.of(model).at(present, 0).weights().mul(zeta));
        }
    }

    /** Moves along a random geodesic of the product of spheres. */
    private static INDArray moved(INDArray weights, double distance, RandomGenerator random) {
        double[][] columns = HeapMatrix.columns(weights);
        double[][] directions = new double[columns.length][];
        double squares = 0;
        for (int i = 0; i < columns.length; i++) {
            double weight = Math.pow(random.nextDouble(), 3);
            double[] direction =
                    random.doubles(columns[i].length, -weight, weight).toArray();
            double along = dot(direction, columns[i]);
            for (int r = 0; r < direction.length; r++) {
                direction[r] -= along * columns[i][r];
            }
            directions[i] = direction;
            squares += dot(direction, direction);
        }
        double scale = distance / Math.sqrt(squares);
        for (int i = 0; i < columns.length; i++) {
            double angle = scale * Math.sqrt(dot(directions[i], directions[i]));
            for (int r = 0; r < columns[i].length; r++) {
                columns[i][r] = Math.cos(angle) * columns[i][r] + Math.sin(angle) * scale * directions[i][r] / angle;
            }
        }
        return HeapMatrix.ofColumns(columns, DataType.DOUBLE);
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int r = 0; r < a.length; r++) {
            sum += a[r] * b[r];
        }
        return sum;
    }

    private static double distance(INDArray left, INDArray right) {
        double[] chords = left.sub(right).norm2(0).toDoubleVector();
        return Math.sqrt(Arrays.stream(chords)
                .map(chord -> 2 * Math.asin(chord / 2))
                .map(angle -> angle * angle)
                .sum());
    }

    /** Starts on spheres within the basin: none is slower than the rate there, and all end where the certificate says. */
    private static void follow(int starts) {
        RandomGenerator random = Samples.random(61);
        for (FixedPointCase example : CASES) {
            INDArray end = example.end;
            FixedPointCertificate certificate = example.certificate;
            assertEquals(Verdict.HOLDS, certificate.report().verdict(), example.model + " " + certificate);
            double slowest = 0;
            for (int start = 0; start < starts; start++) {
                double radius = certificate.basin() * (start % 4 == 3 ? 0.3 : 1);
                INDArray weights = moved(end, radius, random);
                assertClose(radius, distance(weights, end), 1e-9);
                for (int step = 0; step < 3; step++) {
                    double before = distance(weights, end);
                    weights = example.dynamics.update(weights);
                    double after = distance(weights, end);
                    assertTrue(
                            after <= certificate.rate(before) * before + 2e-13, example.model + ": " + after / before);
                    slowest = Math.max(slowest, after / before / certificate.rate(before));
                }
            }
            assertTrue(slowest > 0.2, "the slowest step has this share of its rate: " + slowest);
        }
    }

    @Test
    void noStepIsSlowerThanTheRate() {
        follow(4);
    }

    @Test
    @Tag("slow")
    void noStepOfManyIsSlowerThanTheRate() {
        follow(700);
    }

    /** The bound of the second derivative against differences along random directions and those of single columns. */
    @Test
    void noSecondDerivativeIsAboveItsBound() {
        RandomGenerator generator = Samples.random(62);
        double closest = 0;
        for (FixedPointCase example : CASES) {
            INDArray point = example.end;
            double bound = example.certificate.report().findings().get("secondDerivative");
            for (int trial = 0; trial < 20; trial++) {
                INDArray random = Samples.gaussian(generator, point.rows(), point.columns());
                INDArray direction =
                        trial % 2 == 0 ? random : point.mul(1 + trial).add(random);
                direction.divi(direction.norm2Number());
                // Of a polynomial of degree 3: the cubic terms cancel.
                INDArray second = example.step(point.add(direction))
                        .add(example.step(point.sub(direction)))
                        .sub(example.step(point).mul(2));
                double norm = second.norm2Number().doubleValue();
                assertTrue(norm <= bound, norm + " <= " + bound);
                closest = Math.max(closest, norm / bound);
            }
        }
        assertTrue(closest > 0.1, "the greatest has this share of its bound: " + closest);
    }

    /** A point beside the fixed point: its error is bounded, and its basin holds the fixed point. */
    @Test
    void aPointBesideTheFixedPoint() {
        FixedPointCase example = CASES.get(0);
        INDArray end = example.end;
        INDArray beside = moved(end, 1e-4, Samples.random(63));
        FixedPointCertificate certificate = example.certificate(beside);
        assertEquals(Verdict.HOLDS, certificate.report().verdict());
        assertTrue(distance(beside, end) <= certificate.error(), certificate.toString());
        assertTrue(certificate.error() < 1e-3, certificate.toString());
        assertEquals(1, certificate.basin() / example.certificate.basin(), 0.01);
        INDArray far = moved(end, 0.3, Samples.random(63));
        FixedPointCertificate none = example.certificate(far);
        assertEquals(0, none.basin());
        assertEquals(Double.POSITIVE_INFINITY, none.error());
        assertEquals(Verdict.INCONCLUSIVE, none.report().verdict());
    }

    /** Of docs/INDUCTION.md: a step of a = .9 with k = 3 values of mean 1 is unstable at A, one of .35 is not. */
    @Test
    void anUnstableStepHasNoFixedPoint() {
        INDArray orthonormal = Dictionaries.orthonormal(8, 6, DataType.DOUBLE, STREAMS);
        GenerativeModel model =
                GenerativeModel.nonNegativeSparseCoding(orthonormal, 3, ValueLaw.nonNegativeUniform(1, 1), 0);
        FixedPointCertificate certificate =
                FixedPointCertificate.of(model, bias(6, 0), SparseInductionTest.rate(model, 0.9), orthonormal);
        assertEquals(0, certificate.basin());
        Report report = certificate.report();
        assertEquals(Verdict.INCONCLUSIVE, report.verdict());
        assertTrue(report.findings().get("tangentNorm") >= 1.7 - 1e-9, report.toString());
        assertEquals(
                Verdict.HOLDS,
                FixedPointCertificate.of(model, bias(6, 0), SparseInductionTest.rate(model, 0.35), orthonormal)
                        .report()
                        .verdict());
    }

    /** One atom, W = A and b = 1: {@code g = 3 A}, so that zeta = 1/3 leaves nothing of the column. */
    @Test
    void aColumnThatVanishes() {
        INDArray one = Nd4j.createFromArray(new double[][] {{1}, {0}});
        GenerativeModel line = new GenerativeModel(one, CodeLaw.sparse(1, 1, ValueLaw.nonNegativeUniform(1, 1)), 0);
        FixedPointCertificate certificate = FixedPointCertificate.of(line, bias(1, 1), 1.0 / 3, one);
        assertEquals(0, certificate.basin());
        assertEquals(Verdict.INCONCLUSIVE, certificate.report().verdict());
    }

    @Test
    void lengthsAreDividedOut() {
        FixedPointCase example = CASES.get(0);
        assertClose(
                example.certificate.basin(),
                example.certificate(example.end.mul(1 + 1e-7)).basin(),
                1e-9);
        assertThrows(IllegalArgumentException.class, () -> example.certificate(example.end.mul(1.01)));
    }

    @Test
    void refusesOtherArguments() {
        GenerativeModel model = CASES.get(0).model;
        INDArray atoms = model.dictionary();
        INDArray zero = bias(5, 0);
        assertThrows(IllegalArgumentException.class, () -> FixedPointCertificate.of(model, zero, 0, atoms));
        assertThrows(IllegalArgumentException.class, () -> FixedPointCertificate.of(model, bias(4, 0), 1, atoms));
        assertThrows(
                IllegalArgumentException.class,
                () -> FixedPointCertificate.of(model, zero.castTo(DataType.FLOAT), 1, atoms));
        assertThrows(
                IllegalArgumentException.class,
                () -> FixedPointCertificate.of(model, zero, 1, atoms.castTo(DataType.FLOAT)));
        assertThrows(IllegalArgumentException.class, () -> FixedPointCertificate.of(model, zero, 1, Nd4j.create(8, 4)));
        assertThrows(
                IllegalArgumentException.class,
                () -> FixedPointCertificate.of(GenerativeModel.mixtureOfGaussians(atoms, 0), zero, 1, atoms));
        assertThrows(
                IllegalArgumentException.class,
                () -> FixedPointCertificate.of(
                        GenerativeModel.sparseCoding(atoms.mul(2), 2, ValueLaw.rademacher(), 0), zero, 1, atoms));
        INDArray large = Dictionaries.gaussian(60, 51, DataType.DOUBLE, STREAMS);
        GenerativeModel tooLarge = GenerativeModel.sparseCoding(large, 2, ValueLaw.rademacher(), 0);
        assertThrows(IllegalArgumentException.class, () -> FixedPointCertificate.of(tooLarge, bias(51, 0), 1, large));
        assertThrows(
                IllegalArgumentException.class, () -> CASES.get(0).certificate.rate(-1));
    }
}
