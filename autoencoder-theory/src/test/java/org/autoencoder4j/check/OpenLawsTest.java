package org.autoencoder4j.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import org.autoencoder4j.check.closeness.SignFlips;
import org.autoencoder4j.check.consistency.CodeConsistency;
import org.autoencoder4j.check.consistency.CodeSet;
import org.autoencoder4j.check.consistency.ConsistencyPoint;
import org.autoencoder4j.check.consistency.ConsistencyRow;
import org.autoencoder4j.check.consistency.ConsistencyStudy;
import org.autoencoder4j.check.descent.ContractionRecorder;
import org.autoencoder4j.check.descent.DescentLemma;
import org.autoencoder4j.check.expectation.ExpectedGradient;
import org.autoencoder4j.check.expectation.LossJump;
import org.autoencoder4j.check.expectation.SampledSupportGradient;
import org.autoencoder4j.check.refinement.ColumnRates;
import org.autoencoder4j.check.refinement.ExpectedSweep;
import org.autoencoder4j.check.refinement.LocalRate;
import org.autoencoder4j.check.refinement.RateBound;
import org.autoencoder4j.check.refinement.StatisticalFloor;
import org.autoencoder4j.check.refinement.SweepRecorder;
import org.autoencoder4j.descent.Normalisation;
import org.autoencoder4j.model.Dictionaries;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.OracleGradient;
import org.autoencoder4j.model.law.CodeLaw;
import org.autoencoder4j.model.law.SparseCode;
import org.autoencoder4j.model.law.UnstatedConstantException;
import org.autoencoder4j.model.law.ValueLaw;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.report.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Checks of laws that state less than those of the theory: exact where that suffices, else the missing constant's name. */
class OpenLawsTest {
    private static final int UNITS = 6;
    private static final RandomStreams STREAMS = RandomStreams.of(3);
    private static final INDArray ATOMS = Dictionaries.gaussian(10, UNITS, DataType.DOUBLE, STREAMS);
    private static final TiedAutoencoder AUTOENCODER =
            TiedAutoencoder.withoutBias(ATOMS, Activation.hardThreshold(0.4));
    private static final CodeLaw BERNOULLI =
            CodeLaw.bernoulli(new double[] {0.1, 0.2, 0.3, 0.2, 0.1, 0.1}, ValueLaw.symmetricUniform(0.8, 1.2));
    private static final CodeLaw LAPLACE = CodeLaw.sparse(UNITS, 2, ValueLaw.laplace(1));

    /** One unit of constant size, drawn so that nothing but draws is known of it. */
    private record DrawsOnly() implements CodeLaw {
        @Override
        public int units() {
            return UNITS;
        }

        @Override
        public SparseCode draw(RandomGenerator random) {
            return new SparseCode(UNITS, new int[] {random.nextInt(UNITS)}, new double[] {2});
        }
    }

    /** A mixture of the user's own, which states all that there is to state. */
    private record OwnMixture(CodeLaw same) implements CodeLaw {
        @Override
        public int units() {
            return same.units();
        }

        @Override
        public SparseCode draw(RandomGenerator random) {
            return same.draw(random);
        }

        @Override
        public int sparsity() {
            return 1;
        }

        @Override
        public ValueLaw values() {
            return same.values();
        }

        @Override
        public double inclusion(int... indices) {
            return same.inclusion(indices);
        }
    }

    private static GenerativeModel model(CodeLaw law) {
        return new GenerativeModel(ATOMS, law, 0.01);
    }

    @Test
    void aWorstCaseNeedsABoundedLawOfOneSize() {
        assertUnstated("sparsity k, the size of every support", BERNOULLI, () -> CodeSet.of(BERNOULLI));
        assertUnstated("a1, the least magnitude", LAPLACE.values(), () -> CodeSet.of(LAPLACE));
        DrawsOnly law = new DrawsOnly();
        assertUnstated("signed", law, () -> CodeSet.of(law));
    }

    @Test
    void theDescentNeedsKAndMoments() {
        assertUnstated("sparsity", BERNOULLI, () -> DescentLemma.of(model(BERNOULLI), AUTOENCODER));
        DescentLemma laplace = DescentLemma.of(model(LAPLACE), AUTOENCODER);
        assertEquals(UNITS, laplace.units());
        assertUnstated(
                "a1, the least magnitude",
                LAPLACE.values(),
                () -> ContractionRecorder.of(model(LAPLACE), Normalisation.UNIT_COLUMNS));
        DrawsOnly law = new DrawsOnly();
        assertUnstated("inclusion", law, () -> DescentLemma.of(model(law), AUTOENCODER));
    }

    @Test
    void noLemmaCoversBothSignsWithAMean() {
        CodeLaw law = CodeLaw.sparse(UNITS, 2, new ValueLaw() {
            @Override
            public double kappa1() {
                return 0.5;
            }

            @Override
            public double kappa2() {
                return 1;
            }

            @Override
            public boolean signed() {
                return true;
            }

            @Override
            public double draw(RandomGenerator random) {
                return random.nextDouble() < 0.75 ? 1 : -1;
            }
        });
        String message = String.valueOf(
                assertThrows(IllegalArgumentException.class, () -> DescentLemma.of(model(law), AUTOENCODER))
                        .getMessage());
        assertTrue(message.contains("kappa1 = 0.5"), message);
    }

