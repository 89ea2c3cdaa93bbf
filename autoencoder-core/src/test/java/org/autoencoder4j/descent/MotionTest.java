package org.autoencoder4j.descent;

import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.autoencoder4j.gradient.Fixtures;
import org.autoencoder4j.gradient.Gradient;
import org.autoencoder4j.gradient.GradientSource;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.autoencoder4j.train.StoppingRule;
import org.autoencoder4j.train.Trainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What moves and what stays, whatever a user's gradient, optimizer or constraint does. */
class MotionTest {
    private static final INDArray ACTIVE = Nd4j.ones(DataType.DOUBLE, 3);

    private final TwoLayerAutoencoder start =
            new TwoLayerAutoencoder(Fixtures.normal(1, "w", 4, 3), Fixtures.normal(1, "a", 4, 3));

    @TempDir
    private Path folder;

    private static GradientSource<TwoLayerAutoencoder, Gradient> source(
            BiFunction<TwoLayerAutoencoder, Long, Map<String, INDArray>> arrays) {
        return (autoencoder, step) -> Gradient.of(arrays.apply(autoencoder, step), ACTIVE, 100.0 - (double) step);
    }

    private static Descent<TwoLayerAutoencoder> rule(GradientSource<TwoLayerAutoencoder, Gradient> source) {
        return Descent.of(source, LearningRate.constant(0.5), TwoLayerAutoencoder::load);
    }

    private TwoLayerAutoencoder train(Descent<TwoLayerAutoencoder> rule, long steps) {
        return Trainer.of(rule, StoppingRule.steps(steps)).train(start).parameters();
    }

    private static String refusal(Executable call) {
        return String.valueOf(assertThrows(RuntimeException.class, call).getMessage());
    }

    /** Descent by blocks: the gradient speaks of one matrix and then of the other. */
    @Test
    void anArrayThatIsSpokenOfNowAndThenKeepsEachOfItsUpdates() throws IOException {
        Descent<TwoLayerAutoencoder> blocks = rule(source((p, step) -> step % 2 == 0
                ? Map.of("encoder", p.encoder().dup())
                : Map.of("decoder", p.decoder().dup())));
        TwoLayerAutoencoder end = train(blocks, 5);
        assertIdentical(start.encoder().mul(0.125), end.encoder());
        assertIdentical(start.decoder().mul(0.25), end.decoder());
        Trainer.of(blocks, StoppingRule.steps(3)).withCheckpoints(folder, 3).train(start);
        TwoLayerAutoencoder resumed =
                Trainer.of(blocks, StoppingRule.steps(5)).resume(folder).parameters();
        assertIdentical(end.encoder(), resumed.encoder());
        assertIdentical(end.decoder(), resumed.decoder());
    }

    /** A constraint that replaces is given the array of the step before. */
    @Test
    void aReplacedArrayIsThatOfTheStepBefore() {
        Constraint halving = new Constraint() {
            @Override
            public int apply(INDArray array, INDArray before, INDArray initial, long update) {
                array.muli(0.5);
                return 0;
            }

            @Override
            public boolean replaces() {
                return true;
            }

            @Override
            public String name(long update) {
                return "halving";
            }
        };
        Descent<TwoLayerAutoencoder> rule =
                rule(source((p, step) -> Map.of("encoder", p.encoder().mul(0)))).with("decoder", halving);
        assertIdentical(start.decoder().mul(0.125), train(rule, 3).decoder());
    }

    @Test
    void gradientsOfAnotherShapeOrTypeAreRefused() {
        for (INDArray wrong : new INDArray[] {
            Nd4j.create(DataType.DOUBLE, new long[] {4, 2}, 'f'),
            Nd4j.create(DataType.FLOAT, new long[] {4, 3}, 'f'),
            Nd4j.zeros(DataType.DOUBLE, 3)
        }) {
            String message = refusal(() -> train(rule(source((p, step) -> Map.of("encoder", wrong))), 1));
            assertTrue(message.contains("the gradient of encoder") && message.contains("[4, 3] and DOUBLE"), message);
        }
    }

