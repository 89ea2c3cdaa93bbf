package org.autoencoder4j.init;

import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.autoencoder4j.testsupport.ArrayAssert.assertUnchanged;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.random.RandomGenerator;
import org.autoencoder4j.random.RandomStreams;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

class PairwiseReweightingTest {
    private static final RandomStreams STREAMS = RandomStreams.of(7);

    /** Samples of a mixture whose centres are coordinate vectors: atom i is e_i. */
    private static INDArray mixture(int samples, int features, int atoms, double noise, DataType type) {
        RandomGenerator random = STREAMS.at("mixture", 0, 0);
        double[][] rows = new double[samples][features];
        for (double[] row : rows) {
            row[random.nextInt(atoms)] = 1;
            for (int i = 0; i < features; i++) {
                row[i] += noise * random.nextGaussian();
            }
        }
        return Nd4j.createFromArray(rows).castTo(type);
    }

    @Test
    void findsTheCentresOfAMixtureWithTheirSigns() {
        INDArray y = mixture(300, 12, 4, 0.02, DataType.DOUBLE);
        PairwiseReweighting finder = PairwiseReweighting.of(4, 1).withPairs(120);
        SpectralAtoms atoms = assertUnchanged(() -> finder.find(y, STREAMS), y);
        assertTrue(atoms.complete(), atoms.toString());
        INDArray found = atoms.weights(4, STREAMS);
        boolean[] seen = new boolean[4];
        for (int j = 0; j < 4; j++) {
            int atom = found.getColumn(j).argMax(0).getInt(0);
            assertTrue(found.getDouble(atom, j) > 0.99, "column " + j + " is an atom with its sign");
            seen[atom] = true;
            assertTrue(atoms.atoms().get(j).gap() >= 3);
            assertTrue(atoms.atoms().get(j).residual() <= 1e-3);
        }
        for (boolean s : seen) {
            assertTrue(s, "every atom once");
        }
        assertIdentical(found, finder.find(y, STREAMS).found());
    }

    /** {@code max(40 m, 5 m^2 log m)} for mixtures: 5 * 100 * 2.302585 = 1151.3; in any other model 40 m. */
    @Test
    void theUsualNumberOfPairsMeetsEveryCluster() {
        assertTrue(PairwiseReweighting.of(10, 1).toString().contains("pairs=1152,"));
        assertTrue(PairwiseReweighting.of(2, 1).toString().contains("pairs=80,"));
        assertTrue(PairwiseReweighting.of(1, 1).toString().contains("pairs=40,"));
        assertTrue(PairwiseReweighting.of(10, 2).toString().contains("pairs=400,"));
        assertTrue(PairwiseReweighting.of(100_000, 1).toString().contains("pairs=2147483647,"));
    }

    @Test
    void pureNoiseHasNoAtoms() {
        INDArray noise = mixture(300, 12, 4, 0.02, DataType.DOUBLE).mul(0).add(gaussian(300, 12));
        SpectralAtoms atoms =
                PairwiseReweighting.of(4, 1).withPairs(60).withLeastGap(4).find(noise, STREAMS);
        assertFalse(atoms.complete());
        assertThrows(IllegalArgumentException.class, () -> atoms.weights(4, STREAMS));
    }

    /**
     * The same noise: a gap threshold below 2 takes directions of it for atoms, and the separation keeps as many as are looked
     * for. Fresh noise supports none; the chance that it does is 1 %.
     */
    @Test
    void aSmallGapTakesNoiseForAtoms() {
        PairwiseReweighting finder = PairwiseReweighting.of(4, 1).withPairs(60);
        INDArray noise = gaussian(300, 12);
        SpectralAtoms directions = finder.withLeastGap(1.2).find(noise, STREAMS);
        assertEquals(4, directions.atoms().size());
        assertTrue(directions.atoms().stream().noneMatch(SpectralAtoms.Atom::supported));
        assertTrue(finder.withLeastGap(4).find(noise, STREAMS).atoms().size() < 4);
    }

    /**
     * k^2 is not small against n: the means of correlated pairs pass for atoms, with gaps of 3 and more, nearly as many as
     * are looked for, and no gap tells them. The dictionary and the samples are drawn with seeds 1 and 2, 1000 samples each;
     * the chance to support an atom of samples without atoms is 1 % each.
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void doesNotTrustTheMeansOfPairs(int seed) {
        assertJunk(16, 24, 3, 1000, 600, seed);
    }

    /** 128 directions of gaps from 4 on, of which none is within .316 of an atom (cosine .95). */
    @Test
    @Tag("slow")
    void doesNotTrustTheMeansOfPairsInManyDimensions() {
        SpectralAtoms found = assertJunk(64, 128, 5, 4000, 5120, 1);
        assertTrue(found.atoms().stream().noneMatch(SpectralAtoms.Atom::supported));
    }

    private static SpectralAtoms assertJunk(int features, int atoms, int sparsity, int samples, int pairs, int seed) {
        RandomStreams streams = RandomStreams.of(seed);
        double[][] dictionary = unitRows(streams.at("dictionary", 0, 0), atoms, features);
        INDArray y = sparse(dictionary, sparsity, samples, streams);
        SpectralAtoms found =
                PairwiseReweighting.of(atoms, sparsity).withPairs(pairs).find(y, streams);
        assertFalse(found.complete(), found.toString());
        assertTrue(found.atoms().size() >= 0.75 * atoms, "junk was found");
        assertTrue(farthest(dictionary, found.found()) > 0.5, "and it is junk");
        assertThrows(IllegalArgumentException.class, () -> found.weights(atoms, streams));
        return found;
    }

