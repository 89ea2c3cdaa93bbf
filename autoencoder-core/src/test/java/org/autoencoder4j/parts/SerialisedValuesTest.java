package org.autoencoder4j.parts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.Stream;
import org.autoencoder4j.coding.CodeSign;
import org.autoencoder4j.coding.Codes;
import org.autoencoder4j.coding.Coding;
import org.autoencoder4j.coding.Planted;
import org.autoencoder4j.coding.SparseEncoder;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.HardThreshold;
import org.autoencoder4j.network.Relu;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.testsupport.Serialised;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The small values of which queries and samples are made: each is read as it was written, and computes the same. */
class SerialisedValuesTest {
    private static final Planted PLANTED = Planted.of(1, 12, 20, 3, 300, CodeSign.SIGNED, 0.05);

    static Stream<Activation> activations() {
        return Stream.of(
                Activation.relu(),
                new Relu(),
                Activation.hardThreshold(0.3),
                new HardThreshold(0),
                Activation.softThreshold(0.2),
                Activation.sigmoid());
    }

    @ParameterizedTest
    @MethodSource("activations")
    void activations(Activation activation) throws Exception {
        Activation read = Serialised.copy(activation);
        assertEquals(activation, read);
        assertEquals(activation.name(), read.name());
        for (double z = -2; z <= 2; z += 0.1) {
            assertEquals(activation.apply(z), read.apply(z));
            assertEquals(activation.slope(z), read.slope(z));
        }
        assertTrue(Serialised.bytes(activation).length < 300);
    }

    static Stream<SparseEncoder> encoders() {
        return Arrays.stream(CodeSign.values())
                .flatMap(sign -> Stream.of(
                        SparseEncoder.threshold(0.4, sign),
                        SparseEncoder.largest(3, sign),
                        SparseEncoder.leastSquares(3, sign),
                        SparseEncoder.thresholdingPursuit(3, 2, sign),
                        SparseEncoder.pursuit(3, sign),
                        SparseEncoder.pursuitTo(0.4, sign),
                        SparseEncoder.stagewise(3, sign)));
    }

    @ParameterizedTest
    @MethodSource("encoders")
    void encoders(SparseEncoder encoder) throws Exception {
        SparseEncoder read = Serialised.copy(encoder);
        assertEquals(encoder, read);
        assertEquals(encoder.name(), read.name());
        assertEquals(encoder.most(), read.most());
        Codes expected = Coding.of(PLANTED.dictionary(), encoder).codes(PLANTED.samples());
        Codes actual = Coding.of(PLANTED.dictionary(), read).codes(PLANTED.samples());
        assertArrayEquals(expected.active(), actual.active());
        assertArrayEquals(expected.values(), actual.values());
        assertTrue(Serialised.bytes(encoder).length < 500);
    }

    @Test
    void streams() throws Exception {
        RandomStreams streams = RandomStreams.of(-5);
        RandomStreams read = Serialised.copy(streams);
        assertEquals(streams.seed(), read.seed());
        assertArrayEquals(
                streams.at("a", 3, 4).doubles(9).toArray(),
                read.at("a", 3, 4).doubles(9).toArray());
        assertTrue(Serialised.bytes(streams).length < 200);
    }

    @Test
    void parts() throws Exception {
        SampleParts parts = SampleParts.of(5_000_000).first(20_000);
        assertEquals(parts, Serialised.copy(parts));
    }
}
