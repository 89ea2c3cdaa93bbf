package org.autoencoder4j.check.refinement.internal;

import java.util.ArrayList;
import java.util.List;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.linalg.Cholesky;
import org.autoencoder4j.linalg.SymmetricEigen;
import org.autoencoder4j.linalg.SymmetricOperator;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * {@code I + Q (I - C^-1/2 H C^-1/2) Q} on {@code Z = D C^1/2}: one plus the Jacobian of the update at the dictionary,
 * made symmetric. Q is the projection off the rescalings {@code A diag(a) C^1/2}, which the Jacobian keeps and
 * normalisation removes; what is left is similar to the Jacobian of the normalised update on the tangent space. The one
 * added keeps a solver's relative tolerance in bounds where all eigenvalues are 0.
 */
public final class RateOperator implements SymmetricOperator {
    private final Hessian hessian;
    private final INDArray root;
    private final INDArray inverseRoot;
    /** {@code (A^T A) o C}, the Gram matrix of the rescalings of single columns. */
    private final Cholesky rescalings;

    /** Requires that each unit is in some support. */
    public RateOperator(Hessian hessian) {
        this.hessian = hessian;
        SymmetricEigen eigen = SymmetricEigen.of(hessian.secondMoment());
        this.root = power(eigen, 0.5);
        this.inverseRoot = power(eigen, -0.5);
        INDArray gram = Nd4j.gemm(hessian.atoms(), hessian.atoms(), true, false);
        this.rescalings = Cholesky.of(gram.muli(hessian.secondMoment()))
                .orElseThrow(() -> new ArithmeticException(
                        "the second moment of the codes is not positive definite: each unit must be in some support"));
    }

    private static INDArray power(SymmetricEigen eigen, double exponent) {
        int m = eigen.vectors().columns();
        INDArray scaled = eigen.vectors().dup('f');
        for (int i = 0; i < m; i++) {
            double value = eigen.values().getDouble(i);
            if (!(value > 0)) {
                throw new ArithmeticException("the second moment of the codes has the eigenvalue " + value
                        + "; it must be positive definite: each unit must be in some support");
            }
            scaled.getColumn(i).muli(Math.pow(value, exponent));
        }
        return Nd4j.gemm(scaled, eigen.vectors(), false, true);
    }

    @Override
    public long dimension() {
        return hessian.atoms().length();
    }

    @Override
    public DataType dataType() {
        return DataType.DOUBLE;
    }

    @Override
    public INDArray times(INDArray block) {
        Checks.matrix("block", block, dimension(), -1, "the operator's dimension, and any number of vectors");
        Checks.sameType("block", block.dataType(), "the operator", dataType());
        List<INDArray> tangents = new ArrayList<>();
        List<INDArray> directions = new ArrayList<>();
        for (int j = 0; j < block.columns(); j++) {
            INDArray tangent = tangent(matrix(block.getColumn(j)));
            tangents.add(tangent);
            directions.add(Nd4j.gemm(tangent, inverseRoot, false, false));
        }
        List<INDArray> curvatures = hessian.times(directions);
        INDArray result = block.dup('f');
        for (int j = 0; j < block.columns(); j++) {
            INDArray lost = Nd4j.gemm(curvatures.get(j), inverseRoot, false, false);
            INDArray kept = tangents.get(j).subi(lost);
            result.getColumn(j).addi(kept.reshape('f', new long[] {kept.length()}));
        }
        return result;
    }

    /** The direction D that belongs to a vector. */
    public INDArray direction(INDArray vector) {
        return Nd4j.gemm(tangent(matrix(vector)), inverseRoot, false, false);
    }

    /** D without its rescalings in the inner product {@code tr(D C D'^T)}. */
    public INDArray withoutRescalings(INDArray direction) {
        INDArray vector = tangent(Nd4j.gemm(direction, root, false, false));
        return Nd4j.gemm(vector, inverseRoot, false, false);
    }

    private INDArray matrix(INDArray vector) {
        return vector.dup().reshape('f', hessian.atoms().rows(), hessian.atoms().columns());
    }

    /** {@code Q Z}, a new array in 'f' order. */
    private INDArray tangent(INDArray z) {
        INDArray products = Nd4j.gemm(hessian.atoms(), z, true, false).muli(root);
        INDArray scales = rescalings.times(products.sum(1).reshape(products.rows(), 1));
        INDArray rescaled =
                Nd4j.gemm(hessian.atoms().mulRowVector(scales.reshape(1, scales.length())), root, false, false);
        return z.sub(rescaled).dup('f');
    }
}
