package org.autoencoder4j.check.consistency;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.init.Initialiser;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.law.CodeLaw;
import org.autoencoder4j.model.law.SparseCode;
import org.autoencoder4j.model.law.UnstatedConstantException;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.progress.Work;
import org.autoencoder4j.random.RandomStreams;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * How often codes are recovered over a grid of sparsities, distances of the weights, noise levels and biases or
 * thresholds, for one dictionary and one family of codes.
 *
 * <p>At each point the weights are unit columns at distance delta from the atoms ({@link Initialiser#near}), and N samples of
 * the model with that k and sigma are encoded. All points use the same streams, so that neighbours differ by what the
 * point changes and little by chance. Points are computed one after the other, in the grid's order; drawing and products
 * use all processors. The result depends on nothing but the arguments, as far as products are rounded
 * alike.
 *
 * <p>Immutable; threads may share it, but two runs must not write one file.
 *
 * @paper NWH19 Theorem 3
 */
public final class ConsistencyStudy {
    private final INDArray dictionary;
    private final Family family;
    private final Level level;
    private final long samples;
    private final RandomStreams streams;

    /** Gives the law of codes of each sparsity. */
    @FunctionalInterface
    public interface Family {
        /**
         * Returns a law.
         *
         * @param sparsity k
         * @return the law of codes of that sparsity; the same law, with the same {@code toString}, for the same k
         */
        CodeLaw of(int sparsity);
    }

    /** What {@link ConsistencyPoint#level} is. */
    public enum Level {
        /** The bias of all units, which are ReLUs. */
        RELU_BIAS,
        /** The threshold lambda of all units, which have no bias. */
        THRESHOLD
    }

    /**
     * Makes a study.
     *
     * @param dictionary A, {@code n x m} with unit columns and {@code n >= 2}; not to be changed afterwards
     * @param family the law of codes for each sparsity, for example
     *     {@code k -> CodeLaw.sparse(m, k, ValueLaw.rademacher())}
     * @param level what the levels of the grid are
     * @param samples N, at each point, at least 1
     * @param streams the source of randomness
     * @throws IllegalArgumentException if dictionary is no matrix with finite entries or samples is below 1
     */
    public ConsistencyStudy(INDArray dictionary, Family family, Level level, long samples, RandomStreams streams) {
        this.dictionary = Checks.finite("dictionary", Checks.matrix("dictionary", dictionary));
        this.family = family;
        this.level = level;
        this.samples = Checks.atLeast("samples", samples, 1);
        this.streams = streams;
    }

    /**
     * Returns the points of a grid, the level changing fastest.
     *
     * @param sparsities the values of k
     * @param deltas the values of delta
     * @param noises the values of sigma
     * @param levels the biases or thresholds
     * @return all combinations
     * @throws IllegalArgumentException if a number is outside its range
     */
    public static List<ConsistencyPoint> grid(int[] sparsities, double[] deltas, double[] noises, double[] levels) {
        List<ConsistencyPoint> points = new ArrayList<>();
        for (int sparsity : sparsities) {
            for (double noise : noises) {
                for (double delta : deltas) {
                    for (double each : levels) {
                        points.add(new ConsistencyPoint(sparsity, delta, noise, each));
                    }
                }
            }
        }
        return points;
    }

    /**
     * Measures one point. Cost: {@code 2 N n m} operations besides drawing; memory for 4096 samples.
     *
     * @param point the point
     * @return how many of the N samples are consistent
     * @throws IllegalArgumentException if the family has no such sparsity, or the dictionary's columns are not of length 1
     */
    public ConsistencyRow measure(ConsistencyPoint point) {
        try (Work work = Work.begin("consistency study: samples", samples)) {
            return measure(point, work);
        }
    }

    private ConsistencyRow measure(ConsistencyPoint point, Work work) {
        GenerativeModel model = new GenerativeModel(dictionary, family.of(point.sparsity()), point.noise());
        CodeConsistency consistency = CodeConsistency.of(autoencoder(point), model, streams, samples, work);
        return new ConsistencyRow(point, consistency.consistent());
    }

    private TiedAutoencoder autoencoder(ConsistencyPoint point) {
        INDArray weights = Initialiser.near(dictionary, point.delta()).weights(dictionary.columns(), streams);
        if (level == Level.THRESHOLD) {
            return TiedAutoencoder.withoutBias(weights, Activation.hardThreshold(point.level()));
        }
        INDArray bias = Nd4j.valueArrayOf(new long[] {dictionary.columns()}, point.level(), dictionary.dataType());
        return new TiedAutoencoder(weights, bias, Activation.relu());
    }

    /**
     * Measures the points that a CSV file does not have yet and writes each as soon as it is known: a run that was ended
     * at any time is resumed by calling this again. Each row has the point, successes, trials, rate, Wilson's interval at
     * 95 % and a fingerprint of the study.
     *
     * @param points the grid
     * @param csv the file; made if it is not there, and its rows are kept
     * @return one row for each point, in the order of points
     * @throws IOException if the file cannot be read or written
     * @throws IllegalArgumentException if the file is no such file or is of another study, or as {@link #measure}
     */
    public List<ConsistencyRow> run(List<ConsistencyPoint> points, Path csv) throws IOException {
        ConsistencyFile file = new ConsistencyFile(csv, this::fingerprint);
        Map<ConsistencyPoint, ConsistencyRow> known = file.rows();
        List<ConsistencyRow> rows = new ArrayList<>();
        long open =
                points.stream().distinct().filter(p -> !known.containsKey(p)).count();
        try (Work work = Work.begin("consistency study: samples", open * samples)) {
            for (ConsistencyPoint point : points) {
                if (!known.containsKey(point)) {
                    file.append(measure(point, work));
                }
                rows.add(Objects.requireNonNull(known.get(point)));
            }
        }
        return rows;
    }

    /** The probabilities of the units; of a law that does not state them, what it draws first. */
    private String inclusions(CodeLaw law) {
        try {
            return Arrays.toString(
                    IntStream.range(0, law.units()).mapToDouble(law::inclusion).toArray());
        } catch (UnstatedConstantException e) {
            SparseCode first = law.draw(streams.at("codes", 0, 0));
            return Arrays.toString(first.support()) + Arrays.toString(first.values());
        }
    }

    /** Eight hexadecimal digits that differ if anything but the point differs. */
    private String fingerprint(int sparsity) {
        CRC32 checksum = new CRC32();
        CodeLaw law = family.of(sparsity);
        String settings = level + " " + samples + " " + streams.seed() + " " + law + " " + inclusions(law)
                + Arrays.toString(dictionary.shape()) + dictionary.dataType();
        checksum.update(settings.getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < dictionary.columns(); i++) {
            double[] atom = dictionary.getColumn(i).toDoubleVector();
            ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES * atom.length);
            bytes.asDoubleBuffer().put(atom);
            checksum.update(bytes);
        }
        return HexFormat.of().toHexDigits(checksum.getValue(), 8);
    }
}
