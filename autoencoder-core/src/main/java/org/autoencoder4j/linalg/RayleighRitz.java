package org.autoencoder4j.linalg;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The best approximations of eigenvectors of {@code sign K} in the span of a basis S: with
 * {@code S^T S = V D V^T} and {@code B = V D^(-1/2)}, without directions whose D is rounding, the eigenvectors Y of
 * {@code B^T (S^T K S) B} give the vectors {@code S B Y}.
 *
 * @param values the first Ritz values of K itself, by falling quality
 * @param coefficients {@code B Y}, a column for each
 * @param largestAbsolute of all Ritz values
 */
record RayleighRitz(INDArray values, INDArray coefficients, double largestAbsolute) {
    private static final double DEPENDENT = 1e-12;

    static RayleighRitz of(INDArray basis, INDArray products, int wanted, int sign) {
        SymmetricEigen gram = SymmetricEigen.of(symmetric(Nd4j.gemm(basis, basis, true, false)));
        double[] squares = gram.values().toDoubleVector();
        int last = squares.length;
        int first = 0;
        while (first < last - wanted && squares[first] <= DEPENDENT * squares[last - 1]) {
            first++;
        }
        INDArray independent = gram.vectors()
                .get(NDArrayIndex.all(), NDArrayIndex.interval(first, last))
                .dup('f');
        for (int j = first; j < last; j++) {
            double scale = squares[j] > 0 ? 1 / Math.sqrt(squares[j]) : 0;
            independent.getColumn(j - first).muli(scale);
        }
        INDArray inner = symmetric(Nd4j.gemm(basis, products, true, false));
        INDArray projected = Nd4j.gemm(independent, inner.mmul(independent), true, false);
        SymmetricEigen eigen = SymmetricEigen.of(symmetric(projected).mul(sign));
        INDArray chosen = eigen.vectors()
                .get(NDArrayIndex.all(), NDArrayIndex.interval(0, wanted))
                .dup('f');
        INDArray values =
                eigen.values().get(NDArrayIndex.interval(0, wanted)).dup().muli(sign);
        double largest = eigen.values().amaxNumber().doubleValue();
        return new RayleighRitz(values, Nd4j.gemm(independent, chosen, false, false), largest);
    }

    double value(int i) {
        return values.getDouble(i);
    }

    private static INDArray symmetric(INDArray matrix) {
        return matrix.add(matrix.transpose()).divi(2);
    }
}
