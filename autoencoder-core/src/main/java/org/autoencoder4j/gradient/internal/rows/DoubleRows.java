package org.autoencoder4j.gradient.internal.rows;

import java.util.Arrays;
import org.autoencoder4j.backend.internal.NativeDoubles;
import org.autoencoder4j.backend.internal.NativeReals;
import org.autoencoder4j.network.Activation.Zeros;

/** Rows of type DOUBLE. */
final class DoubleRows extends Rows {
    /** The square root of a number that is greater than the inverse of the least number above 0. */
    private static final double LARGE = 1e308;

    private final double[][] rows;

    DoubleRows(int count, int length) {
        this.rows = new double[count][length];
    }

    private static double[] row(Rows others, int other) {
        return ((DoubleRows) others).rows[other];
    }

    @Override
    public void read(int row, NativeReals source, int from, int count) {
        ((NativeDoubles) source).get(from, rows[row], 0, count);
    }

    @Override
    public void write(int row, NativeReals target, int at, int count) {
        ((NativeDoubles) target).put(at, rows[row], 0, count);
    }

    @Override
    public void set(int row, double[] values) {
        for (int i = 0; i < values.length; i++) {
            rows[row][i] = values[i];
        }
    }

    @Override
    public void clear() {
        for (double[] row : rows) {
            Arrays.fill(row, 0);
        }
    }

    @Override
    public void add(int row, Rows others, int other) {
        double[] a = rows[row];
        double[] b = row(others, other);
        for (int i = 0; i < a.length; i++) {
            a[i] += b[i];
        }
    }

    @Override
    public void subtractAndScale(int row, Rows others, int other, int count, double factor) {
        double[] a = rows[row];
        double[] b = row(others, other);
        double scale = factor;
        for (int i = 0; i < count; i++) {
            a[i] = (a[i] - b[i]) * scale;
        }
    }

    @Override
    public void set(int row, Rows others, int other) {
        System.arraycopy(row(others, other), 0, rows[row], 0, rows[row].length);
    }

    @Override
    public void combine(int row, Rows others, int[] which, double[] factors, int from, int to) {
        double[] sum = rows[row];
        int e = from;
        for (; e + 4 <= to; e += 4) {
            combine(
                    sum,
                    row(others, which[e]),
                    factors[e],
                    row(others, which[e + 1]),
                    factors[e + 1],
                    row(others, which[e + 2]),
                    factors[e + 2],
                    row(others, which[e + 3]),
                    factors[e + 3]);
        }
        for (; e < to; e++) {
            combine(sum, row(others, which[e]), factors[e]);
        }
    }

