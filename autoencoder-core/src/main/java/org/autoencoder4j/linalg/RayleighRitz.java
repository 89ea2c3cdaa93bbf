package org.autoencoder4j.linalg;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The best approximations of eigenvectors of {@code sign K} in the span of an orthonormal basis S: the eigenvectors Y of
 * {@code S^T K S} give the vectors {@code S Y}.
 *
 * @param values the first Ritz values of K itself, by falling quality
 * @param coefficients orthonormal columns: of the first approximations, and beside them of what these have outside the
 *     first vectors of S, where it is more than rounding
 * @param largestAbsolute of all Ritz values
 */
record RayleighRitz(INDArray values, INDArray coefficients, double largestAbsolute) {
    static RayleighRitz of(INDArray basis, INDArray products, int wanted, int sign) {
        INDArray inner = Nd4j.gemm(basis, products, true, false);
        SymmetricEigen eigen =
                SymmetricEigen.of(inner.add(inner.transpose()).divi(2).muli(sign));
        INDArray best = eigen.vectors()
                .get(NDArrayIndex.all(), NDArrayIndex.interval(0, wanted))
                .dup('f');
        INDArray change = best.dup('f');
        change.get(NDArrayIndex.interval(0, wanted), NDArrayIndex.all()).assign(0);
        INDArray values =
                eigen.values().get(NDArrayIndex.interval(0, wanted)).dup().muli(sign);
        double largest = eigen.values().amaxNumber().doubleValue();
        INDArray coefficients = Orthonormal.beside(best, change)
                .map(beside -> Nd4j.hstack(best, beside).dup('f'))
                .orElse(best);
        return new RayleighRitz(values, coefficients, largest);
    }

    double value(int i) {
        return values.getDouble(i);
    }
}
