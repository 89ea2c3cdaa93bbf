package org.autoencoder4j.gradient.sum;

import static org.autoencoder4j.data.Messages.assertRejected;
import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.gradient.Fixtures;
import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.gradient.TwoLayerFixtures;
import org.autoencoder4j.gradient.sum.SummedGradient.At;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.DeepAutoencoder;
import org.autoencoder4j.network.Layer;
import org.autoencoder4j.network.OutputScaling;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.autoencoder4j.parts.SampleSum;
import org.autoencoder4j.parts.Sum;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Queries and sums that travelled as bytes are those that were sent: a sum that is asked elsewhere has the same bits. */
class SentQueriesTest {
    private static final int FEATURES = 5;

    private static Batches batches(DataType type) {
        return Batches.of(Fixtures.observations(1, 700, FEATURES).castTo(type));
    }

    /** Asks with the query and with the one that was sent, and sends the answer. */
    private static <Q, S extends Sum<S>> Q sent(SampleSum<Q, S> kind, Q query, Batches batches) {
        byte[] bytes = kind.toBytes(query);
        Q read = kind.query(bytes);
        assertArrayEquals(bytes, kind.toBytes(read));
        S here = sum(kind, query, batches);
        S there = sum(kind, read, batches);
        assertArrayEquals(here.toBytes(), there.toBytes());
        assertArrayEquals(here.toBytes(), kind.sum(here.toBytes()).toBytes());
        return read;
    }

    private static <Q, S extends Sum<S>> S sum(SampleSum<Q, S> kind, Q query, Batches batches) {
        SampleSum.Adder<Q, S> adder = kind.adder(batches);
        adder.begin(query);
        S sum = adder.sum(0, 256);
        sum.add(adder.sum(256, 700));
        return sum;
    }

    private static void assertSameArray(INDArray expected, INDArray actual) {
        assertIdentical(expected, actual);
        assertEquals(expected.dataType(), actual.dataType());
        assertEquals(expected.ordering(), actual.ordering());
    }

    /** An activation of one's own. */
    private record Scaled(double factor) implements Activation {
        @Override
        public double apply(double z) {
            return factor * Math.tanh(z);
        }

        @Override
        public double slope(double z) {
            double t = Math.tanh(z);
            return factor * (1 - t * t);
        }

        @Override
        public String name() {
            return "scaled(" + factor + ")";
        }
    }

    /** One that holds what cannot be sent. */
    private record Holding(Object what) implements Activation {
        @Override
        public double apply(double z) {
            return z;
        }

        @Override
        public double slope(double z) {
            return 1;
        }

        @Override
        public String name() {
            return "holding";
        }
    }

    @ParameterizedTest
    @CsvSource({"FLOAT, c", "FLOAT, f", "DOUBLE, c", "DOUBLE, f"})
    void tied(DataType type, char order) {
        for (Activation activation :
                List.of(Activation.relu(), Activation.hardThreshold(0.3), Activation.sigmoid(), new Scaled(0.7))) {
            TiedAutoencoder made = Fixtures.cast(Fixtures.autoencoder(1, FEATURES, 4, activation), type);
            TiedAutoencoder a = new TiedAutoencoder(made.weights().dup(order), made.bias(), activation);
            At<TiedAutoencoder> read = sent(new TiedSums(), new At<>(a, 9), batches(type));
            assertEquals(9, read.step());
            assertSameArray(a.weights(), read.parameters().weights());
            assertSameArray(a.bias(), read.parameters().bias());
            assertEquals(activation, read.parameters().activation());
        }
    }

    @Test
    void anActivationThatCannotBeSentIsNamed() {
        TiedAutoencoder a = Fixtures.autoencoder(1, FEATURES, 4, new Holding(new Object()));
        assertRejected("Holding", () -> new TiedSums().toBytes(new At<>(a, 0)));
    }

