package org.autoencoder4j.gradient.internal;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.autoencoder4j.backend.internal.BlasThreads;
import org.autoencoder4j.backend.internal.Elements;
import org.autoencoder4j.backend.internal.Lanes;
import org.autoencoder4j.backend.internal.NativeReals;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.gradient.internal.form.GradientForm;
import org.autoencoder4j.gradient.internal.rows.EncoderParameters;
import org.autoencoder4j.gradient.internal.rows.LaneSums;
import org.autoencoder4j.gradient.internal.rows.Parts;
import org.autoencoder4j.gradient.internal.rows.PerWorker;
import org.autoencoder4j.gradient.internal.rows.Rows;
import org.autoencoder4j.gradient.internal.rows.Shape;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.progress.Work;
import org.autoencoder4j.random.RandomStreams;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The batch gradient on the arrays' own memory. The samples are shared out among lanes, whose number and whose samples
 * depend on the sizes alone; each is worked on chunk by chunk, with BLAS calls that stay on the thread that makes them.
 * Where there is but one lane, its work is cut in {@link Parts} that threads share.
 * So the result is the same to the last bit whatever the number of threads. Where so little is left of the samples that a
 * Gram form's difference of large sums has lost too many digits, the gradient is computed once more from the residuals; a
 * few samples tell in most cases beforehand, so that once is enough. Not to be shared by threads.
 */
public final class FusedGradient {
    private static final int MOST_LANES = 8;
    private static final int LEAST_LANES = 2;
    /** Numbers that all lanes together may add up before there are fewer lanes. */
    private static final long SUMS = 1 << 25;

    /** Samples are shared out in the blocks in which they are drawn, and read at most so many at a time. */
    private static final int PIECE = 4 * RandomStreams.BLOCK_SIZE;

    private final Shape shape;
    private final Optional<FormChoice> fixedChoice;
    private final OptionalInt fixedWorkers;
    private final Map<LanedChoice, GradientForm> forms = new HashMap<>();
    private final PerWorker<Batches.Reader> readers;
    private final PerWorker<Probe> probe;
    // Kept from step to step, as garbage would make memory grow until it is collected.
    private final double[] biasSum;
    private final double[] activeSum;
    private final double[] lengths;
    private final Rows unitRow;
    /** The samples of the present call. */
    private long first;

    private long samples;

    private record LanedChoice(FormChoice choice, int lanes) {}

    /**
     * Tells whether a gradient can be computed here: ND4J computes on the CPU, OpenBLAS is there, and the arrays are not
     * too large.
     *
     * @param features n
     * @param units m
     * @return whether it can
     */
    public static boolean isPossible(int features, int units) {
        return NativeReals.canHold(Math.max((long) features * units, (long) features * PIECE));
    }

    /**
     * Makes a gradient.
     *
     * @param batches the observations
     * @param units m
     */
    public FusedGradient(Batches batches, int units) {
        this(batches, units, Optional.empty(), OptionalInt.empty());
    }

    /**
     * Makes a gradient with fixed choices, for tests and measurements.
     *
     * @param batches the observations
     * @param units m
     * @param choice the form, or empty to choose it by the codes
     * @param workers the number of threads, or empty for as many as the BLAS has
     */
    public FusedGradient(Batches batches, int units, Optional<FormChoice> choice, OptionalInt workers) {
        this.shape = new Shape(batches.features(), units, batches.dataType());
        this.fixedChoice = choice;
        this.fixedWorkers = workers;
        this.readers = new PerWorker<>(batches::reader);
        this.probe = new PerWorker<>(() -> new Probe(shape));
        this.biasSum = new double[units];
        this.activeSum = new double[units];
        this.lengths = new double[units];
        this.unitRow = shape.rows(1, units);
    }

    /**
     * Computes the gradient over a range of the batch's samples. Of one that begins with a block the bits depend on the range's
     * samples alone, and not on those around it.
     *
     * @param autoencoder the parameters
     * @param step the step
     * @param from the first sample
     * @param to one past the last
     * @param weights receives the gradient with respect to W, {@code n x m} in 'f' order
     * @param bias receives the gradient with respect to b, length m
     * @param activity receives the fraction of samples that activate each unit, length m
     * @return the loss, at least 0
     */
    public BatchLoss compute(
            TiedAutoencoder autoencoder,
            long step,
            long from,
            long to,
            INDArray weights,
            INDArray bias,
            INDArray activity) {
        first = from;
        samples = to - from;
        try (BlasThreads.Use use = BlasThreads.ofOpenBlas().single()) {
            int workers = fixedWorkers.orElse(use.threads());
            EncoderParameters parameters = EncoderParameters.of(autoencoder);
            FormChoice choice = fixedChoice.orElseGet(() -> choose(parameters, step, workers));
            BatchLoss loss = compute(choice, parameters, step, workers, weights);
            if (choice.isGram() && !loss.keepsDigits()) {
                loss = compute(residual(meanActive()), parameters, step, workers, weights);
            }
            write(biasSum, bias);
            write(activeSum, activity);
            return loss;
        }
    }

