package org.autoencoder4j.linalg;

import java.util.Optional;
import org.autoencoder4j.progress.Work;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * One run of LOBPCG towards the least eigenvalue of {@code sign K}, with an orthonormal basis throughout (Hetmaniuk and
 * Lehoucq 2006): where a basis may become dependent, rounding grows until the iteration stands still. All vectors are
 * columns of DOUBLE arrays. Arrays of the operator's dimension are closed as soon as they have served, since nothing else
 * would free them soon enough.
 */
final class LobpcgRun {
    /** How near to convergence products are made afresh: those that are carried along gather rounding. */
    private static final double NEAR = 10;

    private final SymmetricOperator operator;
    private final @Nullable SymmetricOperator preconditioner;
    private final int block;
    private final int sign;
    /** An orthonormal basis: X, its last change P and the new directions W side by side. And its products with K / scale. */
    private final INDArray basis;

    private final INDArray products;
    /** A power of 2 of the order of the first products, so that no square is too small or too large. */
    private double scale = 1;

    private int changes;
    private RayleighRitz ritz;
    private long count;

    LobpcgRun(SymmetricOperator operator, @Nullable SymmetricOperator preconditioner, int block, int sign) {
        this.operator = operator;
        this.preconditioner = preconditioner;
        this.block = block;
        this.sign = sign;
        this.basis = empty(3 * block);
        this.products = empty(3 * block);
        INDArray nothing = empty(1);
        set(basis, 0, Orthonormal.beside(nothing, start()).orElseThrow());
        nothing.close();
        multiply(0, block);
        double greatest = products.amaxNumber().doubleValue();
        this.scale = DenseSpectrum.powerOfTwo(greatest);
        products.muli(1 / scale);
        this.ritz = project(block);
    }

    ExtremeEigenpair run(double tolerance, int mostIterations) {
        try (Work work = Work.begin("eigenvalue by LOBPCG: iterations")) {
            ExtremeEigenpair pair = run(tolerance, mostIterations, work);
            work.complete();
            return pair;
        } finally {
            basis.close();
            products.close();
        }
    }

    private ExtremeEigenpair run(double tolerance, int mostIterations, Work work) {
        double largest = 0;
        for (int iteration = 0; iteration < mostIterations; iteration++) {
            largest = Math.max(largest, ritz.largestAbsolute());
            double floor = BlockLobpcg.rounding(operator.dataType()) * largest;
            INDArray residuals = residuals();
            if (firstNorm(residuals) <= NEAR * Math.max(tolerance * Math.abs(ritz.value(0)), floor)) {
                residuals.close();
                multiply(0, block);
                ExtremeEigenpair pair = pair(tolerance, floor);
                if (pair.converged()) {
                    return pair;
                }
                residuals = residuals();
            }
            int known = block + changes;
            int directions = setDirections(residuals, known);
            if (directions == 0) {
                break;
            }
            multiply(known, directions);
            ritz = project(known + directions);
            work.advance(1);
        }
        multiply(0, block);
        return pair(tolerance, BlockLobpcg.rounding(operator.dataType()) * largest);
    }

    /** Finds the best vectors in the span of the first columns, and moves to them. */
    private RayleighRitz project(int width) {
        INDArray vectors = part(basis, width);
        INDArray multiplied = part(products, width);
        RayleighRitz found = RayleighRitz.of(vectors, multiplied, block, sign);
        changes = found.coefficients().columns() - block;
        set(basis, 0, Nd4j.gemm(vectors, found.coefficients(), false, false));
        set(products, 0, Nd4j.gemm(multiplied, found.coefficients(), false, false));
        vectors.close();
        multiplied.close();
        return found;
    }

    /** Copies columns into their place and frees them. */
    private static void set(INDArray array, int first, INDArray columns) {
        columns(array, first, columns.columns()).assign(columns);
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
        return new ExtremeEigenpair(scale * value, vector, scale * residual, converged, count);
    }

    private INDArray residuals() {
        INDArray scaled = columns(basis, 0, block).mulRowVector(ritz.values());
        return columns(products, 0, block).sub(scaled, scaled);
    }

    private static double firstNorm(INDArray residuals) {
        return residuals.getColumn(0).norm2Number().doubleValue();
    }

    /** Sets W: what preconditioned residuals add to X and P. Frees the residuals. Returns how many columns that is. */
    private int setDirections(INDArray residuals, int known) {
        INDArray space = part(basis, known);
        Optional<INDArray> directions = Orthonormal.beside(space, preconditioned(residuals));
        space.close();
        int added = directions.map(INDArray::columns).orElse(0);
        directions.ifPresent(columns -> set(basis, known, columns));
        return added;
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

    private void multiply(int first, int width) {
        INDArray ordered = ordered(columns(basis, first, width));
        set(products, first, inDouble(operator.times(ordered)).muli(1 / scale));
        ordered.close();
        count += width;
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

    private static INDArray columns(INDArray array, int first, int width) {
        return array.get(NDArrayIndex.all(), NDArrayIndex.interval(first, first + width));
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