    @Test
    void anOptimizerThatReturnsAnArrayOfItsOwnIsRefused() {
        Optimizer own = new Optimizer() {
            @Override
            public INDArray direction(INDArray gradient, List<INDArray> memory, INDArray scratch, long update) {
                return gradient.mul(2);
            }

            @Override
            public String name() {
                return "doubling";
            }
        };
        String message = refusal(() -> train(
                rule(source((p, step) -> Map.of("encoder", p.encoder().dup()))).with(own), 1));
        assertTrue(message.contains("doubling") && message.contains("scratch"), message);
    }

    @Test
    void anotherOptimizerOrConstraintIsNamedBeforeItsFilesAreMissed() {
        Descent<TwoLayerAutoencoder> plain =
                rule(source((p, step) -> Map.of("encoder", p.encoder().dup())));
        Trainer.of(plain, StoppingRule.steps(2)).withCheckpoints(folder, 1).train(start);
        String adam = refusal(() ->
                Trainer.of(plain.with(Optimizer.adam()), StoppingRule.steps(3)).resume(folder));
        assertTrue(adam.contains("optimizer plain") && adam.contains("adam(0.9"), adam);
        String constraint = refusal(() -> Trainer.of(plain.with("decoder", BiasSchedule.fixed()), StoppingRule.steps(3))
                .resume(folder));
        assertTrue(constraint.contains("constraint on decoder none"), constraint);
    }

    @Test
    void anotherCentreIsNoticed() {
        INDArray other = start.encoder().mul(-1);
        Descent<TwoLayerAutoencoder> near = rule(source(
                        (p, step) -> Map.of("encoder", p.encoder().dup())))
                .with("encoder", new FeasibleSet(start.encoder(), 0.1, 100));
        Trainer.of(near, StoppingRule.steps(2)).withCheckpoints(folder, 1).train(start);
        String message =
                refusal(() -> Trainer.of(near.with("encoder", new FeasibleSet(other, 0.1, 100)), StoppingRule.steps(3))
                        .resume(folder));
        assertTrue(message.contains("digest"), message);
    }

    /** New checkpoints may go to another folder, which is made; not to one that holds those of another run. */
    @Test
    void aRunResumesIntoAnotherFolder() throws IOException {
        Descent<TwoLayerAutoencoder> rule =
                rule(source((p, step) -> Map.of("encoder", p.encoder().dup())));
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        Trainer.of(rule, StoppingRule.steps(2)).withCheckpoints(first, 1).train(start);
        Trainer<TwoLayerAutoencoder> onwards =
                Trainer.of(rule, StoppingRule.steps(4)).withCheckpoints(second, 1);
        TwoLayerAutoencoder end = onwards.resume(first).parameters();
        assertIdentical(train(rule, 4).encoder(), end.encoder());
        assertIdentical(
                train(rule, 6).encoder(),
                Trainer.of(rule, StoppingRule.steps(6))
                        .resume(second)
                        .parameters()
                        .encoder());
        assertTrue(refusal(() -> onwards.resume(first)).contains("holds checkpoints of an earlier run"));
    }

    @Test
    void anActivationThatIsNotWhatItsZerosSayIsRefused() {
        Activation wrong = new Activation() {
            @Override
            public double apply(double z) {
                return Activation.softThreshold(1).apply(z);
            }

            @Override
            public double slope(double z) {
                return Activation.softThreshold(1).slope(z);
            }

            @Override
            public String name() {
                return "wrong";
            }

            @Override
            public Optional<Zeros> zeros(DataType type) {
                return Optional.of(new Zeros(-1, 1));
            }
        };
        String message = refusal(() -> TiedAutoencoder.withoutBias(start.encoder(), wrong));
        assertTrue(message.contains("the activation wrong makes"), message);
        assertEquals("low = 1.0 must be at most high = -1.0", refusal(() -> new Activation.Zeros(1, -1)));
    }
}
