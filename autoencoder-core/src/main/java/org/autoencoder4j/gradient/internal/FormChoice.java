package org.autoencoder4j.gradient.internal;

import org.autoencoder4j.gradient.internal.form.DenseGram;
import org.autoencoder4j.gradient.internal.form.DenseResidual;
import org.autoencoder4j.gradient.internal.form.GradientForm;
import org.autoencoder4j.gradient.internal.form.SparseGram;
import org.autoencoder4j.gradient.internal.form.SparseResidual;
import org.autoencoder4j.gradient.internal.form.VectorGram;
import org.autoencoder4j.gradient.internal.rows.Shape;

/** The forms of the gradient, and the rule by which one is chosen. */
public enum FormChoice {
    /** {@link DenseGram}. */
    DENSE_GRAM,
    /** {@link DenseResidual}. */
    DENSE_RESIDUAL,
    /** {@link SparseGram}. */
    SPARSE_GRAM,
    /** {@link SparseResidual}. */
    SPARSE_RESIDUAL,
    /** {@link VectorGram}. */
    VECTOR_GRAM;

    /** The most units for whose Gram matrix each lane has memory. */
    private static final int MOST_GRAM_UNITS = 2048;

    // How long an operation takes in the loops over active units, in units of one within a matrix product; measured.
    private static final double COMBINING = 10;
    private static final double GATHERING = 30;
    private static final double SCANNING = 30;
    // In a product of a matrix and a vector.
    private static final double VECTOR = 3;

    // What a sample costs the loops over active units, and an active unit a call, however few features there are.
    private static final double SAMPLE = 2000;
    private static final double CALL = 1000;

    /** A product with m columns takes as long as m and so many columns would at full speed: it copies its factors. */
    private static final double OVERHEAD = 30;

    /**
     * Chooses the form that is expected to take the least time, by counting operations.
     *
     * @param features n
     * @param units m
     * @param active k, the mean number of active units of a sample
     * @param samples N
     */
    static FormChoice of(double features, double units, double active, double samples) {
        double gram = units <= MOST_GRAM_UNITS ? 4 * features * units * units / samples : Double.POSITIVE_INFINITY;
        double product = product(features, units);
        double found = found(units);
        double sparseGram = found + COMBINING * 2 * features * active + GATHERING * 2 * active * active + gram;
        double[] costs = {
            2 * product + 4 * units * (units + OVERHEAD) + gram,
            denseResidual(features, units),
            product + sparseGram,
            sparseResidual(features, units, active),
            VECTOR * 2 * features * units + CALL * active + sparseGram
        };
        int best = 0;
        for (int i = 1; i < costs.length; i++) {
            best = costs[i] < costs[best] ? i : best;
        }
        return values()[best];
    }

    /**
     * Chooses as {@link #of} does, but among the forms that compute the residuals themselves.
     *
     * @param features n
     * @param units m
     * @param active k, the mean number of active units of a sample
     */
    static FormChoice residual(double features, double units, double active) {
        return sparseResidual(features, units, active) < denseResidual(features, units)
                ? SPARSE_RESIDUAL
                : DENSE_RESIDUAL;
    }

    private static double denseResidual(double features, double units) {
        return 5 * product(features, units);
    }

    private static double sparseResidual(double features, double units, double active) {
        return product(features, units) + found(units) + COMBINING * 8 * features * active;
    }

    private static double product(double features, double units) {
        return 2 * features * (units + OVERHEAD);
    }

    private static double found(double units) {
        return SAMPLE + SCANNING * units;
    }

    /** Whether the loss and the gradient are differences of sums, rather than sums over residuals. */
    boolean isGram() {
        return this == DENSE_GRAM || this == SPARSE_GRAM || this == VECTOR_GRAM;
    }

    GradientForm form(Shape shape, int lanes) {
        return switch (this) {
            case DENSE_GRAM -> new DenseGram(shape, lanes);
            case DENSE_RESIDUAL -> new DenseResidual(shape, lanes);
            case SPARSE_GRAM -> new SparseGram(shape, lanes);
            case SPARSE_RESIDUAL -> new SparseResidual(shape, lanes);
            case VECTOR_GRAM -> new VectorGram(shape, lanes);
        };
    }

    /** The numbers that a lane adds up. */
    long sums(Shape shape) {
        return (long) shape.features() * shape.units() + (isGram() ? (long) shape.units() * shape.units() : 0);
    }
}
