package org.autoencoder4j.linalg;

import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.progress.Work;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The ends of the spectrum of a matrix that is there. */
final class DenseSpectrum {
    /** Exponents up to which sums of squares, and of squares of rounding, are numbers with all their digits. */
    private static final int FLOAT_EXPONENT = 30;

    private static final int DOUBLE_EXPONENT = 300;

    private DenseSpectrum() {}

    static Spectrum of(INDArray matrix, int largestDecomposed) {
        Checks.matrix("matrix", matrix);
        SymmetricEigen.requireSymmetric(matrix);
        double scale = scale(matrix);
        if (scale == 1) {
            return ofScaled(matrix, largestDecomposed);
        }
        Spectrum scaled = ofScaled(matrix.mul(1 / scale), largestDecomposed);
        return new Spectrum(times(scale, scaled.smallest()), times(scale, scaled.largest()));
    }

    private static Spectrum ofScaled(INDArray matrix, int largestDecomposed) {
        if (matrix.rows() <= largestDecomposed) {
            return decomposed(matrix);
        }
        try (Work work = Work.begin("spectrum by Lanczos: products")) {
            Spectrum spectrum = new ShiftedLanczos(matrix, work).spectrum();
            work.complete();
            return spectrum;
        }
    }

    /** A power of 2 by which the entries are to be divided before they are squared, 1 if they may be as they are. */
    private static double scale(INDArray matrix) {
        boolean single = matrix.dataType() == DataType.FLOAT;
        double power = powerOfTwo(matrix.amaxNumber().doubleValue());
        int exponent = Math.getExponent(power);
        if (Math.abs(exponent) <= (single ? FLOAT_EXPONENT : DOUBLE_EXPONENT)) {
            return 1;
        }
        // In FLOAT the inverse must be a number too, with all its digits.
        int limit = -Float.MIN_EXPONENT;
        return single ? Math.scalb(1.0, Math.max(-limit, Math.min(limit, exponent))) : power;
    }

    /** The power of 2 that is next below a number that is above 0, as far as its inverse is a number; else 1. */
    static double powerOfTwo(double number) {
        boolean isOrdinary = number > 0 && number < Double.POSITIVE_INFINITY;
        return isOrdinary ? Math.scalb(1.0, Math.max(Double.MIN_EXPONENT, Math.getExponent(number))) : 1;
    }

    private static ExtremeEigenpair times(double scale, ExtremeEigenpair pair) {
        return new ExtremeEigenpair(
                scale * pair.value(), pair.vector(), scale * pair.residual(), pair.converged(), pair.products());
    }

    private static Spectrum decomposed(INDArray matrix) {
        SymmetricEigen eigen = SymmetricEigen.of(matrix);
        return new Spectrum(pair(matrix, eigen, 0), pair(matrix, eigen, matrix.rows() - 1L));
    }

    private static ExtremeEigenpair pair(INDArray matrix, SymmetricEigen eigen, long i) {
        INDArray vector = eigen.vectors().getColumn(i).castTo(DataType.DOUBLE).dup();
        vector.divi(vector.norm2Number());
        INDArray product = matrix.castTo(DataType.DOUBLE).mmul(vector);
        double value = eigen.values().getDouble(i);
        double residual = product.sub(vector.mul(value)).norm2Number().doubleValue();
        return new ExtremeEigenpair(value, vector, residual, true, 0);
    }
}