    private BatchLoss compute(
            FormChoice choice, EncoderParameters parameters, long step, int workers, INDArray weights) {
        int lanes = lanes(choice);
        GradientForm form =
                forms.computeIfAbsent(new LanedChoice(choice, lanes), key -> choice.form(shape, key.lanes()));
        form.begin(parameters, workers);
        try (Work work = Work.begin("gradient: parts of the samples", lanes)) {
            Lanes.run(workers, lanes, work, (worker, lane) -> addLane(form, worker, lane, lanes, step, work));
        }
        form.finish(NativeReals.of(weights), samples, workers);
        return addUp(choice, form, lanes, parameters.weights());
    }

    private double meanActive() {
        return Arrays.stream(activeSum).sum();
    }

    private FormChoice residual(double active) {
        return FormChoice.residual(shape.features(), shape.units(), active);
    }

    private long blocks() {
        return (samples + RandomStreams.BLOCK_SIZE - 1) / RandomStreams.BLOCK_SIZE;
    }

    private int lanes(FormChoice choice) {
        long most = Math.max(LEAST_LANES, Math.min(MOST_LANES, SUMS / choice.sums(shape)));
        return (int) Math.min(most, blocks());
    }

    private FormChoice choose(EncoderParameters parameters, long step, int workers) {
        int probed = (int) Math.min(Probe.SAMPLES, samples);
        INDArray rows = contiguous(readers.of(0).rows(step, first, first + probed));
        NativeReals observations = NativeReals.of(rows);
        double active = probe.of(0).meanActive(parameters, observations, probed, Parts.of(workers, 1));
        FormChoice choice = FormChoice.of(shape.features(), shape.units(), active, (double) samples);
        boolean fits = !choice.isGram() || probe.of(0).leavesDigits(parameters, observations, probed);
        return fits ? choice : residual(active);
    }

    private void addLane(GradientForm form, int worker, int lane, int lanes, long step, Work work) {
        form.clear(lane);
        Batches.Reader reader = readers.of(worker);
        long end = first + Math.min(samples, firstSample(lane + 1, lanes));
        for (long from = first + firstSample(lane, lanes); from < end; from += PIECE) {
            work.heed();
            addPiece(form, worker, lane, contiguous(reader.rows(step, from, Math.min(end, from + PIECE))));
        }
    }

    private void addPiece(GradientForm form, int worker, int lane, INDArray rows) {
        NativeReals observations = NativeReals.of(rows);
        int count = rows.rows();
        for (int at = 0; at < count; at += form.chunk()) {
            NativeReals chunk = observations.from(at * shape.features());
            form.add(worker, lane, chunk, Math.min(form.chunk(), count - at));
        }
    }

    private static INDArray contiguous(INDArray rows) {
        return rows.ordering() == 'c' && Elements.isContiguous(rows) ? rows : rows.dup('c');
    }

    /** Counted from the first of the call. */
    private long firstSample(int lane, int lanes) {
        return blocks() * lane / lanes * RandomStreams.BLOCK_SIZE;
    }

    private BatchLoss addUp(FormChoice choice, GradientForm form, int lanes, NativeReals weights) {
        double count = samples;
        Arrays.fill(biasSum, 0);
        Arrays.fill(activeSum, 0);
        double energy = 0;
        double codes = 0;
        double twiceLoss = 0;
        for (int lane = 0; lane < lanes; lane++) {
            LaneSums sums = form.sums(lane);
            energy += sums.energy;
            codes += sums.codes;
            twiceLoss += sums.twiceLoss;
            for (int i = 0; i < activeSum.length; i++) {
                biasSum[i] -= sums.bias[i] / count;
                activeSum[i] += sums.activity[i] / count;
            }
        }
        weights.lengths(shape.features(), lengths);
        double longest = Arrays.stream(lengths).max().orElse(0);
        double total = choice.isGram() ? energy + twiceLoss : twiceLoss;
        double scale = energy + codes * longest * longest;
        return new BatchLoss(total / (2 * count), scale / count, shape.type());
    }

    private void write(double[] values, INDArray target) {
        unitRow.set(0, values);
        unitRow.write(0, NativeReals.of(target), 0, values.length);
    }
}
