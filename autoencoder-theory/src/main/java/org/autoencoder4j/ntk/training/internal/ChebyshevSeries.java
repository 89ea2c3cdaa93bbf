package org.autoencoder4j.ntk.training.internal;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.autoencoder4j.progress.Work;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A function of a symmetric operator with spectrum in {@code [0, b]}, times a vector, by the Chebyshev interpolant of the
 * function there: it needs products with the operator alone. The degree doubles until the last coefficients are below
 * 1e-13 of the largest.
 */
public final class ChebyshevSeries {
    private static final int LARGEST_DEGREE = 8192;
    private static final double TAIL = 1e-13;

    private final double[] coefficients;
    private final double end;

    private ChebyshevSeries(double[] coefficients, double end) {
        this.coefficients = coefficients;
        this.end = end;
    }

    /**
     * Interpolates a function on {@code [0, end]}.
     *
     * @param function the function
     * @param end b, above 0
     * @return the series
     * @throws IllegalArgumentException if a degree of 8192 is not enough
     */
    public static ChebyshevSeries of(DoubleUnaryOperator function, double end) {
        for (int degree = 16; degree <= LARGEST_DEGREE; degree *= 2) {
            double[] coefficients = interpolate(function, end, degree);
            int length = lengthAbove(coefficients);
            if (length < degree - 1) {
                return new ChebyshevSeries(Arrays.copyOf(coefficients, length), end);
            }
        }
        throw new IllegalArgumentException("the function needs a polynomial of degree above " + LARGEST_DEGREE
                + " on [0, " + end + "]; take a shorter time or a smaller learning rate");
    }

    private static double[] interpolate(DoubleUnaryOperator function, double end, int count) {
        double[] cosines = new double[4 * count];
        Arrays.setAll(cosines, turn -> Math.cos(Math.PI * turn / (2.0 * count)));
        double[] values = new double[count];
        Arrays.setAll(values, k -> function.applyAsDouble(end / 2 * (1 + cosines[2 * k + 1])));
        double[] coefficients = new double[count];
        for (int j = 0; j < count; j++) {
            double sum = 0;
            for (int k = 0; k < count; k++) {
                sum += values[k] * cosines[j * (2 * k + 1) % (4 * count)];
            }
            coefficients[j] = (j == 0 ? 1 : 2) * sum / count;
        }
        return coefficients;
    }

    private static int lengthAbove(double[] coefficients) {
        double largest = 0;
        for (double each : coefficients) {
            largest = Math.max(largest, Math.abs(each));
        }
        int length = coefficients.length;
        while (length > 1 && !(Math.abs(coefficients[length - 1]) > TAIL * largest)) {
            length--;
        }
        return length;
    }

    /**
     * Returns the degree.
     *
     * @return one less than there are coefficients
     */
    public int degree() {
        return coefficients.length - 1;
    }

    /**
     * Applies the function of the operator to a vector, by Clenshaw's recurrence.
     *
     * @param operator products with the operator, new arrays
     * @param vector not changed
     * @return a new array
     */
    public INDArray apply(UnaryOperator<INDArray> operator, INDArray vector) {
        INDArray next = vector.mul(0);
        INDArray afterNext = vector.mul(0);
        try (Work work = Work.begin("linearised training: products", coefficients.length - 1L)) {
            for (int j = coefficients.length - 1; j >= 1; j--) {
                INDArray now = shifted(operator, next).muli(2).subi(afterNext).addi(vector.mul(coefficients[j]));
                afterNext = next;
                next = now;
                work.advance(1);
            }
        }
        return shifted(operator, next).subi(afterNext).addi(vector.mul(coefficients[0]));
    }

    /** {@code (2 K / b - I) v}. */
    private INDArray shifted(UnaryOperator<INDArray> operator, INDArray vector) {
        return operator.apply(vector).muli(2 / end).subi(vector);
    }
}