    /** The distance from the column that is worst of all to its nearest atom, up to sign. */
    private static double farthest(double[][] dictionary, INDArray columns) {
        INDArray products = Transforms.abs(Nd4j.createFromArray(dictionary).mmul(columns));
        return Math.sqrt(2 - 2 * products.max(0).minNumber().doubleValue());
    }

    /** Coordinate atoms at k = 2 of 12, where the method works: all are found, and supported by fresh samples. */
    @Test
    void trustsTheAtomsOfSparseSamples() {
        double[][] dictionary = Nd4j.eye(12).castTo(DataType.DOUBLE).toDoubleMatrix();
        INDArray y = sparse(dictionary, 2, 900, STREAMS);
        SpectralAtoms found = PairwiseReweighting.of(12, 2).find(y, STREAMS);
        assertTrue(found.complete(), found.atoms().toString());
        assertTrue(farthest(dictionary, found.weights(12, STREAMS)) < 0.3);
        for (SpectralAtoms.Atom atom : found.atoms()) {
            assertTrue(atom.explained() > 0.5 * atom.uses() && atom.explained() <= atom.uses(), atom.toString());
        }
    }

    /**
     * Normal samples, of which two directions have most of the variance: the list explains the samples that lie along these,
     * and would support them if all normal vectors, and not those along them, were the measure. 1 % chance.
     */
    @Test
    void strongDirectionsAreNoAtoms() {
        INDArray y = gaussian(3000, 8);
        y.getColumn(0).muli(6);
        y.getColumn(1).muli(5);
        SpectralAtoms found =
                PairwiseReweighting.of(4, 1).withPairs(60).withLeastGap(1).find(y, STREAMS);
        assertFalse(found.atoms().isEmpty());
        assertTrue(found.atoms().stream().noneMatch(SpectralAtoms.Atom::supported), found.atoms()::toString);
    }

    /** With one atom too many in each sample the same atoms explain little of what is held out: no support. */
    @Test
    void doesNotTrustAtomsThatLeaveMuchUnexplained() {
        INDArray y = sparse(Nd4j.eye(12).castTo(DataType.DOUBLE).toDoubleMatrix(), 3, 900, STREAMS);
        assertFalse(PairwiseReweighting.of(12, 2).find(y, STREAMS).complete());
    }

    /** Sums of k atoms with weights uniform in .7 to 1.3 and random signs, and noise of standard deviation .02. */
    private static INDArray sparse(double[][] dictionary, int sparsity, int samples, RandomStreams streams) {
        RandomGenerator random = streams.at("sparse", 0, 0);
        double[][] rows = new double[samples][dictionary[0].length];
        for (double[] row : rows) {
            int[] support =
                    random.ints(0, dictionary.length).distinct().limit(sparsity).toArray();
            for (int i = 0; i < row.length; i++) {
                row[i] = 0.02 * random.nextGaussian();
            }
            for (int atom : support) {
                double value = (random.nextBoolean() ? 1 : -1) * random.nextDouble(0.7, 1.3);
                for (int i = 0; i < row.length; i++) {
                    row[i] += value * dictionary[atom][i];
                }
            }
        }
        return Nd4j.createFromArray(rows);
    }

    private static double[][] unitRows(RandomGenerator random, int rows, int columns) {
        double[][] values = new double[rows][columns];
        for (double[] row : values) {
            double square = 0;
            for (int i = 0; i < columns; i++) {
                row[i] = random.nextGaussian();
                square += row[i] * row[i];
            }
            for (int i = 0; i < columns; i++) {
                row[i] /= Math.sqrt(square);
            }
        }
        return values;
    }

    private static INDArray gaussian(int rows, int columns) {
        RandomGenerator random = STREAMS.at("noise", 0, 0);
        double[][] values = new double[rows][columns];
        for (double[] row : values) {
            for (int j = 0; j < columns; j++) {
                row[j] = random.nextGaussian();
            }
        }
        return Nd4j.createFromArray(values);
    }

    @Test
    void resultsHaveTheDatasType() {
        INDArray y = mixture(200, 6, 2, 0.01, DataType.FLOAT);
        SpectralAtoms atoms = PairwiseReweighting.of(2, 1).find(y, STREAMS);
        assertEquals(DataType.FLOAT, atoms.weights(2, STREAMS).dataType());
        assertEquals('f', atoms.weights(2, STREAMS).ordering());
    }

    @Test
    void refusesBadArguments() {
        assertThrows(IllegalArgumentException.class, () -> PairwiseReweighting.of(0, 1));
        assertThrows(IllegalArgumentException.class, () -> PairwiseReweighting.of(4, 5));
        PairwiseReweighting finder = PairwiseReweighting.of(4, 1);
        assertThrows(IllegalArgumentException.class, () -> finder.withPairs(0));
        assertThrows(IllegalArgumentException.class, () -> finder.withLeastGap(0.5));
        assertThrows(IllegalArgumentException.class, () -> finder.withLeastEigenvalue(-1));
        assertThrows(IllegalArgumentException.class, () -> finder.withSeparation(2));
        assertThrows(IllegalArgumentException.class, () -> finder.find(gaussian(1, 5), STREAMS));
        INDArray bad = gaussian(5, 5);
        bad.putScalar(0, 0, Double.NaN);
        assertThrows(IllegalArgumentException.class, () -> finder.find(bad, STREAMS));
    }
}
