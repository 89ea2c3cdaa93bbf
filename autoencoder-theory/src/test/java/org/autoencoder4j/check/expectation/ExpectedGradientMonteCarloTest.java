package org.autoencoder4j.check.expectation;

import static org.autoencoder4j.check.expectation.PopulationFixtures.autoencoder;
import static org.autoencoder4j.check.expectation.PopulationFixtures.greatestZ;
import static org.autoencoder4j.check.expectation.PopulationFixtures.model;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.autoencoder4j.gradient.TiedGradient;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.GradientEstimate;
import org.autoencoder4j.model.OracleGradient;
import org.autoencoder4j.model.law.CodeLaw;
import org.autoencoder4j.model.law.ValueLaw;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.random.RandomStreams;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Samples against expectations, for W of any norm, distinct b and sigma = 0.2, at n = 8 and m = 6: all 48 entries of the
 * gradient, 6 of the bias, 6 of the activity and the loss within 4 standard errors. A right formula fails one of the
 * six cases with probability 2.4 % over all seeds; the seed is fixed.
 */
class ExpectedGradientMonteCarloTest {
    private static final long SEED = 11;

    private static Stream<CodeLaw> laws() {
        return Stream.of(
                CodeLaw.oneHot(0.3, 0.25, 0.2, 0.1, 0.1, 0.05),
                CodeLaw.sparse(6, 3, ValueLaw.symmetricUniform(0.7, 1.3)),
                CodeLaw.sparse(6, 3, ValueLaw.nonNegativeUniform(0.6, 1.5)),
                CodeLaw.sparse(6, 2, ValueLaw.laplace(0.7)),
                CodeLaw.bernoulli(new double[] {0.5, 0.1, 0.3, 0.8, 0.2, 0.4}, ValueLaw.rademacher()),
                CodeLaw.bernoulli(new double[] {0.2, 0.1, 0.3, 0.5, 0.2, 0.1}, ValueLaw.halfNormal(1)));
    }

    @ParameterizedTest
    @MethodSource("laws")
    void samplesAgree(CodeLaw law) {
        assertAgreement(law, 40_000);
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("laws")
    void aMillionSamplesAgree(CodeLaw law) {
        assertAgreement(law, 1_000_000);
    }

    private static void assertAgreement(CodeLaw law, long samples) {
        GenerativeModel model = model(SEED, 8, law, 0.2);
        TiedAutoencoder autoencoder = autoencoder(SEED, model);
        TiedGradient expected = ExpectedGradient.of(model).at(autoencoder, 0);
        GradientEstimate estimate =
                OracleGradient.of(model, RandomStreams.of(SEED), samples).estimate(autoencoder, 0);
        double z = greatestZ(expected, estimate);
        assertTrue(z <= 4, () -> "greatest |z| = " + z);
    }
}
