package org.autoencoder4j.flow;

import static org.autoencoder4j.testsupport.ArrayAssert.assertClose;
import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.autoencoder4j.testsupport.ArrayAssert.assertUnchanged;
import static org.autoencoder4j.testsupport.ArrayAssert.relativeDifference;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.descent.Descent;
import org.autoencoder4j.descent.LearningRate;
import org.autoencoder4j.descent.TwoLayerDescent;
import org.autoencoder4j.gradient.Fixtures;
import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.gradient.TwoLayerFixtures;
import org.autoencoder4j.gradient.TwoLayerSampleGradient;
import org.autoencoder4j.linalg.SymmetricEigen;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.autoencoder4j.testsupport.Golden;
import org.autoencoder4j.train.StoppingRule;
import org.autoencoder4j.train.Trainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

class GradientFlowTest {
    private static final int D = 4;
    private final INDArray x = unit(Fixtures.observations(2, 6, D));

    private static INDArray unit(INDArray samples) {
        return samples.divColumnVector(samples.norm2(1));
    }

    /** Descent at the rate eta is Euler's method of order 1: a quarter of eta leaves about a quarter of its distance. */
    @ParameterizedTest
    @EnumSource(Regime.class)
    void descentTendsToTheFlowAsItsStepsShrink(Regime regime) {
        TwoLayerAutoencoder start = TwoLayerFixtures.autoencoder(regime, 1, D, 12);
        INDArray end = GradientFlow.of(x, regime).trajectory(start, 2).at(2).outputs();
        double coarse = relativeDifference(end, descent(regime, start, 100));
        double fine = relativeDifference(end, descent(regime, start, 400));
        assertTrue(coarse < 0.01, "distance " + coarse);
        assertEquals(4, coarse / fine, 1.5);
    }

    private INDArray descent(Regime regime, TwoLayerAutoencoder start, int steps) {
        Descent<TwoLayerAutoencoder> rule = TwoLayerDescent.of(
                TwoLayerSampleGradient.of(Batches.of(x), regime), LearningRate.constant(2.0 / steps));
        return Trainer.of(rule, StoppingRule.steps(steps))
                .train(start)
                .parameters()
                .reconstruct(x);
    }

    /** d vec(U)/dt = (1/d) K vec(X - U) at time 0, with the kernels of the golden files; K = H for the decoder alone. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void outputsFollowTheKernelsOfTheGoldenFiles(int number) {
        Golden golden = Golden.read("p2_kernels_" + number);
        TwoLayerAutoencoder start = new TwoLayerAutoencoder(golden.matrix("inputs/W"), golden.matrix("inputs/A"));
        INDArray samples = golden.matrix("inputs/X").transpose().dup('c');
        INDArray residual =
                samples.sub(start.reconstruct(samples)).dup('c').reshape('c', new long[] {samples.length(), 1});
        for (Regime regime : new Regime[] {Regime.WEAKLY_TRAINED, Regime.DECODER_ONLY, Regime.JOINTLY_TRAINED}) {
            String kernel = regime == Regime.WEAKLY_TRAINED ? "G0" : regime == Regime.DECODER_ONLY ? "H0" : "K0";
            INDArray expected = golden.matrix("outputs/" + kernel)
                    .mmul(residual)
                    .div(samples.columns())
                    .reshape('c', samples.shape());
            FlowTrajectory flow =
                    GradientFlow.of(samples, regime).withTolerance(1e-13).trajectory(start, 1e-3);
            double h = 1e-4;
            INDArray slope = flow.at(0)
                    .outputs()
                    .mul(-3)
                    .add(flow.at(h).outputs().mul(4))
                    .sub(flow.at(2 * h).outputs())
                    .div(2 * h);
            assertClose(expected, slope, 1e-6);
        }
    }

    /** For the decoder alone K = H stands still, so that X - U(t) = exp(-H t/d)(X - U(0)) exactly. */
    @Test
    void theDecoderAloneFollowsTheClosedForm() {
        TwoLayerAutoencoder start = TwoLayerFixtures.autoencoder(Regime.DECODER_ONLY, 1, D, 12);
        FlowTrajectory flow =
                GradientFlow.of(x, Regime.DECODER_ONLY).withTolerance(1e-11).trajectory(start, 30);
        INDArray codes = start.encode(x);
        SymmetricEigen h = SymmetricEigen.of(codes.mmul(codes.transpose()).div(12));
        INDArray residual = x.sub(start.reconstruct(x));
        for (double t : new double[] {0, 0.1, 3, 17.7, 30}) {
            INDArray decay = Transforms.exp(h.values().mul(-t / D));
            INDArray expected = h.vectors()
                    .mulRowVector(decay)
                    .mmul(h.vectors().transpose())
                    .mmul(residual);
            assertClose(expected, x.sub(flow.at(t).outputs()), 1e-9);
        }
    }

