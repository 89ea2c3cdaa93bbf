package org.autoencoder4j.linalg;

import java.util.Optional;
import org.autoencoder4j.linalg.KrylovSpace.Ritz;
import org.autoencoder4j.progress.Work;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Both ends of the spectrum of a matrix that is too large to be decomposed. The greatest eigenvalue comes from a Krylov
 * space of the matrix. The least Ritz value of the same space tells where the least eigenvalue is; a shift is placed just
 * below, where Cholesky's success proves that it is below, and the space of the shifted inverse gives the least
 * eigenvalue after a few solves, however close its neighbours are. Where this fails, {@link BlockLobpcg} takes over.
 */
final class ShiftedLanczos {
    private static final double TOLERANCE = 1e-8;
    /** Dimensions of a space between two looks at its Ritz values. */
    private static final int STEP = 5;
    /** Dimensions that tell enough of the least eigenvalue, and the most there may be. */
    private static final int FIRST = 60;

    private static final int MOST = 300;
    /** Solves with one factorisation, and how many factorisations there are. */
    private static final int SOLVES = 60;

    private static final int ROUNDS = 2;
    /**
     * How far below 0, as a share of the norm, a shift lies where the least eigenvalue cannot be told from 0: enough above
     * rounding for Cholesky to succeed, and little enough for the inverse to tell eigenvalues of that order apart.
     */
    private static final double DOUBLE_SHIFT = 1e-10;

    private static final double FLOAT_SHIFT = 1e-4;

    private final INDArray matrix;
    private final Work work;
    private final SymmetricOperator operator;
    private final double rounding;
    private double norm;
    /** Products and solves with single vectors so far, those that check a pair included. */
    private long products;

    /** Counts its products, and may be ended by them. */
    ShiftedLanczos(INDArray matrix, Work work) {
        this.matrix = matrix;
        this.work = work;
        this.operator = SymmetricOperator.of(matrix);
        this.rounding = BlockLobpcg.rounding(matrix.dataType());
    }

    Spectrum spectrum() {
        KrylovSpace space = new KrylovSpace(operator, MOST, work);
        extend(space, FIRST);
        ExtremeEigenpair largest = largest(space);
        products = 0;
        return new Spectrum(smallest(pair(space.vector(space.least()))), largest);
    }

    private void extend(KrylovSpace space, int dimensions) {
        int before = space.size();
        space.extend(dimensions);
        products += space.size() - before;
    }

    private ExtremeEigenpair largest(KrylovSpace space) {
        while (true) {
            Ritz ritz = space.greatest();
            norm = Math.max(Math.abs(ritz.value()), Math.abs(space.least().value()));
            if (ritz.residual() <= allowed(ritz.value())) {
                ExtremeEigenpair pair = pair(space.vector(ritz));
                if (pair.converged()) {
                    return pair;
                }
            }
            if (space.isComplete()) {
                return afterAll(BlockLobpcg.of(operator).largest());
            }
            extend(space, STEP);
        }
    }

    private ExtremeEigenpair smallest(ExtremeEigenpair estimate) {
        BlockLobpcg otherwise = BlockLobpcg.of(operator);
        ExtremeEigenpair best = estimate;
        for (int round = 0; round < ROUNDS && !best.converged(); round++) {
            Optional<Cholesky> inverse = inverseBelow(best);
            if (inverse.isEmpty()) {
                break;
            }
            best = byInverse(inverse.get());
            otherwise = otherwise.withPreconditioner(inverse.get());
        }
        return best.converged() ? best : afterAll(otherwise.smallest());
    }

    /** What the other solver found, with what had been tried before it counted in. */
    private ExtremeEigenpair afterAll(ExtremeEigenpair found) {
        return new ExtremeEigenpair(
                found.value(), found.vector(), found.residual(), found.converged(), products + found.products());
    }

    private ExtremeEigenpair byInverse(Cholesky inverse) {
        KrylovSpace space = new KrylovSpace(inverse, SOLVES, work);
        ExtremeEigenpair best;
        do {
            extend(space, STEP);
            best = pair(space.vector(space.greatest()));
        } while (!best.converged() && !space.isComplete());
        return best;
    }

    /** The inverse of the matrix less a shift that is as near below its least eigenvalue as can be told. */
    private Optional<Cholesky> inverseBelow(ExtremeEigenpair estimate) {
        double below = estimate.value() - estimate.residual();
        double nearZero = -(matrix.dataType() == DataType.DOUBLE ? DOUBLE_SHIFT : FLOAT_SHIFT) * norm;
        double[] shifts = below > 0 ? new double[] {below, nearZero} : new double[] {nearZero, below};
        for (double shift : shifts) {
            Optional<Cholesky> inverse = Cholesky.ofFinite(matrix, -shift);
            if (inverse.isPresent()) {
                return inverse;
            }
        }
        return Optional.empty();
    }

    private ExtremeEigenpair pair(INDArray vector) {
        INDArray column = vector.castTo(matrix.dataType()).reshape('f', vector.length(), 1);
        INDArray product = operator.times(column).castTo(DataType.DOUBLE).reshape(vector.length());
        products++;
        double value = vector.mul(product).sumNumber().doubleValue();
        double residual = product.sub(vector.mul(value)).norm2Number().doubleValue();
        return new ExtremeEigenpair(value, vector, residual, residual <= allowed(value), products);
    }

    private double allowed(double value) {
        return Math.max(TOLERANCE * Math.abs(value), rounding * norm);
    }
}
