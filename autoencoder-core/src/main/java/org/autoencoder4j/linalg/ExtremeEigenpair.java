package org.autoencoder4j.linalg;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The least or greatest eigenvalue of a symmetric operator K, as a solver has it, with what is known of its error.
 *
 * <p>The value is the Rayleigh quotient {@code v^T K v} of the vector, so it is never below the least eigenvalue nor
 * above the greatest, to rounding. Some eigenvalue lies within {@code residual} of it; that it is the least or greatest
 * one follows from convergence in practice and is no certainty, unless the whole matrix was decomposed.
 *
 * <p>Threads may share an instance as long as none changes the vector.
 *
 * @param value the Rayleigh quotient
 * @param vector v, of length 1, DOUBLE, a vector of the operator's dimension
 * @param residual {@code ||K v - value v||}, from a product made with the vector itself at the end
 * @param converged whether the residual kept to the solver's tolerance
 * @param products how many products with single vectors were used, and solves where a factorisation was, 0 if the matrix
 *     was decomposed
 */
public record ExtremeEigenpair(double value, INDArray vector, double residual, boolean converged, long products) {
    /** Tells value, residual and whether the solver converged, without the vector. */
    @Override
    public String toString() {
        return "ExtremeEigenpair[" + value + " +- " + residual + (converged ? "" : ", NOT CONVERGED") + ", " + products
                + " products]";
    }
}
