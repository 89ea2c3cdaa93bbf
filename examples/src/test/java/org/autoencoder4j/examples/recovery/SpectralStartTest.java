package org.autoencoder4j.examples.recovery;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.autoencoder4j.init.PairwiseReweighting;
import org.autoencoder4j.model.Dictionaries;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.law.ValueLaw;
import org.autoencoder4j.random.RandomStreams;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What limits pairwise reweighting: the atoms' products, and how many pairs of samples are drawn. n = m = 64, k = 3. */
@Tag("slow")
class SpectralStartTest {
    private static final int UNITS = 64;
    private static final int SPARSITY = 3;
    private static final RandomStreams STREAMS = RandomStreams.of(3);

    /** What was found, and how much of it lies within 1 / log n of an atom. */
    private record Found(long atoms, double near) {
        static Found of(INDArray dictionary, long samples, int pairs) {
            GenerativeModel model = GenerativeModel.sparseCoding(dictionary, SPARSITY, ValueLaw.rademacher(), 0.02);
            INDArray observations = model.draw(STREAMS, 0, samples).observations();
            INDArray found = PairwiseReweighting.of(UNITS, SPARSITY)
                    .withPairs(pairs)
                    .find(observations, STREAMS)
                    .found();
            double[] cosines = found.transpose().mmul(dictionary).amax(1).toDoubleVector();
            double limit = 1 / Math.log(UNITS);
            int near = 0;
            for (double cosine : cosines) {
                near += Math.sqrt(Math.max(0, 2 - 2 * cosine)) <= limit ? 1 : 0;
            }
            return new Found(cosines.length, (double) near / Math.max(1, cosines.length));
        }
    }

    /** The order 1 / log n is reached for orthonormal atoms; for random ones it is not, and four times the samples do not help. */
    @Test
    void randomDictionariesAreNotReachedWithinTheOrder() {
        INDArray random = Dictionaries.gaussian(UNITS, UNITS, DataType.DOUBLE, STREAMS);
        Found few = Found.of(random, 1000, 600);
        Found many = Found.of(random, 4000, 600);
        Found orthonormal = Found.of(Dictionaries.orthonormal(UNITS, UNITS, DataType.DOUBLE, STREAMS), 4000, 600);
        String all = "orthonormal " + orthonormal + ", random " + few + ", with 4000 samples " + many;
        assertTrue(orthonormal.near() >= 0.9, all);
        assertTrue(few.near() <= 0.5 && many.near() <= 0.5, all);
    }

    /** A pair shows an atom if its samples share it alone, which {@code k^2 / m} of them do: few pairs miss atoms. */
    @Test
    void pairsMustCoverTheAtoms() {
        INDArray dictionary = Dictionaries.orthonormal(UNITS, UNITS, DataType.DOUBLE, STREAMS);
        Found few = Found.of(dictionary, 2000, 150);
        Found many = Found.of(dictionary, 2000, 2000);
        assertTrue(few.atoms() <= UNITS / 2, few.toString());
        assertTrue(many.atoms() >= 0.8 * UNITS, many.toString());
    }
}
