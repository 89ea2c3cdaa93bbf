package org.autoencoder4j.init;

import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.autoencoder4j.testsupport.ArrayAssert.assertUnchanged;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.random.RandomGenerator;
import org.autoencoder4j.random.RandomStreams;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

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

    /** The same noise: a gap threshold below 2 takes directions of it for atoms, and the separation keeps many of them. */
    @Test
    void aSmallGapTakesNoiseForAtoms() {
        PairwiseReweighting finder = PairwiseReweighting.of(4, 1).withPairs(60);
        INDArray noise = gaussian(300, 12);
        assertTrue(finder.withLeastGap(1.2).find(noise, STREAMS).complete());
        assertFalse(finder.withLeastGap(4).find(noise, STREAMS).complete());
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
