package org.autoencoder4j.check.contraction;

import static org.autoencoder4j.testsupport.ArrayAssert.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.random.RandomGenerator;
import org.autoencoder4j.check.Samples;
import org.autoencoder4j.check.expectation.PopulationDynamics;
import org.autoencoder4j.model.Dictionaries;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.law.ValueLaw;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.report.Verdict;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class SparseFixedPointTest {
    private static final RandomStreams STREAMS = RandomStreams.of(70);

    private static GenerativeModel bases(int features, int sparsity, double noise) {
        return GenerativeModel.sparseCoding(
                Dictionaries.identityAndHadamard(features, DataType.DOUBLE), sparsity, ValueLaw.rademacher(), noise);
    }

    /** A union of bases whose atoms are moved a little, so that they are no fixed point. */
    private static GenerativeModel moved() {
        INDArray atoms = Dictionaries.identityAndHadamard(64, DataType.DOUBLE)
                .add(Samples.gaussian(Samples.random(70), 64, 128).mul(0.004));
        atoms.diviRowVector(atoms.norm2(0));
        return GenerativeModel.sparseCoding(atoms, 2, ValueLaw.symmetricUniform(0.8, 1.2), 0.02);
    }

    private static SparseInduction induction(GenerativeModel model, double a) {
        return SparseInduction.of(model, SparseInductionTest.rate(model, a));
    }

    private static PopulationDynamics dynamics(GenerativeModel model, double a) {
        return new PopulationDynamics(
                model, Nd4j.zeros(DataType.DOUBLE, model.units()), SparseInductionTest.rate(model, a));
    }

    /** Of BEYOND's account: q from .22 to .57 between .01 and .1. */
    @Test
    void unionOfBases() {
        SparseInduction induction = induction(bases(256, 2, 0), 1);
        assertClose(0.22, induction.lipschitz(0.01), 0.01);
        assertClose(0.57, induction.lipschitz(0.1), 0.01);
        SparseFixedPoint certificate = SparseFixedPoint.of(induction);
        assertTrue(certificate.rate() < 0.22 && certificate.rate() > 0.1, certificate.toString());
        assertTrue(certificate.uniqueWithin() > 0.1 && certificate.uniqueWithin() < 0.33, certificate.toString());
        assertTrue(certificate.basin() > 0.33 && certificate.basin() < 0.36, certificate.toString());
        assertEquals(
                Verdict.HOLDS, induction.fixedPoint(certificate.uniqueWithin()).verdict());
        assertEquals(Verdict.HOLDS, certificate.report(0.33).verdict());
        assertEquals("(C6.K)", certificate.report(0.33).reference().item());
        assertTrue(certificate.toString().contains("basin=" + certificate.basin()), certificate.toString());
        assertEquals(Verdict.INCONCLUSIVE, certificate.report(0.4).verdict());
    }

    /** A fixed point that is not the dictionary: the caps that hold it have a least size, too. */
    @Test
    void aFixedPointBesideTheDictionary() {
        GenerativeModel model = moved();
        SparseInduction induction = induction(model, 0.8);
        SparseFixedPoint certificate = SparseFixedPoint.of(induction);
        INDArray end =
                dynamics(model, 0.8).fixedPoint(model.dictionary(), 1e-15, 5000).weights();
        double bias = SparseInductionTest.error(end, model.dictionary());
        assertTrue(bias > 1e-6, "distance from the dictionary " + bias);
        assertTrue(bias < certificate.uniqueWithin(), bias + " " + certificate);
        assertTrue(certificate.basin() >= certificate.uniqueWithin());
        assertEquals(Verdict.HOLDS, certificate.report(certificate.basin()).verdict());
        INDArray start = SparseInductionTest.start(
                model.dictionary(), CertifiedSteps.angle(certificate.uniqueWithin() / 2), 0, Samples.random(74));
        INDArray early = dynamics(model, 0.8).fixedPoint(start, 1e-15, 2).weights();
        double error = SparseInductionTest.error(early, end);
        assertTrue(error <= certificate.error(early), error + " <= " + certificate.error(early));
        assertTrue(certificate.error(end) < 1e-9, "of the end " + certificate.error(end));
        INDArray far = SparseInductionTest.start(model.dictionary(), 0.9, 0, Samples.random(71));
        assertEquals(Double.POSITIVE_INFINITY, certificate.error(far));
    }

    /** Each atom is an axis and a part of two others, so that the dictionary is no fixed point. */
    private static GenerativeModel leaning(int units, double part) {
        INDArray atoms = Nd4j.eye(units).castTo(DataType.DOUBLE);
        for (int i = 0; i < units; i++) {
            atoms.putScalar((i + 1) % units, i, part);
            atoms.putScalar((i + 3) % units, i, part);
        }
        atoms.diviRowVector(atoms.norm2(0));
        return GenerativeModel.sparseCoding(atoms, 2, ValueLaw.rademacher(), 0);
    }

    /** Each number by the induction: caps from .029 to .107 are mapped into themselves with q below 1. */
    @Test
    void numbersAreThoseOfTheInduction() {
        GenerativeModel model = leaning(32, 0.1);
        SparseInduction induction = induction(model, 0.8);
        SparseFixedPoint certificate = SparseFixedPoint.of(induction);
        double greatest = certificate.uniqueWithin();
        assertTrue(greatest > 0.1 && greatest < 0.12, certificate.toString());
        assertTrue(induction.lipschitz(greatest * (1 - 1e-9)) < 1 && induction.lipschitz(greatest * (1 + 1e-9)) > 1);
        double least = induction.steps(greatest, 300).limit().orElseThrow();
        assertEquals(induction.lipschitz(CertifiedSteps.delta(least)), certificate.rate(), 1e-6);
        double[] inside =
                induction.steps(certificate.basin() * (1 - 1e-6), 1000).deltas();
        assertTrue(inside[inside.length - 1] < greatest, "every start within the basin comes to the cap");
        double beyond = CertifiedSteps.angle(certificate.basin() * (1 + 1e-6));
        assertTrue(induction.after(0, beyond) > beyond, "and none beyond it is led nearer");
        double movement =
                SparseInductionTest.error(dynamics(model, 0.8).update(model.dictionary()), model.dictionary());
        double rate = 1 - movement / certificate.error(model.dictionary());
        assertTrue(movement > 1e-3 && rate >= induction.lipschitz(CertifiedSteps.delta(least)) - 1e-9);
        assertTrue(rate <= induction.lipschitz(CertifiedSteps.delta(1.06 * least)));
    }

    /** q is below 1 to .048, and no cap is mapped into itself. */
    @Test
    void nothingIsCertifiedWhereNoCapIsMappedIntoItself() {
        GenerativeModel model = leaning(16, 0.1);
        SparseInduction induction = induction(model, 0.8);
        assertTrue(induction.lipschitz(0.04) < 1);
        SparseFixedPoint certificate = SparseFixedPoint.of(induction);
        assertEquals(0, certificate.uniqueWithin());
        assertEquals(0, certificate.basin());
        assertEquals(Double.POSITIVE_INFINITY, certificate.error(model.dictionary()), "of the dictionary, too");
    }

    @Test
    void computedStepsAreOnlyExactToRounding() {
        GenerativeModel model = bases(64, 2, 0);
        double error = SparseFixedPoint.of(induction(model, 1)).error(model.dictionary());
        assertTrue(error >= 1e-13 && error < 1e-12, "of a fixed point " + error);
    }

    /** Pairs within the caps, 108 of them: a step never brings them nearer by less than q says. */
    @Test
    void noPairIsSlowerThanTheRate() {
        pairsKeepToTheRate(6);
    }

    @Test
    @Tag("slow")
    void noneOfTenThousandPairsIsSlowerThanTheRate() {
        pairsKeepToTheRate(560);
    }

    private static void pairsKeepToTheRate(int pairs) {
        RandomGenerator random = Samples.random(72);
        double closest = 0;
        for (GenerativeModel model : List.of(bases(16, 2, 0.05), moved(), bases(16, 3, 0))) {
            for (double a : new double[] {0.4, 1}) {
                SparseInduction induction = induction(model, a);
                PopulationDynamics dynamics = dynamics(model, a);
                for (double delta : new double[] {0.01, 0.05, 0.15}) {
                    double rate = induction.lipschitz(delta);
                    double angle = CertifiedSteps.angle(delta);
                    for (int pair = 0; pair < pairs; pair++) {
                        INDArray one = SparseInductionTest.start(model.dictionary(), angle, pair % 6, random);
                        INDArray other = SparseInductionTest.start(
                                model.dictionary(), angle * random.nextDouble(), (pair + 1) % 6, random);
                        double before = SparseInductionTest.error(one, other);
                        double after = SparseInductionTest.error(dynamics.update(one), dynamics.update(other));
                        assertTrue(after <= rate * before + 1e-14, after / before + " <= " + rate);
                        closest = Math.max(closest, after / before / rate);
                    }
                }
            }
        }
        assertTrue(closest > 0.2, "the slowest pair has this share of its rate: " + closest);
    }

    /** All starts of the basin's sphere go to the one fixed point. */
    @Test
    void theBasinConverges() {
        startsConverge(32, 102);
    }

    @Test
    @Tag("slow")
    void aThousandStartsOfTheBasinConverge() {
        startsConverge(64, 1002);
    }

    private static void startsConverge(int features, int starts) {
        GenerativeModel model = bases(features, 2, 0.01);
        RandomGenerator random = Samples.random(73);
        SparseFixedPoint certificate = SparseFixedPoint.of(induction(model, 1));
        assertTrue(certificate.basin() > certificate.uniqueWithin(), certificate.toString());
        PopulationDynamics dynamics = dynamics(model, 1);
        for (int number = 0; number < starts; number++) {
            INDArray start = SparseInductionTest.start(
                    model.dictionary(), CertifiedSteps.angle(certificate.basin()), number % 6, random);
            INDArray end = dynamics.fixedPoint(start, 1e-13, 300).weights();
            assertTrue(number >= 6 || certificate.error(end) < 1e-10, "start of kind " + number);
            assertClose(0, SparseInductionTest.error(end, model.dictionary()), 1e-10);
        }
    }

    @Test
    void nothingIsCertifiedOfSmallRandomDictionaries() {
        GenerativeModel model = GenerativeModel.sparseCoding(
                Dictionaries.gaussian(30, 30, DataType.DOUBLE, STREAMS), 2, ValueLaw.rademacher(), 0);
        SparseFixedPoint certificate = SparseFixedPoint.of(induction(model, 0.7));
        assertEquals(0, certificate.uniqueWithin());
        assertEquals(0, certificate.basin());
        assertTrue(Double.isNaN(certificate.rate()));
        assertEquals(Verdict.INCONCLUSIVE, certificate.report(0).verdict());
        assertEquals(
                Double.POSITIVE_INFINITY, certificate.error(dynamics(model, 0.7).update(model.dictionary())));
    }

    @Test
    void refusesOtherArguments() {
        SparseInduction induction = induction(moved(), 0.8);
        assertThrows(IllegalArgumentException.class, () -> SparseFixedPoint.of(induction.withThreshold(0.4)));
        SparseFixedPoint certificate = SparseFixedPoint.of(induction);
        INDArray atoms = moved().dictionary();
        assertThrows(IllegalArgumentException.class, () -> certificate.report(-1));
        assertThrows(IllegalArgumentException.class, () -> certificate.error(atoms.mul(1.1)));
        assertThrows(IllegalArgumentException.class, () -> certificate.error(Nd4j.create(3, 3)));
    }
}
