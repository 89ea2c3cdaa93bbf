package org.autoencoder4j.model;

import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.InvalidObjectException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.autoencoder4j.model.law.CodeLaw;
import org.autoencoder4j.model.law.SparseCode;
import org.autoencoder4j.model.law.ValueLaw;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.testsupport.Serialised;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A model that was sent gives the samples of the one that was sent, to the bit. */
class SerialisedModelsTest {
    private static final RandomStreams STREAMS = RandomStreams.of(3);

    static Stream<ValueLaw> values() {
        return Stream.of(
                ValueLaw.rademacher(),
                ValueLaw.symmetricUniform(0.8, 1.2),
                ValueLaw.truncatedGaussian(0.5, 2, 1),
                ValueLaw.nonNegativeUniform(0.5, 1),
                ValueLaw.laplace(0.7),
                ValueLaw.halfNormal(0.7),
                ValueLaw.normal(0.7));
    }

    static Stream<CodeLaw> laws() {
        return Stream.concat(
                Stream.of(CodeLaw.oneHot(0.4, 0.1, 0.2, 0.2, 0.1), CodeLaw.oneHotUniform(5)),
                values().flatMap(values -> Stream.of(
                        CodeLaw.sparse(5, 2, values),
                        CodeLaw.bernoulli(new double[] {0.1, 0.9, 0.5, 0.3, 0.2}, values))));
    }

    @ParameterizedTest
    @MethodSource("values")
    void lawsOfValues(ValueLaw law) throws Exception {
        ValueLaw read = Serialised.copy(law);
        assertEquals(law.toString(), read.toString());
        assertEquals(law.signed(), read.signed());
        RandomGenerator one = STREAMS.at("v", 0, 0);
        RandomGenerator other = STREAMS.at("v", 0, 0);
        for (int i = 0; i < 50; i++) {
            assertEquals(law.draw(one), read.draw(other));
        }
        assertTrue(Serialised.bytes(law).length < 1000);
    }

    @ParameterizedTest
    @MethodSource("laws")
    void lawsOfCodes(CodeLaw law) throws Exception {
        CodeLaw read = Serialised.copy(law);
        assertEquals(law.toString(), read.toString());
        assertEquals(law.units(), read.units());
        INDArray dictionary = Dictionaries.gaussian(4, 5, DataType.DOUBLE, STREAMS);
        Draw expected = new GenerativeModel(dictionary, law, 0.1).draw(STREAMS, 0, 300);
        Draw actual = new GenerativeModel(dictionary, read, 0.1).draw(STREAMS, 0, 300);
        assertIdentical(expected.codes(), actual.codes());
        assertIdentical(expected.observations(), actual.observations());
        assertTrue(Serialised.bytes(law).length < 2000);
    }

    @ParameterizedTest
    @CsvSource({"FLOAT, c", "FLOAT, f", "DOUBLE, c", "DOUBLE, f"})
    void models(DataType type, char order) throws Exception {
        INDArray dictionary = Dictionaries.gaussian(9, 7, type, STREAMS).dup(order);
        for (CodeLaw law :
                List.of(CodeLaw.oneHotUniform(7), CodeLaw.sparse(7, 2, ValueLaw.truncatedGaussian(0.5, 2, 1)))) {
            GenerativeModel model = new GenerativeModel(dictionary, law, 0.05);
            GenerativeModel read = Serialised.copy(model);
            assertEquals(model.toString(), read.toString());
            assertIdentical(model.dictionary(), read.dictionary());
            assertEquals(model.dictionary().ordering(), read.dictionary().ordering());
            assertEquals(model.normDeviation(), read.normDeviation());
            assertIdentical(
                    model.draw(STREAMS, 2, 700).observations(),
                    read.draw(STREAMS, 2, 700).observations());
            assertIdentical(
                    model.batches(STREAMS, 300).batch(5),
                    read.batches(STREAMS, 300).batch(5));
            // The numbers of the dictionary and little more.
            assertTrue(Serialised.bytes(model).length < 9 * 7 * type.width() + 1500);
            assertArrayEquals(Serialised.bytes(model), Serialised.bytes(read));
        }
    }

    /** A law that holds what cannot be sent. */
    private record Holding(Object what) implements CodeLaw {
        @Override
        public int units() {
            return 5;
        }

        @Override
        public SparseCode draw(RandomGenerator random) {
            return CodeLaw.oneHotUniform(5).draw(random);
        }
    }

    /** What is in the way. */
    private static final class Unsendable {}

    @Test
    void aLawThatCannotBeSentIsNamed() {
        INDArray dictionary = Dictionaries.gaussian(4, 5, DataType.DOUBLE, STREAMS);
        GenerativeModel model = new GenerativeModel(dictionary, new Holding(new Unsendable()), 0.1);
        assertEquals(
                Unsendable.class.getName(),
                assertThrows(NotSerializableException.class, () -> Serialised.bytes(model))
                        .getMessage());
    }

    /** Bytes that claim to be a model without a dictionary. */
    @Test
    void nothingButItsFormIsRead() throws Exception {
        INDArray dictionary = Dictionaries.gaussian(4, 5, DataType.DOUBLE, STREAMS);
        byte[] bytes = Serialised.bytes(new GenerativeModel(dictionary, CodeLaw.oneHotUniform(5), 0.1));
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        String form = GenerativeModel.class.getName() + "$Form";
        String name = GenerativeModel.class.getName();
        assertTrue(text.contains((char) form.length() + form));
        byte[] forged = text.replace((char) form.length() + form, (char) name.length() + name)
                .getBytes(StandardCharsets.ISO_8859_1);
        try (ObjectInputStream objects = new ObjectInputStream(new ByteArrayInputStream(forged))) {
            assertThrows(InvalidObjectException.class, objects::readObject);
        }
    }
}
