package org.autoencoder4j.examples.architecture;

import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.autoencoder4j.testsupport.ArrayAssert.assertUnchanged;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.autoencoder4j.check.expectation.ExpectedGradient;
import org.autoencoder4j.check.expectation.OwnSupportGradient;
import org.autoencoder4j.check.expectation.SampledSupportGradient;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.gradient.GradientSource;
import org.autoencoder4j.gradient.SampleGradient;
import org.autoencoder4j.gradient.TiedGradient;
import org.autoencoder4j.gradient.sum.PartedGradient;
import org.autoencoder4j.init.Initialiser;
import org.autoencoder4j.model.Dictionaries;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.OracleGradient;
import org.autoencoder4j.model.law.ValueLaw;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.parts.PartedSamples;
import org.autoencoder4j.random.RandomStreams;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What every source of gradients for the tied autoencoder, of whichever module, promises. */
class GradientSourceContractTest {
    private static final RandomStreams STREAMS = RandomStreams.of(4);
    private static final int FEATURES = 6;
    private static final int UNITS = 8;

    /** A source and the type of its data. */
    record Case(String name, GradientSource<TiedAutoencoder, TiedGradient> source, DataType type) {
        @Override
        public String toString() {
            return name + " " + type;
        }
    }

    static Stream<Case> all() {
        return Stream.of(DataType.FLOAT, DataType.DOUBLE).flatMap(type -> {
            INDArray dictionary = Dictionaries.gaussian(FEATURES, UNITS, type, STREAMS);
            GenerativeModel model =
                    GenerativeModel.sparseCoding(dictionary, 2, ValueLaw.symmetricUniform(0.8, 1.2), 0.05);
            Batches fresh = model.batches(STREAMS, 300);
            return Stream.of(
                    new Case("samples", SampleGradient.of(Batches.of(fresh.batch(0))), type),
                    new Case("fresh samples", SampleGradient.of(fresh), type),
                    new Case("parts", PartedGradient.tied(PartedSamples.of(Batches.of(fresh.batch(0)))), type),
                    new Case("fresh parts", PartedGradient.tied(PartedSamples.of(fresh)), type),
                    new Case("oracle", OracleGradient.of(model, STREAMS, 320), type),
                    new Case("expected", ExpectedGradient.of(model), type),
                    new Case("enumerated", ExpectedGradient.byEnumeration(model), type),
                    new Case(
                            "own support",
                            OwnSupportGradient.of(GenerativeModel.mixtureOfGaussians(dictionary, 0.05)),
                            type),
                    new Case("sampled supports", SampledSupportGradient.of(model, STREAMS, 100), type));
        });
    }

    private static TiedAutoencoder autoencoder(int units, DataType type) {
        INDArray weights = Initialiser.random(FEATURES, type).weights(units, STREAMS);
        return TiedAutoencoder.withoutBias(weights, Activation.hardThreshold(0.3));
    }

    @ParameterizedTest
    @MethodSource("all")
    void itsPartsFitTheParameters(Case c) {
        TiedAutoencoder a = autoencoder(UNITS, c.type());
        TiedGradient gradient = assertUnchanged(() -> c.source().at(a, 0), a.weights(), a.bias());
        assertArrayEquals(a.weights().shape(), gradient.weights().shape());
        assertEquals(c.type(), gradient.weights().dataType());
        assertEquals(c.type(), gradient.bias().dataType());
        assertEquals(UNITS, gradient.activity().length());
        assertTrue(gradient.loss() >= 0 && Double.isFinite(gradient.loss()));
        assertTrue(gradient.meanL0() >= 0 && gradient.meanL0() <= UNITS);
        assertTrue(gradient.norm() > 0);
    }

    @ParameterizedTest
    @MethodSource("all")
    void itIsAFunctionOfParametersAndStep(Case c) {
        TiedAutoencoder a = autoencoder(UNITS, c.type());
        INDArray later = c.source().at(a, 5).weights().dup();
        INDArray first = c.source().at(a, 0).weights().dup();
        assertIdentical(later, c.source().at(a, 5).weights());
        assertIdentical(first, c.source().at(a.copy(), 0).weights());
    }

    @ParameterizedTest
    @MethodSource("all")
    void otherTypesAndFeaturesAreRefused(Case c) {
        DataType other = c.type() == DataType.FLOAT ? DataType.DOUBLE : DataType.FLOAT;
        TiedAutoencoder wrongType = autoencoder(UNITS, other);
        assertThrows(IllegalArgumentException.class, () -> c.source().at(wrongType, 0));
        INDArray weights = Initialiser.random(FEATURES + 1, c.type()).weights(UNITS, STREAMS);
        TiedAutoencoder wrongShape = TiedAutoencoder.withoutBias(weights, Activation.relu());
        assertThrows(IllegalArgumentException.class, () -> c.source().at(wrongShape, 0));
    }
}
