package org.autoencoder4j.learn.sweep;

import java.util.Arrays;
import org.autoencoder4j.parts.internal.ByteReader;
import org.autoencoder4j.parts.internal.ByteWriter;

/**
 * What a sweep adds up over its samples y with codes x and residuals {@code r = y - W x}. Sums are in double and in the
 * order of the samples, or of their parts, so that no thread changes a bit; their memory does not grow with the samples.
 *
 * <p>A sample is explained if what is left of it is at most the least that one of its units gains,
 * {@code |r|^2 <= min gain_i}. The sums of products are over the samples that count: all, or in a polishing sweep those
 * that are explained. All else is over all samples. The arrays are those that it holds, not to be changed.
 */
public final class SweepSums {
    private final int features;
    private final double[][] residualProducts;
    private final double[][] moment;
    private final double[] squares;
    private final double[] gains;
    private final long[] uses;
    private double squaredSums;
    private long samples;
    private long counted;
    private double energy;
    private final Tally all = new Tally();
    private final Tally explained = new Tally();

    /** Residuals of some samples. */
    private static final class Tally {
        long samples;
        long active;
        double residualEnergy;

        void add(Tally next) {
            samples += next.samples;
            active += next.active;
            residualEnergy += next.residualEnergy;
        }

        void write(ByteWriter bytes) {
            bytes.add(samples).add(active).add(residualEnergy);
        }

        void read(ByteReader from) {
            samples = from.number();
            active = from.number();
            residualEnergy = from.real();
        }

        /** What is left in each of the dimensions that the codes have not fitted. */
        double variance(int features) {
            double left = (double) samples * features - active;
            return residualEnergy / left;
        }
    }

    SweepSums(int features, int units, boolean withMoment) {
        this.features = features;
        this.residualProducts = new double[units][features];
        this.moment = withMoment ? new double[units][units] : new double[0][];
        this.squares = new double[units];
        this.gains = new double[units];
        this.uses = new long[units];
    }

    /** Adds the sums over samples that follow. */
    void add(SweepSums next) {
        if (features != next.features || units() != next.units() || hasMoment() != next.hasMoment()) {
            throw new IllegalArgumentException("sums over " + next.features + " features and " + next.units()
                    + " units cannot be added to those over " + features + " and " + units());
        }
        add(residualProducts, next.residualProducts);
        add(moment, next.moment);
        add(squares, next.squares);
        add(gains, next.gains);
        for (int i = 0; i < uses.length; i++) {
            uses[i] += next.uses[i];
        }
        squaredSums += next.squaredSums;
        samples += next.samples;
        counted += next.counted;
        energy += next.energy;
        all.add(next.all);
        explained.add(next.explained);
    }

    private static void add(double[][] to, double[][] more) {
        for (int i = 0; i < to.length; i++) {
            add(to[i], more[i]);
        }
    }

    private static void add(double[] to, double[] more) {
        for (int i = 0; i < to.length; i++) {
            to[i] += more[i];
        }
    }

    void write(ByteWriter bytes) {
        bytes.add((long) features).add((long) units()).add(hasMoment());
        for (double[] row : residualProducts) {
            bytes.add(row);
        }
        for (double[] row : moment) {
            bytes.add(row);
        }
        bytes.add(squares).add(gains).add(uses);
        bytes.add(squaredSums).add(samples).add(counted).add(energy);
        all.write(bytes);
        explained.write(bytes);
    }

    static SweepSums read(ByteReader from) {
        SweepSums sums = new SweepSums((int) from.number(), (int) from.number(), from.is());
        Arrays.setAll(sums.residualProducts, i -> from.reals());
        Arrays.setAll(sums.moment, i -> from.reals());
        add(sums.squares, from.reals());
        add(sums.gains, from.reals());
        System.arraycopy(from.numbers(), 0, sums.uses, 0, sums.uses.length);
        sums.squaredSums = from.real();
        sums.samples = from.number();
        sums.counted = from.number();
        sums.energy = from.real();
        sums.all.read(from);
        sums.explained.read(from);
        return sums;
    }

    /** Adds what a sample says beside its products. */
    void addSample(double ofEnergy, double ofResidual, int active, boolean isExplained) {
        samples++;
        energy += ofEnergy;
        add(all, ofResidual, active);
        if (isExplained) {
            add(explained, ofResidual, active);
        }
    }

    private static void add(Tally tally, double residual, int active) {
        tally.samples++;
        tally.active += active;
        tally.residualEnergy += residual;
    }

