package org.autoencoder4j.ntk.tied;

import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.backend.internal.Vectors;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The second moment of a normal w where two samples are both active: with theta the angle between x and y, and x, y of length
 * 1,
 *
 * <p>{@code E[1{<w,x> >= 0, <w,y> >= 0} w w^T] = (pi - theta) / (2 pi) I + (x y^T + y x^T - cos(theta) (x x^T + y y^T)) / (2
 * pi sin theta)}.
 *
 * <p>The second term has norm sin(theta) / (2 pi) and no trace, so that Lemma A.3 on the trace holds as printed.
 *
 * <p>Threads may use it at the same time.
 *
 * @paper NWH-NTK Lemma A.2 (corrected)
 */
public final class TruncatedMoment {
    private TruncatedMoment() {}

    /**
     * Computes the moment. With z the direction of the part of y that is orthogonal to x, the second term is evaluated as
     * {@code sin(theta) / (2 pi) (cos(theta) (x x^T - z z^T) + sin(theta) (x z^T + z x^T))}, which is accurate at all angles.
     *
     * @param x a vector of length d with finite entries, not 0; its length does not matter
     * @param y a vector of length d with finite entries, not 0, of the type of x
     * @return the moment, {@code d x d}, 'f' order, of the type of x
     * @throws IllegalArgumentException if x and y are not as described
     */
    public static INDArray of(INDArray x, INDArray y) {
        double[] u = direction("x", x, x.length());
        double[] v = direction("y", y, x.length());
        Checks.sameType("x", x, "y", y);
        double theta = angle(u, v);
        double[] z = orthogonalPart(v, u);
        double sine = Math.sin(theta);
        double cosine = Math.cos(theta);
        int d = u.length;
        INDArray moment = Nd4j.createUninitialized(x.dataType(), new long[] {d, d}, 'f');
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                double second = cosine * (u[i] * u[j] - z[i] * z[j]) + sine * (u[i] * z[j] + z[i] * u[j]);
                double first = i == j ? (Math.PI - theta) / (2 * Math.PI) : 0;
                moment.putScalar(i, j, first + sine / (2 * Math.PI) * second);
            }
        }
        return moment;
    }

    /**
     * Returns the trace, {@code E[1{<w,x> >= 0, <w,y> >= 0} ||w||^2] = d (pi - theta) / (2 pi)}: direction and length of w
     * are independent.
     *
     * @param features d, at least 1
     * @param theta the angle, from 0 to pi
     * @return the trace
     * @throws IllegalArgumentException if a number is outside its range
     * @paper NWH-NTK Lemma A.3
     */
    public static double trace(int features, double theta) {
        Checks.atLeast("features", features, 1);
        return features * (Math.PI - Checks.between("theta", theta, 0, Math.PI)) / (2 * Math.PI);
    }

    private static double[] direction(String name, INDArray vector, long length) {
        Checks.finite(name, Checks.vector(name, vector, length, "x and y have one length"));
        double[] entries = vector.castTo(DataType.DOUBLE).toDoubleVector();
        double norm = Vectors.hypot(entries);
        Checks.positive("||" + name + "||", norm);
        return combine(entries, 1 / norm, entries, 0);
    }

    private static double angle(double[] u, double[] v) {
        return 2 * Math.atan2(Vectors.hypot(combine(u, 1, v, -1)), Vectors.hypot(combine(u, 1, v, 1)));
    }

    /** The unit vector along the part of v that is orthogonal to u; 0 if there is none. */
    private static double[] orthogonalPart(double[] v, double[] u) {
        double[] rest = combine(v, 1, u, -Vectors.dot(u, v));
        double norm = Vectors.hypot(rest);
        return norm == 0 ? rest : combine(rest, 1 / norm, u, 0);
    }

    private static double[] combine(double[] a, double alpha, double[] b, double beta) {
        double[] sum = new double[a.length];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = alpha * a[i] + beta * b[i];
        }
        return sum;
    }
}
