package org.autoencoder4j.gradient;

/**
 * What a gradient source says of the present parameters, whatever their kind. Concrete kinds add the arrays.
 */
public interface Gradient {
    /**
     * Returns the loss at the parameters, in the convention of the paper in question (paper 1: the mean over samples).
     *
     * @return the loss
     */
    double loss();

    /**
     * Returns the Frobenius norm of the gradient over the parameters that the rule trains by it.
     *
     * @return the norm, at least 0
     */
    double norm();

    /**
     * Returns by how much rounding alone may lift the loss of parameters that reconstruct everything: a smaller rise says
     * nothing.
     *
     * @return at least 0; by default 0
     */
    default double lossResolution() {
        return 0;
    }

    /**
     * Tells whether the arrays are still those of this gradient: a source may use them again at its next call.
     *
     * @return whether they are; by default true
     */
    default boolean isCurrent() {
        return true;
    }

    /**
     * Returns the mean number of active hidden units per sample.
     *
     * @return the mean L0 of the codes
     */
    double meanL0();

    /**
     * Returns the number of hidden units that no sample activates.
     *
     * @return a number between 0 and the number of units
     */
    int deadUnits();
}
