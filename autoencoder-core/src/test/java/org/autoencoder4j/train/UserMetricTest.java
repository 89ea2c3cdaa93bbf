package org.autoencoder4j.train;

import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.descent.LearningRate;
import org.autoencoder4j.descent.TiedDescent;
import org.autoencoder4j.gradient.Fixtures;
import org.autoencoder4j.gradient.SampleGradient;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A metric of a user's own: how far the weights are from where they began. */
class UserMetricTest {
    private final TiedAutoencoder start = Fixtures.autoencoder(1, 6, 4, Activation.hardThreshold(0.2));
    private final TiedDescent rule =
            TiedDescent.of(SampleGradient.of(Batches.of(Fixtures.observations(2, 100, 6))), LearningRate.constant(0.1));

    private double distance(TiedAutoencoder parameters) {
        return parameters.weights().sub(start.weights()).norm2Number().doubleValue();
    }

    private Trainer<TiedAutoencoder> trainer(int steps) {
        return Trainer.of(rule, StoppingRule.steps(steps)).withMetric("distance", 2, this::distance);
    }

    @Test
    void isInTheHistoryAndItsFileAndGoesOnWithTheRun(@TempDir Path folder) throws Exception {
        TrainingResult<TiedAutoencoder> whole = trainer(20).train(start);
        History history = whole.history();
        assertEquals(List.of("distance"), history.metrics());
        assertEquals(0, history.row(0).metric("distance"));
        assertTrue(Double.isNaN(history.row(1).metric("distance")));
        assertEquals(distance(whole.parameters()), history.row(20).metric("distance"));
        Path file = folder.resolve("history.csv");
        history.toCsv(file);
        assertEquals(history.rows(), History.fromCsv(file).rows());

        Path run = folder.resolve("run");
        trainer(11).withCheckpoints(run, 3).train(start);
        TrainingResult<TiedAutoencoder> resumed = trainer(20).resume(run);
        assertEquals(history.rows(), resumed.history().rows());
        assertIdentical(whole.parameters().weights(), resumed.parameters().weights());
        Trainer<TiedAutoencoder> without = Trainer.of(rule, StoppingRule.steps(20));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> without.resume(run))
                .getMessage()
                .contains("distance"));
    }

    @Test
    void hasAColumnOfItsOwn() {
        for (String name : List.of("distance", "loss", "a,b", "")) {
            assertThrows(IllegalArgumentException.class, () -> trainer(1).withMetric(name, 1, this::distance), name);
        }
        assertThrows(IllegalArgumentException.class, () -> trainer(1).withMetric("other", 0, this::distance));
    }
}
