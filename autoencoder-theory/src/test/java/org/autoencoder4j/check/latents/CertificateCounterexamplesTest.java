package org.autoencoder4j.check.latents;

import static org.autoencoder4j.testsupport.ArrayAssert.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.autoencoder4j.check.Samples;
import org.autoencoder4j.check.consistency.SupportSize;
import org.autoencoder4j.check.latents.law.SupportLaw;
import org.autoencoder4j.check.latents.law.ValueMoments;
import org.autoencoder4j.report.Verdict;
import org.autoencoder4j.sae.LatentActivation;
import org.autoencoder4j.sae.LatentActivation.HardThreshold;
import org.autoencoder4j.sae.LatentActivation.JumpRelu;
import org.autoencoder4j.sae.LatentActivation.Relu;
import org.autoencoder4j.sae.LatentActivation.TopK;
import org.autoencoder4j.sae.SparseAutoencoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Inputs on which a certificate might say more than is true. */
class CertificateCounterexamplesTest {
    private static SparseAutoencoder autoencoder(INDArray encoder, INDArray decoder, LatentActivation activation) {
        return new SparseAutoencoder(
                encoder,
                Nd4j.zeros(encoder.dataType(), encoder.columns()),
                decoder,
                Nd4j.zeros(encoder.dataType(), encoder.rows()),
                true,
                activation);
    }

    private static INDArray identity(int size) {
        return Nd4j.eye(size).castTo(DataType.DOUBLE).dup('f');
    }

    private static LatentActivation levels(int units, double level) {
        double[] levels = new double[units];
        Arrays.fill(levels, level);
        return JumpRelu.of(levels);
    }

    /** z_0 = x_0 + 0.3 x_1 is at most 1.56, and so never above 9. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 1e-4, 1e-3})
    void anAtomThatIsAlwaysThere(double sigma) {
        INDArray atoms = Nd4j.createFromArray(new double[][] {{1, 0.3}, {0, 0.95}});
        RandomCodeCertificate certificate = RandomCodeCertificate.of(
                EncodedDictionary.of(autoencoder(identity(2), atoms, JumpRelu.of(9, 0.5))),
                SupportLaw.Independent.of(0.3, 1),
                new ValueMoments.Uniform(0.8, 1.2),
                sigma,
                0.01);
        RandomCodeUnit unit = certificate.unit(0);
        assertTrue(unit.missing() >= 0.3 - 1e-12, unit.toString());
        assertTrue(unit.window().high() <= 1.57, unit.toString());
        assertEquals(Verdict.INCONCLUSIVE, certificate.report().verdict());
        // The other one is there always, at 0.76 or more.
        assertTrue(certificate.unit(1).certified(), certificate.unit(1).toString());
    }

    /** Values on [1, 2] whose mean is an end are that end: never above 5, and above 1.5 always or never. */
    @ParameterizedTest
    @ValueSource(doubles = {1, 2})
    void aMeanAtAnEndOfItsRange(double mean) {
        RandomCodeCertificate high = orthonormal(mean, 5);
        assertEquals(Verdict.INCONCLUSIVE, high.report().verdict());
        assertTrue(high.unit(3).missing() >= 1 / 3.0 - 1e-12, high.unit(3).toString());
        RandomCodeCertificate between = orthonormal(mean, 1.5);
        assertEquals(
                mean == 2 ? Verdict.HOLDS : Verdict.INCONCLUSIVE,
                between.report().verdict());
    }

    private static RandomCodeCertificate orthonormal(double mean, double level) {
        return RandomCodeCertificate.of(
                EncodedDictionary.of(autoencoder(identity(6), identity(6), levels(6, level))),
                new SupportLaw.Uniform(2, 6),
                new ValueMoments.Mean(1, 2, mean),
                0,
                0.01);
    }

