package org.autoencoder4j.learn.baseline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.autoencoder4j.coding.CodeSign;
import org.autoencoder4j.coding.Planted;
import org.autoencoder4j.coding.SparseCoder;
import org.autoencoder4j.coding.SparseEncoder;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.learn.sweep.Sweep;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Each update against its formula, by dense matrices of Commons Math. */
class BaselineUpdatesTest {
    private static final int FEATURES = 20;
    private static final int UNITS = 30;
    private static final double LAMBDA = 0.7;

    private final Planted planted = Planted.of(1, FEATURES, UNITS, 3, 700, CodeSign.SIGNED, 0.05);
    private final RealMatrix samples =
            new Array2DRowRealMatrix(planted.samples().toDoubleMatrix());
    private final INDArray weights = Planted.dictionary(1, FEATURES, UNITS)
            .mul(0.9)
            .add(Planted.dictionary(2, FEATURES, UNITS).mul(0.4));

    private Sweep sweep(SparseEncoder encoder, int remembered) {
        return Captured.sweep(Batches.of(planted.samples()), new SparseCoder(weights.dup('f'), encoder), remembered);
    }

    /** Atoms as columns. */
    private static RealMatrix matrix(double[][] atoms) {
        return new Array2DRowRealMatrix(atoms).transpose();
    }

    private static void assertColumns(RealMatrix expected, double[][] actual, double tolerance) {
        for (int i = 0; i < actual.length; i++) {
            assertArrayEquals(expected.getColumn(i), actual[i], tolerance, "column " + i);
        }
    }

    @Test
    void optimalDirectionsSolveTheNormalEquations() {
        Sweep sweep = sweep(SparseEncoder.pursuit(3, CodeSign.SIGNED), 0);
        RealMatrix codes = new Array2DRowRealMatrix(Captured.codes(sweep));
        RealMatrix moment = codes.transpose().multiply(codes);
        RealMatrix expected = new LUDecomposition(moment)
                .getSolver()
                .solve(codes.transpose().multiply(samples))
                .transpose();
        assertColumns(expected, new OptimalDirections().atoms(sweep), 1e-6);
    }

    /** The textbook form: the whole residual matrix without an atom, restricted to the samples that use it. */
    @Test
    void approximateKSvdUpdatesAtomsAndValuesInTurn() {
        Sweep sweep = sweep(SparseEncoder.pursuit(3, CodeSign.SIGNED), 0);
        RealMatrix codes = new Array2DRowRealMatrix(Captured.codes(sweep));
        RealMatrix expected = matrix(sweep.atoms());
        double before = residualEnergy(codes, expected);
        for (int i = 0; i < UNITS; i++) {
            RealVector without = codes.getColumnVector(i);
            RealMatrix others = codes.copy();
            others.setColumnVector(i, new ArrayRealVector(codes.getRowDimension()));
            RealMatrix left = samples.subtract(others.multiply(expected.transpose()));
            RealVector atom = left.preMultiply(without).unitVector();
            RealVector values = left.operate(atom);
            for (int s = 0; s < codes.getRowDimension(); s++) {
                codes.setEntry(s, i, without.getEntry(s) == 0 ? 0 : values.getEntry(s));
            }
            expected.setColumnVector(i, atom);
        }
        assertColumns(expected, new ApproximateKSvd().atoms(sweep), 1e-12);
        assertTrue(residualEnergy(codes, expected) < before, "each atom leaves less");
    }

    private double residualEnergy(RealMatrix codes, RealMatrix atoms) {
        double norm = samples.subtract(codes.multiply(atoms.transpose())).getFrobeniusNorm();
        return norm * norm;
    }

