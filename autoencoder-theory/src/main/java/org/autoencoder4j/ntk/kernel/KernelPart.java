package org.autoencoder4j.ntk.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/** A summand of a kernel at finite width, without the factor in front. */
interface KernelPart {
    /**
     * Adds a multiple of the product with one vector.
     *
     * @param vector V^T, {@code d x N} in 'f' order, whose columns belong to samples
     * @param factor the multiple
     * @param sum what it is added to, {@code d x N} in 'f' order
     */
    void add(INDArray vector, double factor, INDArray sum);
}