    /** Joint training keeps ||w_r||^2 - ||a_r||^2 of every neuron, since u is homogeneous in both. */
    @Test
    void jointTrainingKeepsTheBalanceOfEveryNeuron() {
        TwoLayerAutoencoder start = TwoLayerFixtures.autoencoder(Regime.JOINTLY_TRAINED, 1, D, 12);
        FlowTrajectory flow = GradientFlow.of(x, Regime.JOINTLY_TRAINED).trajectory(start, 40);
        INDArray before = balance(start);
        for (double t : new double[] {0.3, 7, 40}) {
            TwoLayerAutoencoder now = flow.at(t).autoencoder();
            assertClose(before, balance(now), 1e-7);
            assertTrue(relativeDifference(start.encoder(), now.encoder()) > 1e-3, "nothing has moved");
        }
        assertTrue(flow.at(40).loss() < 0.1 * flow.at(0).loss());
    }

    /**
     * Two samples at 60 degrees. For the neuron's decoder the first pushes back with strength 1 when it is active, the
     * second pushes it on with strength 1.2, of which half is along the first: so x_1.w goes to 0 and stays there, while
     * w goes on along the kink.
     */
    @Test
    void aNeuronSlidesAlongAKinkThatBothSidesPushItTo() {
        INDArray two = Nd4j.createFromArray(new double[][] {{1, 0}, {0.5, Math.sqrt(0.75)}});
        INDArray w = Nd4j.createFromArray(new double[][] {{0.1}, {0.3}});
        INDArray a = Nd4j.createFromArray(new double[][] {{-1}, {2}});
        TwoLayerAutoencoder start = new TwoLayerAutoencoder(w, a);
        GradientFlow flow = GradientFlow.of(two, Regime.WEAKLY_TRAINED);
        FlowTrajectory trajectory = flow.trajectory(start, 2);
        INDArray early = trajectory.at(1).autoencoder().encoder();
        INDArray late = trajectory.at(2).autoencoder().encoder();
        assertEquals(0, early.getDouble(0, 0), 1e-7);
        assertEquals(0, late.getDouble(0, 0), 1e-7);
        assertTrue(late.getDouble(1, 0) > early.getDouble(1, 0) + 0.01, "it moves along the kink: " + late);
        assertTrue(trajectory.at(0.01).autoencoder().encoder().getDouble(0, 0) > 0.01, "it began off the kink");

        Descent<TwoLayerAutoencoder> rule = TwoLayerDescent.of(
                TwoLayerSampleGradient.of(Batches.of(two), Regime.WEAKLY_TRAINED), LearningRate.constant(4e-3));
        INDArray descended = Trainer.of(rule, StoppingRule.steps(500))
                .train(start)
                .parameters()
                .encoder();
        assertClose(late, descended, 1e-2);
    }

    private static INDArray balance(TwoLayerAutoencoder a) {
        return a.encoder()
                .mul(a.encoder())
                .sum(0)
                .sub(a.decoder().mul(a.decoder()).sum(0));
    }

    /** dL/dt = -||d weights/dt||^2, also while a neuron slides along a kink, where there are two gradients. */
    @ParameterizedTest
    @EnumSource(Regime.class)
    void theLossFallsByTheSquareOfTheSpeed(Regime regime) {
        TwoLayerAutoencoder start = TwoLayerFixtures.autoencoder(regime, 5, D, 12);
        FlowTrajectory flow = GradientFlow.of(x, regime).withTolerance(1e-11).trajectory(start, 3);
        double h = 1e-4;
        for (double t : new double[] {0.5, 1.1, 2.7}) {
            double slope = (flow.at(t + h).loss() - flow.at(t - h).loss()) / (2 * h);
            TwoLayerAutoencoder before = flow.at(t - h).autoencoder();
            TwoLayerAutoencoder after = flow.at(t + h).autoencoder();
            double encoder = after.encoder().sub(before.encoder()).norm2Number().doubleValue() / (2 * h);
            double decoder = after.decoder().sub(before.decoder()).norm2Number().doubleValue() / (2 * h);
            double speed = regime == Regime.WEIGHT_TIED ? encoder : Math.hypot(encoder, decoder);
            assertClose(-speed * speed, slope, 1e-6);
        }
    }