    @ParameterizedTest
    @EnumSource
    void twoLayer(Regime regime) {
        for (DataType type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
            for (char order : new char[] {'c', 'f'}) {
                TwoLayerAutoencoder made =
                        TwoLayerFixtures.cast(TwoLayerFixtures.autoencoder(regime, 1, FEATURES, 6), type);
                TwoLayerAutoencoder a = TwoLayerFixtures.with(
                        made, made.encoder().dup(order), made.decoder().dup(order));
                At<TwoLayerAutoencoder> read = sent(new TwoLayerSums(regime), new At<>(a, 3), batches(type));
                assertEquals(3, read.step());
                assertSameArray(a.encoder(), read.parameters().encoder());
                assertSameArray(a.decoder(), read.parameters().decoder());
                assertEquals(a.scaling(), read.parameters().scaling());
                assertEquals(a.isWeightTied(), read.parameters().isWeightTied());
            }
        }
    }

    static Stream<DeepAutoencoder> deep() {
        INDArray w = Fixtures.normal(1, "w", FEATURES, 6);
        Layer square = Layer.encoding(Fixtures.normal(2, "square", 6, 6), 0.4);
        return Stream.of(
                new DeepAutoencoder(
                        List.of(Layer.encoding(w, 0.3), Layer.decoding(Fixtures.normal(3, "a", FEATURES, 6), 1))),
                DeepAutoencoder.of(TwoLayerAutoencoder.weightTied(w, OutputScaling.INVERSE_WIDTH)),
                DeepAutoencoder.tiedHalves(List.of(Layer.encoding(w, 0.3), square), 0.3, 0.2),
                new DeepAutoencoder(
                        List.of(Layer.encoding(w, 1), square, square, square.mirror(0.5), Layer.decoding(w, 2))));
    }

    /** Which of the network's matrices a layer has: that one, not one of equal numbers. */
    private static int used(Layer layer, DeepAutoencoder network) {
        return IntStream.range(0, network.parameters().size())
                .filter(i -> network.parameters().get(i) == layer.weights())
                .findFirst()
                .orElseThrow();
    }

    /** With the same layers shared as before, so that a gradient has as many arrays. */
    private static void assertSameNetwork(DeepAutoencoder expected, DeepAutoencoder actual) {
        assertEquals(expected.parameters().size(), actual.parameters().size());
        for (int i = 0; i < expected.parameters().size(); i++) {
            assertSameArray(expected.parameters().get(i), actual.parameters().get(i));
        }
        assertEquals(expected.layers().size(), actual.layers().size());
        for (int i = 0; i < expected.layers().size(); i++) {
            Layer from = expected.layers().get(i);
            Layer to = actual.layers().get(i);
            assertEquals(from.scale(), to.scale());
            assertEquals(from.isDecoding(), to.isDecoding());
            assertEquals(used(from, expected), used(to, actual));
        }
    }

    @ParameterizedTest
    @MethodSource("deep")
    void deep(DeepAutoencoder a) {
        At<DeepAutoencoder> read = sent(new DeepSums(), new At<>(a, 5), batches(DataType.DOUBLE));
        assertEquals(5, read.step());
        assertSameNetwork(a, read.parameters());
    }

    @ParameterizedTest
    @MethodSource("deep")
    void productsWithAJacobian(DeepAutoencoder a) {
        INDArray outputs = Fixtures.normal(4, "v", 700, FEATURES);
        JacobianSums.Query back =
                sent(new JacobianSums(), new JacobianSums.Query(a, outputs), batches(DataType.DOUBLE));
        assertSameNetwork(a, back.autoencoder());
        assertSameArray(outputs, back.outputs());
        List<INDArray> direction =
                a.parameters().stream().map(p -> p.mul(0.3).dup('f')).toList();
        JacobianRows.Query forward =
                sent(new JacobianRows(), new JacobianRows.Query(a, direction), batches(DataType.DOUBLE));
        assertSameNetwork(a, forward.autoencoder());
        for (int i = 0; i < direction.size(); i++) {
            assertSameArray(direction.get(i), forward.direction().get(i));
        }
    }

    /** By which sums are found again where they were made ready. */
    @Test
    void kindsOfTheSameSettingsAreEqual() {
        assertEquals(new TiedSums(), new TiedSums());
        assertEquals(new TwoLayerSums(Regime.DECODER_ONLY), new TwoLayerSums(Regime.DECODER_ONLY));
        assertEquals(new JacobianRows(), new JacobianRows());
        Adders.assertBeginComesFirst(new JacobianRows().adder(batches(DataType.DOUBLE)));
        Adders.assertBeginComesFirst(new JacobianSums().adder(batches(DataType.DOUBLE)));
    }
}
