package org.autoencoder4j.model;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.gradient.GradientSource;
import org.autoencoder4j.gradient.TiedGradient;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.progress.Work;
import org.autoencoder4j.random.RandomStreams;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The approximate gradient over a model's fresh samples, with codes on the <em>drawn</em> support S: what the theorems
 * analyse, since they assume that the encoder finds the support. For a sample y,
 *
 * <pre>
 *   x_S = W_S^T y + b_S,   r = y - W_S x_S,   loss = 1/2 ||r||^2,
 *   gradient_{W_i} = -( x_i r + (W_i^T r) y ),   gradient_{b_i} = -W_i^T r   for i in S, and 0 otherwise,
 * </pre>
 *
 * <p>and the answer is the <em>mean</em> over the samples. The autoencoder's activation plays no part. Where the
 * encoder does find the support of every sample, this is {@link org.autoencoder4j.gradient.SampleGradient} of
 * {@link GenerativeModel#batches} with the same streams.
 *
 * <p>Computed in double precision from the samples before they are rounded to the model's type; the result has that
 * type. Samples are handled one by one, {@code 10 |S| n} operations each, in a fixed number of lanes: the result depends
 * neither on the number of threads nor does memory grow with the number of samples (8 arrays of n m doubles at most).
 * Immutable; threads may share it. It uses the common fork-join pool.
 *
 * @paper NWH19 eq. (5), with 1[x_i != 0] = 1[i in S]
 */
public final class OracleGradient implements GradientSource<TiedAutoencoder, TiedGradient> {
    private static final int LANES = 4;

    /** Blocks of a lane between two looks at whether it is to go on. */
    private static final long BLOCKS_AT_ONCE = 64;

    private final GenerativeModel model;
    private final RandomStreams streams;
    private final long from;
    private final long to;

    private OracleGradient(GenerativeModel model, RandomStreams streams, long from, long to) {
        this.model = model;
        this.streams = streams;
        this.from = from;
        this.to = to;
    }

    /**
     * Returns the gradient over fresh samples at each step: those of {@code model.draw(streams, step, size)}.
     *
     * @param model the model
     * @param streams the source of randomness
     * @param size N, the number of samples at each step, at least 2
     * @return the source
     * @throws IllegalArgumentException if size is below 2
     */
    public static OracleGradient of(GenerativeModel model, RandomStreams streams, long size) {
        return new OracleGradient(model, streams, 0, Checks.atLeast("size", size, 2));
    }

    /**
     * Returns the number of samples at each step.
     *
     * @return N
     */
    public long size() {
        return to - from;
    }

    /**
     * Divides the samples of each step into consecutive groups of one size. The mean of the groups' gradients is this
     * gradient, and the groups are independent: the spread of any function of the gradient, such as the contraction of
     * a step, can be had from them by the jackknife.
     *
     * @param groups the number of groups, at least 1
     * @return a source for each group
     * @throws IllegalArgumentException if groups does not divide the size into parts of at least 2 samples
     */
    public List<OracleGradient> split(int groups) {
        Checks.atLeast("groups", groups, 1);
        long part = size() / groups;
        if (part < 2 || part * groups != size()) {
            throw new IllegalArgumentException("groups = " + groups + " must divide the " + size()
                    + " samples of a step into equal parts of at least 2 samples");
        }
        return LongStream.range(0, groups)
                .mapToObj(group -> new OracleGradient(model, streams, from + group * part, from + (group + 1) * part))
                .toList();
    }

    /**
     * Computes the gradient at a step.
     *
     * @param autoencoder the parameters, with n features and m units, of the model's type; unit i stands for atom i
     * @param step the step, at least 0
     * @return the gradient, mean loss, and the fraction of samples with unit i in the support; new arrays
     * @throws IllegalArgumentException if the autoencoder's shape or type is not the model's, or step is negative
     */
    @Override
    public TiedGradient at(TiedAutoencoder autoencoder, long step) {
        return estimate(autoencoder, step).gradient();
    }

    /**
     * Computes the gradient at a step together with the standard error of each of its numbers, as the samples show it.
     * The sum of a column's squared standard errors is the expected squared distance of that column from its mean.
     *
     * @param autoencoder the parameters, with n features and m units, of the model's type; unit i stands for atom i
     * @param step the step, at least 0
     * @return the gradient and its standard errors; new arrays
     * @throws IllegalArgumentException if the autoencoder's shape or type is not the model's, or step is negative
     */
    public GradientEstimate estimate(TiedAutoencoder autoencoder, long step) {
        Checks.matrix(
                "the autoencoder's weights",
                autoencoder.weights(),
                model.features(),
                model.units(),
                "the shape of the model's dictionary");
        Checks.sameType("the autoencoder", autoencoder.dataType(), "the model", model.dataType());
        Checks.atLeast("step", step, 0);
        double[][] atoms = HeapMatrix.columns(autoencoder.weights());
        double[] bias = autoencoder.bias().castTo(DataType.DOUBLE).toDoubleVector();
        List<OracleSums> lanes =
                Stream.generate(() -> new OracleSums(atoms, bias)).limit(LANES).toList();
        long first = from / RandomStreams.BLOCK_SIZE;
        long end = (to - 1) / RandomStreams.BLOCK_SIZE + 1;
        try (Work work = Work.begin("gradient on the true supports: blocks of samples", end - first)) {
            for (long block = first; block < end; block += LANES * BLOCKS_AT_ONCE) {
                long begin = block;
                long next = Math.min(end, block + LANES * BLOCKS_AT_ONCE);
                IntStream.range(0, LANES).parallel().forEach(lane -> visit(begin + lane, next, lanes.get(lane), step));
                work.advance(next - begin);
            }
        }
        return lanes.stream().reduce(OracleSums::plus).orElseThrow().estimate(size(), model.dataType());
    }

    /** Every so many of some blocks. */
    private void visit(long first, long end, OracleSums sums, long step) {
        for (long block = first; block < end; block += LANES) {
            model.sampler().visitBlock(streams, step, block, from, to, sums);
        }
    }

    @Override
    public String toString() {
        return "OracleGradient[samples " + from + " to " + (to - 1) + " of each step, " + model + "]";
    }
}