    @ParameterizedTest
    @EnumSource(Regime.class)
    void timesThatAreAskedForAgreeWithTheTrajectory(Regime regime) {
        TwoLayerAutoencoder start = TwoLayerFixtures.autoencoder(regime, 1, D, 12);
        GradientFlow flow = GradientFlow.of(x, regime);
        double[] times = {0, 0.5, 0.5, 1.25, 4};
        List<FlowState> states = new ArrayList<>();
        assertUnchanged(
                () -> {
                    flow.follow(start, times, states::add);
                    return "";
                },
                start.encoder(),
                start.decoder(),
                x);
        FlowTrajectory trajectory = flow.trajectory(start, 4);
        assertEquals(4, trajectory.end());
        assertEquals(times.length, states.size());
        for (int i = 0; i < times.length; i++) {
            assertEquals(times[i], states.get(i).time());
            FlowState other = trajectory.at(times[i]);
            assertClose(
                    other.autoencoder().encoder(), states.get(i).autoencoder().encoder(), 1e-12);
            assertClose(
                    other.autoencoder().decoder(), states.get(i).autoencoder().decoder(), 1e-12);
        }
        assertIdentical(start.encoder(), states.get(0).autoencoder().encoder());
        // An earlier end takes other steps but is the same flow.
        assertClose(
                states.get(3).outputs(), flow.trajectory(start, 1.25).at(1.25).outputs(), 1e-7);
    }

    @Test
    void floatIsIntegratedInDoubleAndRounded() {
        TwoLayerAutoencoder start = TwoLayerFixtures.autoencoder(Regime.JOINTLY_TRAINED, 1, D, 12);
        TwoLayerAutoencoder single = TwoLayerFixtures.cast(start, DataType.FLOAT);
        FlowState inFloat = GradientFlow.of(x.castTo(DataType.FLOAT), Regime.JOINTLY_TRAINED)
                .trajectory(single, 5)
                .at(5);
        FlowState inDouble =
                GradientFlow.of(x, Regime.JOINTLY_TRAINED).trajectory(start, 5).at(5);
        assertEquals(DataType.FLOAT, inFloat.autoencoder().dataType());
        assertEquals(DataType.FLOAT, inFloat.outputs().dataType());
        assertTrue(relativeDifference(
                        inDouble.autoencoder().encoder(), inFloat.autoencoder().encoder())
                < 1e-5);
    }

    @Test
    void refusesWhatDoesNotFit() {
        TwoLayerAutoencoder start = TwoLayerFixtures.autoencoder(Regime.JOINTLY_TRAINED, 1, D, 12);
        GradientFlow flow = GradientFlow.of(x, Regime.JOINTLY_TRAINED);
        assertTrue(refusal(() -> flow.trajectory(start, 0)).contains("end = 0"));
        assertTrue(refusal(() -> flow.trajectory(start, 1).at(1.5)).contains("time = 1.5"));
        assertTrue(refusal(() -> flow.follow(start, new double[] {2, 1}, s -> {}))
                .contains("times = 1"));
        assertTrue(refusal(() -> flow.follow(start, new double[] {0}, s -> {})).contains("last of times"));
        assertTrue(refusal(() -> flow.withTolerance(0)).contains("tolerance = 0"));
        assertTrue(refusal(() -> flow.trajectory(TwoLayerFixtures.cast(start, DataType.FLOAT), 1))
                .contains("FLOAT"));
        assertTrue(refusal(() -> GradientFlow.of(x, Regime.WEIGHT_TIED).trajectory(start, 1))
                .contains("WEIGHT_TIED"));
        assertTrue(refusal(() -> GradientFlow.of(Nd4j.valueArrayOf(2, 2, Double.NaN), Regime.DECODER_ONLY))
                .contains("samples"));
    }

    private static String refusal(Runnable action) {
        return assertThrows(IllegalArgumentException.class, action::run).getMessage();
    }
}
