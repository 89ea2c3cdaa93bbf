package org.autoencoder4j.data.preprocessing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.progress.Work;
import org.autoencoder4j.random.RandomStreams;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The samples that lie so far from the others that they alone would decide what is learnt: with squared errors, two
 * samples in two thousand that are a hundred times as long as the rest weigh more than ten times all others.
 *
 * <p>Let c be the median of the samples, feature by feature (of at most 1024 samples, evenly spaced), and q(p) the
 * quantiles of those distances |y - c| that are above 0. A sample is an outlier if
 *
 * <pre>
 *   |y - c| > limit = q(1/2) max(10, (q(3/4) / q(1/2))^6).
 * </pre>
 *
 * <p>The median distance and the spread above it hardly heed outliers, as long as these are less than a quarter of the
 * samples; more of them go unnoticed. The sixth power follows the tail, so that sound data seldom give an alarm: if the
 * distances are log-normal, of whatever variance, at most 2.6 samples in 10^5 are beyond the limit; if samples are
 * Gaussian or Laplace, less than one in 10^12; for Student's t with three degrees of freedom, 7 in 10^5 for a single
 * feature. More come of sums of a few log-normal features (measured: 7 in 10^4 for eight with a standard deviation of 1.5
 * of their logarithms), and of distances without a mean, to which squared errors do not apply (3 in 10^3 for the Cauchy
 * law).
 *
 * <p>Distances are scaled before they are squared, so neither large nor small numbers overflow. The data must be the same
 * at every step, as those from arrays and files are. Immutable; threads may share it.
 */
public final class Outliers {
    private static final int MOST_FOR_CENTRE = 1024;
    private static final double LEAST_FACTOR = 10;
    private static final double TAIL_POWER = 6;

    private final Batches data;
    private final double[] centre;
    private final double median;
    private final double limit;
    private final List<Outlier> all;

    /**
     * A sample that is far away.
     *
     * @param row its number, from 0
     * @param distance from the centre, as a multiple of the median distance
     */
    public record Outlier(long row, double distance) {}

    private Outliers(Batches data, double[] centre, double[] distances) {
        this.data = data;
        this.centre = centre;
        double[] rising = Arrays.stream(distances)
                .filter(distance -> distance > 0)
                .sorted()
                .toArray();
        this.median = rising.length == 0 ? 0 : rising[(rising.length - 1) / 2];
        double upper = rising.length == 0 ? 0 : rising[(int) (0.75 * (rising.length - 1))];
        this.limit = rising.length == 0 ? LEAST_FACTOR : Math.max(LEAST_FACTOR, Math.pow(upper / median, TAIL_POWER));
        List<Outlier> found = new ArrayList<>();
        for (int row = 0; row < distances.length; row++) {
            if (distances[row] / median > limit) {
                found.add(new Outlier(row, distances[row] / median));
            }
        }
        this.all = List.copyOf(found);
    }

    /**
     * Finds the outliers of the batch of step 0. Cost: one pass, and 16 bytes for each sample and each of 1024 n numbers.
     *
     * @param data the observations, {@code N x n}; kept, for {@link #dropped} and {@link #clipped}
     * @return the outliers; none if all samples are equal or there is only one
     * @throws IllegalArgumentException if there are more than 2^31 - 9 samples
     */
    public static Outliers of(Batches data) {
        Checks.between("size of the data", data.size(), 1, Integer.MAX_VALUE - 8);
        double[] centre = centre(data);
        double[] distances = new double[(int) data.size()];
        Batches.Reader reader = data.reader();
        try (Work work = Work.begin("outliers: samples", distances.length)) {
            for (int from = 0; from < distances.length; from += RandomStreams.BLOCK_SIZE) {
                int to = (int) Math.min((long) from + RandomStreams.BLOCK_SIZE, distances.length);
                double[][] samples = HeapMatrix.rows(reader.rows(0, from, to));
                for (int row = from; row < to; row++) {
                    distances[row] = distance(samples[row - from], centre);
                }
                work.advance(to - from);
            }
        }
        return new Outliers(data, centre, distances);
    }

    /**
     * Returns the outliers.
     *
     * @return in the order of the samples
     */
    public List<Outlier> all() {
        return all;
    }

    /**
     * Returns the median distance of samples from their centre.
     *
     * @return at least 0; 0 only if all samples are equal
     */
    public double median() {
        return median;
    }

    /**
     * Returns the distance above which a sample is an outlier, as a multiple of the median distance.
     *
     * @return the limit, at least 10
     */
    public double limit() {
        return limit;
    }

    /**
     * Returns the data without their outliers. Samples are copied when they are read.
     *
     * @return the other samples, in their order
     */
    public Batches dropped() {
        return all.isEmpty() ? data : new DroppedRows(data, rows());
    }

    /**
     * Returns the data with each outlier moved towards the centre, to the limit: {@code c + (y - c) limit / |y - c|}.
     * Samples are copied when they are read.
     *
     * @return as many samples as before
     */
    public Batches clipped() {
        return all.isEmpty() ? data : new ReplacedRows(data, rows(), Batches.of(clippedSamples()));
    }

    private long[] rows() {
        return all.stream().mapToLong(Outlier::row).toArray();
    }

    private INDArray clippedSamples() {
        double[][] samples = new double[all.size()][];
        Batches.Reader reader = data.reader();
        for (int i = 0; i < samples.length; i++) {
            Outlier outlier = all.get(i);
            double[] sample = HeapMatrix.rows(reader.rows(0, outlier.row(), outlier.row() + 1))[0];
            double scale = limit / outlier.distance();
            Arrays.setAll(sample, j -> centre[j] + scale * (sample[j] - centre[j]));
            samples[i] = sample;
        }
        return Nd4j.createFromArray(samples).castTo(data.dataType());
    }

    private static double[] centre(Batches data) {
        int count = (int) Math.min(data.size(), MOST_FOR_CENTRE);
        double[][] columns = new double[data.features()][count];
        Batches.Reader reader = data.reader();
        for (int i = 0; i < count; i++) {
            long row = i * data.size() / count;
            double[] sample = HeapMatrix.rows(reader.rows(0, row, row + 1))[0];
            for (int j = 0; j < sample.length; j++) {
                columns[j][i] = sample[j];
            }
        }
        return Arrays.stream(columns).mapToDouble(Outliers::median).toArray();
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[(values.length - 1) / 2];
    }

    private static double distance(double[] sample, double[] centre) {
        double greatest = 0;
        for (int j = 0; j < centre.length; j++) {
            greatest = Math.max(greatest, Math.abs(sample[j] - centre[j]));
        }
        double sum = 0;
        for (int j = 0; j < centre.length && greatest > 0; j++) {
            double share = (sample[j] - centre[j]) / greatest;
            sum += share * share;
        }
        return greatest * Math.sqrt(sum);
    }

    @Override
    public String toString() {
        return "Outliers[" + all.size() + " of " + data.size() + " samples, beyond " + limit + " median distances]";
    }
}