    /** Adds a unit's entry of a sample that may not count. */
    void addUse(int unit, double gain) {
        uses[unit]++;
        gains[unit] += gain;
    }

    /** Adds the values of a sample that counts. */
    void addCounted(int[] active, double[] values, int from, int to) {
        counted++;
        double sum = 0;
        for (int e = from; e < to; e++) {
            sum += values[e];
            squares[active[e]] += values[e] * values[e];
        }
        addSquaredSum(sum * sum);
    }

    void addSquaredSum(double square) {
        squaredSums += square;
    }

    /**
     * Returns the number of units.
     *
     * @return m
     */
    public int units() {
        return squares.length;
    }

    /**
     * Returns the number of features.
     *
     * @return n
     */
    public int features() {
        return features;
    }

    /**
     * Returns the number of samples that were read.
     *
     * @return at least 1
     */
    public long samples() {
        return samples;
    }

    /**
     * Returns the number of samples over which the sums of products are.
     *
     * @return at most {@link #samples}
     */
    public long counted() {
        return counted;
    }

    /**
     * Returns the sum {@code sum x_i r} over the samples that count: minus the gradient of half the residual energy. The
     * sum {@code sum x_i y} is this plus {@code W} times the unit's column of the {@link #moment}.
     *
     * @param unit the unit i
     * @return a vector of length n
     */
    public double[] residualProducts(int unit) {
        return residualProducts[unit];
    }

    /** The rows of sum x r^T. */
    double[][] residualProducts() {
        return residualProducts;
    }

    /** Whether there is a {@link #moment}. */
    boolean hasMoment() {
        return moment.length > 0;
    }

    /**
     * Returns a row of the second moment {@code C = sum x x^T} of the codes over the samples that count.
     *
     * @param unit the unit i
     * @return the row of length m
     * @throws IllegalStateException if the update does not {@linkplain DictionaryUpdate#needsMoment need it}
     */
    public double[] moment(int unit) {
        if (!hasMoment()) {
            throw new IllegalStateException(
                    "the sums of this sweep have no second moment: an update that needs it says so by needsMoment()");
        }
        return moment[unit];
    }

    /**
     * Returns the diagonal of the second moment, {@code sum x_i^2} over the samples that count.
     *
     * @return m numbers
     */
    public double[] squares() {
        return squares;
    }

    /**
     * Returns the sum of all entries of the second moment, {@code sum (sum_i x_i)^2} over the samples that count.
     *
     * @return the sum
     */
    public double squaredSums() {
        return squaredSums;
    }

    /**
     * Returns what each unit gains: by how much the residual energy of all samples would grow without it.
     *
     * @return m numbers
     */
    public double[] gains() {
        return gains;
    }

    /**
     * Returns how many samples each unit is active in.
     *
     * @return m numbers
     */
    public long[] uses() {
        return uses;
    }

    /**
     * Returns the energy of the samples.
     *
     * @return {@code sum |y|^2}
     */
    public double energy() {
        return energy;
    }

    /**
     * Returns the energy of the residuals.
     *
     * @return {@code sum |r|^2}
     */
    public double residualEnergy() {
        return all.residualEnergy;
    }

    /**
     * Returns the share of the samples that are explained.
     *
     * @return a number in [0, 1]
     */
    public double explainedShare() {
        return (double) explained.samples / samples;
    }

    /**
     * Returns the mean number of active units of a sample.
     *
     * @return the mean L0
     */
    public double meanL0() {
        return (double) all.active / samples;
    }

    /**
     * Estimates the noise: with s active units {@code |r|^2} is {@code sigma^2 (n - s)} on average, where the support is
     * right.
     *
     * @return sigma of the samples that are explained, or of all if fewer than half are
     */
    public double noise() {
        Tally judged = 2 * explained.samples >= samples ? explained : all;
        return Math.sqrt(judged.variance(features));
    }

    /**
     * Estimates the error of each column that is computed from these sums: noise moves column i by
     *
     * <pre>
     *   sigma sqrt((n - 1) / C_ii)
     * </pre>
     *
     * <p>on average.
     *
     * @return m lengths, infinite for a unit that no sample uses
     */
    public double[] errors() {
        double scale = noise() * Math.sqrt(features - 1.0);
        double[] errors = new double[squares.length];
        for (int i = 0; i < errors.length; i++) {
            errors[i] = squares[i] > 0 ? scale / Math.sqrt(squares[i]) : Double.POSITIVE_INFINITY;
        }
        return errors;
    }
}