    @Test
    void signsAreAskedOfTheLaw() {
        assertEquals(SignFlips.ALLOWED, SignFlips.of(BERNOULLI));
        assertEquals(SignFlips.FORBIDDEN, SignFlips.of(CodeLaw.bernoulli(new double[] {0.5}, ValueLaw.halfNormal(1))));
        assertUnstated("signed", new DrawsOnly(), () -> SignFlips.of(new DrawsOnly()));
    }

    @Test
    void expectationsNeedMomentsAndExactOnesAlsoProbabilities() {
        GenerativeModel model = model(new DrawsOnly());
        assertUnstated("inclusion", model.codeLaw(), () -> ExpectedGradient.of(model));
        SampledSupportGradient sampled = SampledSupportGradient.of(model, STREAMS, 10);
        assertUnstated("values", model.codeLaw(), () -> sampled.at(AUTOENCODER, 0));
    }

    /** Moments for a sweep, also probabilities for all supports, k for the closed bound and the floor. */
    @Test
    void refinementNeedsMomentsAndExactOnesAlsoProbabilities() {
        GenerativeModel draws = model(new DrawsOnly());
        assertUnstated("inclusion", draws.codeLaw(), () -> ExpectedSweep.of(draws, ATOMS));
        assertUnstated("values", draws.codeLaw(), () -> ExpectedSweep.sampled(draws, ATOMS, STREAMS, 10));
        assertUnstated("inclusion", draws.codeLaw(), () -> LocalRate.of(draws));
        assertUnstated("values", draws.codeLaw(), () -> ColumnRates.of(draws));
        GenerativeModel bernoulli = model(BERNOULLI);
        assertEquals(
                Verdict.HOLDS, ExpectedSweep.of(bernoulli, ATOMS).report(1e-9).verdict());
        assertTrue(LocalRate.of(bernoulli).rate() < 1);
        assertUnstated("sparsity", BERNOULLI, () -> RateBound.of(bernoulli));
        assertUnstated("sparsity", BERNOULLI, () -> StatisticalFloor.of(bernoulli));
        assertTrue(StatisticalFloor.of(model(LAPLACE), 3).error(100) > 0);
        assertUnstated("values", draws.codeLaw(), () -> SweepRecorder.of(draws, STREAMS, 10));
        assertEquals(List.of(), SweepRecorder.of(bernoulli, STREAMS, 10).rows());
    }

    /** By its probabilities what the library's mixture has as a sum over supports; some 100 roundings of terms about 1. */
    @Test
    void aLawThatStatesAllHasExactExpectations() {
        CodeLaw mixture = CodeLaw.oneHot(0.1, 0.2, 0.3, 0.2, 0.1, 0.1);
        INDArray expected =
                ExpectedGradient.of(model(mixture)).at(AUTOENCODER, 0).weights();
        INDArray own = ExpectedGradient.of(model(new OwnMixture(mixture)))
                .at(AUTOENCODER, 0)
                .weights();
        assertEquals(0, own.sub(expected).amaxNumber().doubleValue(), 1e-14);
        assertEquals(CodeSet.of(mixture), CodeSet.of(new OwnMixture(mixture)));
    }

    /** What looks at draws alone takes any law. */
    @Test
    void drawsSufficeForSamples() {
        for (CodeLaw law : new CodeLaw[] {BERNOULLI, LAPLACE, new DrawsOnly()}) {
            GenerativeModel model = model(law);
            assertTrue(Double.isFinite(
                    OracleGradient.of(model, STREAMS, 300).at(AUTOENCODER, 0).loss()));
            assertTrue(Double.isFinite(LossJump.of(model, AUTOENCODER, STREAMS, 50)
                    .boundary()
                    .weights()
                    .norm2Number()
                    .doubleValue()));
            assertEquals(
                    300,
                    CodeConsistency.of(AUTOENCODER, model, STREAMS, 300)
                            .consistent()
                            .trials());
        }
    }

    @Test
    void aStudyOfALawThatOnlyDrawsIsResumed(@TempDir Path folder) throws IOException {
        ConsistencyStudy study =
                new ConsistencyStudy(ATOMS, k -> new DrawsOnly(), ConsistencyStudy.Level.THRESHOLD, 200, STREAMS);
        Path csv = folder.resolve("study.csv");
        List<ConsistencyPoint> points = List.of(new ConsistencyPoint(1, 0, 0.01, 0.4));
        List<ConsistencyRow> rows = study.run(points, csv);
        String written = Files.readString(csv);
        assertEquals(rows, study.run(points, csv));
        assertEquals(written, Files.readString(csv));
    }

    private static void assertUnstated(String constant, Object law, Executable action) {
        UnstatedConstantException refusal = assertThrows(UnstatedConstantException.class, action);
        assertEquals(0, refusal.constant().indexOf(constant), refusal.constant());
        String message = String.valueOf(refusal.getMessage());
        assertTrue(message.startsWith("the law " + law + " does not state " + constant), message);
    }
}
