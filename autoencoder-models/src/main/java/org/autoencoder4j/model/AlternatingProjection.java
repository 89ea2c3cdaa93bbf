package org.autoencoder4j.model;

import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;

/** Alternating projection between Gram matrices of low coherence and those of unit-norm tight frames. */
final class AlternatingProjection {
    private AlternatingProjection() {}

    static RealMatrix lowerCoherence(RealMatrix start, int iterations) {
        double units = start.getColumnDimension();
        double features = start.getRowDimension();
        double welchBound = Math.sqrt((units - features) / (features * (units - 1)));
        RealMatrix best = start;
        double least = Double.POSITIVE_INFINITY;
        RealMatrix atoms = start;
        for (int iteration = 0; iteration <= iterations; iteration++) {
            RealMatrix gram = atoms.transpose().multiply(atoms);
            double coherence = clip(gram, welchBound);
            if (coherence < least) {
                least = coherence;
                best = atoms;
            }
            atoms = Dictionaries.unitColumns(tightFrame(atoms.multiply(gram)));
        }
        return best;
    }

    /** Clips the entries off the diagonal, sets the diagonal to 1, and returns the coherence there was before. */
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

    /** L^-1 B for B B^T = L L^T: rows that span those of B and are orthonormal. */
    private static RealMatrix tightFrame(RealMatrix rows) {
        RealMatrix lower = new CholeskyDecomposition(rows.multiply(rows.transpose())).getL();
        RealMatrix frame = rows.copy();
        for (int i = 0; i < frame.getColumnDimension(); i++) {
            RealVector column = frame.getColumnVector(i);
            MatrixUtils.solveLowerTriangularSystem(lower, column);
            frame.setColumnVector(i, column);
        }
        return frame;
    }
}
