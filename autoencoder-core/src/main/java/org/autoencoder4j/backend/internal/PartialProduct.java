package org.autoencoder4j.backend.internal;

import org.autoencoder4j.backend.internal.NativeReals.Factor;

/**
 * A product {@code op(A) op(B)} of which some columns are computed at a time, so that threads may share it. The BLAS works
 * on tiles of columns that do not depend on each other, but cuts rows and sums by the sizes of the whole.
 *
 * @param a A
 * @param opA how A enters
 * @param b B
 * @param opB how B enters
 * @param rows the rows of op(A)
 * @param columns the columns of op(B)
 * @param inner the columns of op(A) and the rows of op(B)
 */
public record PartialProduct(NativeReals a, Factor opA, NativeReals b, Factor opB, int rows, int columns, int inner) {
    /**
     * Counts the multiplications of the whole.
     *
     * @return how many
     */
    public long multiplications() {
        return (long) rows * columns * inner;
    }

    /**
     * Adds some columns.
     *
     * @param target the whole sum, whose other columns stay as they are
     * @param keep the factor of what is there; 0 to overwrite
     * @param first the first column
     * @param count how many
     */
    public void addColumns(NativeReals target, double keep, int first, int count) {
        NativeReals part = b.from(opB == Factor.PLAIN ? first * inner : first);
        int step = NativeReals.leading(opB, inner, columns);
        target.from(first * rows).multiply(a, opA, part, opB, step, rows, count, inner, 1, keep);
    }
}
