package org.autoencoder4j.check.internal;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.autoencoder4j.check.consistency.CodeSet;
import org.autoencoder4j.check.consistency.ConsistencyCertificate;
import org.autoencoder4j.check.diagnosis.ModelDiagnosis;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The paper speaks of ReLU and the hard threshold; of another activation nothing is said. */
class PaperActivationTest {
    static Stream<Activation> others() {
        return Stream.of(Activation.softThreshold(5), Activation.sigmoid());
    }

    @ParameterizedTest
    @MethodSource("others")
    void othersAreRefusedByName(Activation other) {
        INDArray atoms = Nd4j.eye(4).castTo(DataType.DOUBLE);
        TiedAutoencoder autoencoder = TiedAutoencoder.withoutBias(atoms, other);
        for (Runnable check : new Runnable[] {
            () -> ConsistencyCertificate.of(autoencoder, atoms, CodeSet.nonNegative(1, 1, 2), 0),
            () -> ModelDiagnosis.of(autoencoder, atoms)
        }) {
            String message = String.valueOf(
                    assertThrows(IllegalArgumentException.class, check::run).getMessage());
            assertTrue(message.contains(other.name()) && message.contains("relu and hardThreshold"), message);
        }
    }
}
