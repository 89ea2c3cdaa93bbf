package org.autoencoder4j.extension;

import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.descent.LearningRate;
import org.autoencoder4j.descent.Normalisation;
import org.autoencoder4j.descent.TiedDescent;
import org.autoencoder4j.gradient.Fixtures;
import org.autoencoder4j.gradient.SampleGradient;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.train.StoppingRule;
import org.autoencoder4j.train.Trainer;
import org.autoencoder4j.train.TrainingResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What users add is one small file: each trains, and goes on from a checkpoint with the same bits. */
class ExtensionTest {
    private final INDArray y = Fixtures.observations(2, 40, 6);

    @TempDir
    private Path folder;

    private void assertTrainsAndResumes(TiedDescent rule, Activation activation) throws IOException {
        TiedAutoencoder start = Fixtures.autoencoder(1, 6, 4, activation);
        TrainingResult<TiedAutoencoder> whole =
                Trainer.of(rule, StoppingRule.steps(25)).train(start);
        assertTrue(whole.loss() < whole.initialLoss(), whole.initialLoss() + " to " + whole.loss());
        Trainer.of(rule, StoppingRule.steps(11)).withCheckpoints(folder, 11).train(start);
        TrainingResult<TiedAutoencoder> resumed =
                Trainer.of(rule, StoppingRule.steps(25)).resume(folder);
        assertIdentical(whole.parameters().weights(), resumed.parameters().weights());
        assertIdentical(whole.parameters().bias(), resumed.parameters().bias());
        assertEquals(whole.history().rows(), resumed.history().rows());
    }

    private TiedDescent rule(double rate) {
        return TiedDescent.of(SampleGradient.of(Batches.of(y)), LearningRate.constant(rate))
                .with(Normalisation.NONE);
    }

    @Test
    void anActivation() throws IOException {
        Activation activation = new Softplus();
        assertTrainsAndResumes(rule(0.1).withLearntBias().resuming(activation), activation);
    }

    /** Its gradient is that of its loss: by central differences, of weights and bias. */
    @Test
    void theGradientOfAnActivationIsThatOfItsLoss() {
        for (Activation activation :
                new Activation[] {new Softplus(), Activation.sigmoid(), Activation.softThreshold(0.1)}) {
            TiedAutoencoder at = Fixtures.autoencoder(1, 6, 4, activation);
            var gradient = SampleGradient.of(Batches.of(y)).at(at, 0);
            at.arrays().forEach((name, array) -> {
                for (long i = 0; i < array.length(); i++) {
                    double before = array.getDouble(i);
                    array.putScalar(i, before + 1e-5);
                    double above = at.loss(y);
                    array.putScalar(i, before - 1e-5);
                    double below = at.loss(y);
                    array.putScalar(i, before);
                    assertEquals(
                            (above - below) / 2e-5, gradient.arrays().get(name).getDouble(i), 1e-7, name + " " + i);
                }
            });
        }
    }

    @Test
    void aCheckpointWithAnActivationOfOnesOwnSaysHowToReadIt() {
        Activation activation = new Softplus();
        TiedAutoencoder start = Fixtures.autoencoder(1, 6, 4, activation);
        Trainer<TiedAutoencoder> trainer = Trainer.of(rule(0.1), StoppingRule.steps(1));
        trainer.withCheckpoints(folder, 1).train(start);
        String message = String.valueOf(assertThrows(IllegalArgumentException.class, () -> trainer.resume(folder))
                .getMessage());
        assertTrue(message.contains("activation softplus") && message.contains("load(folder, activation)"), message);
        Trainer<TiedAutoencoder> other = Trainer.of(rule(0.1).resuming(Activation.sigmoid()), StoppingRule.steps(2));
        String wrong = String.valueOf(assertThrows(IllegalArgumentException.class, () -> other.resume(folder))
                .getMessage());
        assertTrue(wrong.contains("softplus") && wrong.contains("sigmoid"), wrong);
    }

    @Test
    void anOptimizer() throws IOException {
        assertTrainsAndResumes(rule(0.01).with(new SignOfVelocity(0.5)), Activation.relu());
    }

    @Test
    void aGradient() throws IOException {
        TiedDescent rule = TiedDescent.of(WeightDecay.of(Batches.of(y), 0.3), LearningRate.constant(0.1))
                .with(Normalisation.NONE);
        assertTrainsAndResumes(rule, Activation.hardThreshold(0.1));
    }
}