    /** A change of units changes nothing: codes, noise and thresholds times a factor. */
    @ParameterizedTest
    @ValueSource(doubles = {1e-30, 0.01, 0.03, 1e12})
    void theScaleOfValuesDoesNotMatter(double factor) {
        RandomCodeCertificate one = scaled(1);
        RandomCodeCertificate other = scaled(factor);
        assertTrue(one.certifiedUnits() > 30 && one.certifiedUnits() < 40, one.toString());
        assertEquals(one.certifiedUnits(), other.certifiedUnits());
        for (int i = 0; i < 40; i++) {
            assertClose(
                    one.unit(i).misfire(),
                    other.unit(i).misfire(),
                    1e-4 * one.unit(i).misfire());
            assertClose(one.unit(i).window().low(), other.unit(i).window().low() / factor, 1e-6);
            assertClose(one.unit(i).window().high(), other.unit(i).window().high() / factor, 1e-6);
        }
    }

    private static RandomCodeCertificate scaled(double factor) {
        INDArray atoms = Samples.unitColumns(Samples.random(301), 400, 40);
        return RandomCodeCertificate.of(
                EncodedDictionary.of(autoencoder(atoms, atoms, levels(40, 0.5 * factor))),
                new SupportLaw.Uniform(4, 40),
                new ValueMoments.Uniform(0.8 * factor, 1.2 * factor),
                0.01 * factor,
                0.01);
    }

    /** Of unit 1 products of 1e8 cancel, so that its slack is within rounding; unit 0 has less slack, and is right for sure. */
    @Test
    void oneUnitWithinRoundingLeavesTheWholeOpen() {
        INDArray encoder = Nd4j.createFromArray(new double[][] {{1, 0}, {0, 1e8}, {0, 1}, {0, 1}, {0, 1}})
                .dup('f');
        INDArray atoms = Nd4j.createFromArray(new double[][] {{1, 0}, {0, 1}, {0, 0.8e-8}, {0, -0.7e-8}, {0, -0.7e-8}})
                .dup('f');
        ThresholdCertificate certificate = ThresholdCertificate.of(
                EncodedDictionary.of(autoencoder(encoder, atoms, JumpRelu.of(1 - 1e-10, 1e8 - 1e-7))),
                LatentCodes.of(1, SupportSize.EXACTLY, 2, 1, 1),
                LatentNoise.none());
        assertEquals(Verdict.HOLDS, certificate.unit(0).verdict());
        assertEquals(Verdict.INCONCLUSIVE, certificate.unit(1).verdict());
        assertTrue(certificate.unit(1).margin() > certificate.unit(0).margin(), "more slack and far more rounding");
        assertEquals(Verdict.INCONCLUSIVE, certificate.report().verdict());
        assertEquals(1.0, certificate.report().findings().get("certifiedUnits"));
    }

    /** Thresholds just below the least pre-activation: exact arithmetic passes all units, FLOAT may miss some. */
    @Test
    void floatAutoencodersAreJudgedInFloat() {
        SparseAutoencoder coarse = closeToTheLeast(DataType.FLOAT, 2e-9);
        assertEquals(0, certificate(coarse).count(Verdict.HOLDS));
        assertEquals(Verdict.INCONCLUSIVE, certificate(coarse).report().verdict());
        assertEquals(8, certificate(closeToTheLeast(DataType.DOUBLE, 2e-9)).count(Verdict.HOLDS));
        // Beyond the rounding of its type the autoencoder itself agrees, either way.
        double rounding = certificate(coarse).unit(0).rounding();
        assertEquals(8, count(closeToTheLeast(DataType.FLOAT, 2 * rounding), Verdict.HOLDS, true));
        assertEquals(8, count(closeToTheLeast(DataType.FLOAT, -2 * rounding), Verdict.FAILS, false));
    }

    private static int count(SparseAutoencoder autoencoder, Verdict verdict, boolean fires) {
        ThresholdCertificate certificate = certificate(autoencoder);
        for (int i = 0; i < certificate.units(); i++) {
            LatentWitness witness = certificate.worstOnSupport(i);
            INDArray y = Nd4j.zeros(DataType.DOUBLE, autoencoder.features());
            for (int a = 0; a < 2; a++) {
                INDArray atom =
                        autoencoder.decoder().getColumn(witness.support()[a]).castTo(DataType.DOUBLE);
                y.addi(atom.mul(witness.values()[a]));
            }
            INDArray code = autoencoder.encode(y.castTo(autoencoder.dataType()).reshape(1, y.length()));
            assertEquals(fires, code.getDouble(0, i) != 0);
        }
        return certificate.count(verdict);
    }

