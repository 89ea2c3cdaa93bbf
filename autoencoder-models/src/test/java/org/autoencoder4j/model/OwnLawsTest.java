package org.autoencoder4j.model;

import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.autoencoder4j.descent.LearningRate;
import org.autoencoder4j.descent.TiedDescent;
import org.autoencoder4j.gradient.SampleGradient;
import org.autoencoder4j.init.Initialiser;
import org.autoencoder4j.model.law.CodeLaw;
import org.autoencoder4j.model.law.CodeLawContract;
import org.autoencoder4j.model.law.SparseCode;
import org.autoencoder4j.model.law.ValueLaw;
import org.autoencoder4j.model.law.ValueLawContract;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.train.StoppingRule;
import org.autoencoder4j.train.Trainer;
import org.autoencoder4j.train.TrainingResult;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Laws of a user's own: they need to draw, may state constants, and train and resume like those of the library. */
class OwnLawsTest {
    /** Values 1 + e, e exponential of mean 1/2: the greatest one is not bounded and not stated. */
    private record ShiftedExponential() implements ValueLaw {
        @Override
        public double a1() {
            return 1;
        }

        @Override
        public double kappa1() {
            return 1.5;
        }

        @Override
        public double kappa2() {
            return 2.5;
        }

        @Override
        public boolean signed() {
            return false;
        }

        @Override
        public double draw(RandomGenerator random) {
            return 1 + random.nextExponential() / 2;
        }
    }

    /** Supports of one to three neighbouring units, from a random first one on, as far as there are units. */
    private record Neighbours(int units, ValueLaw values) implements CodeLaw {
        @Override
        public SparseCode draw(RandomGenerator random) {
            int first = random.nextInt(units);
            int size = Math.min(1 + random.nextInt(3), units - first);
            int[] support = new int[size];
            double[] drawn = new double[size];
            Arrays.setAll(support, t -> first + t);
            Arrays.setAll(drawn, t -> values.draw(random));
            return new SparseCode(units, support, drawn);
        }
    }

    @Nested
    class OwnValues extends ValueLawContract {
        @Override
        protected ValueLaw law() {
            return new ShiftedExponential();
        }

        @Override
        protected Set<String> unstated() {
            return Set.of("a2", "subGaussian");
        }
    }

    @Nested
    class OwnCodes extends CodeLawContract {
        @Override
        protected CodeLaw law() {
            return new Neighbours(7, new ShiftedExponential());
        }

        @Override
        protected Set<String> unstated() {
            return Set.of("sparsity", "inclusion", "a2");
        }
    }

    @Test
    void trainOnFreshSamplesAndResumeToTheBit(@TempDir Path folder) throws IOException {
        RandomStreams streams = RandomStreams.of(8);
        INDArray dictionary = Dictionaries.gaussian(32, 12, DataType.DOUBLE, streams);
        GenerativeModel model = new GenerativeModel(dictionary, new Neighbours(12, new ShiftedExponential()), 0.01);
        TiedDescent rule = TiedDescent.of(SampleGradient.of(model.batches(streams, 600)), LearningRate.constant(0.2));
        TiedAutoencoder start = TiedAutoencoder.withoutBias(
                Initialiser.near(dictionary, 0.5).weights(12, streams), Activation.hardThreshold(0.5));
        TrainingResult<TiedAutoencoder> whole =
                Trainer.of(rule, StoppingRule.steps(12)).train(start);
        assertTrue(whole.loss() < whole.initialLoss() / 2, whole.initialLoss() + " -> " + whole.loss());

        Trainer.of(rule, StoppingRule.steps(7)).withCheckpoints(folder, 7).train(start);
        TrainingResult<TiedAutoencoder> resumed =
                Trainer.of(rule, StoppingRule.steps(12)).resume(folder);
        assertIdentical(whole.parameters().weights(), resumed.parameters().weights());
        assertEquals(whole.history().rows(), resumed.history().rows());
    }
}
