package org.autoencoder4j.init;

import java.util.Arrays;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.progress.Work;
import org.autoencoder4j.random.RandomStreams;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A dictionary with Gaussian noise on every entry. */
final class PerturbedDictionary implements Initialiser {
    private final INDArray dictionary;
    private final double delta;

    PerturbedDictionary(INDArray dictionary, double delta) {
        Checks.finite("dictionary", Checks.matrix("dictionary", dictionary));
        this.dictionary = dictionary.dup('f');
        this.delta = Checks.nonNegative("delta", delta);
    }

    @Override
    public INDArray weights(int units, RandomStreams streams) {
        RandomColumns.requireUnits(units, dictionary, "dictionary");
        double[][] columns = HeapMatrix.columns(dictionary);
        try (Work work = Work.begin("start: columns", units)) {
            for (int i = 0; i < units; i++) {
                double[] column = columns[i];
                double[] noise = RandomColumns.gaussian(RandomColumns.stream(streams, i), column.length);
                Arrays.setAll(column, j -> column[j] + delta * noise[j]);
                work.advance(1);
            }
        }
        return HeapMatrix.ofColumns(columns, dictionary.dataType());
    }

    @Override
    public String toString() {
        return "perturbed[delta=" + delta + "]";
    }
}