    private static ThresholdCertificate certificate(SparseAutoencoder autoencoder) {
        return ThresholdCertificate.of(
                EncodedDictionary.of(autoencoder),
                LatentCodes.of(2, SupportSize.EXACTLY, 8, 0.8, 1.2),
                LatentNoise.none());
    }

    private static SparseAutoencoder closeToTheLeast(DataType type, double below) {
        INDArray atoms = Samples.unitColumns(Samples.random(302), 64, 8)
                .castTo(DataType.FLOAT)
                .castTo(type);
        ThresholdCertificate relu = certificate(autoencoder(atoms, atoms, new Relu()));
        double[] levels = new double[8];
        Arrays.setAll(levels, i -> relu.unit(i).leastOn() - below);
        return autoencoder(atoms, atoms, JumpRelu.of(levels));
    }

    /** Rounding by its formula: (n + k + 8) u times what is added up. */
    @ParameterizedTest
    @ValueSource(strings = {"DOUBLE", "FLOAT"})
    void roundingIsThatOfTheType(String name) {
        DataType type = DataType.valueOf(name);
        INDArray encoder = Nd4j.createFromArray(new double[][] {{3, 0}, {4, 2}}).castTo(type);
        INDArray atoms = Nd4j.createFromArray(new double[][] {{1, 0}, {0, 2}}).castTo(type);
        SparseAutoencoder autoencoder = new SparseAutoencoder(
                encoder,
                Nd4j.createFromArray(0.5, 0).castTo(type),
                atoms,
                Nd4j.createFromArray(6.0, 8).castTo(type),
                true,
                JumpRelu.of(0.25, 0.25));
        LatentUnit unit = ThresholdCertificate.of(
                        EncodedDictionary.of(autoencoder),
                        LatentCodes.of(1, SupportSize.EXACTLY, 2, 1, 1.5),
                        new LatentNoise.Ball(0.1))
                .unit(0);
        double u = type == DataType.FLOAT ? Math.pow(2, -23) : Math.pow(2, -52);
        // |E_0| = 5, the longest atom 2, |c| = |b_dec| = 10, beta = b_enc = 0.5, nu = 0.5, t = 0.25.
        assertEquals(11 * u * (5 * (1.5 * 2 + 20) + 0.5 + 0.5 + 0.5 + 0.25), unit.rounding(), 1e-12 * unit.rounding());
    }

    /** Noise on both sides of a value: 5 sigma nu, and the same for a threshold's one side. */
    @Test
    void valuesFeelNormalNoiseOnBothSides() {
        LatentNoise noise = new LatentNoise.Gaussian(0.1, 0.01, 10);
        LatentUnit unit = ThresholdCertificate.of(
                        EncodedDictionary.of(autoencoder(identity(10), identity(10), new Relu())),
                        LatentCodes.of(1, SupportSize.EXACTLY, 10, 1, 1),
                        noise)
                .unit(4);
        assertEquals(-noise.bound(1, 2), unit.valueError().low(), 1e-15);
        assertEquals(noise.bound(1, 2), unit.valueError().high(), 1e-15);
        assertEquals(1 - noise.bound(1, 1), unit.leastOn(), 1e-15);
    }

    /** A dictionary that its owner changes later is not the certificate's. */
    @Test
    void aForeignDictionaryIsCopied() {
        INDArray atoms = identity(4);
        EncodedDictionary encoded = EncodedDictionary.of(
                autoencoder(identity(4), identity(4), levels(4, 0.5)), atoms, Nd4j.zeros(DataType.DOUBLE, 4));
        atoms.muli(100);
        LatentCodes codes = LatentCodes.of(1, SupportSize.EXACTLY, 4, 1, 1);
        assertEquals(
                1,
                ThresholdCertificate.of(encoded, codes, LatentNoise.none())
                        .unit(2)
                        .leastOn());
    }

