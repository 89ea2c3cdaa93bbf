package org.autoencoder4j.check.expectation;

import static org.autoencoder4j.check.expectation.PopulationFixtures.autoencoder;
import static org.autoencoder4j.check.expectation.PopulationFixtures.greatestZ;
import static org.autoencoder4j.check.expectation.PopulationFixtures.model;
import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.autoencoder4j.gradient.TiedGradient;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.GradientEstimate;
import org.autoencoder4j.model.OracleGradient;
import org.autoencoder4j.model.law.CodeLaw;
import org.autoencoder4j.model.law.ValueLaw;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.random.RandomStreams;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class SampledSupportGradientTest {
    private static final RandomStreams STREAMS = RandomStreams.of(4);

    /** 125 million supports: too many to enumerate. 20000 of them; 401 numbers, so 2.5 % false alarms over all seeds. */
    @Test
    void agreesWithTheClosedForm() {
        GenerativeModel model = model(2, 10, CodeLaw.sparse(30, 10, ValueLaw.nonNegativeUniform(0.6, 1.5)), 0.2);
        TiedAutoencoder autoencoder = autoencoder(2, model);
        TiedGradient expected = ExpectedGradient.of(model).at(autoencoder, 0);
        GradientEstimate estimate =
                SampledSupportGradient.of(model, STREAMS, 20_000).estimate(autoencoder, 0);
        double z = greatestZ(expected, estimate);
        assertTrue(z <= 4, () -> "greatest |z| = " + z);
    }

    /** Supports of any size, the empty one among them, 2^9 in all. 20000 drawn; 127 numbers, so 0.8 % false alarms. */
    @Test
    void agreesWithTheSumOverAllSupportsOfAnySize() {
        double[] p = {0.1, 0.2, 0.3, 0.4, 0.1, 0.05, 0.2, 0.3, 0.1};
        GenerativeModel model = model(2, 12, CodeLaw.bernoulli(p, ValueLaw.halfNormal(0.8)), 0.2);
        TiedAutoencoder autoencoder = autoencoder(2, model);
        TiedGradient expected = ExpectedGradient.byEnumeration(model).at(autoencoder, 0);
        GradientEstimate estimate =
                SampledSupportGradient.of(model, STREAMS, 20_000).estimate(autoencoder, 0);
        double z = greatestZ(expected, estimate);
        assertTrue(z <= 4, () -> "greatest |z| = " + z);
    }

    /** Given S, values and noise are integrated exactly; at W = A with orthonormal atoms nothing else varies. */
    @Test
    void hasFarLessSpreadThanSamples() {
        INDArray atoms = Nd4j.eye(8).castTo(DataType.DOUBLE);
        GenerativeModel model = GenerativeModel.sparseCoding(atoms, 3, ValueLaw.symmetricUniform(0.5, 1.5), 0.3);
        TiedAutoencoder autoencoder = TiedAutoencoder.withoutBias(atoms, Activation.relu());
        GradientEstimate supports =
                SampledSupportGradient.of(model, STREAMS, 1000).estimate(autoencoder, 0);
        GradientEstimate samples = OracleGradient.of(model, STREAMS, 1000).estimate(autoencoder, 0);
        assertTrue(samples.standardError().norm() > 0.03);
        assertTrue(supports.standardError().norm() < 1e-12);
    }

    @Test
    void isAFunctionOfParametersAndStep() {
        GenerativeModel model = model(2, 5, CodeLaw.sparse(8, 3, ValueLaw.rademacher()), 0.1);
        TiedAutoencoder autoencoder = autoencoder(2, model);
        SampledSupportGradient source = SampledSupportGradient.of(model, STREAMS, 300);
        TiedGradient first = source.at(autoencoder, 0);
        assertNotEquals(first.loss(), source.at(autoencoder, 1).loss());
        TiedGradient again = source.at(autoencoder, 0);
        assertIdentical(first.weights(), again.weights());
        assertIdentical(first.bias(), again.bias());
        assertEquals(first.loss(), again.loss());
        assertEquals(3, first.meanL0(), 1e-12);
    }

    @Test
    void refusesTooFewSupports() {
        GenerativeModel model = model(2, 5, CodeLaw.oneHotUniform(3), 0.1);
        assertThrows(IllegalArgumentException.class, () -> SampledSupportGradient.of(model, STREAMS, 1));
        SampledSupportGradient source = SampledSupportGradient.of(model, STREAMS, 2);
        assertThrows(IllegalArgumentException.class, () -> source.at(autoencoder(2, model), -1));
    }
}