    private static void combine(
            double[] sum, double[] a, double fa, double[] b, double fb, double[] c, double fc, double[] d, double fd) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += fa * a[i] + fb * b[i] + (fc * c[i] + fd * d[i]);
        }
    }

    private static void combine(double[] sum, double[] a, double fa) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += fa * a[i];
        }
    }

    @Override
    public void addSquares(int row, Rows others, int other) {
        double[] sum = rows[row];
        double[] a = row(others, other);
        for (int i = 0; i < sum.length; i++) {
            sum[i] += a[i] * a[i];
        }
    }

    @Override
    public double sum(int row) {
        double sum = 0;
        for (double value : rows[row]) {
            sum += value;
        }
        return sum;
    }

    @Override
    public double dot(int row, Rows others, int other) {
        double[] a = rows[row];
        double[] b = row(others, other);
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        double s4 = 0;
        double s5 = 0;
        double s6 = 0;
        double s7 = 0;
        int i = 0;
        for (; i + 8 <= a.length; i += 8) {
            s0 += a[i] * b[i];
            s1 += a[i + 1] * b[i + 1];
            s2 += a[i + 2] * b[i + 2];
            s3 += a[i + 3] * b[i + 3];
            s4 += a[i + 4] * b[i + 4];
            s5 += a[i + 5] * b[i + 5];
            s6 += a[i + 6] * b[i + 6];
            s7 += a[i + 7] * b[i + 7];
        }
        double sum = (s0 + s1) + (s2 + s3) + ((s4 + s5) + (s6 + s7));
        for (; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    @Override
    public double gather(int row, int[] places, double[] factors, int from, int to) {
        double[] a = rows[row];
        double sum = 0;
        for (int e = from; e < to; e++) {
            sum += factors[e] * a[places[e]];
        }
        return sum;
    }

    @Override
    public void scatter(int row, int[] places, double[] values, int from, int to, double factor) {
        double[] a = rows[row];
        double scale = factor;
        for (int e = from; e < to; e++) {
            a[places[e]] += scale * values[e];
        }
    }

    @Override
    public void findActive(int row, Rows bias, Zeros zeros, ActiveCodes found) {
        double[] p = rows[row];
        double[] b = row(bias, 0);
        double low = zeros.low();
        double high = zeros.high();
        int end = found.entries();
        for (int i = 0; i < b.length; i++) {
            double z = p[i] + b[i];
            if (!(z <= high && z >= low)) {
                found.units[end] = i;
                found.codes[end] = z;
                found.products[end] = p[i];
                end++;
            }
        }
        found.endSample(end);
    }

    @Override
    public void rectify(int row) {
        double[] a = rows[row];
        for (int i = 0; i < a.length; i++) {
            a[i] = Math.max(a[i], 0);
        }
    }

    @Override
    public double mask(int row, Rows others, int other) {
        double[] a = rows[row];
        double[] b = row(others, other);
        // A branch would be mispredicted half of the time. The least number above 0 becomes more than 1 here.
        for (int i = 0; i < a.length; i++) {
            a[i] *= Math.min(Math.max(b[i], 0) * LARGE * LARGE, 1);
        }
        double count = 0;
        for (int i = 0; i < b.length; i++) {
            count += Math.min(Math.max(b[i], 0) * LARGE * LARGE, 1);
        }
        return count;
    }

    @Override
    public int countActive(int row, Rows bias, Zeros zeros) {
        double[] p = rows[row];
        double[] b = row(bias, 0);
        double low = zeros.low();
        double high = zeros.high();
        int count = 0;
        for (int i = 0; i < b.length; i++) {
            double z = p[i] + b[i];
            count += z <= high && z >= low ? 0 : 1;
        }
        return count;
    }

    @Override
    public void activate(Rows products, Rows bias, int units, int samples, Zeros zeros) {
        double[] x = rows[0];
        double[] p = row(products, 0);
        double[] b = row(bias, 0);
        double low = zeros.low();
        double high = zeros.high();
        int at = 0;
        for (int sample = 0; sample < samples; sample++) {
            for (int i = 0; i < units; i++, at++) {
                double z = p[at] + b[i];
                x[at] = z <= high && z >= low ? 0 : z;
            }
        }
    }

    @Override
    public double backpropagate(Rows products, Rows images, int units, int samples, LaneSums sums) {
        double[] x = rows[0];
        double[] p = row(products, 0);
        double[] q = row(images, 0);
        double[] bias = sums.bias;
        double[] activity = sums.activity;
        double inner = 0;
        double squares = 0;
        int at = 0;
        for (int sample = 0; sample < samples; sample++) {
            for (int i = 0; i < units; i++, at++) {
                double code = x[at];
                if (code != 0) {
                    double v = p[at] - q[at];
                    inner += code * (p[at] + v);
                    squares += code * code;
                    bias[i] += v;
                    activity[i]++;
                    x[at] = code + v;
                }
            }
        }
        sums.codes += squares;
        return inner;
    }

    @Override
    public void backpropagate(Rows images, int units, int samples, LaneSums sums) {
        double[] x = rows[0];
        double[] q = row(images, 0);
        double[] bias = sums.bias;
        double[] activity = sums.activity;
        int at = 0;
        for (int sample = 0; sample < samples; sample++) {
            for (int i = 0; i < units; i++, at++) {
                if (x[at] != 0) {
                    x[at] = q[at];
                    bias[i] += q[at];
                    activity[i]++;
                }
            }
        }
    }
}
