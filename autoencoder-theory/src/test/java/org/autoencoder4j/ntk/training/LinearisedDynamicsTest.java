package org.autoencoder4j.ntk.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.random.RandomGenerator;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.descent.LearningRate;
import org.autoencoder4j.descent.TwoLayerDescent;
import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.gradient.TwoLayerSampleGradient;
import org.autoencoder4j.network.OutputScaling;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.autoencoder4j.testsupport.ArrayAssert;
import org.autoencoder4j.testsupport.Golden;
import org.autoencoder4j.train.StoppingRule;
import org.autoencoder4j.train.Trainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class LinearisedDynamicsTest {
    private final RandomGenerator random = Descents.random(11);
    private final double[][] rows = Descents.unitRows(random, 5, 4);
    private final INDArray samples = Descents.array(rows);
    private final TwoLayerAutoencoder start = Descents.start(random, 4, 60);

    /** The reference has the residuals of the frozen kernel's flow, sample by column. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void flowsAsTheReference(int file) {
        Golden golden = Golden.read("p2_training_" + file);
        INDArray x = golden.matrix("inputs/X").transpose().dup();
        TwoLayerAutoencoder reference = new TwoLayerAutoencoder(golden.matrix("inputs/W"), golden.matrix("inputs/A"));
        double[] times = golden.doubles("inputs/flow_times");
        for (Regime regime : new Regime[] {Regime.WEAKLY_TRAINED, Regime.JOINTLY_TRAINED}) {
            String name = "outputs/flow_residual_" + (regime == Regime.WEAKLY_TRAINED ? "weak" : "joint");
            for (int dense : new int[] {0, 100}) {
                LinearisedDynamics dynamics = LinearisedDynamics.of(x, reference, regime, dense);
                for (int t = 0; t < times.length; t++) {
                    INDArray residual = x.sub(dynamics.flow(times[t]).reconstruct(x));
                    INDArray expected = golden.matrix(name + "/" + t).transpose();
                    ArrayAssert.assertClose(expected, residual, golden.tolerance());
                }
            }
        }
    }

    /** k steps of vec(X - U) times (I - eta K / d), with the kernel of plain loops. */
    @ParameterizedTest
    @EnumSource(
            value = Regime.class,
            names = {"WEAKLY_TRAINED", "DECODER_ONLY", "JOINTLY_TRAINED"})
    void descendsByPowersOfTheKernel(Regime regime) {
        LiteralStep literal = new LiteralStep(rows, start, start, regime);
        double[] residual = literal.residual.clone();
        for (int step = 0; step < 30; step++) {
            double[] next = residual.clone();
            for (int i = 0; i < next.length; i++) {
                next[i] -= 0.7 / 4 * Descents.dot(literal.kernel[i], residual);
            }
            residual = next;
        }
        for (int dense : new int[] {0, 100}) {
            LinearisedDynamics dynamics = LinearisedDynamics.of(samples, start, regime, dense);
            INDArray outputs = dynamics.descent(0.7, 30).reconstruct(samples);
            for (int i = 0; i < residual.length; i++) {
                assertEquals(residual[i], samples.getDouble(i / 4, i % 4) - outputs.getDouble(i / 4, i % 4), 1e-11);
            }
        }
    }

    /** At an input that is not a sample, one short step moves the outputs as a step of the autoencoder itself does. */
    @ParameterizedTest
    @EnumSource(
            value = Regime.class,
            names = {"WEAKLY_TRAINED", "DECODER_ONLY", "JOINTLY_TRAINED"})
    void movesNewInputsAsTheAutoencoderDoes(Regime regime) {
        INDArray inputs = Descents.array(Descents.gaussian(random, 3, 4));
        double eta = 1e-6;
        INDArray moved = Descents.step(rows, start, eta, regime)
                .reconstruct(inputs)
                .subi(start.reconstruct(inputs))
                .divi(eta);
        INDArray linear = LinearisedDynamics.of(samples, start, regime)
                .descent(eta, 1)
                .reconstruct(inputs)
                .subi(start.reconstruct(inputs))
                .divi(eta);
        ArrayAssert.assertClose(moved, linear, 1e-5);
    }

    @Test
    void theSpectrumAndTheSeriesAgree() {
        INDArray inputs = Descents.array(Descents.gaussian(random, 3, 4));
        LinearisedDynamics spectrum = LinearisedDynamics.of(samples, start, Regime.JOINTLY_TRAINED);
        LinearisedDynamics series = LinearisedDynamics.of(samples, start, Regime.JOINTLY_TRAINED, 0);
        for (double time : new double[] {0, 1e-9, 0.3, 40, 3000}) {
            ArrayAssert.assertClose(
                    spectrum.flow(time).reconstruct(inputs), series.flow(time).reconstruct(inputs), 1e-8);
            assertEquals(spectrum.flow(time).encoderDrift(), series.flow(time).encoderDrift(), 1e-8);
            assertEquals(spectrum.flow(time).decoderDrift(), series.flow(time).decoderDrift(), 1e-8);
        }
        ArrayAssert.assertClose(
                spectrum.descent(0.9, 500).reconstruct(inputs),
                series.descent(0.9, 500).reconstruct(inputs),
                1e-8);
    }

    /** Kernel regression without a ridge passes through the samples; the flow tends to it. */
    @Test
    void theEndOfTheFlowIsKernelRegression() {
        LinearisedDynamics dynamics = LinearisedDynamics.of(samples, start, Regime.JOINTLY_TRAINED);
        INDArray inputs = Descents.array(Descents.gaussian(random, 3, 4));
        ArrayAssert.assertClose(samples, dynamics.flow(Double.POSITIVE_INFINITY).reconstruct(samples), 1e-10);
        ArrayAssert.assertClose(
                dynamics.flow(Double.POSITIVE_INFINITY).reconstruct(inputs),
                dynamics.flow(1e7).reconstruct(inputs),
                1e-10);
        ArrayAssert.assertClose(start.reconstruct(inputs), dynamics.flow(0).reconstruct(inputs), 1e-14);
    }

    @Test
    void returnsFloatForFloat() {
        TwoLayerAutoencoder rounded = new TwoLayerAutoencoder(
                start.encoder().castTo(DataType.FLOAT), start.decoder().castTo(DataType.FLOAT));
        INDArray x = samples.castTo(DataType.FLOAT);
        INDArray outputs = LinearisedDynamics.of(x, rounded, Regime.JOINTLY_TRAINED)
                .flow(2)
                .reconstruct(x);
        assertEquals(DataType.FLOAT, outputs.dataType());
        ArrayAssert.assertClose(
                LinearisedDynamics.of(samples, start, Regime.JOINTLY_TRAINED)
                        .flow(2)
                        .reconstruct(samples)
                        .castTo(DataType.FLOAT),
                outputs,
                1e-5);
    }

    /**
     * The largest distance of an output of real training from its linearisation, over a run of 100 steps: it falls as the
     * width grows by tens, in every regime that is not linear itself, and for a decoder alone it is rounding.
     */
    @ParameterizedTest
    @EnumSource(
            value = Regime.class,
            names = {"WEAKLY_TRAINED", "DECODER_ONLY", "JOINTLY_TRAINED"})
    void realTrainingNearsItsLinearisationAsTheWidthGrows(Regime regime) {
        double narrow = distance(200, regime);
        double wide = distance(2000, regime);
        double widest = distance(20_000, regime);
        if (regime == Regime.DECODER_ONLY) {
            assertEquals(0, Math.max(narrow, Math.max(wide, widest)), 1e-12);
        } else {
            String all = narrow + ", " + wide + ", " + widest;
            assertTrue(widest < 0.5 * wide && wide < 0.5 * narrow && narrow < 1, all);
        }
    }

    private double distance(int width, Regime regime) {
        TwoLayerAutoencoder initial = Descents.start(Descents.random(17), 4, width);
        LinearisedDynamics dynamics = LinearisedDynamics.of(samples, initial, regime);
        double[] greatest = new double[1];
        Trainer.of(
                        TwoLayerDescent.of(
                                TwoLayerSampleGradient.of(Batches.of(samples), regime), LearningRate.constant(1)),
                        StoppingRule.steps(100))
                .withListener((step, progress) -> {
                    if (step.index() % 10 == 0) {
                        INDArray linear = dynamics.descent(1, step.index()).reconstruct(samples);
                        double difference = linear.subi(step.parameters().reconstruct(samples))
                                .amaxNumber()
                                .doubleValue();
                        greatest[0] = Math.max(greatest[0], difference);
                    }
                })
                .train(initial);
        return greatest[0];
    }

    @Test
    void refusesWhatItCannotFollow() {
        LinearisedDynamics dynamics = LinearisedDynamics.of(samples, start, Regime.JOINTLY_TRAINED);
        assertThrows(IllegalArgumentException.class, () -> dynamics.flow(-1));
        assertThrows(IllegalArgumentException.class, () -> dynamics.flow(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> dynamics.descent(0, 1));
        assertThrows(IllegalArgumentException.class, () -> dynamics.descent(1, -1));
        LinearisedDynamics series = LinearisedDynamics.of(samples, start, Regime.JOINTLY_TRAINED, 0);
        assertThrows(IllegalArgumentException.class, () -> series.flow(Double.POSITIVE_INFINITY));
        assertThrows(IllegalArgumentException.class, () -> series.flow(1e12));
        assertThrows(IllegalArgumentException.class, () -> dynamics.flow(1).reconstruct(samples.transpose()));
        assertThrows(IllegalArgumentException.class, () -> LinearisedDynamics.of(samples, start, Regime.WEIGHT_TIED));
        TwoLayerAutoencoder scaled =
                new TwoLayerAutoencoder(start.encoder(), start.decoder(), OutputScaling.INVERSE_WIDTH);
        assertThrows(
                IllegalArgumentException.class, () -> LinearisedDynamics.of(samples, scaled, Regime.WEAKLY_TRAINED));
        INDArray twice = Descents.array(new double[][] {rows[0], rows[0]});
        LinearisedDynamics singular = LinearisedDynamics.of(twice, start, Regime.JOINTLY_TRAINED);
        assertThrows(IllegalArgumentException.class, () -> singular.flow(Double.POSITIVE_INFINITY));
    }
}
