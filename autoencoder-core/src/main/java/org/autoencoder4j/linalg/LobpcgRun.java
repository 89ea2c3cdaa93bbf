package org.autoencoder4j.linalg;

import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * One run of LOBPCG towards the least eigenvalue of {@code sign K}. All vectors are columns of DOUBLE arrays. Arrays of the
 * operator's dimension are closed as soon as they have served, since nothing else would free them soon enough.
 */
final class LobpcgRun {
    private final SymmetricOperator operator;
    private final @Nullable SymmetricOperator preconditioner;
    private final int block;
    private final int sign;
    /** X, W and P side by side, and their products with K. */
    private final INDArray basis;

    private final INDArray products;
    private RayleighRitz ritz;
    private long count;

    LobpcgRun(SymmetricOperator operator, @Nullable SymmetricOperator preconditioner, int block, int sign) {
        this.operator = operator;
        this.preconditioner = preconditioner;
        this.block = block;
        this.sign = sign;
        this.basis = empty(3 * block);
        this.products = empty(3 * block);
        set(basis, 0, start());
        multiply(0);
        this.ritz = project(block);
    }

    ExtremeEigenpair run(double tolerance, int mostIterations) {
        double largest = 0;
        int width = 2 * block;
        for (int iteration = 0; iteration < mostIterations; iteration++) {
            largest = Math.max(largest, ritz.largestAbsolute());
            double floor = BlockLobpcg.rounding(operator.dataType()) * largest;
            INDArray residuals = residuals();
            if (firstNorm(residuals) <= Math.max(tolerance * Math.abs(ritz.value(0)), floor)) {
                residuals.close();
                multiply(0);
                ExtremeEigenpair pair = pair(tolerance, floor);
                if (pair.converged()) {
                    return finished(pair);
                }
                residuals = residuals();
            }
            setDirections(residuals);
            multiply(1);
            ritz = project(width);
            width = 3 * block;
        }
        multiply(0);
        return finished(pair(tolerance, BlockLobpcg.rounding(operator.dataType()) * largest));
    }

    private ExtremeEigenpair finished(ExtremeEigenpair pair) {
        basis.close();
        products.close();
        return pair;
    }

    /** Finds the best vectors in the span of the first columns, and moves to them. */
    private RayleighRitz project(int width) {
        INDArray vectors = part(basis, width);
        INDArray multiplied = part(products, width);
        RayleighRitz best = RayleighRitz.of(vectors, multiplied, block, sign);
        INDArray toVectors = best.coefficients();
        INDArray toChange = toVectors.dup('f');
        toChange.get(NDArrayIndex.interval(0, block), NDArrayIndex.all()).assign(0);
        INDArray change = Nd4j.gemm(vectors, toChange, false, false);
        INDArray lengths = positive(change.norm2(0));
        change.diviRowVector(lengths);
        INDArray changedProducts = Nd4j.gemm(multiplied, toChange, false, false);
        changedProducts.diviRowVector(lengths);
        set(basis, 0, Nd4j.gemm(vectors, toVectors, false, false));
        set(products, 0, Nd4j.gemm(multiplied, toVectors, false, false));
        set(basis, 2, change);
        set(products, 2, changedProducts);
        vectors.close();
        multiplied.close();
        return best;
    }

    /** Copies columns into their place and frees them. */
    private void set(INDArray array, int which, INDArray columns) {
        columns(array, which).assign(columns);
        columns.close();
    }

    /** The first vector with the residual that its own product gives. */
    private ExtremeEigenpair pair(double tolerance, double floor) {
        INDArray vector = basis.getColumn(0).dup();
        INDArray product = products.getColumn(0).dup();
        double length = vector.norm2Number().doubleValue();
        vector.divi(length);
        product.divi(length);
        double value = vector.mul(product).sumNumber().doubleValue();
        double residual = product.sub(vector.mul(value)).norm2Number().doubleValue();
        boolean converged = residual <= Math.max(tolerance * Math.abs(value), floor);
        return new ExtremeEigenpair(value, vector, residual, converged, count);
    }

    private INDArray residuals() {
        INDArray scaled = columns(basis, 0).mulRowVector(ritz.values());
        return columns(products, 0).sub(scaled, scaled);
    }

    private static double firstNorm(INDArray residuals) {
        return residuals.getColumn(0).norm2Number().doubleValue();
    }

    /** Sets W: preconditioned residuals, orthogonal to X and of length 1. Frees the residuals. */
    private void setDirections(INDArray residuals) {
        INDArray directions = preconditioned(residuals);
        INDArray x = columns(basis, 0).dup('f');
        INDArray overlap = Nd4j.gemm(x, directions, true, false);
        INDArray within = Nd4j.gemm(x, overlap, false, false);
        directions.subi(within);
        within.close();
        x.close();
        set(basis, 1, directions.diviRowVector(positive(directions.norm2(0))));
    }

    private INDArray preconditioned(INDArray residuals) {
        if (preconditioner == null) {
            return residuals;
        }
        INDArray ordered = ordered(residuals);
        residuals.close();
        INDArray directions = preconditioner.times(ordered);
        ordered.close();
        return inDouble(directions);
    }

    private static INDArray inDouble(INDArray array) {
        if (array.dataType() == DataType.DOUBLE) {
            return array;
        }
        INDArray cast = array.castTo(DataType.DOUBLE);
        array.close();
        return cast;
    }

    private static INDArray positive(INDArray lengths) {
        for (int j = 0; j < lengths.length(); j++) {
            if (!(lengths.getDouble(j) > 0)) {
                lengths.putScalar(j, 1);
            }
        }
        return lengths;
    }

    private void multiply(int which) {
        INDArray ordered = ordered(columns(basis, which));
        set(products, which, inDouble(operator.times(ordered)));
        ordered.close();
        count += block;
    }

    /** A copy in the operator's type. */
    private INDArray ordered(INDArray columns) {
        INDArray copy = columns.dup('f');
        if (operator.dataType() == DataType.DOUBLE) {
            return copy;
        }
        INDArray cast = copy.castTo(operator.dataType());
        copy.close();
        return cast;
    }

    private INDArray columns(INDArray array, int which) {
        return array.get(NDArrayIndex.all(), NDArrayIndex.interval((long) which * block, (which + 1L) * block));
    }

    /** A copy of the first columns. */
    private static INDArray part(INDArray array, int width) {
        return array.get(NDArrayIndex.all(), NDArrayIndex.interval(0, width)).dup('f');
    }

    private INDArray empty(int columns) {
        return Nd4j.create(DataType.DOUBLE, new long[] {operator.dimension(), columns}, 'f');
    }

    private INDArray start() {
        INDArray start = empty(block);
        for (int j = 0; j < block; j++) {
            start.putColumn(j, Nd4j.createFromArray(IrregularVectors.get(Math.toIntExact(operator.dimension()), j)));
        }
        return start;
    }
}
