package org.autoencoder4j.init;

import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.autoencoder4j.testsupport.ArrayAssert.assertUnchanged;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.autoencoder4j.progress.Work;
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

    /**
     * {@code 5 m^2 log m} for mixtures: 5 * 100 * 2.302585 = 1151.3. In other models {@code log(100 m) / q}: at m = 64, k =
     * 3, q = (3/64)^2 (61 * 60)/(63 * 62) = 0.00205889 and 8.764053/q = 4256.7. At m = 1000, k = 50 one of 12 pairs that
     * share an atom shares it alone, and at m = 150, k = 100 none: 40 m, as never less.
     */
    @Test
    void theUsualNumberOfPairsCoversTheAtoms() {
        assertEquals(1152, PairwiseReweighting.of(10, 1).pairs());
        assertEquals(80, PairwiseReweighting.of(2, 1).pairs());
        assertEquals(40, PairwiseReweighting.of(1, 1).pairs());
        assertEquals(400, PairwiseReweighting.of(10, 2).pairs());
        assertEquals(4257, PairwiseReweighting.of(64, 3).pairs());
        assertEquals(6000, PairwiseReweighting.of(150, 100).pairs());
        assertEquals(40_000, PairwiseReweighting.of(1000, 50).pairs());
        assertEquals(Integer.MAX_VALUE, PairwiseReweighting.of(100_000, 1).pairs());
        assertTrue(PairwiseReweighting.of(64, 3).toString().contains("pairs=4257,"));
    }

    /** By hand: m = 4, k = 2, q = (1/4)(2/3) = 1/6, so that two pairs cover 4 (1 - 25/36) atoms; k = 3 has no such pair. */
    @Test
    void expectedCoverageByHand() {
        assertEquals(4 * 11 / 36.0, PairwiseReweighting.of(4, 2).withPairs(2).expectedCovered(), 1e-14);
        assertEquals(0, PairwiseReweighting.of(4, 3).withPairs(9).expectedCovered());
        assertEquals(1, PairwiseReweighting.of(1, 1).expectedCovered());
        assertTrue(PairwiseReweighting.of(512, 3).expectedCovered() >= 511.98);
        assertEquals(256, PairwiseReweighting.of(512, 3).withPairs(40 * 512).expectedCovered(), 1.5);
    }

    /**
     * Drawn pairs of uniform subsets: of 40 m pairs 119.4 of 128 atoms are covered on average. Mean of 25 draws, whose
     * standard error is 0.6; 4.5 of them are exceeded with probability 7e-6.
     */
    @Test
    void drawnPairsCoverAsManyAtomsAsExpected() {
        PairwiseReweighting finder = PairwiseReweighting.of(128, 3).withPairs(40 * 128);
        RandomGenerator random = STREAMS.at("coverage", 0, 0);
        double mean = 0;
        for (int draw = 0; draw < 25; draw++) {
            boolean[] covered = new boolean[128];
            for (int pair = 0; pair < finder.pairs(); pair++) {
                cover(covered, support(random, 128, 3), support(random, 128, 3));
            }
            mean += count(covered) / 25.0;
        }
        assertEquals(finder.expectedCovered(), mean, 2.7);
    }

    /**
     * The usual pairs of 4000 samples at m = 128, k = 3: those that the finder draws, from its own streams, cover 120 atoms
     * or more, and it tells so before. 40 m pairs would cover 119 on average.
     */
    @Test
    void theUsualPairsOfAFileCoverItsAtoms() {
        PairwiseReweighting finder = PairwiseReweighting.of(128, 3);
        RandomGenerator random = STREAMS.at("supports", 0, 0);
        int[][] supports = new int[4000 - 4000 / 3][];
        for (int sample = 0; sample < supports.length; sample++) {
            supports[sample] = support(random, 128, 3);
        }
        boolean[] covered = new boolean[128];
        for (int pair = 0; pair < finder.pairs(); pair++) {
            RandomGenerator stream = STREAMS.at("pairs", 0, pair);
            int first = stream.nextInt(supports.length);
            int second = stream.nextInt(supports.length - 1);
            cover(covered, supports[first], supports[second < first ? second : second + 1]);
        }
        assertTrue(count(covered) >= 120, count(covered) + " of 128 are covered");
        assertTrue(finder.expectedCovered() >= 120, "told: " + finder.expectedCovered());
    }

    private static int[] support(RandomGenerator random, int atoms, int sparsity) {
        return random.ints(0, atoms).distinct().limit(sparsity).toArray();
    }

    private static void cover(boolean[] covered, int[] first, int[] second) {
        int[] shared = Arrays.stream(first)
                .filter(atom -> Arrays.stream(second).anyMatch(other -> other == atom))
                .toArray();
        if (shared.length == 1) {
            covered[shared[0]] = true;
        }
    }

    private static int count(boolean[] flags) {
        int count = 0;
        for (boolean flag : flags) {
            count += flag ? 1 : 0;
        }
        return count;
    }

    /** Orthonormal atoms, n = m = 64, k = 3, with the usual 4257 pairs of 4000 samples: 60 or more, each supported. */
    @Test
    @Tag("slow")
    void theUsualPairsFindOrthonormalAtoms() {
        double[][] dictionary = Nd4j.eye(64).castTo(DataType.DOUBLE).toDoubleMatrix();
        SpectralAtoms found = PairwiseReweighting.of(64, 3).find(sparse(dictionary, 3, 4000, STREAMS), STREAMS);
        long near = found.atoms().stream()
                .filter(SpectralAtoms.Atom::supported)
                .filter(atom ->
                        atom.direction().stream().mapToDouble(Math::abs).max().orElseThrow() > 0.97)
                .count();
        assertTrue(near >= 60, found.toString());
        assertTrue(found.toString().contains("expected covered=64.0"), found.toString());
    }

    /** Samples without atoms: more candidates than are kept, of which the best stay whatever the blocks are. */
    @Test
    void keepsTheCandidatesOfTheGreatestGaps() {
        INDArray noise = gaussian(60, 6);
        SpectralAtoms found =
                PairwiseReweighting.of(1, 1).withPairs(300).withLeastGap(1).find(noise, STREAMS);
        ReweightedMoment moment = new ReweightedMoment(HeldOutSamples.others(noise), 1);
        double greatest = 0;
        for (int pair = 0; pair < 300; pair++) {
            RandomGenerator stream = STREAMS.at("pairs", 0, pair);
            int first = stream.nextInt(40);
            int second = stream.nextInt(39);
            List<ReweightedMoment.Candidate> one = moment.tops(
                    new int[][] {{first, second < first ? second : second + 1}},
                    new RandomGenerator[] {stream},
                    Work.begin("test"));
            greatest = Math.max(greatest, one.get(0).gap());
        }
        assertEquals(greatest, found.atoms().get(0).gap(), 1e-9 * greatest);
        assertEquals(64, moment.pairsAtOnce());
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
