package org.autoencoder4j.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.autoencoder4j.check.closeness.DeltaCloseness;
import org.autoencoder4j.check.closeness.Incoherence;
import org.autoencoder4j.check.closeness.Matching;
import org.autoencoder4j.check.closeness.Nearness;
import org.autoencoder4j.check.closeness.SignFlips;
import org.autoencoder4j.check.consistency.CodeConsistency;
import org.autoencoder4j.check.consistency.CodeSet;
import org.autoencoder4j.check.consistency.ConsistencyCertificate;
import org.autoencoder4j.check.consistency.InnerProducts;
import org.autoencoder4j.check.consistency.NoiseTail;
import org.autoencoder4j.check.consistency.TheoremThree;
import org.autoencoder4j.check.descent.ContractionRecorder;
import org.autoencoder4j.check.descent.NormalisedColumns;
import org.autoencoder4j.check.diagnosis.ModelDiagnosis;
import org.autoencoder4j.check.expectation.ExpectedGradient;
import org.autoencoder4j.check.expectation.LossJump;
import org.autoencoder4j.check.expectation.OwnSupportExpectation;
import org.autoencoder4j.check.expectation.OwnSupportGradient;
import org.autoencoder4j.check.expectation.PopulationDynamics;
import org.autoencoder4j.check.expectation.SampledSupportGradient;
import org.autoencoder4j.check.refinement.ColumnErrors;
import org.autoencoder4j.check.refinement.ColumnRates;
import org.autoencoder4j.check.refinement.CumulativeCoherence;
import org.autoencoder4j.check.refinement.ExpectedSweep;
import org.autoencoder4j.check.refinement.ExplainedCertificate;
import org.autoencoder4j.check.refinement.FirstOrderGradient;
import org.autoencoder4j.check.refinement.LocalRate;
import org.autoencoder4j.check.refinement.PursuitCertificate;
import org.autoencoder4j.check.refinement.SweepRecorder;
import org.autoencoder4j.descent.Normalisation;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.law.CodeLaw;
import org.autoencoder4j.model.law.ValueLaw;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.random.RandomStreams;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What each measurement says of itself in one line: the numbers that one looks for in a log. */
class DescriptionsTest {
    private static final INDArray A = Nd4j.createFromArray(new double[][] {{1, 0.6}, {0, 0.8}});
    private static final INDArray W = Nd4j.createFromArray(new double[][] {{1, 0}, {0, 1}});
    private static final GenerativeModel MODEL =
            new GenerativeModel(W, CodeLaw.sparse(2, 1, ValueLaw.rademacher()), 0.1);

    @Test
    void geometry() {
        assertEquals(
                "Incoherence[mu=" + Math.sqrt(2) * 0.6 + ", atoms=0 and 1]",
                Incoherence.of(A).toString());
        DeltaCloseness closeness = DeltaCloseness.of(W, A, SignFlips.FORBIDDEN);
        double delta = closeness.delta();
        assertEquals("DeltaCloseness[delta=" + delta + ", deltaOfMinimumSum=" + delta + "]", closeness.toString());
        assertEquals(
                "Matching[atoms=2, delta=" + delta + ", frobenius=" + delta + "]",
                closeness.minimumSum().toString());
        Nearness nearness = Nearness.of(W, A, SignFlips.FORBIDDEN);
        assertEquals("Nearness[delta=" + delta + ", xi=" + nearness.xi() + "]", nearness.toString());
        assertEquals(Math.sqrt(1.6), nearness.dictionaryNorm(), 1e-12);
        assertEquals(
                "InnerProducts[delta=" + delta + ", greatest=0.6]",
                InnerProducts.of(W, A, 1).toString());
        assertTrue(NormalisedColumns.of(W, A).toString().startsWith("NormalisedColumns[HOLDS: normalising keeps"));
    }

    @Test
    void certificates() {
        CodeSet codes = CodeSet.signed(1, 0.5, 1);
        assertEquals("exactly 1 values of magnitude in [0.5, 1.0]", codes.toString());
        assertEquals(
                "at most 2 values in [0.5, 1.0]",
                CodeSet.nonNegative(2, 0.5, 1).orSmaller().toString());
        TiedAutoencoder autoencoder = TiedAutoencoder.withoutBias(W, Activation.hardThreshold(0.375));
        ConsistencyCertificate certificate = ConsistencyCertificate.of(autoencoder, W, codes, 0.0625);
        assertEquals("ConsistencyCertificate[" + codes + ", margin=0.0625, unit=0]", certificate.toString());
        assertEquals(
                "unit 1 has z = 0.4375 at support [1], values [0.5], noise -0.0625",
                certificate.worstOnSupport(1).toString());
        assertEquals(
                "TheoremThree[" + codes + ", InnerProducts[delta=0.0, greatest=0.0]]",
                TheoremThree.of(W, W, codes, 0).toString());
        assertEquals("NoiseTail[sigma=0.5, units=2]", NoiseTail.of(W, 0.5).toString());
        assertEquals(
                "CodeConsistency[consistent=3 of 3]",
                CodeConsistency.of(autoencoder, MODEL, RandomStreams.of(1), 3).toString());
    }

