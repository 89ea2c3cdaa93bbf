package org.autoencoder4j.gradient.internal.rows;

import java.util.Arrays;
import org.autoencoder4j.backend.internal.NativeFloats;
import org.autoencoder4j.backend.internal.NativeReals;
import org.autoencoder4j.network.Activation.Zeros;

/** Rows of type FLOAT. */
final class FloatRows extends Rows {
    /** The square root of a number that is greater than the inverse of the least number above 0. */
    private static final float LARGE = 1e38f;

    private final float[][] rows;

    FloatRows(int count, int length) {
        this.rows = new float[count][length];
    }

    private static float[] row(Rows others, int other) {
        return ((FloatRows) others).rows[other];
    }

    @Override
    public void read(int row, NativeReals source, int from, int count) {
        ((NativeFloats) source).get(from, rows[row], 0, count);
    }

    @Override
    public void write(int row, NativeReals target, int at, int count) {
        ((NativeFloats) target).put(at, rows[row], 0, count);
    }

    @Override
    public void set(int row, double[] values) {
        for (int i = 0; i < values.length; i++) {
            rows[row][i] = (float) values[i];
        }
    }

    @Override
    public void clear() {
        for (float[] row : rows) {
            Arrays.fill(row, 0);
        }
    }

    @Override
    public void add(int row, Rows others, int other) {
        float[] a = rows[row];
        float[] b = row(others, other);
        for (int i = 0; i < a.length; i++) {
            a[i] += b[i];
        }
    }

    @Override
    public void subtractAndScale(int row, Rows others, int other, int count, double factor) {
        float[] a = rows[row];
        float[] b = row(others, other);
        float scale = (float) factor;
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
        float[] sum = rows[row];
        int e = from;
        for (; e + 4 <= to; e += 4) {
            combine(
                    sum,
                    row(others, which[e]),
                    (float) factors[e],
                    row(others, which[e + 1]),
                    (float) factors[e + 1],
                    row(others, which[e + 2]),
                    (float) factors[e + 2],
                    row(others, which[e + 3]),
                    (float) factors[e + 3]);
        }
        for (; e < to; e++) {
            combine(sum, row(others, which[e]), (float) factors[e]);
        }
    }

    private static void combine(
            float[] sum, float[] a, float fa, float[] b, float fb, float[] c, float fc, float[] d, float fd) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += fa * a[i] + fb * b[i] + (fc * c[i] + fd * d[i]);
        }
    }

    private static void combine(float[] sum, float[] a, float fa) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += fa * a[i];
        }
    }

    @Override
    public void addSquares(int row, Rows others, int other) {
        float[] sum = rows[row];
        float[] a = row(others, other);
        for (int i = 0; i < sum.length; i++) {
            sum[i] += a[i] * a[i];
        }
    }

    @Override
    public double sum(int row) {
        double sum = 0;
        for (float value : rows[row]) {
            sum += value;
        }
        return sum;
    }

    @Override
    public double dot(int row, Rows others, int other) {
        float[] a = rows[row];
        float[] b = row(others, other);
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        float s4 = 0;
        float s5 = 0;
        float s6 = 0;
        float s7 = 0;
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
        double sum = ((double) s0 + s1) + ((double) s2 + s3) + (((double) s4 + s5) + ((double) s6 + s7));
        for (; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    @Override
    public double gather(int row, int[] places, double[] factors, int from, int to) {
        float[] a = rows[row];
        double sum = 0;
        for (int e = from; e < to; e++) {
            sum += factors[e] * a[places[e]];
        }
        return sum;
    }

    @Override
    public void scatter(int row, int[] places, double[] values, int from, int to, double factor) {
        float[] a = rows[row];
        float scale = (float) factor;
        for (int e = from; e < to; e++) {
            a[places[e]] += scale * (float) values[e];
        }
    }

    @Override
    public void findActive(int row, Rows bias, Zeros zeros, ActiveCodes found) {
        float[] p = rows[row];
        float[] b = row(bias, 0);
        float low = (float) zeros.low();
        float high = (float) zeros.high();
        int end = found.entries();
        for (int i = 0; i < b.length; i++) {
            float z = p[i] + b[i];
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
        float[] a = rows[row];
        for (int i = 0; i < a.length; i++) {
            a[i] = Math.max(a[i], 0);
        }
    }

    @Override
    public double mask(int row, Rows others, int other) {
        float[] a = rows[row];
        float[] b = row(others, other);
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
        float[] p = rows[row];
        float[] b = row(bias, 0);
        float low = (float) zeros.low();
        float high = (float) zeros.high();
        int count = 0;
        for (int i = 0; i < b.length; i++) {
            float z = p[i] + b[i];
            count += z <= high && z >= low ? 0 : 1;
        }
        return count;
    }

    @Override
    public void activate(Rows products, Rows bias, int units, int samples, Zeros zeros) {
        float[] x = rows[0];
        float[] p = row(products, 0);
        float[] b = row(bias, 0);
        float low = (float) zeros.low();
        float high = (float) zeros.high();
        int at = 0;
        for (int sample = 0; sample < samples; sample++) {
            for (int i = 0; i < units; i++, at++) {
                float z = p[at] + b[i];
                x[at] = z <= high && z >= low ? 0 : z;
            }
        }
    }

    @Override
    public double backpropagate(Rows products, Rows images, int units, int samples, LaneSums sums) {
        float[] x = rows[0];
        float[] p = row(products, 0);
        float[] q = row(images, 0);
        double[] bias = sums.bias;
        double[] activity = sums.activity;
        double inner = 0;
        double squares = 0;
        int at = 0;
        for (int sample = 0; sample < samples; sample++) {
            for (int i = 0; i < units; i++, at++) {
                float code = x[at];
                if (code != 0) {
                    float v = p[at] - q[at];
                    inner += (double) code * (p[at] + v);
                    squares += (double) code * code;
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
        float[] x = rows[0];
        float[] q = row(images, 0);
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
