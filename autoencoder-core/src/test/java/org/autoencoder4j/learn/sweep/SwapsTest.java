package org.autoencoder4j.learn.sweep;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.coding.CodeSign;
import org.autoencoder4j.coding.Planted;
import org.autoencoder4j.coding.SparseEncoder;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.learn.sweep.internal.Columns;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Dictionaries that are right but for one or two columns. */
class SwapsTest {
    private static final int UNITS = 48;

    private static Planted planted(CodeSign sign, double noise) {
        return Planted.of(2, 32, UNITS, 2, 4000, sign, noise);
    }

    /** The atoms after one sweep and its swaps, of which there must be so many. */
    private static double[][] after(int swaps, INDArray samples, INDArray weights, CodeSign sign) {
        Reading reading = Reading.of(Batches.of(samples), weights, SparseEncoder.pursuit(2, sign));
        double[][] next = DictionaryUpdate.inverseMoment().atoms(reading.sweep());
        Columns.normalise(next, reading.sweep().atoms());
        assertEquals(swaps, new Swaps(reading.sweep(), reading.worst().inOrder(), sign).apply(next, 0));
        return next;
    }

    /** The distance of an atom from the nearest of some columns. */
    private static double distance(double[] atom, double[][] columns, CodeSign sign) {
        double least = Double.POSITIVE_INFINITY;
        for (double[] column : columns) {
            double product = 0;
            for (int j = 0; j < atom.length; j++) {
                product += atom[j] * column[j];
            }
            double cosine = sign == CodeSign.SIGNED ? Math.abs(product) : product;
            least = Math.min(least, Math.sqrt(Math.max(0, 2 - 2 * cosine)));
        }
        return least;
    }

    private static INDArray replaced(INDArray dictionary, int unit, INDArray column) {
        INDArray weights = dictionary.dup('f');
        weights.getColumn(unit).assign(column.div(column.norm2Number()));
        return weights;
    }

    @ParameterizedTest
    @EnumSource
    void theTrueDictionaryKeepsItsAtoms(CodeSign sign) {
        for (double noise : new double[] {0, 0.01, 0.1}) {
            Planted planted = planted(sign, noise);
            after(0, planted.samples(), planted.dictionary(), sign);
        }
    }

    /** A copy of another column, and a column along which no sample lies, become the atom that is missing. */
    @ParameterizedTest
    @EnumSource
    void uselessUnitsBecomeTheMissingAtom(CodeSign sign) {
        Planted planted = planted(sign, 0.01);
        INDArray dictionary = planted.dictionary();
        double[][] atoms = HeapMatrix.columns(dictionary);
        INDArray twin = replaced(dictionary, 5, dictionary.getColumn(9));
        double[][] found = after(1, planted.samples(), twin, sign);
        assertTrue(distance(atoms[5], found, sign) < 0.35);
        INDArray unused =
                dictionary.getColumn(5).mul(1e-3).sub(planted.samples().mean(0));
        found = after(1, planted.samples(), replaced(dictionary, 5, unused), sign);
        assertTrue(distance(atoms[5], found, sign) < 0.35);
    }

    /** One column between two atoms and one of no use: the second becomes one of the atoms, not what lies between them. */
    @ParameterizedTest
    @EnumSource
    void aColumnBetweenTwoAtomsIsSplit(CodeSign sign) {
        Planted planted = planted(sign, 0.01);
        INDArray dictionary = planted.dictionary();
        INDArray between = dictionary.getColumn(5).add(dictionary.getColumn(7));
        INDArray weights = replaced(replaced(dictionary, 5, between), 7, dictionary.getColumn(20));
        double[][] found = after(1, planted.samples(), weights, sign);
        double[][] atoms = HeapMatrix.columns(dictionary);
        double nearest = Math.min(distance(atoms[5], found, sign), distance(atoms[7], found, sign));
        // What lies between them is as far from both as 45 degrees are: 0.77.
        assertTrue(nearest < 0.35, "distance " + nearest);
    }

    /** Noise as large as what the missing atom leaves: single residuals are hardly near each other, groups are. */
    @Test
    void groupsRiseAboveTheNoise() {
        Planted planted = planted(CodeSign.SIGNED, 0.25);
        INDArray twin = replaced(planted.dictionary(), 5, planted.dictionary().getColumn(9));
        double[][] found = after(1, planted.samples(), twin, CodeSign.SIGNED);
        double[][] atoms = HeapMatrix.columns(planted.dictionary());
        assertTrue(distance(atoms[5], found, CodeSign.SIGNED) < 0.6);
    }

    @Test
    void unitsThatMustNotBeNegativeAreNoTwinsOfTheirOpposites() {
        Planted planted = planted(CodeSign.NON_NEGATIVE, 0.01);
        INDArray dictionary = planted.dictionary();
        INDArray opposite = replaced(dictionary, 5, dictionary.getColumn(9).neg());
        INDArray samples = planted.samples().dup();
        // The samples of atom 9 with both signs: then the opposite has its own.
        for (int s = 0; s < samples.rows(); s++) {
            for (int i = 0; i < 2; i++) {
                if (planted.supports()[s][i] == 5) {
                    INDArray row = samples.getRow(s);
                    row.subi(dictionary.getColumn(5).mul(planted.codes()[s][i]));
                    row.subi(dictionary.getColumn(9).mul(planted.codes()[s][i]));
                }
            }
        }
        double[][] found = after(0, samples, opposite, CodeSign.NON_NEGATIVE);
        assertArrayEquals(HeapMatrix.columns(opposite)[5], found[5], 0.05);
    }
}
