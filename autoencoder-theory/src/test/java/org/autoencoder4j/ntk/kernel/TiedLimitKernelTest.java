package org.autoencoder4j.ntk.kernel;

import static org.autoencoder4j.testsupport.ArrayAssert.assertClose;
import static org.autoencoder4j.testsupport.ArrayAssert.assertUnchanged;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.apache.commons.math3.stat.regression.SimpleRegression;
import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.init.TwoLayerStart;
import org.autoencoder4j.linalg.SymmetricEigen;
import org.autoencoder4j.network.DeepAutoencoder;
import org.autoencoder4j.network.Layer;
import org.autoencoder4j.network.OutputScaling;
import org.autoencoder4j.network.TangentKernel;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.autoencoder4j.ntk.Drawn;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.testsupport.Golden;
import org.autoencoder4j.testsupport.SymmetricOperatorContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class TiedLimitKernelTest extends SymmetricOperatorContract {
    /** Samples of several lengths: far apart, repeated, opposite, nearly either, zero, and on both sides of the cosine .99. */
    private static INDArray samples() {
        double near = Math.acos(0.99);
        return Nd4j.createFromArray(new double[][] {
            {1.5, 0.2, -0.4},
            {0.3, -2, 0.7},
            {3, 0.4, -0.8},
            {-1.5, -0.2, 0.4},
            {1.5, 0.2, -0.4 + 1e-7},
            {-1.5, -0.2 + 3e-6, 0.4},
            {0, 0, 0},
            {Math.cos(near - 1e-3), Math.sin(near - 1e-3), 0},
            {1, 0, 0},
            {Math.cos(near + 1e-3), -Math.sin(near + 1e-3), 0},
            {0, 2, 0}
        });
    }

    @Override
    protected Stream<Subject> subjects() {
        return Stream.of(DataType.FLOAT, DataType.DOUBLE).map(type -> {
            INDArray samples = samples().castTo(type);
            TiedLimitKernel kernel = TiedLimitKernel.of(samples);
            return new Subject(
                    type.toString(),
                    kernel.dimension(),
                    type,
                    kernel::times,
                    kernel::dense,
                    literal(samples.castTo(DataType.DOUBLE)),
                    Definiteness.POSITIVE_SEMIDEFINITE);
        });
    }

    /** Each block from {@code (x^T M y) I + y x^T M + M y x^T + <x, y> M} with {@code M = E[1[w.x > 0] 1[w.y > 0] w w^T]}. */
    private static INDArray literal(INDArray samples) {
        int n = samples.rows();
        int d = samples.columns();
        double[][] x = samples.toDoubleMatrix();
        double[][] kernel = new double[n * d][n * d];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double[][] moment = moment(x[i], x[j]);
                double[] mx = times(moment, x[i]);
                double[] my = times(moment, x[j]);
                for (int p = 0; p < d; p++) {
                    for (int q = 0; q < d; q++) {
                        double identity = p == q ? dot(x[i], my) : 0;
                        kernel[i * d + p][j * d + q] =
                                identity + x[j][p] * mx[q] + my[p] * x[i][q] + dot(x[i], x[j]) * moment[p][q];
                    }
                }
            }
        }
        return Nd4j.createFromArray(kernel);
    }

    /** M in the basis of x and what of y is orthogonal to it: the moments of a wedge of angle pi - theta. */
    private static double[][] moment(double[] x, double[] y) {
        int d = x.length;
        double[][] moment = new double[d][d];
        double lx = Math.sqrt(dot(x, x));
        double ly = Math.sqrt(dot(y, y));
        if (lx == 0 || ly == 0) {
            return moment;
        }
        double[] e = new double[d];
        double[] v = new double[d];
        for (int k = 0; k < d; k++) {
            e[k] = x[k] / lx;
            v[k] = y[k] / ly;
        }
        double difference = 0;
        double sum = 0;
        for (int k = 0; k < d; k++) {
            difference += (e[k] - v[k]) * (e[k] - v[k]);
            sum += (e[k] + v[k]) * (e[k] + v[k]);
        }
        double angle = 2 * Math.atan2(Math.sqrt(difference), Math.sqrt(sum));
        double wedge = 2 * Math.atan2(Math.sqrt(sum), Math.sqrt(difference));
        double sine = Math.sqrt(difference * sum) / 2;
        double cosine = (sum - difference) / 4;
        double[] f = new double[d];
        for (int k = 0; k < d && sine > 0; k++) {
            double near = cosine > 0 ? v[k] - e[k] : v[k] + e[k];
            f[k] = (near + (cosine > 0 ? 1 : -1) * sine * sine / (1 + Math.abs(cosine)) * e[k]) / sine;
        }
        assertTrue(angle + wedge < 3.15);
        // Over angles from theta - pi/2 to pi/2: the means of cos^2, sin^2 and sin cos, over 2 pi, times E r^2 = 2.
        double ee = (wedge + Math.sin(2 * angle) / 2) / (2 * Math.PI);
        double ff = (wedge - Math.sin(2 * angle) / 2) / (2 * Math.PI);
        double ef = sine * sine / (2 * Math.PI);
        double rest = wedge / (2 * Math.PI);
        for (int p = 0; p < d; p++) {
            for (int q = 0; q < d; q++) {
                moment[p][q] = (p == q ? rest : 0)
                        + (ee - rest) * e[p] * e[q]
                        + (sine > 0 ? (ff - rest) * f[p] * f[q] + ef * (e[p] * f[q] + f[p] * e[q]) : 0);
            }
        }
        return moment;
    }

    private static double[] times(double[][] matrix, double[] vector) {
        return Stream.of(matrix).mapToDouble(row -> dot(row, vector)).toArray();
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += a[k] * b[k];
        }
        return sum;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void golden(int file) {
        Golden golden = Golden.read("beyond_p2_tied_limit_" + file);
        INDArray samples = golden.matrix("inputs/X").transpose();
        INDArray kernel = assertUnchanged(() -> TiedLimitKernel.of(samples).dense(), samples);
        assertClose(golden.matrix("outputs/K"), kernel, golden.tolerance());
        INDArray symmetric = kernel.add(kernel.transpose()).divi(2);
        assertClose(golden.vector("outputs/eigenvalues"), SymmetricEigen.eigenvalues(symmetric), golden.tolerance());
    }

    /** {@code K_ii = |x_i|^2 I + x_i x_i^T}, so that the trace is {@code (d + 1) ||X||_F^2}. */
    @Test
    void blocksOfOneSampleAndTheTrace() {
        INDArray samples = samples();
        int d = samples.columns();
        INDArray kernel = TiedLimitKernel.of(samples).dense();
        double trace = 0;
        for (int i = 0; i < samples.rows(); i++) {
            double[] x = samples.getRow(i).toDoubleVector();
            for (int p = 0; p < d; p++) {
                for (int q = 0; q < d; q++) {
                    double expected = (p == q ? dot(x, x) : 0) + x[p] * x[q];
                    assertEquals(expected, kernel.getDouble((long) i * d + p, (long) i * d + q), 1e-13);
                }
                trace += kernel.getDouble((long) i * d + p, (long) i * d + p);
            }
        }
        double squares = samples.mul(samples).sumNumber().doubleValue();
        assertEquals((d + 1) * squares, trace, 1e-12 * trace);
    }

    /** At an angle of 1e-9 N is of that order, and the quotient by sin theta of its formula in x and y would lose it. */
    @ParameterizedTest
    @ValueSource(doubles = {1e-9, 1e-6, 1e-3})
    void nearlyRepeatedSamplesKeepTheirDigits(double angle) {
        INDArray pair = Nd4j.createFromArray(new double[][] {{1, 0}, {Math.cos(angle), Math.sin(angle)}});
        INDArray kernel = TiedLimitKernel.of(pair).dense();
        INDArray expected = literal(pair);
        double largest = kernel.sub(expected).amaxNumber().doubleValue();
        assertTrue(largest < 2e-15, "differs by " + largest);
        // cos theta N has the entry (cos^2 theta sin theta)/(2 pi) along x x^T, cos theta at sin theta -> 0.
        double features = Math.sin(angle) / (2 * Math.PI);
        double k = (Math.PI - angle) / (2 * Math.PI);
        double c = Math.cos(angle);
        double along = features + 2 * k * c + 2 * k * c + features * (1 + c * c) + c * c * features;
        assertEquals(along, kernel.getDouble(0, 2), 1e-15);
    }

    /**
     * The kernel of finite width falls towards it as one over the root of the width: means of 12 seeds at three widths from 100
     * to 6400. A seed's norm spreads by some 20 %, so the slope's standard deviation is about {@code .2/(sqrt(24) ln 8) = .02},
     * and a false alarm at .1 has a probability below 1e-5.
     */
    @Test
    void tiedNetworksTendToItAsOneOverTheRootOfTheWidth() {
        INDArray samples = Drawn.unitRows("tied", 5, 3);
        samples.putRow(4, samples.getRow(0).neg());
        TiedLimitKernel limit = TiedLimitKernel.of(samples);
        SimpleRegression slope = new SimpleRegression();
        for (int width = 100; width <= 6400; width *= 8) {
            double mean = 0;
            for (int seed = 0; seed < 12; seed++) {
                KernelDeviation deviation = KernelDeviation.of(tied(samples, width, seed), limit);
                mean += deviation.norm(1e-6) / 12;
            }
            slope.addData(Math.log(width), Math.log(mean));
        }
        assertEquals(-0.5, slope.getSlope(), 0.1);
    }

    private static FiniteWidthKernel tied(INDArray samples, int width, int seed) {
        INDArray weights = TwoLayerStart.standard(samples.columns(), DataType.DOUBLE)
                .weightTied(width, RandomStreams.of(seed))
                .encoder();
        return FiniteWidthKernel.of(
                TwoLayerAutoencoder.weightTied(weights, OutputScaling.INVERSE_ROOT), samples, Regime.WEIGHT_TIED);
    }

    /** The tangent kernel of the same network as one with shared layers, which knows nothing of two layers, is as near. */
    @Test
    void isTheLimitOfTangentKernelsOfSharedLayers() {
        INDArray samples = Drawn.unitRows("tied", 4, 3);
        TiedLimitKernel limit = TiedLimitKernel.of(samples);
        INDArray weights = TwoLayerStart.standard(3, DataType.DOUBLE)
                .weightTied(40_000, RandomStreams.of(1))
                .encoder();
        DeepAutoencoder shared =
                DeepAutoencoder.tiedHalves(List.of(Layer.encoding(weights, 1)), 1 / Math.sqrt(3 * 40_000.0));
        double distance =
                KernelDeviation.of(TangentKernel.of(shared, samples), limit).norm(1e-6);
        double norm = SymmetricEigen.eigenvalues(literal(samples)).getDouble(11);
        assertTrue(distance < 0.05 * norm, distance + " of " + norm);
    }

    @Test
    void refusesWhatDoesNotFit() {
        TiedLimitKernel limit = TiedLimitKernel.of(samples());
        TiedLimitKernel other = TiedLimitKernel.of(Drawn.unitRows("tied", 4, 3));
        assertThrows(IllegalArgumentException.class, () -> KernelDeviation.of(other, limit));
        TiedLimitKernel single = TiedLimitKernel.of(samples().castTo(DataType.FLOAT));
        assertThrows(IllegalArgumentException.class, () -> KernelDeviation.of(single, limit));
        assertThrows(IllegalArgumentException.class, () -> TiedLimitKernel.of(Nd4j.createFromArray(Double.NaN)));
        assertEquals("TiedLimitKernel[dimension=33, DOUBLE]", limit.toString());
    }

    /** Of 200 samples about one mean all 19900 pairs are near: a product allocates less for each than one of its vectors. */
    @Test
    void nearPairsTakeNoMemoryOfTheirOwn() {
        double[][] x = new double[200][100];
        RandomGenerator random = RandomStreams.of(1).at("near", 0, 0);
        for (double[] sample : x) {
            for (int k = 0; k < 100; k++) {
                sample[k] = 1 + 0.03 * random.nextGaussian();
            }
        }
        TiedLimitKernel kernel = TiedLimitKernel.of(Nd4j.createFromArray(x));
        INDArray block = Nd4j.ones(DataType.DOUBLE, 20_000, 1);
        kernel.times(block);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        kernel.times(block);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(allocated < 19_900 * 400, allocated + " bytes");
    }
}
