package org.autoencoder4j.check.contraction.internal;

import java.util.function.UnaryOperator;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.backend.internal.Vectors;
import org.autoencoder4j.linalg.SpectralNorm;
import org.autoencoder4j.progress.Work;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A normalised step {@code F(W) = normalise(U(W))} and its derivative at a point of unit columns. U is a polynomial of
 * degree 3, so that two central differences give its derivative without truncation. Entry (r, i) of a matrix has the place
 * {@code i n + r}.
 */
public final class NormalisedStep {
    /** What rounding may take off an entry of U, relative to the greatest entry there, or to 1. */
    private static final double ENTRY_ROUNDING = 1e-14;

    /** The same of the derivative, a sum of differences, relative to the greatest entry of U on the way. */
    private static final double DERIVATIVE_ROUNDING = 1e-13;

    private final UnaryOperator<INDArray> step;
    private final INDArray point;
    private final double[][] columns;
    private final double[][] images;
    private final double[] lengths;
    private final double rounding;
    private double farthest;

    /** Takes U and a matrix in 'f' order, which is changed and restored. */
    public NormalisedStep(UnaryOperator<INDArray> step, INDArray point) {
        this.step = step;
        this.point = point;
        this.columns = HeapMatrix.columns(point);
        this.images = HeapMatrix.columns(step.apply(point));
        this.rounding = ENTRY_ROUNDING * Math.max(1, greatest(images));
        this.lengths = new double[images.length];
        for (int i = 0; i < images.length; i++) {
            lengths[i] = Vectors.norm(images[i]);
            divide(images[i], lengths[i]);
        }
    }

    private static double greatest(double[][] columns) {
        double greatest = 0;
        for (double[] column : columns) {
            for (double entry : column) {
                greatest = Math.max(greatest, Math.abs(entry));
            }
        }
        return greatest;
    }

    private static void divide(double[] vector, double length) {
        for (int r = 0; r < vector.length; r++) {
            vector[r] /= length;
        }
    }

    /** {@code min_i |U_i|}, less what rounding may have added; not above 0, or NaN, if F may not be defined. */
    public double leastLength() {
        double least = Double.POSITIVE_INFINITY;
        for (double length : lengths) {
            least = Math.min(least, length);
        }
        return least - rounding * Math.sqrt(columns[0].length);
    }

    /** The geodesic distance of F(W) from W on the product of spheres, with what rounding may have taken off; infinite if F may not be defined. */
    public double movement() {
        double squares = 0;
        for (int i = 0; i < columns.length; i++) {
            double[] difference = images[i].clone();
            Vectors.add(difference, -1, columns[i]);
            double angle = 2 * Math.asin(Math.min(1, Vectors.norm(difference) / 2));
            squares += angle * angle;
        }
        double entries = (double) columns.length * columns[0].length;
        double least = leastLength();
        return least > 0 ? Math.sqrt(squares) + rounding * Math.sqrt(entries) / least : Double.POSITIVE_INFINITY;
    }

    /** The norms of U', of F' and of F' on tangent directions, each with what rounding may have taken off. */
    public Norms norms() {
        double[][] derivative = derivative();
        double lost = DERIVATIVE_ROUNDING * Math.max(1, farthest) * derivative.length;
        double ofStep = norm(derivative);
        for (double[] image : derivative) {
            normalise(image);
        }
        double full = norm(derivative);
        for (int i = 0; i < columns.length; i++) {
            toTangents(derivative, i);
        }
        double divided = lost / leastLength();
        return new Norms(ofStep + lost, full + divided, norm(derivative) + divided);
    }

    public record Norms(double step, double full, double tangent) {
        public static final Norms UNKNOWN =
                new Norms(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
    }

    private static double norm(double[][] lines) {
        try (INDArray matrix = HeapMatrix.ofColumns(lines, DataType.DOUBLE)) {
            return SpectralNorm.of(matrix);
        }
    }

    /** Line {@code i n + r} is what U' makes of a change of entry (r, i). */
    private double[][] derivative() {
        int features = columns[0].length;
        double[][] derivative = new double[columns.length * features][];
        try (Work work = Work.begin("derivative of a step: entries", derivative.length)) {
            for (int i = 0; i < columns.length; i++) {
                for (int r = 0; r < features; r++) {
                    derivative[i * features + r] = derivative(r, i);
                    work.advance(1);
                }
            }
        }
        return derivative;
    }

    /** {@code (8 (U(W + H) - U(W - H)) - (U(W + 2 H) - U(W - 2 H))) / 12}, H one entry. */
    private double[] derivative(int row, int unit) {
        int[] shifts = {1, -1, 2, -2};
        double[] factors = {8.0 / 12, -8.0 / 12, -1.0 / 12, 1.0 / 12};
        double[] image = new double[columns.length * columns[0].length];
        double entry = columns[unit][row];
        for (int t = 0; t < shifts.length; t++) {
            point.putScalar(row, unit, entry + shifts[t]);
            double[][] shifted = HeapMatrix.columns(step.apply(point));
            farthest = Math.max(farthest, greatest(shifted));
            for (int i = 0; i < shifted.length; i++) {
                for (int r = 0; r < shifted[i].length; r++) {
                    image[i * shifted[i].length + r] += factors[t] * shifted[i][r];
                }
            }
        }
        point.putScalar(row, unit, entry);
        return image;
    }

    /** Multiplies by the derivative of the division by lengths: what lies along a column goes. */
    private void normalise(double[] image) {
        for (int i = 0; i < images.length; i++) {
            int from = i * images[i].length;
            double along = 0;
            for (int r = 0; r < images[i].length; r++) {
                along += image[from + r] * images[i][r];
            }
            for (int r = 0; r < images[i].length; r++) {
                image[from + r] = (image[from + r] - along * images[i][r]) / lengths[i];
            }
        }
    }

    /** Takes off what changes of column i along itself do. */
    private void toTangents(double[][] derivative, int unit) {
        double[] column = columns[unit];
        double[] along = new double[derivative.length];
        for (int r = 0; r < column.length; r++) {
            Vectors.add(along, column[r], derivative[unit * column.length + r]);
        }
        for (int r = 0; r < column.length; r++) {
            Vectors.add(derivative[unit * column.length + r], -column[r], along);
        }
    }
}
