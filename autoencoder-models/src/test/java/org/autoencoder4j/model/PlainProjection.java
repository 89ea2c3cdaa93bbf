package org.autoencoder4j.model;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Alternating projection in plain Java with whole matrices: slow, and apart from what it tests. */
final class PlainProjection {
    private PlainProjection() {}

    static INDArray lowerCoherence(INDArray start, int iterations) {
        double units = start.columns();
        double features = start.rows();
        double welchBound = Math.sqrt((units - features) / (features * (units - 1)));
        RealMatrix atoms = new Array2DRowRealMatrix(start.toDoubleMatrix());
        RealMatrix best = atoms;
        double least = Double.POSITIVE_INFINITY;
        for (int iteration = 0; iteration <= iterations; iteration++) {
            RealMatrix gram = atoms.transpose().multiply(atoms);
            double coherence = clip(gram, welchBound);
            if (coherence < least) {
                least = coherence;
                best = atoms;
            }
            atoms = unitTightFrame(atoms.multiply(gram));
        }
        return Nd4j.createFromArray(best.getData());
    }

    private static double clip(RealMatrix gram, double bound) {
        double coherence = 0;
        for (int i = 0; i < gram.getRowDimension(); i++) {
            for (int j = 0; j < gram.getColumnDimension(); j++) {
                double product = gram.getEntry(i, j);
                if (i != j) {
                    coherence = Math.max(coherence, Math.abs(product));
                    gram.setEntry(i, j, Math.max(-bound, Math.min(bound, product)));
                } else {
                    gram.setEntry(i, i, 1);
                }
            }
        }
        return coherence;
    }

    private static RealMatrix unitTightFrame(RealMatrix rows) {
        RealMatrix lower = new CholeskyDecomposition(rows.multiply(rows.transpose())).getL();
        RealMatrix frame = rows.copy();
        for (int i = 0; i < frame.getColumnDimension(); i++) {
            RealVector column = frame.getColumnVector(i);
            MatrixUtils.solveLowerTriangularSystem(lower, column);
            frame.setColumnVector(i, column.unitVector());
        }
        return frame;
    }
}
