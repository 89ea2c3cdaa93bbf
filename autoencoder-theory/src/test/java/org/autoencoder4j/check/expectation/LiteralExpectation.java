package org.autoencoder4j.check.expectation;

import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.util.CombinatoricsUtils;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.network.TiedAutoencoder;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** (E) as it is written, with n x n matrices, support by support: slow, obvious, and apart from what it tests. */
final class LiteralExpectation {
    private final RealMatrix dictionary;
    private final RealMatrix weights;
    private final RealVector bias;
    private final double[][] weightsGradient;
    private final double[] biasGradient;
    private double loss;

    LiteralExpectation(GenerativeModel model, TiedAutoencoder autoencoder) {
        dictionary = MatrixUtils.createRealMatrix(model.dictionary().toDoubleMatrix());
        weights = MatrixUtils.createRealMatrix(autoencoder.weights().toDoubleMatrix());
        bias = new ArrayRealVector(autoencoder.bias().toDoubleVector());
        weightsGradient = new double[model.units()][model.features()];
        biasGradient = new double[model.units()];
        int k = model.codeLaw().sparsity();
        CombinatoricsUtils.combinationsIterator(model.units(), k)
                .forEachRemaining(support -> add(model, support, model.codeLaw().inclusion(support)));
    }

    INDArray weights() {
        return Nd4j.createFromArray(weightsGradient).transpose();
    }

    INDArray bias() {
        return Nd4j.createFromArray(biasGradient);
    }

    double loss() {
        return loss;
    }

    private void add(GenerativeModel model, int[] support, double probability) {
        int n = model.features();
        double kappa1 = model.codeLaw().kappa1();
        double kappa2 = model.codeLaw().kappa2();
        RealMatrix a = columns(dictionary, support);
        RealMatrix w = columns(weights, support);
        RealVector b = new ArrayRealVector(support.length);
        for (int t = 0; t < support.length; t++) {
            b.setEntry(t, bias.getEntry(support[t]));
        }
        RealVector sum = a.operate(new ArrayRealVector(support.length, 1));
        RealVector mu = sum.mapMultiply(kappa1);
        RealMatrix identity = MatrixUtils.createRealIdentityMatrix(n);
        RealMatrix p = identity.subtract(w.multiply(w.transpose()));
        RealMatrix m = a.multiply(a.transpose())
                .scalarMultiply(kappa2 - kappa1 * kappa1)
                .add(sum.outerProduct(sum).scalarMultiply(kappa1 * kappa1))
                .add(identity.scalarMultiply(model.noise() * model.noise()));
        RealVector wb = w.operate(b);
        for (int t = 0; t < support.length; t++) {
            RealVector wi = w.getColumnVector(t);
            RealVector g = p.multiply(m)
                    .operate(wi)
                    .add(m.multiply(p).operate(wi))
                    .add(p.operate(mu).mapMultiply(b.getEntry(t)))
                    .subtract(wb.mapMultiply(wi.dotProduct(mu) + b.getEntry(t)))
                    .subtract(mu.mapMultiply(wi.dotProduct(wb)));
            for (int j = 0; j < n; j++) {
                weightsGradient[support[t]][j] -= probability * g.getEntry(j);
            }
            biasGradient[support[t]] -=
                    probability * wi.dotProduct(p.operate(mu).subtract(wb));
        }
        loss += probability
                * (p.multiply(m).multiply(p).getTrace() - 2 * wb.dotProduct(p.operate(mu)) + wb.dotProduct(wb))
                / 2;
    }

    private static RealMatrix columns(RealMatrix matrix, int[] chosen) {
        int[] rows = new int[matrix.getRowDimension()];
        for (int j = 0; j < rows.length; j++) {
            rows[j] = j;
        }
        return matrix.getSubMatrix(rows, chosen);
    }
}
