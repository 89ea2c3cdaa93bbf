package org.autoencoder4j.gradient.sum;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.backend.internal.MatrixLines;
import org.autoencoder4j.gradient.Gradient;
import org.autoencoder4j.parts.Sum;
import org.autoencoder4j.parts.internal.ByteReader;
import org.autoencoder4j.parts.internal.ByteWriter;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A gradient over some samples as <em>sums</em>, in double whatever the type of the samples: of the gradient's arrays, of the
 * loss, of what rounding may do to it, and for each unit the number of samples that activate it. Sums of ranges of samples are
 * added to each other.
 *
 * <p>Memory: 8 bytes for each number of the gradient. For one thread.
 */
public final class GradientSum implements Sum<GradientSum> {
    private final Map<String, double[]> arrays;
    private final double[] active;
    private long samples;
    private double loss;
    private double lossResolution;

    private GradientSum(
            Map<String, double[]> arrays, double[] active, long samples, double loss, double lossResolution) {
        this.arrays = arrays;
        this.active = active;
        this.samples = samples;
        this.loss = loss;
        this.lossResolution = lossResolution;
    }

    /**
     * Makes sums of a gradient that is a sum itself, as those of paper 2 are.
     *
     * @param gradient the gradient over the samples
     * @param activity for each unit the fraction of the samples that activate it
     * @param samples how many samples, at least 1
     * @return the sums, of copies
     * @throws IllegalArgumentException if samples is below 1
     */
    public static GradientSum ofSum(Gradient gradient, INDArray activity, long samples) {
        return of(gradient, activity, samples, 1);
    }

    /**
     * Makes sums of a gradient that is a mean, as that of paper 1 is: its numbers times the samples.
     *
     * @param gradient the mean gradient over the samples
     * @param activity for each unit the fraction of the samples that activate it
     * @param samples how many samples, at least 1
     * @return the sums, of copies
     * @throws IllegalArgumentException if samples is below 1
     */
    public static GradientSum ofMean(Gradient gradient, INDArray activity, long samples) {
        return of(gradient, activity, samples, (double) samples);
    }

    private static GradientSum of(Gradient gradient, INDArray activity, long samples, double factor) {
        Checks.atLeast("samples", samples, 1);
        Map<String, double[]> sums = new LinkedHashMap<>();
        gradient.arrays().forEach((name, array) -> sums.put(name, numbers(array, factor)));
        double[] active = numbers(activity, (double) samples);
        // A number of samples: what is beside it is the rounding of the fraction.
        Arrays.setAll(active, i -> Math.rint(active[i]));
        return new GradientSum(sums, active, samples, factor * gradient.loss(), factor * gradient.lossResolution());
    }

    /** The entries in 'f' order, times a factor. */
    private static double[] numbers(INDArray array, double factor) {
        INDArray ordered = array.ordering() == 'f' && !array.isView() ? array : array.dup('f');
        int length = Math.toIntExact(ordered.length());
        double[] numbers = new double[length];
        INDArray line = ordered.reshape('f', length, 1);
        new MatrixLines(line, length, length).read(0, 0, numbers, 0, length);
        if (factor != 1) {
            Arrays.setAll(numbers, i -> factor * numbers[i]);
        }
        return numbers;
    }

    @Override
    public void add(GradientSum next) {
        if (!sizes().equals(next.sizes())) {
            throw new IllegalArgumentException(
                    next + " cannot be added to " + this + ": both must have the same arrays, of the same sizes");
        }
        arrays.forEach((name, numbers) -> add(numbers, Objects.requireNonNull(next.arrays.get(name))));
        add(active, next.active);
        samples += next.samples;
        loss += next.loss;
        lossResolution += next.lossResolution;
    }

    private static void add(double[] to, double[] more) {
        for (int i = 0; i < to.length; i++) {
            to[i] += more[i];
        }
    }

    /**
     * Returns the number of samples.
     *
     * @return at least 1
     */
    public long samples() {
        return samples;
    }

    /**
     * Returns the loss, summed over the samples.
     *
     * @return the loss
     */
    public double loss() {
        return loss;
    }

    /**
     * Returns by how much rounding alone may lift {@link #loss()}.
     *
     * @return at least 0
     */
    public double lossResolution() {
        return lossResolution;
    }

    /**
     * Returns the fraction of samples that activate each unit.
     *
     * @param type FLOAT or DOUBLE
     * @return a new vector, entries in [0, 1]
     */
    public INDArray activity(DataType type) {
        double[] fractions = new double[active.length];
        Arrays.setAll(fractions, i -> active[i] / samples);
        return array(fractions, new long[] {active.length}, type, 1);
    }

    /**
     * Returns the sum of one of the gradient's arrays, or its mean.
     *
     * @param name its name
     * @param like an array of its shape and type
     * @param factor what to multiply it by: 1, or one over {@link #samples} for the mean
     * @return a new array, in 'f' order
     * @throws IllegalArgumentException if there is no such array, or it has another number of entries
     */
    public INDArray array(String name, INDArray like, double factor) {
        double[] numbers = arrays.get(name);
        if (numbers == null || numbers.length != like.length()) {
            throw new IllegalArgumentException(
                    "there is no sum " + name + " of " + like.length() + " numbers: " + this);
        }
        return array(numbers, like.shape(), like.dataType(), factor);
    }

    private static INDArray array(double[] numbers, long[] shape, DataType type, double factor) {
        double[] scaled = numbers;
        if (factor != 1) {
            scaled = numbers.clone();
            for (int i = 0; i < scaled.length; i++) {
                scaled[i] *= factor;
            }
        }
        INDArray array = Nd4j.createUninitialized(type, new long[] {numbers.length, 1}, 'f');
        new MatrixLines(array, numbers.length, numbers.length).write(0, 0, scaled, 0, numbers.length);
        return array.reshape('f', shape);
    }

    @Override
    public byte[] toBytes() {
        ByteWriter bytes = new ByteWriter()
                .add(samples)
                .add(loss)
                .add(lossResolution)
                .add(active)
                .add((long) arrays.size());
        arrays.forEach((name, numbers) -> bytes.add(name).add(numbers));
        return bytes.toBytes();
    }

    /**
     * Reads sums.
     *
     * @param bytes what {@link #toBytes} wrote
     * @return the same sums
     */
    public static GradientSum fromBytes(byte[] bytes) {
        ByteReader from = new ByteReader(bytes);
        long samples = from.number();
        double loss = from.real();
        double resolution = from.real();
        double[] active = from.reals();
        Map<String, double[]> arrays = new LinkedHashMap<>();
        for (long count = from.number(); count > 0; count--) {
            arrays.put(from.text(), from.reals());
        }
        return new GradientSum(arrays, active, samples, loss, resolution);
    }

    /** How many numbers each array has, and for how many units activity is counted. */
    private Map<String, Integer> sizes() {
        Map<String, Integer> sizes = new TreeMap<>();
        arrays.forEach((name, numbers) -> sizes.put(name, numbers.length));
        sizes.put("activity", active.length);
        return sizes;
    }

    @Override
    public String toString() {
        return "GradientSum[samples=" + samples + ", numbers=" + sizes() + "]";
    }
}
