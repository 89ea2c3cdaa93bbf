package org.autoencoder4j.ntk.convergence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.random.RandomGenerator;
import org.autoencoder4j.network.OutputScaling;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.autoencoder4j.ntk.Draws;
import org.autoencoder4j.report.Report;
import org.autoencoder4j.report.Verdict;
import org.autoencoder4j.testsupport.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class InitialResidualTest {
    @ParameterizedTest
    @ValueSource(strings = {"beyond_p2_residual_0", "beyond_p2_residual_1"})
    void goldenGivenTheEncoder(String name) {
        Golden golden = Golden.read(name);
        INDArray samples = golden.matrix("inputs/X").transpose().dup();
        INDArray encoder = golden.matrix("inputs/W");
        double[] exponents = golden.doubles("inputs/t");
        double[] bounds = golden.doubles("outputs/bound_squared");
        for (int i = 0; i < exponents.length; i++) {
            double bound = InitialResidual.givenEncoder(samples, encoder, Math.exp(-exponents[i]));
            assertEquals(bounds[i], bound, golden.tolerance() * (1 + bounds[i]));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"beyond_p2_widths_0", "beyond_p2_widths_1", "beyond_p2_widths_2"})
    void goldenBeforeAnythingIsDrawn(String name) {
        Golden golden = Golden.read(name);
        KernelConstants c =
                KernelConstants.of(golden.matrix("inputs/X").transpose().dup());
        double delta = golden.number("inputs/delta");
        double given = InitialResidual.aPriori(c, golden.number("inputs/units"), delta);
        double expected = golden.number("outputs/residual_a_priori_squared");
        assertEquals(expected, given, golden.tolerance() * (1 + expected));
        double wide = golden.number("outputs/residual_wide_squared");
        assertEquals(wide, InitialResidual.wide(c, delta), golden.tolerance() * (1 + wide));
    }

    /** By hand: 1.5 * 4 / .1, and E2s with tau = (sqrt(n/2) + sqrt(t / (182 d)))^2. */
    @Test
    void byHand() {
        assertEquals(60, InitialResidual.markov(4, 0.1), 1e-12);
        KernelConstants two = new KernelConstants(2, 2, 0.5, 0.3, 1.5, 0.65);
        double t = Math.log(20);
        double tau = Math.pow(1 + Math.sqrt(t / 364), 2);
        double expected = 2 + tau + 2 * Math.sqrt((tau * tau + 2 * 1.5 * tau) * t / 2) + tau * t;
        assertEquals(expected, InitialResidual.slow(two, 0.1), 1e-12);
    }

    /**
     * How often 20000 draws of the signs exceed the bound for one encoder, down to one unit and one sample: at most {@code p + 4
     * sqrt(p / 20000)} with p the allowed probability, which more do by chance with probability 3e-5 in each of 12 cases.
     */
    @ParameterizedTest
    @CsvSource({"1, 1, 1", "3, 2, 1", "3, 2, 5", "5, 3, 20"})
    void signsExceedTheBoundLessOften(int n, int d, int m) {
        RandomGenerator random = Draws.random(n + 10 * m);
        INDArray samples = Draws.unitRows(random, n, d);
        INDArray encoder = Draws.gaussian(random, d, m);
        double[][] rows = samples.toDoubleMatrix();
        double[][] units = encoder.toDoubleMatrix();
        double[] squares = new double[20_000];
        for (int draw = 0; draw < squares.length; draw++) {
            squares[draw] = squared(random, rows, units);
        }
        for (double delta : new double[] {0.6, 0.3, 0.05}) {
            double bound = InitialResidual.givenEncoder(samples, encoder, delta);
            long above = 0;
            for (double square : squares) {
                above += square > bound ? 1 : 0;
            }
            assertTrue(above <= squares.length * delta + 4 * Math.sqrt(squares.length * delta), above + " at " + delta);
        }
        double mean = 0;
        for (double square : squares) {
            mean += square / squares.length;
        }
        double centre = InitialResidual.givenEncoder(samples, encoder, 1);
        assertEquals(centre, mean, 0.05 * centre, "at delta = 1 the bound is the mean");
    }

    /** As above over encoders, too: 5000 starts of 5 units. Every one is below Markov's bound at delta = 1e-3, about. */
    @Test
    void startsExceedTheBoundLessOften() {
        RandomGenerator random = Draws.random(77);
        INDArray samples = Draws.unitRows(random, 4, 3);
        KernelConstants c = KernelConstants.of(samples);
        for (double delta : new double[] {0.5, 0.1}) {
            int above = 0;
            int aboveMarkov = 0;
            for (int draw = 0; draw < 5000; draw++) {
                double[][] encoder = Draws.gaussian(random, 3, 5).toDoubleMatrix();
                double square = squared(random, samples.toDoubleMatrix(), encoder);
                above += square > InitialResidual.aPriori(c, 5, delta) ? 1 : 0;
                aboveMarkov += square > InitialResidual.markov(4, delta) ? 1 : 0;
            }
            assertTrue(above <= 5000 * delta + 4 * Math.sqrt(5000 * delta), above + " at " + delta);
            assertTrue(aboveMarkov <= 5000 * delta + 4 * Math.sqrt(5000 * delta), aboveMarkov + " at " + delta);
        }
    }

    /** {@code ||X - A relu(W^T X) / sqrt(m d)||^2} of drawn signs A. */
    private static double squared(RandomGenerator random, double[][] x, double[][] w) {
        int d = w.length;
        int m = w[0].length;
        double[][] a = new double[d][m];
        for (double[] row : a) {
            for (int r = 0; r < m; r++) {
                row[r] = (random.nextBoolean() ? 1 : -1) / Math.sqrt(m * d);
            }
        }
        double total = 0;
        for (double[] sample : x) {
            double[] rest = sample.clone();
            for (int r = 0; r < m; r++) {
                double z = 0;
                for (int p = 0; p < d; p++) {
                    z += sample[p] * w[p][r];
                }
                for (int p = 0; z > 0 && p < d; p++) {
                    rest[p] -= a[p][r] * z;
                }
            }
            for (double value : rest) {
                total += value * value;
            }
        }
        return total;
    }

    /** One unit and one sample, by hand: w = 3, a = -1 gives e = 4, above the bound 10 + 2 sqrt(99 t) + 18 t at t = .01. */
    @Test
    void reportsJudgeAStart() {
        INDArray x = Draws.identity(1);
        TwoLayerAutoencoder unlucky = autoencoder(3, -1);
        double delta = Math.exp(-0.01);
        Report report = InitialResidual.report(x, unlucky, delta);
        assertEquals(Verdict.FAILS, report.verdict(), report::text);
        assertEquals(10 + 2 * Math.sqrt(0.99) + 0.18, report.bounds().get(0).limit(), 1e-9);
        assertEquals(16, report.bounds().get(0).measured(), 1e-12);
        assertEquals(
                Verdict.HOLDS,
                InitialResidual.report(x, autoencoder(3, 1), delta).verdict());
        assertEquals(
                Verdict.NOT_APPLICABLE,
                InitialResidual.report(x, autoencoder(3, 1.001), delta).verdict());
        TwoLayerAutoencoder wide = new TwoLayerAutoencoder(
                Draws.identity(2), Draws.rademacher(Draws.random(1), 2, 2), OutputScaling.INVERSE_WIDTH);
        assertEquals(
                Verdict.HOLDS,
                InitialResidual.report(Draws.identity(2), wide, 0.1).verdict(),
                "1/m is 1/sqrt(m d) for m = d");
        TwoLayerAutoencoder other = new TwoLayerAutoencoder(
                Draws.gaussian(Draws.random(1), 2, 3),
                Draws.rademacher(Draws.random(1), 2, 3),
                OutputScaling.INVERSE_WIDTH);
        assertEquals(
                Verdict.NOT_APPLICABLE,
                InitialResidual.report(Draws.identity(2), other, 0.1).verdict());
    }

    private static TwoLayerAutoencoder autoencoder(double w, double a) {
        return new TwoLayerAutoencoder(
                Draws.identity(1).mul(w), Draws.identity(1).mul(a));
    }

    @Test
    void refusesWrongArguments() {
        INDArray x = Draws.identity(2);
        INDArray w = Draws.gaussian(Draws.random(1), 2, 3);
        KernelConstants two = new KernelConstants(2, 2, 0.5, 0.3, 1, 0.65);
        TwoLayerAutoencoder tied = TwoLayerAutoencoder.weightTied(w, OutputScaling.INVERSE_ROOT);
        assertThrows(IllegalArgumentException.class, () -> InitialResidual.markov(0, 0.1));
        assertThrows(IllegalArgumentException.class, () -> InitialResidual.markov(1, 0));
        assertThrows(IllegalArgumentException.class, () -> InitialResidual.aPriori(two, 0, 0.1));
        assertThrows(IllegalArgumentException.class, () -> InitialResidual.aPriori(two, 10, 1.1));
        assertThrows(IllegalArgumentException.class, () -> InitialResidual.givenEncoder(x, w, 0));
        assertThrows(IllegalArgumentException.class, () -> InitialResidual.givenEncoder(x, w.transpose(), 0.1));
        assertThrows(IllegalArgumentException.class, () -> InitialResidual.givenEncoder(x.div(0), w, 0.1));
        assertThrows(IllegalArgumentException.class, () -> InitialResidual.givenEncoder(x, w.div(0), 0.1));
        assertThrows(
                IllegalArgumentException.class, () -> InitialResidual.givenEncoder(x, w.castTo(DataType.FLOAT), 0.1));
        assertThrows(IllegalArgumentException.class, () -> InitialResidual.report(x, tied, 0.1));
    }
}
