package org.autoencoder4j.init;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.backend.internal.Vectors;
import org.autoencoder4j.progress.Work;
import org.autoencoder4j.random.RandomStreams;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Unit columns at one exact distance from those of a dictionary. */
final class NearDictionary implements Initialiser {
    private static final double NORM_TOLERANCE = 1e-5;
    private static final double LEAST_TANGENT = 1e-6;

    private final INDArray dictionary;
    private final double[][] atoms;
    private final double delta;

    NearDictionary(INDArray dictionary, double delta) {
        Checks.finite("dictionary", Checks.matrix("dictionary", dictionary));
        Checks.atLeast("the number of rows of dictionary", dictionary.rows(), 2);
        this.delta = Checks.between("delta", delta, 0, 2);
        this.dictionary = dictionary.dup('f');
        this.atoms = HeapMatrix.columns(dictionary);
        for (int i = 0; i < atoms.length; i++) {
            double norm = Vectors.norm(atoms[i]);
            if (!(Math.abs(norm - 1) <= NORM_TOLERANCE)) {
                throw new IllegalArgumentException(
                        "column " + i + " of dictionary has norm " + norm + "; every column must have norm 1");
            }
            RandomColumns.normalise(atoms[i]);
        }
    }

    @Override
    public INDArray weights(int units, RandomStreams streams) {
        RandomColumns.requireUnits(units, dictionary, "dictionary");
        double[][] columns = new double[units][];
        try (Work work = Work.begin("start: columns", units)) {
            Arrays.setAll(columns, i -> {
                work.advance(1);
                return rotate(atoms[i], tangent(atoms[i], RandomColumns.stream(streams, i)));
            });
        }
        return HeapMatrix.ofColumns(columns, dictionary.dataType());
    }

    private double[] rotate(double[] atom, double[] tangent) {
        double cosine = 1 - delta * delta / 2;
        double sine = delta * Math.sqrt(1 - delta * delta / 4);
        double[] column = new double[atom.length];
        Arrays.setAll(column, j -> cosine * atom[j] + sine * tangent[j]);
        return column;
    }

    private static double[] tangent(double[] atom, RandomGenerator random) {
        while (true) {
            double[] tangent = RandomColumns.direction(random, atom.length);
            removeComponent(tangent, atom);
            if (Vectors.dot(tangent, tangent) > LEAST_TANGENT) {
                RandomColumns.normalise(tangent);
                // Once more, for what the first subtraction lost to cancellation.
                removeComponent(tangent, atom);
                RandomColumns.normalise(tangent);
                return tangent;
            }
        }
    }

    private static void removeComponent(double[] vector, double[] atom) {
        double component = Vectors.dot(vector, atom);
        Arrays.setAll(vector, j -> vector[j] - component * atom[j]);
    }

    @Override
    public String toString() {
        return "near[delta=" + delta + "]";
    }
}
