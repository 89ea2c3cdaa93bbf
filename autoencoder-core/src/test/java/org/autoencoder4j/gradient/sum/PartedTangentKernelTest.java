package org.autoencoder4j.gradient.sum;

import static org.autoencoder4j.data.Messages.assertRejected;
import static org.autoencoder4j.testsupport.ArrayAssert.relativeDifference;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.gradient.Fixtures;
import org.autoencoder4j.init.HeInitialiser;
import org.autoencoder4j.network.DeepAutoencoder;
import org.autoencoder4j.network.Layer;
import org.autoencoder4j.network.TangentKernel;
import org.autoencoder4j.parts.PartedSamples;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.testsupport.SymmetricOperatorContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The promises of an operator, against the kernel of samples that are here. */
class PartedTangentKernelTest extends SymmetricOperatorContract {
    private static DeepAutoencoder layers(DataType type) {
        return new HeInitialiser(List.of(3, 6, 4, 3), type).autoencoder(RandomStreams.of(1));
    }

    private static DeepAutoencoder shared(DataType type) {
        INDArray w = Fixtures.normal(1, "w", 3, 5).castTo(type);
        return DeepAutoencoder.tiedHalves(List.of(Layer.encoding(w, 0.4)), 0.3);
    }

    @Override
    protected Stream<Subject> subjects() {
        return Stream.of(DataType.FLOAT, DataType.DOUBLE)
                .flatMap(type -> Stream.of(subject("layers", layers(type)), subject("shared", shared(type))));
    }

    private static Subject subject(String name, DeepAutoencoder a) {
        INDArray x = Fixtures.observations(2, 7, 3).castTo(a.dataType());
        PartedTangentKernel kernel = PartedTangentKernel.of(a, PartedSamples.of(Batches.of(x)));
        return new Subject(
                name + " " + a.dataType(),
                kernel.dimension(),
                kernel.dataType(),
                kernel::times,
                kernel::dense,
                TangentKernel.of(a, x).dense(),
                Definiteness.POSITIVE_SEMIDEFINITE);
    }

    /** Two parts, whose chunks do not come out even. */
    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE"})
    void moreThanOnePartIsTheSameKernel(DataType type) {
        DeepAutoencoder a = shared(type);
        INDArray x = Fixtures.observations(3, 17_001, 3).castTo(type);
        PartedTangentKernel parted = PartedTangentKernel.of(a, PartedSamples.of(Batches.of(x)));
        INDArray block = Fixtures.normal(4, "v", 3 * 17_001, 2).castTo(type);
        INDArray expected = TangentKernel.of(a, x).times(block);
        double difference = relativeDifference(expected, parted.times(block));
        assertTrue(difference <= (type == DataType.FLOAT ? 1e-5 : 1e-12), "difference " + difference);
        assertEquals(3 * 17_001, parted.dimension());
    }

    @Test
    void refusesWhatDoesNotFit() {
        DeepAutoencoder a = layers(DataType.DOUBLE);
        Batches x = Batches.of(Fixtures.observations(2, 20, 3));
        PartedSamples changing = PartedSamples.of(x.shuffled(5, RandomStreams.of(1)));
        assertRejected("change with the step", () -> PartedTangentKernel.of(a, changing));
        PartedSamples wide = PartedSamples.of(Batches.of(Fixtures.observations(2, 20, 4)));
        assertRejected("3 features and the samples have 4", () -> PartedTangentKernel.of(a, wide));
        PartedSamples samples = PartedSamples.of(x);
        assertRejected("FLOAT", () -> PartedTangentKernel.of(layers(DataType.FLOAT), samples));
        PartedTangentKernel kernel = PartedTangentKernel.of(a, samples);
        assertRejected("block", () -> kernel.times(Fixtures.normal(1, "v", 59, 1)));
        assertRejected(
                "block", () -> kernel.times(Fixtures.normal(1, "v", 60, 1).castTo(DataType.FLOAT)));
    }
}