    /** Atoms that are all alike, and two that are the same, the last of a long row. */
    @Test
    void theMostAlikeAtomsAreNamed() {
        RandomGenerator random = Samples.random(303);
        INDArray atoms = Samples.gaussian(random, 12, 1500).mul(0.1);
        atoms.getRow(0).addi(1);
        atoms = atoms.dup('f');
        atoms.putColumn(1499, atoms.getColumn(0).mul(2));
        LatentGeometry geometry = LatentGeometry.of(autoencoder(atoms, atoms, new Relu()), 0.8);
        assertTrue(geometry.duplicateCount() > 500_000, geometry.toString());
        assertEquals(1000, geometry.duplicates().size());
        AtomPair first = geometry.duplicates().get(0);
        assertEquals("0, 1499", first.first() + ", " + first.second());
        double[] cosines =
                geometry.duplicates().stream().mapToDouble(AtomPair::cosine).toArray();
        double[][] columns = atoms.transpose().dup().toDoubleMatrix();
        double[] all = new double[1500 * 1499 / 2];
        int count = 0;
        for (int i = 0; i < 1500; i++) {
            for (int j = i + 1; j < 1500; j++) {
                all[count++] = cosine(columns[i], columns[j]);
            }
        }
        Arrays.sort(all);
        for (int place = 0; place < 1000; place++) {
            assertClose(all[count - 1 - place], cosines[place], 1e-12);
        }
    }

    private static double cosine(double[] u, double[] v) {
        double product = 0;
        double squares = 0;
        double others = 0;
        for (int row = 0; row < u.length; row++) {
            product += u[row] * v[row];
            squares += u[row] * u[row];
            others += v[row] * v[row];
        }
        return product / Math.sqrt(squares * others);
    }

    /** Equal cosines are named in the order of the atoms, whatever the order of the threads. */
    @Test
    void equalCosinesAreNamedInOrder() {
        INDArray atoms = Nd4j.ones(DataType.DOUBLE, 1, 600).dup('f');
        LatentGeometry geometry = LatentGeometry.of(autoencoder(atoms, atoms, new Relu()), 0.9);
        assertEquals(600 * 599 / 2, geometry.duplicateCount());
        for (int place = 0; place < 1000; place++) {
            AtomPair pair = geometry.duplicates().get(place);
            // Row 0 has 599 pairs.
            assertEquals(place < 599 ? 0 : 1, pair.first());
            assertEquals(place < 599 ? place + 1 : place - 597, pair.second());
        }
    }

    /** The level of TopK is the best one: of 400 levels none has a bound that is a per cent less. */
    @Test
    void theCommonLevelIsTheBest() {
        INDArray atoms = Samples.unitColumns(Samples.random(304), 150, 30);
        RandomCodeCertificate top = random(autoencoder(atoms, atoms, new TopK(3, false, false)));
        double least = Double.POSITIVE_INFINITY;
        for (int step = 0; step < 100; step++) {
            least = Math.min(
                    least,
                    random(autoencoder(atoms, atoms, levels(30, 0.3 + 0.004 * step)))
                            .expectedMisfires());
        }
        assertTrue(top.expectedMisfires() <= 1.01 * least, top.expectedMisfires() + " of " + least);
        assertTrue(top.expectedMisfires() >= 0.9 * least, top.expectedMisfires() + " of " + least);
    }

    private static RandomCodeCertificate random(SparseAutoencoder autoencoder) {
        return RandomCodeCertificate.of(
                EncodedDictionary.of(autoencoder),
                new SupportLaw.Uniform(3, 30),
                new ValueMoments.Uniform(0.6, 1.2),
                0.01,
                0.01);
    }

    /** What is random, and how, is part of what is claimed. */
    @Test
    void theStatementNamesTheLaws() {
        String statement = orthonormal(1.25, 5).report().statement();
        for (String part : new String[] {"0.01", "sparsity=2", "units=6", "Mean", "mean=1.25", "sigma 0.0"}) {
            assertTrue(statement.contains(part), statement);
        }
    }

    /** A hard threshold that sees each atom with the wrong sign fires the right units with codes of the wrong sign. */
    @Test
    void theWrongSignIsNotFound() {
        ThresholdCertificate certificate = ThresholdCertificate.of(
                EncodedDictionary.of(autoencoder(identity(4).neg(), identity(4), new HardThreshold(0.5))),
                LatentCodes.of(1, SupportSize.EXACTLY, 4, 1, 1),
                LatentNoise.none());
        assertEquals(Verdict.FAILS, certificate.report().verdict());
    }
}