    @Test
    void gradients() {
        assertEquals(
                "ExpectedGradient[" + MODEL + "]", ExpectedGradient.of(MODEL).toString());
        assertEquals(
                "SampledSupportGradient[supports=7, " + MODEL + "]",
                SampledSupportGradient.of(MODEL, RandomStreams.of(1), 7).toString());
        assertEquals(
                "PopulationDynamics[" + MODEL + ", learningRate=0.5]",
                new PopulationDynamics(MODEL, Nd4j.zeros(DataType.DOUBLE, 2), 0.5).toString());
        assertEquals(
                "ContractionRecorder[steps=0]",
                ContractionRecorder.of(MODEL, Normalisation.NONE).toString());
        GenerativeModel mixture = GenerativeModel.mixtureOfGaussians(W, 0.1);
        assertEquals(
                "OwnSupportGradient[" + mixture + "]",
                OwnSupportGradient.of(mixture).toString());
        OwnSupportExpectation own = OwnSupportGradient.of(mixture)
                .expectation(TiedAutoencoder.withoutBias(W, Activation.hardThreshold(0.5)));
        assertEquals(
                "OwnSupportExpectation[loss=" + own.gradient().loss() + ", norm of the misfire term="
                        + own.misfire().norm2Number() + ", of the boundary term="
                        + own.boundary().norm2Number() + "]",
                own.toString());
        LossJump jump = LossJump.of(
                MODEL, TiedAutoencoder.withoutBias(W, Activation.hardThreshold(0.5)), RandomStreams.of(1), 10);
        String gradient = "of norm " + jump.expectedGradient().weights().norm2Number() + " +- "
                + jump.expectedGradient().weightsError().norm2Number();
        assertEquals(gradient, jump.expectedGradient().toString());
        assertTrue(jump.toString().startsWith("LossJump[expected gradient " + gradient + ", boundary of norm"));
    }

    @Test
    void refinement() {
        assertEquals(
                "CumulativeCoherence[columns=2, mu1(1)=0.6]",
                CumulativeCoherence.of(A).toString());
        assertEquals(
                "ExplainedCertificate[mu1(1)=0.6]",
                ExplainedCertificate.of(A, 1).toString());
        PursuitCertificate pursuit = PursuitCertificate.of(W, W, CodeSet.signed(1, 0.5, 1), 0.125);
        assertEquals(
                "PursuitCertificate[exactly 1 values of magnitude in [0.5, 1.0], margin=0.25, radius=0.125]",
                pursuit.toString());
        assertEquals(
                "ExpectedSweep[objective=" + ExpectedSweep.of(MODEL, W).objective() + ", |g|=0.0]",
                ExpectedSweep.of(MODEL, W).toString());
        assertTrue(ColumnRates.of(MODEL).toString().startsWith("ColumnRates[slowest="));
        LocalRate rate = LocalRate.of(MODEL);
        assertTrue(rate.toString().startsWith("LocalRate[rate=" + rate.rate() + ", between "));
        FirstOrderGradient first = FirstOrderGradient.of(MODEL, A);
        assertEquals(
                "FirstOrderGradient[distance=" + first.distance() + ", relativeError=" + first.relativeError() + "]",
                first.toString());
        assertEquals(
                "SweepRecorder[sweeps=0, updates=0]",
                SweepRecorder.of(MODEL, RandomStreams.of(1), 9).toString());
        ColumnErrors errors = ColumnErrors.of(Matching.minimumSum(W.mul(1.5), W, SignFlips.FORBIDDEN), 0.5, 0.25);
        assertEquals("ColumnErrors[columns=2, median=2.0, greatest=2.0]", errors.toString());
    }

    @Test
    void diagnosis() {
        INDArray y = MODEL.draw(RandomStreams.of(1), 0, 50).observations();
        ModelDiagnosis diagnosis = ModelDiagnosis.of(TiedAutoencoder.withoutBias(W, Activation.hardThreshold(0.5)), y);
        assertEquals(
                "ModelDiagnosis[k=1.0, a1=" + diagnosis.a1() + ", a2=" + diagnosis.a2() + ", sigma=" + diagnosis.noise()
                        + "]",
                diagnosis.toString());
    }
}