    @Test
    void onlineUpdateGoesOnceThroughTheAtomsOfTheRememberedSums() {
        Sweep sweep = sweep(SparseEncoder.pursuit(3, CodeSign.SIGNED), UNITS + FEATURES);
        RealMatrix codes = new Array2DRowRealMatrix(Captured.codes(sweep));
        RealMatrix oldMoment = new Array2DRowRealMatrix(UNITS, UNITS);
        RealMatrix oldSums = new Array2DRowRealMatrix(FEATURES, UNITS);
        for (int i = 0; i < UNITS; i++) {
            for (int j = 0; j < UNITS; j++) {
                oldMoment.setEntry(i, j, i == j ? 40 : 1);
                sweep.memory()[i][j] = oldMoment.getEntry(i, j);
            }
            for (int j = 0; j < FEATURES; j++) {
                oldSums.setEntry(j, i, Math.sin(i + 2.0 * j));
                sweep.memory()[i][UNITS + j] = oldSums.getEntry(j, i);
            }
        }
        RealMatrix moment = oldMoment.scalarMultiply(0.75).add(codes.transpose().multiply(codes));
        RealMatrix sums = oldSums.scalarMultiply(0.75).add(samples.transpose().multiply(codes));
        RealMatrix expected = matrix(sweep.atoms());
        for (int i = 0; i < UNITS; i++) {
            RealVector step = sums.getColumnVector(i)
                    .subtract(expected.operate(moment.getColumnVector(i)))
                    .mapDivide(moment.getEntry(i, i));
            expected.setColumnVector(i, expected.getColumnVector(i).add(step).unitVector());
        }
        assertColumns(expected, new OnlineUpdate(0.75).atoms(sweep), 1e-12);
        for (int i = 0; i < UNITS; i++) {
            assertEquals(moment.getEntry(i, 3), sweep.memory()[i][3], 1e-9);
            assertEquals(sums.getEntry(7, i), sweep.memory()[i][UNITS + 7], 1e-9);
        }
    }

    @Test
    void neuralUpdateStepsAlongTheSignsOfTheCodes() {
        Sweep sweep = sweep(SparseEncoder.threshold(LAMBDA, CodeSign.SIGNED), 0);
        RealMatrix codes = new Array2DRowRealMatrix(Captured.codes(sweep));
        RealMatrix atoms = matrix(sweep.atoms());
        RealMatrix signs = codes.copy();
        double magnitudes = 0;
        for (int s = 0; s < codes.getRowDimension(); s++) {
            for (int i = 0; i < UNITS; i++) {
                signs.setEntry(s, i, Math.signum(codes.getEntry(s, i)));
                magnitudes += Math.abs(codes.getEntry(s, i));
            }
        }
        RealMatrix left = samples.subtract(codes.multiply(atoms.transpose()));
        RealMatrix expected = atoms.add(left.transpose().multiply(signs).scalarMultiply(0.25 * UNITS / magnitudes));
        assertColumns(expected, new NeuralUpdate(0.25).atoms(sweep), 1e-12);
    }

    @Test
    void unbiasedUpdateCodesWithAtomsThatAreOrthogonalToTheUnits() {
        Sweep sweep = sweep(SparseEncoder.threshold(LAMBDA, CodeSign.SIGNED), 0);
        RealMatrix atoms = matrix(sweep.atoms());
        RealMatrix sums = new Array2DRowRealMatrix(FEATURES, UNITS);
        double magnitudes = 0;
        for (int i = 0; i < UNITS; i++) {
            RealVector own = atoms.getColumnVector(i);
            RealMatrix others = atoms.copy();
            for (int j = 0; j < UNITS; j++) {
                RealVector other = atoms.getColumnVector(j);
                others.setColumnVector(j, j == i ? own : other.subtract(own.mapMultiply(own.dotProduct(other))));
            }
            for (int s = 0; s < samples.getRowDimension(); s++) {
                RealVector sample = samples.getRowVector(s);
                RealVector codes = others.preMultiply(sample).map(c -> Math.abs(c) >= LAMBDA ? c : 0);
                double sign = Math.signum(codes.getEntry(i));
                RealVector left = sample.subtract(others.operate(codes)).mapMultiply(sign);
                sums.setColumnVector(i, sums.getColumnVector(i).add(left));
                magnitudes += Math.abs(codes.getEntry(i));
            }
        }
        RealMatrix expected = atoms.add(sums.scalarMultiply(0.25 * UNITS / magnitudes));
        assertColumns(expected, new UnbiasedNeuralUpdate(0.25, LAMBDA).atoms(sweep), 1e-11);
    }
}
