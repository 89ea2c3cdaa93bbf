package org.autoencoder4j.backend.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.OptionalInt;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.gradient.internal.FormChoice;
import org.autoencoder4j.gradient.internal.FusedGradient;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.random.RandomStreams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Batches of fewer samples than a lane takes: one lane, in which other threads are asked to help where it is worth their while. */
class SmallBatchLanesTest {
    private static final int SAMPLES = 128;

    /** So few that what is done unit by unit is one block, and all that is shared out is samples. */
    private static final int UNITS = 32;

    private static Runnable step(int features, FormChoice form) {
        Nd4j.getRandom().setSeed(1);
        INDArray samples = Nd4j.rand(DataType.FLOAT, 300, features).subi(0.5);
        INDArray weights = Nd4j.rand(DataType.FLOAT, features, UNITS).subi(0.5).dup('f');
        TiedAutoencoder autoencoder = TiedAutoencoder.withoutBias(weights, Activation.relu());
        Batches batches = Batches.of(samples).shuffled(SAMPLES, RandomStreams.of(1));
        FusedGradient gradient = new FusedGradient(batches, UNITS, Optional.of(form), OptionalInt.of(2));
        INDArray[] results = {
            weights.dup('f'), autoencoder.bias().dup(), autoencoder.bias().dup()
        };
        return () -> gradient.compute(autoencoder, 0, 0, SAMPLES, results[0], results[1], results[2]);
    }

    @ParameterizedTest
    @EnumSource(value = FormChoice.class, mode = EnumSource.Mode.EXCLUDE, names = "VECTOR_GRAM")
    void aSecondThreadIsAskedWhereThereIsEnoughToDo(FormChoice form) {
        Runnable step = step(4096, form);
        long before = Lanes.asked();
        step.run();
        assertTrue(Lanes.asked() > before);
    }

    @ParameterizedTest
    @EnumSource(FormChoice.class)
    void noThreadIsAskedForLittle(FormChoice form) {
        Runnable step = step(64, form);
        long before = Lanes.asked();
        step.run();
        assertEquals(before, Lanes.asked());
    }

    /** So that the tests above tell something. */
    @Test
    void whoeverIsAskedIsCounted() {
        long before = Lanes.asked();
        Lanes.run(1, 3, (worker, number) -> {});
        assertEquals(before, Lanes.asked());
        Lanes.run(3, 2, (worker, number) -> {});
        assertEquals(before + 1, Lanes.asked());
    }
}
