package org.autoencoder4j.ntk.kernel;

import static org.autoencoder4j.testsupport.ArrayAssert.assertClose;
import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.autoencoder4j.testsupport.ArrayAssert.assertUnchanged;
import static org.autoencoder4j.testsupport.ArrayAssert.relativeDifference;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.ForkJoinPool;
import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.linalg.SymmetricEigen;
import org.autoencoder4j.ntk.Drawn;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.testsupport.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class LimitKernelsTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void golden(int i) {
        Golden golden = Golden.read("p2_kernels_" + i);
        INDArray samples = golden.matrix("inputs/X").transpose();
        double tolerance = golden.tolerance();

        LimitKernels kernels = assertUnchanged(() -> LimitKernels.of(samples), samples);

        INDArray joint = kernels.kernel(Regime.JOINTLY_TRAINED);
        assertClose(golden.matrix("outputs/Ginf"), kernels.kernel(Regime.WEAKLY_TRAINED), tolerance);
        assertClose(golden.matrix("outputs/Hinf"), kernels.kernel(Regime.DECODER_ONLY), tolerance);
        assertClose(golden.matrix("outputs/Kinf_joint"), joint, tolerance);
        assertClose(golden.vector("outputs/eig_Ginf"), SymmetricEigen.eigenvalues(kernels.encoder()), tolerance);
        assertClose(golden.vector("outputs/eig_Hinf"), SymmetricEigen.eigenvalues(kernels.decoder()), tolerance);
        assertClose(golden.vector("outputs/eig_Kinf_joint"), SymmetricEigen.eigenvalues(joint), tolerance);
        LimitKernels single = LimitKernels.of(samples.castTo(DataType.FLOAT));
        assertEquals(DataType.FLOAT, single.encoder().dataType());
        assertTrue(relativeDifference(kernels.encoder(), single.encoder().castTo(DataType.DOUBLE)) < 1e-6);
        assertTrue(relativeDifference(kernels.decoder(), single.decoder().castTo(DataType.DOUBLE)) < 1e-6);
    }

    @Test
    void goldenWithRepeatedAntipodalAndNearlyParallelSamples() {
        Golden golden = Golden.read("p2_degenerate");
        INDArray samples = golden.matrix("inputs/X").transpose();

        LimitKernels kernels = LimitKernels.of(samples);

        assertClose(golden.matrix("outputs/Ginf"), kernels.encoder(), golden.tolerance());
        assertClose(golden.matrix("outputs/Hinf"), kernels.decoder(), golden.tolerance());
        // Columns 0 and 4 are one sample: the kernels without the latter are the golden ones of six samples.
        INDArray without = Nd4j.vstack(
                samples.get(NDArrayIndex.interval(0, 4), NDArrayIndex.all()),
                samples.get(NDArrayIndex.interval(5, 7), NDArrayIndex.all()));
        LimitKernels six = LimitKernels.of(without);
        assertClose(
                golden.vector("outputs/eig_Ginf_without_repeat"),
                SymmetricEigen.eigenvalues(six.encoder()),
                golden.tolerance());
        assertClose(
                golden.vector("outputs/eig_Hinf_without_repeat"),
                SymmetricEigen.eigenvalues(six.decoder()),
                golden.tolerance());
    }

    /** Angles down to 1e-9 from 0 and pi, where acos of a rounded inner product has no digits left. */
    @ParameterizedTest
    @CsvSource({"1e-9", "1e-7", "1e-5", "1e-3", "0.05", "0.1", "0.14", "0.3", "1", "1.5707"})
    void keepsDigitsForNearlyParallelAndOppositeSamples(double angle) {
        // exact: cos, sin of the constructed angle; lengths 3 and 0.2
        INDArray samples = Nd4j.createFromArray(new double[][] {
            {3, 0, 0},
            {0.2 * Math.cos(angle), 0.2 * Math.sin(angle), 0},
            {-0.2 * Math.cos(angle), 0.2 * Math.sin(angle), 0}
        });
        LimitKernels kernels = LimitKernels.of(samples);
        double scale = 0.6 / (2 * Math.PI);
        double tolerance = 2e-16 * 4;

        assertEquals(
                scale * Math.cos(angle) * (Math.PI - angle), kernels.encoder().getDouble(0, 1), tolerance);
        assertEquals(
                scale * (Math.sin(angle) + (Math.PI - angle) * Math.cos(angle)),
                kernels.decoder().getDouble(0, 1),
                tolerance);
        // Opposite: both vanish with the angle, and have relative accuracy where the angle is had from the vectors.
        double zero = -scale * Math.cos(angle) * angle;
        double one = scale * sineMinusAngleTimesCosine(angle);
        boolean near = Math.cos(angle) > 0.99;
        assertEquals(zero, kernels.encoder().getDouble(0, 2), near ? 1e-14 * Math.abs(zero) : tolerance);
        assertEquals(one, kernels.decoder().getDouble(0, 2), near ? 1e-14 * one : tolerance);
    }

    /** {@code sin a - a cos a = sum over k >= 1 of (-1)^(k+1) 2 k a^(2k+1) / (2k+1)!}. */
    private static double sineMinusAngleTimesCosine(double angle) {
        double sum = 0;
        double power = angle;
        for (int k = 1; k < 20; k++) {
            power *= -angle * angle / (2.0 * k * (2 * k + 1));
            sum -= 2 * k * power;
        }
        return sum;
    }

    @Test
    void agreesWithTheFormulaElementByElement() {
        INDArray samples = Drawn.gaussian("samples", 300, 7);
        LimitKernels kernels = LimitKernels.of(samples);
        double worst = 0;
        for (int i = 0; i < 300; i++) {
            for (int j = 0; j < 300; j += 7) {
                double[] expected = literal(samples, i, j);
                double scale = expected[2];
                worst = Math.max(worst, Math.abs(kernels.encoder().getDouble(i, j) - expected[0]) / scale);
                worst = Math.max(worst, Math.abs(kernels.decoder().getDouble(i, j) - expected[1]) / scale);
            }
        }
        assertTrue(worst < 3e-15, "worst " + worst);
        assertIdentical(kernels.encoder(), kernels.encoder().transpose());
        assertIdentical(kernels.decoder(), kernels.decoder().transpose());
    }

    private static double[] literal(INDArray samples, int i, int j) {
        double[] x = samples.getRow(i).toDoubleVector();
        double[] y = samples.getRow(j).toDoubleVector();
        double xx = 0;
        double yy = 0;
        for (int k = 0; k < x.length; k++) {
            xx += x[k] * x[k];
            yy += y[k] * y[k];
        }
        double difference = 0;
        double sum = 0;
        for (int k = 0; k < x.length; k++) {
            difference += Math.pow(x[k] / Math.sqrt(xx) - y[k] / Math.sqrt(yy), 2);
            sum += Math.pow(x[k] / Math.sqrt(xx) + y[k] / Math.sqrt(yy), 2);
        }
        double theta = 2 * Math.atan2(Math.sqrt(difference), Math.sqrt(sum));
        double scale = Math.sqrt(xx * yy) / (2 * Math.PI);
        double zero = scale * Math.cos(theta) * (Math.PI - theta);
        return new double[] {zero, scale * Math.sin(theta) + zero, 2 * Math.PI * scale};
    }

    /** Three tiles of different sizes; between() computes every tile where of() mirrors. */
    @ParameterizedTest
    @CsvSource({"DOUBLE,1e-15", "FLOAT,3e-7"})
    void tilesAndMirrorsFitTogether(DataType type, double tolerance) {
        INDArray samples = Drawn.gaussian("samples", 600, 5).castTo(type);
        LimitKernels kernels = LimitKernels.of(samples);
        LimitKernels all = LimitKernels.between(samples, samples.dup());
        assertTrue(relativeDifference(all.encoder(), kernels.encoder()) < tolerance);
        assertTrue(relativeDifference(all.decoder(), kernels.decoder()) < tolerance);

        INDArray inputs = Drawn.gaussian("inputs", 270, 5).castTo(type);
        INDArray both = Nd4j.vstack(inputs, samples);
        INDArray block =
                LimitKernels.of(both).decoder().get(NDArrayIndex.interval(0, 270), NDArrayIndex.interval(270, 870));
        INDArray between = LimitKernels.between(inputs, samples).decoder();
        assertEquals('f', between.ordering());
        assertTrue(relativeDifference(block.dup(), between) < tolerance);
    }

    @Test
    void doesNotDependOnTheNumberOfThreads() throws Exception {
        INDArray samples = Drawn.gaussian("samples", 600, 5);
        LimitKernels here = LimitKernels.of(samples);
        ForkJoinPool one = new ForkJoinPool(1);
        try {
            LimitKernels alone = one.submit(() -> LimitKernels.of(samples)).get();
            assertIdentical(here.encoder(), alone.encoder());
            assertIdentical(here.decoder(), alone.decoder());
        } finally {
            one.shutdown();
        }
    }

    /** Homogeneity: {@code k(s x, t y) = s t k(x, y)}, at lengths whose squares are beyond the type. */
    @Test
    void takesSamplesOfAnyLengthAndOfNone() {
        INDArray samples = Drawn.gaussian("samples", 4, 3);
        INDArray scaled = samples.dup();
        scaled.putRow(1, samples.getRow(1).mul(1e120));
        scaled.putRow(2, samples.getRow(2).mul(1e-170));
        scaled.putRow(3, samples.getRow(3).mul(0));
        INDArray decoder = LimitKernels.of(samples).decoder();
        INDArray actual = LimitKernels.of(scaled).decoder();

        assertEquals(decoder.getDouble(0, 1), actual.getDouble(0, 1) / 1e120, 1e-15);
        assertEquals(decoder.getDouble(1, 2), actual.getDouble(1, 2) / 1e-50, 1e-15);
        assertEquals(decoder.getDouble(1, 1), actual.getDouble(1, 1) / 1e240, 1e-14);
        for (int i = 0; i < 4; i++) {
            assertEquals(0, actual.getDouble(i, 3));
            assertEquals(0, LimitKernels.of(scaled).encoder().getDouble(3, i));
        }
    }

    /**
     * The printed {@code H_inf = G_inf} against samples of the definition {@code E phi(w.x) phi(w.y)} at theta = 1: a
     * million pairs of normal numbers, seed 20; false alarm below 1e-6 at five standard errors.
     */
    @Test
    void theDecodersLimitIsNotTheEncoders() {
        var random = RandomStreams.of(20).at("neurons", 0, 0);
        int count = 1_000_000;
        double sum = 0;
        double squares = 0;
        for (int r = 0; r < count; r++) {
            double first = random.nextGaussian();
            double second = Math.cos(1) * first + Math.sin(1) * random.nextGaussian();
            double product = Math.max(first, 0) * Math.max(second, 0);
            sum += product;
            squares += product * product;
        }
        double mean = sum / count;
        double error = Math.sqrt((squares / count - mean * mean) / count);
        LimitKernels kernels =
                LimitKernels.of(Nd4j.createFromArray(new double[][] {{1, 0}, {Math.cos(1), Math.sin(1)}}));

        assertEquals(mean, kernels.decoder().getDouble(0, 1), 5 * error);
        assertTrue(Math.abs(mean - kernels.encoder().getDouble(0, 1)) > 100 * error, "G_inf is far from it");
    }

    /** Which of the two least eigenvalues is smaller depends on the samples, and a norm is not bounded by the samples'. */
    @Test
    void neitherKernelDominatesTheOther() {
        LimitKernels orthonormal = LimitKernels.of(Nd4j.eye(100).castTo(DataType.DOUBLE));
        assertEquals(0.5, least(orthonormal.encoder()), 1e-13);
        assertEquals(0.5 - 1 / (2 * Math.PI), least(orthonormal.decoder()), 1e-13);
        // ||H_inf|| = 1/2 + 99/(2 pi) for 100 orthonormal samples, whose own norm is 1.
        INDArray values = SymmetricEigen.eigenvalues(orthonormal.decoder());
        assertEquals(0.5 + 99 / (2 * Math.PI), values.getDouble(99), 1e-12);

        double third = 2 * Math.PI / 3;
        LimitKernels triangle = LimitKernels.of(Nd4j.createFromArray(
                new double[][] {{1, 0}, {Math.cos(third), Math.sin(third)}, {Math.cos(third), -Math.sin(third)}}));
        assertEquals(1.0 / 3, least(triangle.encoder()), 1e-14);
        assertEquals(0.4455, least(triangle.decoder()), 5e-5);
    }

    private static double least(INDArray kernel) {
        return SymmetricEigen.eigenvalues(kernel).getDouble(0);
    }

    @Test
    void rejectsBadInput() {
        INDArray samples = Nd4j.ones(DataType.DOUBLE, 3, 2);
        assertMessage("regime = WEIGHT_TIED", () -> LimitKernels.of(samples).kernel(Regime.WEIGHT_TIED));
        assertMessage("samples has shape [2]", () -> LimitKernels.of(Nd4j.ones(DataType.DOUBLE, 2)));
        assertMessage(
                "samples has shape [3, 2]", () -> LimitKernels.between(Nd4j.ones(DataType.DOUBLE, 3, 4), samples));
        assertMessage(
                "samples is DOUBLE and inputs is FLOAT",
                () -> LimitKernels.between(samples.castTo(DataType.FLOAT), samples));
        INDArray hole = samples.dup();
        hole.putScalar(1, 1, Double.NaN);
        assertMessage("samples [3, 2] has an entry that is NaN", () -> LimitKernels.of(hole));
    }

    private static void assertMessage(String beginning, Runnable call) {
        String message = String.valueOf(
                assertThrows(IllegalArgumentException.class, call::run).getMessage());
        assertTrue(message.startsWith(beginning), message);
    }
}
